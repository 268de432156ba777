#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>

#include "stats/argument.h"
#include "stats/shrinkage.h"

namespace zhiheng::stats {
namespace {

constexpr ErrorCode kTooFewUnits{"stats.too-few-units", "至少要有 3 个单位，实有 {}",
                                 "at least 3 units are needed, not {}"};
constexpr ErrorCode kNoConvergence{"stats.no-convergence", "估计没有收敛（{} 步）",
                                   "the estimate did not converge in {} steps"};
constexpr std::int64_t kLeastUnits = 3;
constexpr int kMostSteps = 200;
constexpr double kLongest = 2;  // in logarithms, so that one step is at most a factor of 7
constexpr double kFlat = 1e-9;  // of the gradient per unit

using boost::math::digamma;
using boost::math::lgamma;
using boost::math::trigamma;

/// The log-likelihood of (log alpha, log beta) with its derivatives.
struct Slope {
  double value = 0;
  double a = 0, b = 0;            // gradient
  double aa = 0, ab = 0, bb = 0;  // Hessian
};

Slope slope(std::span<const Share> units, double log_a, double log_b) {
  const double a = std::exp(log_a), b = std::exp(log_b);
  const double whole = lgamma(a + b) - lgamma(a) - lgamma(b);
  Slope sum;
  for (const Share& unit : units) {
    const double k = static_cast<double>(unit.hits), n = static_cast<double>(unit.of), m = n - k;
    sum.value += lgamma(k + a) + lgamma(m + b) - lgamma(n + a + b) + whole;
    const double both = digamma(a + b) - digamma(n + a + b), bent = trigamma(a + b) - trigamma(n + a + b);
    sum.a += digamma(k + a) - digamma(a) + both;
    sum.b += digamma(m + b) - digamma(b) + both;
    sum.aa += trigamma(k + a) - trigamma(a) + bent;
    sum.bb += trigamma(m + b) - trigamma(b) + bent;
    sum.ab += bent;
  }
  return {sum.value,      a * sum.a,
          b * sum.b,      a * a * sum.aa + a * sum.a,
          a * b * sum.ab, b * b * sum.bb + b * sum.b};
}

struct Step {
  double a = 0, b = 0;
};

/// Newton's step where the likelihood is concave, up the gradient where it is not; of bounded length.
Step step_from(const Slope& at) {
  const double determinant = at.aa * at.bb - at.ab * at.ab;
  Step step{at.a, at.b};
  if (at.aa < 0 && determinant > 0)
    step = {(at.ab * at.b - at.bb * at.a) / determinant, (at.ab * at.a - at.aa * at.b) / determinant};
  const double longest = std::max(std::abs(step.a), std::abs(step.b));
  if (longest > kLongest) step = {step.a * kLongest / longest, step.b * kLongest / longest};
  return step;
}

/// alpha + beta out of the variance of the raw shares, where the mean is `mean`; within bounds.
double start_weight(std::span<const Share> units, double mean, double total) {
  double squares = 0, sizes = 0;
  for (const Share& unit : units) {
    const double n = static_cast<double>(unit.of);
    squares += n * std::pow(unit.value() - mean, 2);
    sizes += n * n;
  }
  const double count = static_cast<double>(units.size()), noise = mean * (1 - mean);
  const double variance = (squares - (count - 1) * noise) / (total - sizes / total);
  return variance > 0 ? std::clamp(noise / variance - 1, 0.1, 1e6) : 100;
}

/// Half the slope of the likelihood at equal rates towards unequal ones.
double overdispersion_score(std::span<const Share> units, double mean) {
  double score = 0;
  for (const Share& unit : units) {
    const double k = static_cast<double>(unit.hits), n = static_cast<double>(unit.of), m = n - k;
    score += k * (k - 1) / mean + m * (m - 1) / (1 - mean) - n * (n - 1);
  }
  return score;
}

BetaPrior climb(std::span<const Share> units, double log_a, double log_b, double mean) {
  const double flat = kFlat * static_cast<double>(units.size());
  Slope at = slope(units, log_a, log_b);
  for (int steps = 0; steps < kMostSteps; ++steps) {
    if (std::max(std::abs(at.a), std::abs(at.b)) < flat)
      return {std::exp(log_a), std::exp(log_b), false, 1 / (1 + std::exp(log_b - log_a)), steps};
    const Step step = step_from(at);
    double factor = 1;
    Slope next = slope(units, log_a + step.a, log_b + step.b);
    while (!(next.value > at.value - 1e-9 * std::abs(at.value)) && factor > 1e-6) {
      factor /= 2;
      next = slope(units, log_a + factor * step.a, log_b + factor * step.b);
    }
    log_a += factor * step.a;
    log_b += factor * step.b;
    at = next;
    // So concentrated that it can't be told from one rate for all.
    if (std::max(log_a, log_b) > std::log(1e9)) return {0, 0, true, mean, steps};
  }
  throw Error(kNoConvergence, {}, {std::to_string(kMostSteps)});
}

}  // namespace

BetaPrior fit_beta(std::span<const Share> units) {
  std::vector<Share> used;
  Share all;
  for (const Share& unit : units) {
    if (unit.hits < 0 || unit.hits > unit.of)
      throw Error(kBadShare, {}, {std::to_string(unit.hits), std::to_string(unit.of)});
    if (unit.of > 0) used.push_back(unit);
    all = {all.hits + unit.hits, all.of + unit.of};
  }
  if (std::ssize(used) < kLeastUnits) throw Error(kTooFewUnits, {}, {std::to_string(used.size())});
  const double mean = all.value();
  if (all.hits == 0 || all.hits == all.of || overdispersion_score(used, mean) <= 0)
    return {0, 0, true, mean, 0};
  const double weight = start_weight(used, mean, static_cast<double>(all.of));
  return climb(used, std::log(mean * weight), std::log((1 - mean) * weight), mean);
}

GammaPrior fit_gamma(std::span<const Events> units) {
  double events = 0, exposure = 0;
  for (const Events& unit : units) {
    require_count(unit.count);
    require_exposure(unit.exposure);
    events += static_cast<double>(unit.count);
    exposure += unit.exposure;
  }
  if (std::ssize(units) < kLeastUnits) throw Error(kTooFewUnits, {}, {std::to_string(units.size())});
  const double mean = events / exposure;
  double variance = -mean * static_cast<double>(units.size()) / exposure;
  for (const Events& unit : units) variance += unit.exposure * std::pow(unit.rate() - mean, 2) / exposure;
  if (!(variance > 0)) return {0, 0, true, mean};
  return {mean * mean / variance, mean / variance, false, mean};
}

}  // namespace zhiheng::stats
