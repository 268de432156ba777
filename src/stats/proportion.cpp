#include "stats/proportion.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>

#include "stats/argument.h"

namespace zhiheng::stats {
namespace {

constexpr Interval kUnknown{0, 1};

void require(const Share& share) {
  if (share.hits < 0 || share.hits > share.of)
    throw Error(kBadShare, {}, {std::to_string(share.hits), std::to_string(share.of)});
}

void require(const Share& share, double level) {
  require(share);
  require_level(level);
}

double normal_quantile(double level) { return boost::math::quantile(boost::math::normal(), (1 + level) / 2); }

}  // namespace

Interval wilson(const Share& share, double level) {
  require(share, level);
  if (share.of == 0) return kUnknown;
  const double z = normal_quantile(level), n = static_cast<double>(share.of), p = share.value();
  const double middle = p + z * z / (2 * n), scale = 1 + z * z / n;
  const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  // At the ends the formula gives 0 and 1 but for rounding.
  return {share.hits == 0 ? 0 : (middle - half) / scale,
          share.hits == share.of ? 1 : (middle + half) / scale};
}

Interval wilson_corrected(const Share& share, double level) {
  require(share, level);
  if (share.of == 0) return kUnknown;
  const double z = normal_quantile(level), n = static_cast<double>(share.of), p = share.value(), q = 1 - p;
  const double middle = 2 * n * p + z * z, scale = 2 * (n + z * z);
  const auto half = [&](double sign, double other) {
    return z * std::sqrt(z * z - sign * 2 - 1 / n + 4 * p * (n * other + sign));
  };
  const double low = (middle - 1 - half(1, q)) / scale, high = (middle + 1 + half(-1, q)) / scale;
  return {share.hits == 0 ? 0 : std::max(0.0, low), share.hits == share.of ? 1 : std::min(1.0, high)};
}

Interval clopper_pearson(const Share& share, double level) {
  require(share, level);
  const double k = static_cast<double>(share.hits), n = static_cast<double>(share.of), tail = (1 - level) / 2;
  return {share.hits == 0 ? 0 : boost::math::ibeta_inv(k, n - k + 1, tail),
          share.hits == share.of ? 1 : boost::math::ibetac_inv(k + 1, n - k, tail)};
}

Interval jeffreys(const Share& share, double level) {
  require(share, level);
  if (share.of == 0) return kUnknown;
  const double a = static_cast<double>(share.hits) + 0.5,
               b = static_cast<double>(share.of - share.hits) + 0.5;
  return {boost::math::ibeta_inv(a, b, (1 - level) / 2), boost::math::ibetac_inv(a, b, (1 - level) / 2)};
}

Interval difference(const Share& a, const Share& b, double level) {
  const Interval first = wilson(a, level), second = wilson(b, level);
  if (a.of == 0 || b.of == 0) return {-1, 1};
  const double p = a.value(), q = b.value();
  return {p - q - std::hypot(p - first.low, second.high - q),
          p - q + std::hypot(first.high - p, q - second.low)};
}

Showing showing(const Share& share, const SmallNumbers& rule) {
  require(share);
  const auto tells = [&](std::int64_t cell) { return cell > 0 && cell < rule.least_cell; };
  if (tells(share.hits) || tells(share.of - share.hits)) return Showing::kSuppressed;
  return share.of < rule.least_base ? Showing::kNoRate : Showing::kWhole;
}

}  // namespace zhiheng::stats
