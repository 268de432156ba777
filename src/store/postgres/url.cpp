#include "store/postgres/url.h"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "base/error.h"
#include "base/text.h"
#include "store/database.h"

namespace zhiheng::store {
namespace postgres_driver {
namespace {

constexpr ErrorCode kBadUrl{
    "store.bad-url",
    "数据库地址无法读取；应写作 postgresql://用户:口令@主机:端口/数据库，口令中的 @ / : 等写作 %40 %2F %3A",
    "the database URL can't be read; write postgresql://user:password@host:port/database, with @ / : of a "
    "password as "
    "%40 %2F %3A"};

/// Defaults of ours for what a URL may leave out.
constexpr std::pair<const char*, const char*> kDefaults[] = {
    {"application_name", "zhiheng"}, {"connect_timeout", "10"}, {"client_encoding", "UTF8"}};

std::string value_of(const Place& place, std::string_view keyword) {
  for (const auto& [key, value] : place.options) {
    if (key == keyword) return value;
  }
  return {};
}

bool is_list_of_ports(std::string_view ports) {
  return std::ranges::all_of(ports, [](char c) { return (c >= '0' && c <= '9') || c == ','; });
}

/// A password with a bare `@` or `/` ends up in the host, the port or the database's name.
bool may_show_a_password(const Place& place) {
  const bool in_host = value_of(place, "host").find('@') != std::string::npos;
  const bool in_database = value_of(place, "dbname").find('@') != std::string::npos;
  return in_host || in_database || !is_list_of_ports(value_of(place, "port"));
}

}  // namespace

std::string Place::shown() const {
  const std::string host = value_of(*this, "host"), port = value_of(*this, "port");
  std::string out = "database " + value_of(*this, "dbname");
  if (!host.empty()) out += " on " + host + (port.empty() ? "" : ":" + port);
  const std::string user = value_of(*this, "user");
  return user.empty() ? out : out + " as " + user;
}

std::string Place::without_password(std::string words) const {
  const std::string password = value_of(*this, "password");
  return password.empty() ? words : replace_all(std::move(words), password, "***");
}

Place read_url(const std::string& url) {
  char* reason = nullptr;
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> parsed(
      PQconninfoParse(url.c_str(), &reason), PQconninfoFree);
  PQfreemem(reason);
  if (!is_postgres_url(url) || parsed == nullptr) throw Error(kBadUrl, {});
  Place place;
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) place.options.emplace_back(option->keyword, option->val);
  }
  if (may_show_a_password(place)) throw Error(kBadUrl, {});
  for (const auto& [keyword, value] : kDefaults) {
    if (value_of(place, keyword).empty()) place.options.emplace_back(keyword, value);
  }
  return place;
}

}  // namespace postgres_driver

bool is_postgres_url(std::string_view text) {
  return text.starts_with("postgresql://") || text.starts_with("postgres://");
}

}  // namespace zhiheng::store
