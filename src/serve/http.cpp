#include "serve/http.h"

#include <arpa/inet.h>

#include <algorithm>

#include "base/text.h"

namespace zhiheng::serve {
namespace {

const std::string* find(const std::vector<std::pair<std::string, std::string>>& pairs,
                        std::string_view name) {
  const auto found = std::ranges::find(pairs, name, &std::pair<std::string, std::string>::first);
  return found == pairs.end() ? nullptr : &found->second;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Whether it is text: well-formed UTF-8 without control characters.
bool is_clean(std::string_view text) {
  return find_invalid_utf8(text) == std::string::npos &&
         std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

std::optional<std::string> decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  if (!is_clean(out)) return std::nullopt;
  return out;
}

bool parse_path(std::string_view text, std::string& path) {
  for (const std::string& segment : split(text.substr(1), '/')) {
    const auto plain = decoded(segment, false);
    if (!plain || *plain == "." || *plain == ".." || plain->find_first_of("/\\") != std::string::npos)
      return false;
    path += "/" + *plain;
  }
  return path.find("//") == std::string::npos;
}

bool parse_query(std::string_view text, std::vector<std::pair<std::string, std::string>>& query) {
  if (text.empty()) return true;
  for (const std::string& part : split(text, '&')) {
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    const auto name = decoded(std::string_view(part).substr(0, equals), true);
    const auto value = equals == std::string::npos ? std::string()
                                                   : decoded(std::string_view(part).substr(equals + 1), true);
    if (!name || !value) return false;
    query.emplace_back(*name, *value);
  }
  return true;
}

}  // namespace

const std::string* Form::field(std::string_view name) const { return find(fields, name); }

const std::string* Request::header(std::string_view name) const { return find(headers, name); }

std::string network_of(const std::string& address) {
  in_addr four{};
  in6_addr six{};
  if (::inet_pton(AF_INET, address.c_str(), &four) == 1) return address;
  if (::inet_pton(AF_INET6, address.c_str(), &six) != 1) return {};
  char text[INET6_ADDRSTRLEN] = {};
  if (IN6_IS_ADDR_V4MAPPED(&six)) {
    ::inet_ntop(AF_INET, six.s6_addr + 12, text, sizeof text);
    return text;
  }
  std::fill(six.s6_addr + 8, six.s6_addr + 16, 0);
  ::inet_ntop(AF_INET6, &six, text, sizeof text);
  return std::string(text) + "/64";
}

std::string Request::cookie(std::string_view name) const {
  const std::string* all = header("cookie");
  if (all == nullptr) return {};
  for (const std::string& part : split(*all, ';')) {
    const std::string_view pair = trim(part);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name)
      return std::string(pair.substr(equals + 1));
  }
  return {};
}

bool parse_target(std::string_view target, Request& request) {
  request.path.clear();
  request.query.clear();
  if (target.empty() || target[0] != '/' || target.find('#') != std::string_view::npos) return false;
  const std::size_t question = target.find('?');
  return parse_path(target.substr(0, question), request.path) &&
         (question == std::string_view::npos || parse_query(target.substr(question + 1), request.query));
}

const char* status_words(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "";
  }
}

}  // namespace zhiheng::serve
