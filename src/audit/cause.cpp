#include "audit/cause.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace zhiheng::audit {
namespace {

constexpr int kMaxPower = 4;
constexpr double kMostDigits = 1e14;
constexpr int kMostReadings = 3;  // a due value less exact than this tells nothing about single digits

bool two_swapped(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const auto [x, y] = std::ranges::mismatch(a, b);
  if (x == a.end() || x + 1 == a.end()) return false;
  const auto at = static_cast<size_t>(x - a.begin());
  return a[at] == b[at + 1] && a[at + 1] == b[at] && a.substr(at + 2) == b.substr(at + 2);
}

bool one_wrong(std::string_view a, std::string_view b) {
  if (a.size() != b.size() || a.size() < 3) return false;
  int wrong = 0;
  for (size_t i = 0; i < a.size(); ++i) wrong += a[i] != b[i] ? 1 : 0;
  return wrong == 1;
}

enum class Slip { kNone, kSwapped, kOneDigit };

/// Compares the displayed digits with those of each number that `due` leaves open.
Slip digit_slip(const Quantity& stated, const stats::Interval& due) {
  const double low = std::round(due.low / stated.step), high = std::round(due.high / stated.step);
  if (!(high - low < kMostReadings) || std::abs(high) > kMostDigits || low < 0) return Slip::kNone;
  const std::string digits = fmt::format("{:.0f}", std::round(std::abs(stated.value) / stated.step));
  Slip found = Slip::kNone;
  for (double number = low; number <= high; ++number) {
    const std::string right = fmt::format("{:.0f}", number);
    if (two_swapped(digits, right)) return Slip::kSwapped;
    if (one_wrong(digits, right)) found = Slip::kOneDigit;
  }
  return found;
}

Words factor_words(int power) {
  const double factor = std::pow(10, std::abs(power));
  const char* way = power > 0 ? "小了" : "大了";
  return {fmt::format("数值{} {:.0f} 倍，像是小数点或单位（万、亿）写错", way, factor),
          fmt::format("{} by a factor of {:.0f}: a slip of the point or the unit",
                      power > 0 ? "too small" : "too large", factor)};
}

}  // namespace

bool is_truncated(const Quantity& stated, const stats::Interval& due) {
  if (!stated.exact() || stated.step <= 0 || stated.interval.low == stated.interval.high) return false;
  const stats::Interval cut = stats::truncated(stated.value, stated.step);
  return !stated.interval.overlaps(due) && cut.overlaps(due) && due.high - due.low <= stated.step;
}

int magnitude_slip(const Quantity& stated, const stats::Interval& due) {
  if (stated.value == 0) return 0;
  for (int k = 1; k <= kMaxPower; ++k) {
    for (const int power : {k, -k}) {
      const stats::Interval moved = stated.interval * std::pow(10, power);
      const bool exact_enough = due.high - due.low < std::abs(due.middle()) * 0.05;
      if (exact_enough && moved.overlaps(due)) return power;
    }
  }
  return 0;
}

std::optional<Words> likely_cause(const Quantity& stated, const stats::Interval& due,
                                  std::span<const Alternative> others) {
  if (is_truncated(stated, due)) {
    return Words{"末位被截去，没有四舍五入", "cut off behind the last digit instead of rounded"};
  }
  for (const Alternative& other : others) {
    if (other.value.overlaps(stated.interval)) return other.words;
  }
  if (const int power = magnitude_slip(stated, due)) return factor_words(power);
  switch (digit_slip(stated, due)) {
    case Slip::kSwapped:
      return Words{"相邻两位数字颠倒", "two neighbouring digits swapped"};
    case Slip::kOneDigit:
      return Words{"有一位数字写错", "one digit wrong"};
    case Slip::kNone:
      break;
  }
  if (stated.value != 0 && stats::Interval{-stated.interval.high, -stated.interval.low}.overlaps(due)) {
    return Words{"正负号相反", "the sign is the opposite"};
  }
  return std::nullopt;
}

}  // namespace zhiheng::audit
