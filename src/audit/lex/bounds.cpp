#include "audit/lex/bounds.h"

#include <algorithm>
#include <cmath>

#include "audit/lex/cursor.h"

namespace zhiheng::audit::lex {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kAbout = 0.1;  // how far a round number may be off

constexpr Words kAboutBefore{"大约", "约为", "约", "将近", "接近", "近", "左右"};
constexpr Words kLeastBefore{"不少于", "不低于", "不小于", "不得低于", "不得少于", "至少",  "超过",
                             "超出",   "突破",   "高于",   "大于",     "多于",     "优于",  "超",
                             "逾",     "≥",      "＞",     ">=",       ">",        "\\geq", "\\ge"};
constexpr Words kMostBefore{"不超过", "不高于", "不大于", "不多于", "不得超过", "不得高于", "控制在",
                            "低于",   "少于",   "小于",   "不足",   "至多",     "最多",     "≤",
                            "＜",     "<=",     "<",      "\\leq",  "\\le"};
constexpr Words kAboutAfter{"左右", "上下"};
constexpr Words kLeastAfter{"及以上", "以上", "或以上"};
constexpr Words kMostAfter{"及以下", "以下", "以内", "之内"};

/// What the last displayed digit of a number with that many decimals is worth.
double last_digit(int decimals) {
  static constexpr double kSteps[] = {1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6};
  return decimals < static_cast<int>(std::size(kSteps)) ? kSteps[decimals] : std::pow(10, -decimals);
}

void set_about(Quantity& q) {
  q.bound = Bound::kAbout;
  q.interval = stats::Interval{q.value - std::abs(q.value) * kAbout, q.value + std::abs(q.value) * kAbout};
}

void set_least(Quantity& q) {
  q.bound = Bound::kAtLeast;
  q.interval = {q.value, kInfinity};
}

void set_most(Quantity& q) {
  q.bound = Bound::kAtMost;
  q.interval = {-kInfinity, q.value};
}

void read_words_before(std::string_view text, size_t before, Quantity& q) {
  // The longest word tells: 不超过 ends in 超过, 不少于 in 少于.
  const size_t about = ends(text, before, "最近") ? 0 : last_of(text, before, kAboutBefore);
  const size_t least = last_of(text, before, kLeastBefore), most = last_of(text, before, kMostBefore);
  const size_t length = std::max({about, least, most});
  if (length == 0) return;
  if (length == about) {
    set_about(q);
  } else if (length == least) {
    set_least(q);
  } else {
    set_most(q);
  }
  q.span.begin = offset(before - length);
}

void read_words_after(std::string_view text, size_t after, Quantity& q) {
  size_t length = 0;
  if (length = first_of(text, after, kAboutAfter); length) {
    set_about(q);
  } else if (length = least_after(text, after); length) {
    set_least(q);
  } else if (length = most_after(text, after); length) {
    set_most(q);
  }
  if (length) q.span.end = offset(after + length);
}

}  // namespace

size_t least_after(std::string_view text, size_t at) { return first_of(text, at, kLeastAfter); }
size_t most_after(std::string_view text, size_t at) { return first_of(text, at, kMostAfter); }

Quantity quantity_of(const Number& number, const Unit& unit, size_t begin, size_t end) {
  Quantity q;
  q.span = {offset(begin), offset(end)};
  q.number = {offset(number.begin), offset(number.end)};
  q.dimension = unit.dimension;
  q.unit = unit.name;
  q.scale = unit.scale;
  q.value = number.value * unit.scale;
  q.step = unit.scale * last_digit(number.decimals);
  // Whole things are counted, not rounded, unless a scale word says so.
  const bool counted = unit.dimension == Dimension::kCount && unit.scale == 1 && number.decimals == 0;
  q.interval = counted ? stats::Interval{q.value, q.value} : stats::rounded(q.value, q.step);
  return q;
}

void read_sign(std::string_view text, size_t begin, Quantity& q) {
  static constexpr Words kMinus{"-", "−", "－"};
  const size_t length = last_of(text, q.number.begin, kMinus);
  if (!length) return;
  const size_t left = q.number.begin - length;
  // A dash after a word or a number joins, it does not negate.
  if (left > begin && (is_digit(text[left - 1]) || is_letter(text[left - 1]))) return;
  if (left >= begin + 3) {
    static constexpr Words kVerbEnds{"为", "长", "达", "率", "比", "数", "度", "幅", "额"};
    const char32_t word = wide_at(text, left - 3);
    if (word >= 0x4E00 && word <= 0x9FFF && !last_of(text, left, kVerbEnds)) return;
  }
  q.value = -q.value;
  q.interval = {-q.interval.high, -q.interval.low};
  q.span.begin = q.number.begin = offset(left);
}

void read_bounds(std::string_view text, Quantity& q) {
  const size_t before = back_over_spaces(text, q.span.begin);
  const size_t after = skip_spaces(text, q.span.end);
  read_words_before(text, before, q);
  read_words_after(text, after, q);
  static constexpr Words kRankBefore{"第", "前", "列"};
  if (q.dimension == Dimension::kCount && q.unit == "位" && last_of(text, before, kRankBefore)) {
    q.dimension = Dimension::kRank;
  }
}

}  // namespace zhiheng::audit::lex
