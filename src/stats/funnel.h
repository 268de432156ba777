#pragma once
#include <cstdint>
#include <span>

#include "stats/count.h"
#include "stats/interval.h"
#include "stats/proportion.h"

namespace zhiheng::stats {

/// Funnel plots after Spiegelhalter, Statistics in Medicine 24 (2005): who lies outside what chance alone
/// makes of one target, at bases of different size. Beside a league table it says whom not to rank at all.

/// The limits that a coverage of 95 % is a warning and of 99.8 % an alarm at.
inline constexpr double kWarningLevel = 0.95, kAlarmLevel = 0.998;

/// Limits for a share at `target` (0 < target < 1) of `base` things (>= 1): binomial quantiles, interpolated
/// between whole counts (his A.1.1), held in [0, 1]. `spread` >= 1 is the factor by which the variance is
/// larger than binomial; the limits' distances from the target grow with its root.
Interval funnel_share(double target, std::int64_t base, double level, double spread = 1);

/// The same for the ratio of seen to expected events (expected > 0) at ratio `target` > 0: Poisson quantiles,
/// low end not below 0.
Interval funnel_ratio(double target, double expected, double level, double spread = 1);

/// By how much more the standardised deviations vary than chance allows.
struct Overdispersion {
  double factor = 1;         // mean square of the winsorised deviations; may be below 1
  bool significant = false;  // above 1 + 2 sqrt(2 / units): only then limits are to be widened
  double spread() const { return significant ? factor : 1; }
};
/// `trim` (0 <= trim < 0.5) is the share at each end that is replaced by its innermost neighbour
/// (winsorised), lest the very outliers that are looked for widen the limits; floor(trim × units) values at
/// each end.
Overdispersion overdispersion(std::span<const double> deviations, double trim = 0.1);

/// (share - target) / sqrt(target (1 - target) / base): the deviation of a share that overdispersion() takes.
double deviation(const Share& share, double target);

enum class Place { kInside, kHigh, kLow, kVeryHigh, kVeryLow };
/// Where a share lies: outside 95 % or outside 99.8 %, that is, as many hits or more (as few or fewer) come
/// by chance in no more than half of the rest. (A point on the drawn curve, which is interpolated, may lie
/// just above the upper limit and be inside.) Throws as the limits do; a share of nothing is inside.
Place place(const Share& share, double target, double spread = 1);

}  // namespace zhiheng::stats
