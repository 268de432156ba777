#pragma once
// Inside of convert.h: what one cell says. The fast readers know the common form only and give false for
// every other, wrong or not; the full readers then decide.
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "intake/reason.h"

namespace zhiheng::intake {

/// The last `size` (1 to 8) bytes before `end`, the last one in the top byte; the other bytes are 0. Reads
/// nothing before `begin`, where the block's text begins.
inline std::uint64_t load_tail(const char* begin, const char* end, std::size_t size) {
  std::uint64_t word = 0;
  if (end - begin >= 8) [[likely]] {
    std::memcpy(&word, end - 8, 8);
    return word & (~std::uint64_t{0} << (8 * (8 - size)));
  }
  std::memcpy(reinterpret_cast<char*>(&word) + (8 - size), end - size, size);
  return word;
}

inline constexpr std::uint64_t kZeros = 0x3030303030303030, kTopBits = 0x8080808080808080;

/// Whether each byte is at most 9.
inline bool all_digits(std::uint64_t x) { return (((x + 0x7676767676767676) | x) & kTopBits) == 0; }

/// Eight digits, one a byte, the first in the lowest: three multiplications instead of eight.
inline std::uint64_t eight_digits(std::uint64_t x) {
  x = x * 10 + (x >> 8);
  return ((x & 0x000000FF000000FF) * 0x000F424000000064 +
          ((x >> 16) & 0x000000FF000000FF) * 0x0000271000000001) >>
         32;
}

/// Digits of a tail, where bytes before it are 0.
inline std::uint64_t digits_of_tail(const char* begin, const char* end, std::size_t size) {
  return load_tail(begin, end, size) ^ (kZeros & (~std::uint64_t{0} << (8 * (8 - size))));
}

/// 1 to 16 digits.
inline bool fast_integer(const char* begin, const char* cell, std::size_t size, std::int64_t& value) {
  if (size - 1 < 8) [[likely]] {
    const std::uint64_t x = digits_of_tail(begin, cell + size, size);
    value = static_cast<std::int64_t>(eight_digits(x));
    return all_digits(x);
  }
  if (size - 1 >= 16) return false;
  const std::uint64_t high = digits_of_tail(begin, cell + size - 8, size - 8);
  const std::uint64_t low = digits_of_tail(begin, cell + size, 8);
  value = static_cast<std::int64_t>(eight_digits(high) * 100'000'000 + eight_digits(low));
  return all_digits(high) && all_digits(low);
}

/// Digits, a point and exactly `decimals` (1 to 6) digits; 8 characters at most.
inline bool fast_decimal(const char* begin, const char* cell, std::size_t size, int decimals,
                         std::int64_t& value) {
  if (size - 2 - static_cast<unsigned>(decimals) > 6u - static_cast<unsigned>(decimals)) return false;
  const std::uint64_t x = digits_of_tail(begin, cell + size, size);
  const int point = 56 - 8 * decimals;  // its bit
  const std::uint64_t behind = ~std::uint64_t{0} << (point + 8), before = (std::uint64_t{1} << point) - 1;
  const std::uint64_t digits = (x & behind) | ((x & before) << 8);
  value = static_cast<std::int64_t>(eight_digits(digits));
  return ((x >> point) & 0xFF) == ('.' ^ '0') && all_digits(digits);
}

/// Digits, perhaps a minus before and a point with at most `decimals` digits behind, 18 digits in all.
bool plain_number(std::string_view cell, int decimals, std::int64_t& value);

/// First day and length of each month of the years from kFirstTableYear: days × 32 + length. Months 0 and 13
/// to 15 have no day.
inline constexpr int kFirstTableYear = 1900, kTableYears = 256;
extern const std::array<std::int32_t, kTableYears * 16> kMonths;

/// 2020-12-31 in those years.
inline bool fast_date(const char* cell, std::size_t size, std::int64_t& value) {
  if (size != 10) return false;
  std::uint64_t x;
  std::memcpy(&x, cell, 8);
  x ^= 0x2D30302D30303030;  // "0000-00-"
  const unsigned tens = static_cast<unsigned char>(cell[8]) - '0',
                 ones = static_cast<unsigned char>(cell[9]) - '0';
  const bool form = (((x + 0x7F76767F76767676) | x) & kTopBits) == 0;
  x = x * 10 + (x >> 8);
  const auto year = static_cast<unsigned>((x & 0xFF) * 100 + ((x >> 16) & 0xFF)) - kFirstTableYear;
  const auto month = static_cast<unsigned>((x >> 40) & 0xFF), day = tens * 10 + ones;
  if (!form || tens > 9 || ones > 9 || year >= kTableYears || month > 15) return false;
  const std::int32_t entry = kMonths[year * 16 + month];
  value = (entry >> 5) + static_cast<std::int64_t>(day) - 1;
  return day - 1 < static_cast<unsigned>(entry & 31);
}

/// 2020-12-31 08:30:00, or with T.
inline bool fast_time(const char* cell, std::size_t size, std::int64_t& value) {
  if (size != 19 || (cell[10] != ' ' && cell[10] != 'T') || !fast_date(cell, 10, value)) return false;
  std::uint64_t x;
  std::memcpy(&x, cell + 11, 8);
  x ^= 0x30303A30303A3030;  // "00:00:00"
  if ((((x + 0x76767F76767F7676) | x) & kTopBits) != 0) return false;
  x = x * 10 + (x >> 8);
  const std::uint64_t hour = x & 0xFF, minute = (x >> 24) & 0xFF, second = (x >> 48) & 0xFF;
  value = value * 86400 + static_cast<std::int64_t>(hour * 3600 + minute * 60 + second);
  return hour < 24 && minute < 60 && second < 60;
}

/// Whatever is a number: signs, full-width digits, 1,234.5, spaces around, an apostrophe before it. `value`
/// is the number × 10^decimals; `whole` says that the column is one of whole numbers.
Reason read_number(std::string_view cell, int decimals, bool whole, std::int64_t& value);
/// 2020-12-31, 2020-1-5, 2020/1/5, 2020.1.5, 20200105, 2020年1月5日, each perhaps with a time of 00:00:00. In
/// days.
Reason read_date(std::string_view cell, std::int64_t& value);
/// A date as above, then 08:30, 8:30:00, 08:30:00.000, 8时30分, behind a space or T, with or without +08:00.
/// A date alone is its midnight. In seconds.
Reason read_time(std::string_view cell, std::int64_t& value);

}  // namespace zhiheng::intake
