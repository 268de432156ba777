#include "measure/expression.h"

#include <algorithm>
#include <regex>

#include "base/text.h"

namespace zhiheng::measure {
namespace {

constexpr ErrorCode kSyntax{"expression.syntax", "无法理解“{}”；写法：标识 [地区] where 条件 @年份 | 格式",
                            "“{}” is not understood; write: id [area] where condition @year | format"};

/// Splits at `|` outside quotes; `||` stays (it is SQL).
std::vector<std::string> split_filters(const std::string& text) {
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'') quoted = !quoted;
    if (!quoted && text.substr(i, 2) == "||") {
      parts.back() += "||";
      ++i;
    } else if (text[i] == '|' && !quoted) {
      parts.emplace_back();
    } else {
      parts.back() += text[i];
    }
  }
  for (auto& part : parts) part = std::string(trim(part));
  return parts;
}

void take_year(std::string& head, Expression& out) {
  static const std::regex kYear(R"(^([^]*?)\s*@\s*(prev|[+-]\d{1,3}|\d{4})$)");
  std::smatch match;
  if (!std::regex_match(head, match, kYear)) return;
  const std::string year = match[2];
  if (year == "prev") {
    out.year_offset = -1;
  } else if (year[0] == '+' || year[0] == '-') {
    out.year_offset = std::stoi(year);
  } else {
    out.year = std::stoi(year);
  }
  head = match[1];
}

}  // namespace

bool Expression::has_filter(std::string_view name) const {
  return std::any_of(filters.begin(), filters.end(), [&](const Filter& f) { return f.name == name; });
}

Expression parse_expression(const std::string& text, const Location& where) {
  static const std::regex kHead(R"(^([a-z_][a-z0-9_.]*)\s*(?:\[([a-z0-9-]+)\])?(?:\s+where\s+([^]+))?$)");
  Expression out;
  out.text = std::string(trim(text));
  const auto parts = split_filters(out.text);
  std::string head = parts[0];
  take_year(head, out);
  std::smatch match;
  if (!std::regex_match(head, match, kHead)) throw Error(kSyntax, where, {out.text});
  out.ref = match[1];
  out.area = match[2];
  out.where = std::string(trim(std::string(match[3])));
  take_year(out.where, out);
  for (size_t i = 1; i < parts.size(); ++i) {
    auto words = split(parts[i], ' ');
    std::erase(words, "");
    if (words.empty()) throw Error(kSyntax, where, {out.text});
    out.filters.push_back({words[0], {words.begin() + 1, words.end()}});
  }
  return out;
}

}  // namespace zhiheng::measure
