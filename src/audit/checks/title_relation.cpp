#include "audit/checks/title_relation.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace zhiheng::audit {
namespace {

constexpr size_t kMinCut = 4;  // code points that a title cut off at a line's end has at least

/// Characters that recognition takes for one another; each word is a group.
constexpr std::array<std::u32string_view, 30> kLookAlikes{
    U"人入八", U"己已巳", U"末未", U"土士", U"日曰目", U"千干于", U"大太犬", U"王玉主", U"天夫无", U"午牛",
    U"白自",   U"问间",   U"侯候", U"微徽", U"拨拔",   U"戊戍戌", U"崇祟",   U"析折",   U"准淮",   U"治冶",
    U"贷货",   U"晴睛",   U"洒酒", U"园圆", U"账帐",   U"像象",   U"作做",   U"品晶",   U"令今",   U"待侍"};

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

bool looks_alike(char32_t a, char32_t b) {
  return std::any_of(kLookAlikes.begin(), kLookAlikes.end(), [&](std::u32string_view group) {
    return group.find(a) != group.npos && group.find(b) != group.npos;
  });
}

/// The same but for digits, of which both have as many.
bool differs_in_digits(const std::u32string& a, const std::u32string& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && !(is_digit(a[i]) && is_digit(b[i]))) return false;
  }
  return true;
}

}  // namespace

TitleRelation relate_titles(const std::u32string& a, const std::u32string& b) {
  if (a == b) return TitleRelation::kSame;
  if (differs_in_digits(a, b)) return TitleRelation::kYear;
  const size_t shorter = std::min(a.size(), b.size());
  const size_t head = static_cast<size_t>(
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(shorter), b.begin()).first -
      a.begin());
  if (head == shorter && shorter >= kMinCut) return TitleRelation::kSame;
  size_t tail = 0;
  while (tail < shorter - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  const std::u32string_view left = std::u32string_view(a).substr(head, a.size() - head - tail);
  const std::u32string_view right = std::u32string_view(b).substr(head, b.size() - head - tail);
  if (left.size() <= 1 && right.size() <= 1 && shorter >= kMinCut) {
    const bool one_missing = left.empty() || right.empty();
    if (one_missing || looks_alike(left[0], right[0])) return TitleRelation::kSame;
    return TitleRelation::kSlight;
  }
  return TitleRelation::kDifferent;
}

}  // namespace zhiheng::audit
