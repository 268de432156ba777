#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zhiheng {

__extension__ typedef __int128 Int128;

/// An exact decimal number: mantissa × 10^-scale. Keeps its scale, so "100.0" and "100" print as written;
/// comparison is by value. Sums, differences and products are exact; a quotient is rounded half-up at 18
/// decimals. Up to 36 digits; a result beyond that throws std::overflow_error.
class Decimal {
 public:
  constexpr Decimal() = default;
  constexpr Decimal(std::int64_t value) : mantissa_(value) {}  // NOLINT: integers are decimals
  constexpr Decimal(Int128 mantissa, int scale) : mantissa_(mantissa), scale_(scale) {}

  /// Parses `-12.50`, `+3`, `.5`; no spaces, exponents or separators. nullopt for anything else or too many
  /// digits.
  static std::optional<Decimal> parse(std::string_view text);
  /// The decimal nearest to a double, at 12 decimals (for engine results that are doubles).
  static Decimal from_double(double value);

  Int128 mantissa() const { return mantissa_; }
  int scale() const { return scale_; }
  bool is_zero() const { return mantissa_ == 0; }
  bool is_negative() const { return mantissa_ < 0; }
  Decimal abs() const { return {mantissa_ < 0 ? -mantissa_ : mantissa_, scale_}; }
  double to_double() const;

  /// Rounded half-up (away from zero) to `decimals` places; fewer places are filled with zeros.
  Decimal rounded(int decimals) const;
  /// As written: "-12.50". No thousands separators.
  std::string to_string() const;

  friend Decimal operator+(const Decimal& a, const Decimal& b);
  friend Decimal operator-(const Decimal& a, const Decimal& b);
  friend Decimal operator*(const Decimal& a, const Decimal& b);
  /// Throws std::domain_error when `b` is zero.
  friend Decimal operator/(const Decimal& a, const Decimal& b);
  friend bool operator==(const Decimal& a, const Decimal& b) {
    return (a <=> b) == std::strong_ordering::equal;
  }
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);

 private:
  Int128 mantissa_ = 0;
  int scale_ = 0;
};

}  // namespace zhiheng
