#include "stats/funnel.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "stats/argument.h"

namespace zhiheng::stats {
namespace {

constexpr ErrorCode kBadTarget{"stats.bad-target", "目标值 {} 不在允许范围内",
                               "the target {} is out of range"};
constexpr ErrorCode kBadSpread{"stats.bad-spread", "离散系数不能小于 1，实为 {}",
                               "a spread is not below 1: {}"};
constexpr ErrorCode kBadTrim{"stats.bad-trim", "缩尾比例应在 0 至 0.5 之间，实为 {}",
                             "a share to trim lies from 0 to below 0.5, not {}"};

constexpr double kTiny = 1e-9;  // counts that binary rounding lifts off a whole number

using boost::math::policies::discrete_quantile;
using boost::math::policies::integer_round_up;
// The smallest whole count whose distribution function reaches the probability.
using UpperCount = boost::math::policies::policy<discrete_quantile<integer_round_up>>;

/// The count at which the distribution function, made continuous between counts, is `probability`.
template <typename Law>
double interpolated(const Law& law, double probability) {
  double count = boost::math::quantile(law, probability);
  // The root finder may stop one count off where the function is flat.
  while (count > 0 && boost::math::cdf(law, count - 1) >= probability) --count;
  while (boost::math::cdf(law, count) < probability) ++count;
  return count - (boost::math::cdf(law, count) - probability) / boost::math::pdf(law, count);
}

template <typename Law>
Interval limits(const Law& law, double base, double target, double level, double spread) {
  require_level(level);
  if (!(spread >= 1)) throw Error(kBadSpread, {}, {std::to_string(spread)});
  const double tail = (1 - level) / 2, stretch = std::sqrt(spread);
  const double low = interpolated(law, tail) / base, high = interpolated(law, 1 - tail) / base;
  return {std::max(0.0, target + (low - target) * stretch), target + (high - target) * stretch};
}

}  // namespace

Interval funnel_share(double target, std::int64_t base, double level, double spread) {
  if (!(target > 0 && target < 1)) throw Error(kBadTarget, {}, {std::to_string(target)});
  if (base < 1) throw Error(kBadShare, {}, {"0", std::to_string(base)});
  const double n = static_cast<double>(base);
  const boost::math::binomial_distribution<double, UpperCount> law(n, target);
  const Interval found = limits(law, n, target, level, spread);
  return {found.low, std::min(1.0, found.high)};
}

Interval funnel_ratio(double target, double expected, double level, double spread) {
  if (!(target > 0 && target < 1e300)) throw Error(kBadTarget, {}, {std::to_string(target)});
  require_exposure(expected);
  const boost::math::poisson_distribution<double, UpperCount> law(expected * target);
  return limits(law, expected, target, level, spread);
}

Overdispersion overdispersion(std::span<const double> deviations, double trim) {
  if (!(trim >= 0 && trim < 0.5)) throw Error(kBadTrim, {}, {std::to_string(trim)});
  if (deviations.empty()) return {};
  std::vector<double> sorted(deviations.begin(), deviations.end());
  std::ranges::sort(sorted);
  const double units = static_cast<double>(sorted.size());
  const auto cut = static_cast<size_t>(std::floor(trim * units));
  const double low = sorted[cut], high = sorted[sorted.size() - 1 - cut];
  double squares = 0;
  for (const double each : sorted) squares += std::pow(std::clamp(each, low, high), 2);
  const double factor = squares / units;
  return {factor, factor > 1 + 2 * std::sqrt(2 / units)};
}

double deviation(const Share& share, double target) {
  if (!(target > 0 && target < 1)) throw Error(kBadTarget, {}, {std::to_string(target)});
  if (share.hits < 0 || share.hits > share.of)
    throw Error(kBadShare, {}, {std::to_string(share.hits), std::to_string(share.of)});
  if (share.of == 0) return 0;
  return (share.value() - target) / std::sqrt(target * (1 - target) / static_cast<double>(share.of));
}

Place place(const Share& share, double target, double spread) {
  deviation(share, target);  // refuses what is no share
  if (share.of == 0) return Place::kInside;
  const Interval alarm = funnel_share(target, share.of, kAlarmLevel, spread);
  const Interval warning = funnel_share(target, share.of, kWarningLevel, spread);
  const double hits = static_cast<double>(share.hits), base = static_cast<double>(share.of);
  // The count in which the upper limit falls is reached by chance more often than the level says: 7 of 7 at
  // 95 % are nothing to wonder at, although the interpolated limit is below 1.
  const auto above = [&](double limit) { return hits > std::ceil(limit * base - kTiny); };
  if (above(alarm.high)) return Place::kVeryHigh;
  if (hits < alarm.low * base) return Place::kVeryLow;
  if (above(warning.high)) return Place::kHigh;
  return hits < warning.low * base ? Place::kLow : Place::kInside;
}

}  // namespace zhiheng::stats
