#pragma once
#include <cstdint>

namespace zhiheng::stats {

/// A closed interval of reals: what a printed number can stand for. Arithmetic gives an interval that holds
/// every result; its ends are widened by a relative 1e-12, so that binary rounding never makes two values
/// differ that agree. Infinite ends are allowed; NaN is not.
struct Interval {
  double low = 0;
  double high = 0;

  double middle() const { return (low + high) / 2; }
  bool contains(double value) const { return low <= value && value <= high; }
  bool overlaps(const Interval& other) const { return low <= other.high && other.low <= high; }
};

Interval operator+(const Interval& a, const Interval& b);
Interval operator-(const Interval& a, const Interval& b);
Interval operator*(const Interval& a, const Interval& b);
/// Dividing by an interval that holds zero gives (-inf, inf).
Interval operator/(const Interval& a, const Interval& b);
Interval operator*(const Interval& a, double factor);
/// The smallest interval that holds both.
Interval hull(const Interval& a, const Interval& b);

/// `value` printed with a last digit worth `unit` stands for [value - unit/2, value + unit/2].
Interval rounded(double value, double unit);
/// The same when the digits behind were cut off instead: [value, value + unit], towards zero for negatives.
Interval truncated(double value, double unit);

/// Whether some whole number of `base` things (base >= 1) makes a share inside `share` (a fraction: 1 is
/// all). The test of Brown and Heathers for means (GRIM, 2017), for shares.
bool some_count_gives(std::int64_t base, const Interval& share);

}  // namespace zhiheng::stats
