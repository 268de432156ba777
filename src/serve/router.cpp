#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "base/text.h"
#include "serve/mistakes.h"
#include "serve/routes.h"
#include "serve/state.h"
#include "views/day.h"

namespace zhiheng::serve {
namespace {

constexpr ErrorCode kUnknownDistrict{"district.unknown", "没有地区 {}；可用：{}",
                                     "there is no district {}; there are: {}"};
constexpr ErrorCode kNoPolicy{"route.no-policy", "路由 {} {} 没有声明谁可以使用",
                              "the route {} {} does not say who may use it"};
constexpr ErrorCode kTwice{"route.twice", "路由 {} 重复", "the route {} is there twice"};
constexpr std::string_view kRest = "…}";

bool is_variable(std::string_view segment) { return segment.starts_with('{'); }

/// The name in "{name}" or "{name…}".
std::string variable(std::string_view segment) {
  const std::size_t tail = segment.ends_with(kRest) ? kRest.size() : 1;
  return std::string(segment.substr(1, segment.size() - 1 - tail));
}

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<std::string> segments_of(std::string_view path) { return split(path.substr(1), '/'); }

/// The values of the pattern's variables, where the path is of its form.
std::optional<std::map<std::string, std::string, std::less<>>> match(const std::vector<std::string>& pattern,
                                                                     const std::vector<std::string>& path) {
  const bool open = pattern.back().ends_with(kRest);
  if (open && path.front() == "api") return std::nullopt;  // what is not there is not a page either
  if (open ? path.size() < pattern.size() : path.size() != pattern.size()) return std::nullopt;
  std::map<std::string, std::string, std::less<>> values;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (!is_variable(pattern[i])) {
      if (pattern[i] != path[i]) return std::nullopt;
    } else if (open && i + 1 == pattern.size()) {
      values[variable(pattern[i])] = join({path.begin() + static_cast<std::ptrdiff_t>(i), path.end()}, "/");
    } else {
      if (path[i].empty()) return std::nullopt;
      values[variable(pattern[i])] = path[i];
    }
  }
  return values;
}

/// What a value of the type looks like, for people; empty where `text` is one.
std::string wanted(Parameter::Type type, const std::string& text) {
  switch (type) {
    case Parameter::Type::kText:
      return "";
    case Parameter::Type::kInteger:
      return whole_number(text) ? "" : "整数 a whole number";
    case Parameter::Type::kFlag:
      return text == "0" || text == "1" ? "" : "0, 1";
    case Parameter::Type::kDay:
      return Date::parse(text) ? "" : "2024-06-30";
  }
  return "";
}

}  // namespace

const std::string& Call::text(std::string_view name) const {
  static const std::string kNone;
  const auto found = values.find(name);
  return found == values.end() ? kNone : found->second;
}

int Call::number(std::string_view name, int otherwise) const {
  return whole_number(text(name)).value_or(otherwise);
}

bool Call::flag(std::string_view name) const { return text(name) == "1"; }

Date Call::day(std::string_view name) const { return views::day_or_today(text(name)); }

const District& Call::district() const {
  if (!has("district") && !districts.empty()) return *districts.front();
  std::vector<std::string> ids;
  for (const auto& each : districts) {
    if (each->catalog.district.id == text("district")) return *each;
    ids.push_back(each->catalog.district.id);
  }
  throw Error(kUnknownDistrict, {}, {text("district"), join(ids, ", ")});
}

bool Call::may(std::string_view capability, const people::Scope& scope) const {
  return state.people.allowed(visit.visitor, capability, scope);
}

void Call::require(std::string_view capability, const people::Scope& scope) const {
  if (may(capability, scope)) return;
  if (!visit.visitor) throw Error(kSignIn, {});
  throw Error(visit.visitor->must_add_second_factor ? kFactorFirst : kForbidden, {});
}

people::Scope own_account(const Call& call) {
  people::Scope scope;
  scope.account = call.visit.account();
  return scope;
}

bool is_page(const Route& route) { return route.pattern.starts_with("/{"); }

void check_routes(const std::vector<Route>& routes) {
  std::set<std::string> seen;
  for (const Route& route : routes) {
    if (route.capability.empty()) throw Error(kNoPolicy, {}, {route.method, route.pattern}, kOurFault);
    for (const std::string& name : {route.id, route.method + " " + route.pattern}) {
      if (!seen.insert(name).second) throw Error(kTwice, {}, {name}, kOurFault);
    }
  }
}

std::vector<Parameter> list_parameters(std::vector<Parameter> more) {
  std::vector<Parameter> all{
      {"q", Parameter::Type::kText, {"标题或标识中含有的文字", "words in title or id"}},
      {"page", Parameter::Type::kInteger, {"第几页，从 1 起", "which page, from 1"}},
      {"per_page", Parameter::Type::kInteger, {"每页项数，1 到 2000", "items on a page, 1 to 2000"}},
      {"sort",
       Parameter::Type::kText,
       {"排序的字段，前面加 - 为降序", "field to sort by, with - before it descending"}}};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::vector<std::string> path_parameters(const Route& route) {
  std::vector<std::string> names;
  for (const std::string& segment : segments_of(route.pattern)) {
    if (is_variable(segment)) names.push_back(variable(segment));
  }
  return names;
}

Router::Router(const std::vector<Route>& routes) : routes_(routes) {
  for (const Route& route : routes) segments_.push_back(segments_of(route.pattern));
}

Router::Match Router::find(const std::string& method, const std::string& path) const {
  const std::vector<std::string> segments = segments_of(path);
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (routes_[i].method != (method == "HEAD" ? "GET" : method)) continue;
    if (auto values = match(segments_[i], segments)) return {i, std::move(*values)};
  }
  const std::string others = allowed(path);
  if (others.empty()) throw Error(kNotFound, {});
  throw Error(kWrongMethod, {}, {method, others});
}

std::string Router::allowed(const std::string& path) const {
  const std::vector<std::string> segments = segments_of(path);
  std::set<std::string> methods;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (!match(segments_[i], segments)) continue;
    methods.insert(routes_[i].method);
    if (routes_[i].method == "GET") methods.insert("HEAD");
  }
  return join({methods.begin(), methods.end()}, ", ");
}

void take_parameters(const Route& route, const Request& request,
                     std::map<std::string, std::string, std::less<>>& values) {
  if (is_page(route)) return;
  for (const auto& [name, value] : request.query) {
    const auto declared = std::ranges::find(route.parameters, name, &Parameter::name);
    if (declared == route.parameters.end()) {
      std::vector<std::string> names;
      for (const Parameter& each : route.parameters) names.push_back(each.name);
      throw Error(kUnknownParameter, {}, {name, names.empty() ? "—" : join(names, ", ")});
    }
    const std::string form = wanted(declared->type, value);
    if (!form.empty()) throw Error(kBadParameter, {}, {name, value, form});
    values[name] = value;
  }
}

}  // namespace zhiheng::serve
