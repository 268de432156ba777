#include "intake/cell_values.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <optional>

#include "base/date.h"
#include "base/decimal.h"
#include "base/identifiers.h"

namespace zhiheng::intake {
namespace {

constexpr std::int32_t month_entry(int year, int month) {
  if (month < 1 || month > 12) return 0;
  const std::chrono::year_month which{std::chrono::year(year),
                                      std::chrono::month(static_cast<unsigned>(month))};
  const auto first = std::chrono::sys_days(which / 1).time_since_epoch().count();
  const auto next = std::chrono::sys_days((which + std::chrono::months(1)) / 1).time_since_epoch().count();
  return static_cast<std::int32_t>(first * 32 + (next - first));
}

constexpr std::size_t kLongest = 96;  // bytes of a cell that can still be a number, a date or a time

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Reads from the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  std::string_view digits() {
    std::size_t size = 0;
    while (size < rest_.size() && is_digit(rest_[size])) ++size;
    const std::string_view found = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return found;
  }
  /// A number of at most `most` digits, or -1.
  int number(std::size_t most) {
    const std::string_view found = digits();
    if (found.empty() || found.size() > most) return -1;
    int value = 0;
    for (const char c : found) value = value * 10 + (c - '0');
    return value;
  }

 private:
  std::string_view rest_;
};

/// A number as its digits say it: mantissa × 10^-scale.
struct Written {
  Int128 mantissa = 0;
  int scale = 0;
  std::size_t digits = 0;  // without leading zeros

  void add(std::string_view more) {
    for (const char c : more) {
      if (digits > 0 || c != '0') ++digits;
      if (digits <= 36) mantissa = mantissa * 10 + (c - '0');
    }
  }
};

/// 1234 or 1,234,567: groups of three behind the first, or nothing.
bool read_whole_part(Reader& reader, Written& number) {
  const std::string_view first = reader.digits();
  number.add(first);
  if (!reader.rest().starts_with(',')) return true;
  if (first.empty() || first.size() > 3) return false;
  while (reader.take(",")) {
    const std::string_view group = reader.digits();
    if (group.size() != 3) return false;
    number.add(group);
  }
  return true;
}

/// Fraction and exponent.
Reason read_rest(Reader& reader, Written& number, bool has_whole, Reason wrong) {
  std::string_view fraction;
  if (reader.take(".")) {
    fraction = reader.digits();
    if (fraction.empty()) return wrong;
  } else if (!has_whole) {
    return wrong;
  }
  const bool is_exponent = reader.rest().starts_with('E');
  while (!is_exponent && fraction.ends_with('0')) fraction.remove_suffix(1);
  number.add(fraction);
  number.scale = static_cast<int>(fraction.size());
  if (reader.take("E")) {
    const bool small = reader.take("-");
    if (!small) reader.take("+");
    const int exponent = reader.number(2);
    if (exponent < 0) return wrong;
    number.scale += small ? exponent : -exponent;
  }
  if (reader.take("%") || reader.take("‰")) return Reason::kPercent;
  if (!reader.done()) return wrong;
  return number.scale < 0 && number.mantissa != 0 ? Reason::kExponent : Reason::kNone;
}

/// The mantissa at `decimals` places.
Reason rescale(Written number, int decimals, bool whole, Int128& value) {
  if (number.digits > 36) return Reason::kTooBig;
  if (number.mantissa == 0) number.scale = 0;
  for (; number.scale > decimals; --number.scale) {
    if (number.mantissa % 10 != 0) return whole ? Reason::kNotInteger : Reason::kTooManyDecimals;
    number.mantissa /= 10;
  }
  for (; number.scale < decimals; ++number.scale) {
    if (number.mantissa > std::numeric_limits<std::int64_t>::max()) return Reason::kTooBig;
    number.mantissa *= 10;
  }
  value = number.mantissa;
  return Reason::kNone;
}

/// A date at the beginning; the reader is left behind it.
Reason read_day(Reader& reader, std::int64_t& value) {
  const std::string_view run = reader.digits();
  int year = 0, month = 0, day = 0;
  if (run.size() == 8) {
    Reader compact(run);
    const int all = compact.number(8);
    year = all / 10000, month = all / 100 % 100, day = all % 100;
  } else {
    if (run.size() != 4) return Reason::kNotDate;
    year = Reader(run).number(4);
    const std::string_view sign = reader.take("-")   ? "-"
                                  : reader.take("/") ? "/"
                                  : reader.take(".") ? "."
                                                     : "月";
    if (sign == "月" && !reader.take("年")) return Reason::kNotDate;
    month = reader.number(2);
    if (month < 0 || !reader.take(sign)) return Reason::kNotDate;
    day = reader.number(2);
    if (day < 0 || (sign == "月" && !reader.take("日"))) return Reason::kNotDate;
  }
  if (!reader.done() && reader.rest().front() != ' ' && reader.rest().front() != 'T') return Reason::kNotDate;
  const std::optional<Date> date = Date::of(year, month, day);
  if (!date) return Reason::kNoSuchDay;
  value = *date - Date();
  return Reason::kNone;
}

/// Minutes and seconds behind an hour; false where they are none. Fractions of a second must be zeros.
bool read_minutes(Reader& reader, int& minute, int& second) {
  const bool words = reader.take("时");
  if (!words && !reader.take(":")) return false;
  if (words && reader.done()) return true;
  minute = reader.number(2);
  if (minute < 0 || (words && !reader.take("分"))) return false;
  if (words ? !reader.done() : reader.take(":")) {
    second = reader.number(2);
    if (second < 0 || (words && !reader.take("秒"))) return false;
  }
  if (!reader.take(".")) return true;
  const std::string_view fraction = reader.digits();
  return !fraction.empty() && fraction.find_first_not_of('0') == std::string_view::npos;
}

Reason read_clock(Reader& reader, std::int64_t& seconds) {
  const int hour = reader.number(2);
  int minute = 0, second = 0;
  if (hour < 0 || !read_minutes(reader, minute, second)) return Reason::kNotTime;
  if (hour > 23 || minute > 59 || second > 59) return Reason::kNotTime;
  seconds = hour * 3600 + minute * 60 + second;
  if (reader.take("+08:00") || reader.take("+0800") || reader.take("+08") || reader.done()) {
    return reader.done() ? Reason::kNone : Reason::kNotTime;
  }
  const char next = reader.rest().front();
  return next == 'Z' || next == '+' || next == '-' ? Reason::kTimeZone : Reason::kNotTime;
}

/// A date and, where there is one, a time of day.
Reason read_moment(std::string_view cell, std::int64_t& days, std::int64_t& seconds) {
  std::array<char, kLongest> buffer;
  Reader reader(normalise_code(cell, buffer));
  seconds = 0;
  if (const Reason reason = read_day(reader, days); reason != Reason::kNone) return reason;
  if (reader.done()) return Reason::kNone;
  if (!reader.take("T")) {
    if (!reader.take(" ")) return Reason::kNotDate;
    while (reader.take(" ")) {
    }
  }
  return read_clock(reader, seconds);
}

}  // namespace

constinit const std::array<std::int32_t, kTableYears* 16> kMonths = [] {
  std::array<std::int32_t, kTableYears * 16> table{};
  for (int i = 0; i < kTableYears * 16; ++i) {
    table[static_cast<std::size_t>(i)] = month_entry(kFirstTableYear + i / 16, i % 16);
  }
  return table;
}();

bool plain_number(std::string_view cell, int decimals, std::int64_t& value) {
  const bool negative = cell.starts_with('-');
  if (negative) cell.remove_prefix(1);
  const std::size_t point = std::min(cell.find('.'), cell.size());
  const std::size_t fraction = cell.size() - point - (point < cell.size() ? 1 : 0);
  if (point == 0 || cell.size() > 18 || fraction > static_cast<std::size_t>(decimals) ||
      (fraction == 0 && point < cell.size())) {
    return false;
  }
  std::int64_t all = 0;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (i == point) continue;
    if (!is_digit(cell[i])) return false;
    all = all * 10 + (cell[i] - '0');
  }
  for (std::size_t i = fraction; i < static_cast<std::size_t>(decimals); ++i) {
    if (__builtin_mul_overflow(all, 10, &all)) return false;
  }
  value = negative ? -all : all;
  return true;
}

Reason read_number(std::string_view cell, int decimals, bool whole, std::int64_t& value) {
  std::array<char, kLongest> buffer;
  Reader reader(normalise_code(cell, buffer));
  const Reason wrong = whole ? Reason::kNotInteger : Reason::kNotNumber;
  const bool negative = reader.take("-") || reader.take("−");
  if (!negative) reader.take("+");
  Written number;
  const std::size_t before = reader.rest().size();
  if (!read_whole_part(reader, number)) return wrong;
  if (const Reason reason = read_rest(reader, number, reader.rest().size() < before, wrong);
      reason != Reason::kNone) {
    return reason;
  }
  Int128 scaled = 0;
  if (const Reason reason = rescale(number, decimals, whole, scaled); reason != Reason::kNone) return reason;
  if (negative) scaled = -scaled;
  if (scaled > std::numeric_limits<std::int64_t>::max() ||
      scaled < std::numeric_limits<std::int64_t>::min()) {
    return Reason::kTooBig;
  }
  value = static_cast<std::int64_t>(scaled);
  return Reason::kNone;
}

Reason read_date(std::string_view cell, std::int64_t& value) {
  std::int64_t seconds = 0;
  const Reason reason = read_moment(cell, value, seconds);
  if (reason == Reason::kNotTime || reason == Reason::kTimeZone) return Reason::kNotDate;
  return reason == Reason::kNone && seconds != 0 ? Reason::kTimeOfDay : reason;
}

Reason read_time(std::string_view cell, std::int64_t& value) {
  std::int64_t days = 0, seconds = 0;
  const Reason reason = read_moment(cell, days, seconds);
  value = days * 86400 + seconds;
  return reason == Reason::kNotDate ? Reason::kNotTime : reason;
}

}  // namespace zhiheng::intake
