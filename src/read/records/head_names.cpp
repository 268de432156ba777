#include "read/records/head_names.h"

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "read/encoding.h"
#include "read/formats/lines.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kEmpty{"read.empty", "没有表头", "it has no heads"};
constexpr ErrorCode kTooWide{"read.too-wide", "共 {} 列，超过 2000 列", "{} columns are more than 2,000"};
constexpr ErrorCode kDuplicate{"read.duplicate-head", "表头重复：{}", "heads that occur twice: {}"};

bool is_ascii(char c) { return static_cast<signed char>(c) > 0; }

/// A line break in a cell is one that Chinese text doesn't need; between two words it is a space.
std::string one_line(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\n' && text[i] != '\t') {
      out += text[i];
      continue;
    }
    const bool between_words = !out.empty() && is_ascii(out.back()) && out.back() != ' ' &&
                               i + 1 < text.size() && is_ascii(text[i + 1]) && text[i + 1] != ' ' &&
                               text[i + 1] != '\n';
    if (between_words) out += ' ';
  }
  return out;
}

}  // namespace

std::vector<std::string> tidy_heads(std::vector<std::string> names, const std::string& shown) {
  for (std::string& name : names) {
    clean_text(name);
    name = one_line(trim_wide(name));
  }
  while (!names.empty() && names.back().empty()) names.pop_back();
  if (names.empty()) throw Error(kEmpty, {shown});
  if (names.size() > kMaxColumns) throw Error(kTooWide, {shown}, {std::to_string(names.size())});
  std::set<std::string_view> seen;
  std::vector<std::string> twice;
  for (const std::string& name : names) {
    const bool again = !name.empty() && !seen.insert(name).second;
    if (again && std::find(twice.begin(), twice.end(), name) == twice.end()) twice.push_back(name);
  }
  if (!twice.empty()) throw Error(kDuplicate, {shown}, {join(twice, "、")});
  return names;
}

}  // namespace zhiheng::read
