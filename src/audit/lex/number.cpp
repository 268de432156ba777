#include "audit/lex/number.h"

#include "audit/lex/cursor.h"

namespace zhiheng::audit::lex {
namespace {

struct Digit {
  int value = -1;
  size_t length = 0;
};

Digit digit_at(std::string_view text, size_t at) {
  if (at >= text.size()) return {};
  if (is_digit(text[at])) return {text[at] - '0', 1};
  const char32_t wide = wide_at(text, at);
  if (wide >= U'０' && wide <= U'９') return {static_cast<int>(wide - U'０'), 3};
  return {};
}

size_t point_length(std::string_view text, size_t at) {
  if (starts(text, at, ".")) return 1;
  return starts(text, at, "．") ? 3 : 0;
}

/// Digits from `at`; returns behind them.
size_t take_digits(std::string_view text, size_t at, Number& number, int& taken) {
  taken = 0;
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

/// A separator between groups of three. A full-width comma only between full-width digits: else it is the comma
/// of a list.
size_t separator_length(std::string_view text, size_t at, bool wide_digits, bool spaced) {
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

int numeral_digit(char32_t c) {
  switch (c) {
    case U'〇': case U'零': return 0;
    case U'一': return 1;
    case U'二': case U'两': return 2;
    case U'三': return 3;
    case U'四': return 4;
    case U'五': return 5;
    case U'六': return 6;
    case U'七': return 7;
    case U'八': return 8;
    case U'九': return 9;
    default: return -1;
  }
}

double numeral_power(char32_t c) {
  switch (c) {
    case U'十': return 10;
    case U'百': return 100;
    case U'千': return 1000;
    default: return 0;
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
    double power = 1;
    for (int i = 0; i < number.decimals; ++i) power *= 10;
    // One division of two whole numbers gives the double nearest to what is written.
    number.value = (number.value * power + fraction.value) / power;
  }
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
