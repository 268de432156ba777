#include "stats/interval.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace zhiheng::stats {
namespace {

constexpr double kSlack = 1e-12;

Interval widened(double low, double high) {
  return {low - std::abs(low) * kSlack, high + std::abs(high) * kSlack};
}

/// 0 × inf is 0 here: the zero is exact, the other end only unbounded.
double product(double a, double b) { return a == 0 || b == 0 ? 0 : a * b; }

}  // namespace

Interval operator+(const Interval& a, const Interval& b) { return widened(a.low + b.low, a.high + b.high); }

Interval operator-(const Interval& a, const Interval& b) { return widened(a.low - b.high, a.high - b.low); }

Interval operator*(const Interval& a, const Interval& b) {
  const auto [low, high] = std::minmax(
      {product(a.low, b.low), product(a.low, b.high), product(a.high, b.low), product(a.high, b.high)});
  return widened(low, high);
}

Interval operator/(const Interval& a, const Interval& b) {
  if (b.contains(0)) {
    return {-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  }
  return a * widened(1 / b.high, 1 / b.low);
}

Interval operator*(const Interval& a, double factor) { return a * Interval{factor, factor}; }

Interval hull(const Interval& a, const Interval& b) {
  return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

Interval rounded(double value, double unit) { return widened(value - unit / 2, value + unit / 2); }

Interval truncated(double value, double unit) {
  return value < 0 ? widened(value - unit, value) : widened(value, value + unit);
}

bool some_count_gives(std::int64_t base, const Interval& share) {
  const double n = static_cast<double>(base);
  const double tolerance = 1e-9 * std::max(1.0, n);
  return std::floor(share.high * n + tolerance) >= std::ceil(share.low * n - tolerance);
}

}  // namespace zhiheng::stats
