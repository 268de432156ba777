#include "intake/heads.h"

#include "base/text.h"

namespace zhiheng::intake {
namespace {

constexpr ErrorCode kTwice{"intake.head-twice", "表头“{}”和“{}”都是“{}”；请只留一列",
                           "the heads \"{}\" and \"{}\" both name \"{}\": keep one of them"};

void append_utf8(std::string& to, char32_t c) {
  if (c < 0x80) {
    to += static_cast<char>(c);
  } else if (c < 0x800) {
    to += static_cast<char>(0xC0 | c >> 6);
    to += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    to += static_cast<char>(0xE0 | (c >> 12 & 0x0F));
    to += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    to += static_cast<char>(0x80 | (c & 0x3F));
  }
}

/// 抽样日期（年月日） and " 抽样 日期* " are the same head.
std::string folded(const std::string& head) {
  std::string result;
  int depth = 0;
  for (std::size_t at = 0; at < head.size();) {
    char32_t c = next_code_point(head, at);
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;  // full width
    if (c == '(' || c == 0x3010 || c == '[') ++depth;
    const bool inside = depth > 0;
    if ((c == ')' || c == 0x3011 || c == ']') && depth > 0) --depth;
    if (inside || c <= 0x20 || c == 0x3000 || c == 0xA0 || c == '*' || c == ':' || c > 0xFFFF) continue;
    append_utf8(result, c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  return result;
}

}  // namespace

Heads match_heads(const std::vector<std::string>& names, const catalog::Dataset& dataset,
                  const std::map<std::string, std::string>& known, const std::string& shown) {
  std::map<std::string, std::size_t> column_of;
  for (std::size_t i = 0; i < dataset.columns.size(); ++i) {
    const auto& column = dataset.columns[i];
    for (const auto& name : {column.id, column.title.zh, column.title.en}) column_of.emplace(folded(name), i);
    for (const auto& name : column.also) column_of.emplace(folded(name), i);
  }
  for (const auto& [head, id] : known)
    if (const auto column = dataset.column_index(id)) column_of[folded(head)] = *column;
  Heads heads;
  heads.from.resize(dataset.columns.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto found = column_of.find(folded(names[i]));
    if (found == column_of.end()) {
      if (!trim(names[i]).empty()) heads.unknown.push_back(names[i]);
      continue;
    }
    auto& from = heads.from[found->second];
    if (from)
      throw Error(kTwice, {shown, 1}, {names[*from], names[i], dataset.columns[found->second].title.zh});
    from = i;
  }
  for (std::size_t i = 0; i < dataset.columns.size(); ++i)
    if (dataset.columns[i].required && !heads.from[i]) heads.missing.push_back(dataset.columns[i].title.zh);
  return heads;
}

}  // namespace zhiheng::intake
