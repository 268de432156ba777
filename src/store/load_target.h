#pragma once
// What a table's column takes from a bulk load; inside this module only.
#include <cstdint>
#include <optional>
#include <string>

#include "store/bulk_load.h"

namespace zhiheng::store {

/// A column of a table, as far as loading needs it.
struct LoadTarget {
  enum class Type { kInt16, kInt32, kInt64, kDecimal, kDouble, kDate, kTime, kBoolean, kText, kOther };
  std::string name;
  Type type = Type::kOther;
  int precision = 0;  // of kDecimal; 0: any number of digits
  int scale = 0;      // of kDecimal with a precision
};

/// Why `rows` values of `source` can't go into `target` whatever they are; nullopt where they can. Nothing is
/// ever rounded on its way into a whole or decimal number.
std::optional<std::string> refusal(const LoadTarget& target, const LoadColumn& source, std::size_t rows);

/// The least and greatest that a value (of a number × 10^decimals) may be for a `target` that `refusal` has
/// let pass.
struct LoadRange {
  std::int64_t least, greatest;
};
LoadRange range_of(const LoadTarget& target, int decimals);

/// "column x: 70000 is out of range".
std::string out_of_range(const LoadTarget& target, std::int64_t value, int decimals);

/// 10^exponent, of 0 to 18.
constexpr std::int64_t power_of_ten(int exponent) {
  std::int64_t out = 1;
  for (; exponent > 0; --exponent) out *= 10;
  return out;
}

}  // namespace zhiheng::store
