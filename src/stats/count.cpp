#include "stats/count.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

#include "stats/argument.h"
#include "stats/proportion.h"

namespace zhiheng::stats {
namespace {

constexpr ErrorCode kBadWeights{"stats.bad-weights", "标准人口权重须不为负且至少一项为正",
                                "weights of the standard population are not negative and one is above zero"};
constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr double kTie = 1e-7;  // outcomes that are equally probable differ in the last bits

void require(const Events& events) {
  require_count(events.count);
  require_exposure(events.exposure);
}

using Binomial = boost::math::binomial;

/// The first outcome of from … n that is no more probable than `own`, n + 1 for none; they fall from `from`
/// on.
double first_after(const Binomial& law, double from, double n, double own) {
  double end = n + 1;
  while (from < end) {
    const double middle = std::floor((from + end) / 2);
    if (boost::math::pdf(law, middle) <= own)
      end = middle;
    else
      from = middle + 1;
  }
  return from;
}

/// The last outcome of 0 … to that is no more probable than `own`, -1 for none; they rise up to `to`.
double last_before(const Binomial& law, double to, double own) {
  double begin = -1;
  while (begin < to) {
    const double middle = std::ceil((begin + to) / 2);
    if (boost::math::pdf(law, middle) <= own)
      begin = middle;
    else
      to = middle - 1;
  }
  return begin;
}

double up_to(const Binomial& law, double k) { return k < 0 ? 0 : boost::math::cdf(law, k); }

double from_on(const Binomial& law, double k, double n) {
  if (k > n) return 0;
  return k <= 0 ? 1 : boost::math::cdf(boost::math::complement(law, k - 1));
}

/// The sum of the binomial probabilities that are not above that of `k`: a tail on each side of the expected
/// count, the one that holds `k` and the far one.
double binomial_test(double k, double n, double share) {
  const Binomial law(n, share);
  const double own = boost::math::pdf(law, k) * (1 + kTie), expected = n * share;
  const double sum =
      k <= expected
          ? up_to(law, k) + from_on(law, first_after(law, std::max(std::ceil(expected), k + 1), n, own), n)
          : from_on(law, k, n) + up_to(law, last_before(law, std::floor(expected), own));
  return std::min(1.0, sum);
}

}  // namespace

Interval garwood(const Events& events, double level) {
  require(events);
  require_level(level);
  const double k = static_cast<double>(events.count), tail = (1 - level) / 2;
  const double low = events.count == 0 ? 0 : boost::math::gamma_p_inv(k, tail);
  return {low / events.exposure, boost::math::gamma_q_inv(k + 1, tail) / events.exposure};
}

RateRatio rate_ratio(const Events& a, const Events& b, double level) {
  require(a);
  require(b);
  require_level(level);
  if (a.count + b.count == 0) return {std::numeric_limits<double>::quiet_NaN(), {0, kInfinite}, 1};
  const Interval share = clopper_pearson({a.count, a.count + b.count}, level);
  const double exposures = b.exposure / a.exposure;
  const auto odds = [&](double p) { return p >= 1 ? kInfinite : p / (1 - p) * exposures; };
  const double n = static_cast<double>(a.count + b.count);
  const double p = binomial_test(static_cast<double>(a.count), n, a.exposure / (a.exposure + b.exposure));
  return {b.count == 0 ? kInfinite : a.rate() / b.rate(), {odds(share.low), odds(share.high)}, p};
}

StandardRate standardised(std::span<const Stratum> strata, double level) {
  require_level(level);
  double total = 0;
  for (const Stratum& each : strata) {
    require(each.events);
    if (!(each.weight >= 0)) throw Error(kBadWeights, {});
    total += each.weight;
  }
  if (!(total > 0)) throw Error(kBadWeights, {});
  double rate = 0, variance = 0, greatest = 0;
  for (const Stratum& each : strata) {
    const double weight = each.weight / total / each.events.exposure;
    const double count = static_cast<double>(each.events.count);
    rate += weight * count;
    variance += weight * weight * count;
    greatest = std::max(greatest, weight);
  }
  const double tail = (1 - level) / 2, upper = rate + greatest, spread = variance + greatest * greatest;
  const double low = rate > 0 ? boost::math::gamma_p_inv(rate * rate / variance, tail) * variance / rate : 0;
  return {rate, {low, boost::math::gamma_q_inv(upper * upper / spread, tail) * spread / upper}};
}

}  // namespace zhiheng::stats
