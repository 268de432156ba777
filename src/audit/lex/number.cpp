#include "audit/lex/number.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#include "audit/lex/cursor.h"

namespace zhiheng::audit::lex {
namespace {

constexpr double kLargest = 1e200;
// More characters than any numeral has: a longer row of them is read no further, or each would read all
// others.
constexpr int kLongestNumeral = 24;

struct Digit {
  int value = -1;
  size_t length = 0;
};

inline Digit digit_at(std::string_view text, size_t at) {
  if (at >= text.size()) return {};
  if (is_digit(text[at])) return {text[at] - '0', 1};
  if (text[at] != '\xEF') return {};
  const char32_t wide = wide_at(text, at);
  if (wide >= U'０' && wide <= U'９') return {static_cast<int>(wide - U'０'), 3};
  return {};
}

size_t point_length(std::string_view text, size_t at) {
  if (starts(text, at, ".")) return 1;
  return starts(text, at, "．") ? 3 : 0;
}

/// The value of the ASCII digits at `at`, eight at most, all at once; how many in `taken`.
std::uint64_t eight_digits(std::string_view text, size_t at, int& taken) {
  std::uint64_t bytes = ~std::uint64_t{0};
  std::memcpy(&bytes, text.data() + at, std::min(text.size() - at, sizeof bytes));
  if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
  bytes ^= 0x3030303030303030;  // digits become 0 to 9
  const std::uint64_t others = (bytes | (bytes + 0x7676767676767676)) & 0x8080808080808080;
  taken = std::countr_zero(others) / 8;
  if (taken == 0) return 0;
  bytes <<= 64 - taken * 8;  // leading zeros
  bytes = bytes * 10 + (bytes >> 8);
  constexpr std::uint64_t kMask = 0x000000FF000000FF, kHigh = 0x000F424000000064, kLow = 0x0000271000000001;
  return ((bytes & kMask) * kHigh + (bytes >> 16 & kMask) * kLow) >> 32;
}

/// Digits from `at` behind those of `number`; returns behind them.
size_t take_digits(std::string_view text, size_t at, Number& number, int& taken) {
  taken = 0;
  if (number.value == 0) {
    number.value = static_cast<double>(eight_digits(text, at, taken));
    at += static_cast<size_t>(taken);
  }
  for (Digit digit = digit_at(text, at); digit.value >= 0; digit = digit_at(text, at)) {
    number.value = number.value * 10 + digit.value;
    at += digit.length;
    ++taken;
  }
  return at;
}

/// Whether exactly three digits stand at `at`; returns behind them or 0.
size_t three_digits(std::string_view text, size_t at) {
  for (int i = 0; i < 3; ++i) {
    const Digit digit = digit_at(text, at);
    if (digit.value < 0) return 0;
    at += digit.length;
  }
  return digit_at(text, at).value >= 0 ? 0 : at;
}

/// A separator between groups of three. A full-width comma only between full-width digits: else it is the
/// comma of a list.
size_t separator_length(std::string_view text, size_t at, bool wide_digits, bool spaced) {
  if (at >= text.size()) return 0;
  const char first = text[at];
  if (first != ',' && first != ' ' && first != '\xC2' && first != '\xE2' && first != '\xEF') return 0;
  if (starts(text, at, ",")) return 1;
  if (starts(text, at, "\u00a0")) return 2;
  if (starts(text, at, "\u2009") || starts(text, at, "\u202f")) return 3;
  if (spaced && starts(text, at, " ")) return 1;
  return wide_digits && starts(text, at, "，") ? 3 : 0;
}

size_t take_groups(std::string_view text, size_t at, Number& number, bool wide_digits, bool spaced) {
  for (char used = 0;;) {
    const size_t separator = separator_length(text, at, wide_digits, spaced);
    if (!separator || (used && text[at] != used) || !three_digits(text, at + separator)) return at;
    used = text[at];
    int taken = 0;
    at = take_digits(text, at + separator, number, taken);
    number.digits += taken;
    number.grouped = true;
  }
}

/// 10^n; exact up to 22.
double power_of_ten(int n) {
  double power = 1;
  for (int i = 0; i < n; ++i) power *= 10;
  return power;
}

int numeral_digit(char32_t c) {
  switch (c) {
    case U'〇':
    case U'零':
      return 0;
    case U'一':
      return 1;
    case U'二':
    case U'两':
      return 2;
    case U'三':
      return 3;
    case U'四':
      return 4;
    case U'五':
      return 5;
    case U'六':
      return 6;
    case U'七':
      return 7;
    case U'八':
      return 8;
    case U'九':
      return 9;
    default:
      return -1;
  }
}

double numeral_power(char32_t c) {
  switch (c) {
    case U'十':
      return 10;
    case U'百':
      return 100;
    case U'千':
      return 1000;
    default:
      return 0;
  }
}

}  // namespace

std::optional<Number> read_number(std::string_view text, size_t at, bool spaced) {
  Number number;
  number.begin = at;
  const Digit first = digit_at(text, at);
  if (first.value < 0) return std::nullopt;
  at = take_digits(text, at, number, number.digits);
  if (number.digits <= 3 && first.value != 0) at = take_groups(text, at, number, first.length == 3, spaced);
  if (const size_t point = point_length(text, at); point && digit_at(text, at + point).value >= 0) {
    Number fraction;
    at = take_digits(text, at + point, fraction, number.decimals);
    const double power = power_of_ten(number.decimals);
    // One division of two whole numbers gives the double nearest to what is written.
    if (power < kLargest) number.value = (number.value * power + fraction.value) / power;
  }
  // Beyond that a number is hostile: it must not become infinite or, divided, none at all.
  if (!(number.value < kLargest)) number.value = kLargest;
  number.end = at;
  return number;
}

std::optional<Number> read_numeral(std::string_view text, size_t at) {
  Number number;
  number.begin = at;
  number.spelled = true;
  double total = 0;
  int digit = -1, count = 0;
  for (;; at += 3, ++count) {
    if (count > kLongestNumeral) return std::nullopt;
    const char32_t c = wide_at(text, at);
    if (const int value = numeral_digit(c); value >= 0) {
      // Digits in a row (二〇二〇) are a year or a name, not a quantity.
      if (digit > 0 && value >= 0) return std::nullopt;
      digit = value;
    } else if (const double power = numeral_power(c); power > 0) {
      if (digit < 0 && (count > 0 || power > 10)) break;
      total += (digit < 0 ? 1 : digit) * power;
      digit = -1;
    } else {
      break;
    }
  }
  if (count == 0) return std::nullopt;
  number.value = total + (digit > 0 ? digit : 0);
  if (starts(text, at, "点") && numeral_digit(wide_at(text, at + 3)) >= 0) {
    double fraction = 0, power = 1;
    for (at += 3; numeral_digit(wide_at(text, at)) >= 0; at += 3) {
      fraction = fraction * 10 + numeral_digit(wide_at(text, at));
      power *= 10;
      ++number.decimals;
    }
    number.value += fraction / power;
  }
  number.end = at;
  return number;
}

}  // namespace zhiheng::audit::lex
