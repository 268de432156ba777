#pragma once
#include <cstdint>
#include <span>

#include "stats/interval.h"

namespace zhiheng::stats {

/// Events seen over an exposure: inhabitants, lifts, years, expected events. Throws Error ("stats.bad-count",
/// "stats.bad-exposure") below where events are negative or an exposure is not positive, and Error
/// ("stats.bad-level") unless 0 < level < 1.
struct Events {
  std::int64_t count = 0;
  double exposure = 1;

  double rate() const { return static_cast<double>(count) / exposure; }
};

/// Garwood's exact interval (1936) for the rate, per unit of exposure.
Interval garwood(const Events& events, double level = 0.95);

/// The ratio of two rates. Conditional on the sum of the counts the first is binomial (Przyborowski and
/// Wilenski 1940), so interval and test are exact; p as in R's poisson.test.
struct RateRatio {
  double ratio = 1;   // a to b; infinite where b has no events, NaN where neither has
  Interval interval;  // high is infinite where b has no events; [0, inf) where neither has
  double p = 1;       // two-sided, that the rates are one
};
RateRatio rate_ratio(const Events& a, const Events& b, double level = 0.95);

/// One age group, street or class of size, with its weight in the standard population (any unit; >= 0).
struct Stratum {
  Events events;
  double weight = 0;
};
struct StandardRate {
  double rate = 0;
  Interval interval;
};
/// The rate that the standard population would have: direct standardisation with the gamma interval of Fay
/// and Feuer (1997), which is Garwood's where there is one stratum. Throws Error ("stats.bad-weights") where
/// no weight is above zero or one is below.
StandardRate standardised(std::span<const Stratum> strata, double level = 0.95);

}  // namespace zhiheng::stats
