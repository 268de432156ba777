#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "stats/argument.h"
#include "stats/hypergeometric.h"
#include "stats/proportion.h"

namespace zhiheng::stats {
namespace {

constexpr double kFewExpected = 5;  // Cochran 1954
// Tables that are equally probable differ in the last bits.
constexpr double kTie = 1e-7;

void require(const Share& share) {
  if (share.hits < 0 || share.hits > share.of)
    throw Error(kBadShare, {}, {std::to_string(share.hits), std::to_string(share.of)});
}

Share sum(std::span<const Share> shares) {
  Share all;
  for (const Share& share : shares) {
    all.hits += share.hits;
    all.of += share.of;
  }
  return all;
}

}  // namespace

TestResult two_proportion_z(const Share& a, const Share& b) {
  require(a);
  require(b);
  const double n = static_cast<double>(a.of), m = static_cast<double>(b.of);
  const double pooled = static_cast<double>(a.hits + b.hits) / (n + m);
  const double variance = pooled * (1 - pooled) * (1 / n + 1 / m);
  if (a.of == 0 || b.of == 0 || !(variance > 0)) return {};
  const double z = (a.value() - b.value()) / std::sqrt(variance);
  return {z, 2 * boost::math::cdf(boost::math::complement(boost::math::normal(), std::abs(z)))};
}

double fisher_exact(const Share& a, const Share& b) {
  require(a);
  require(b);
  const Hypergeometric law(a.of + b.of, a.hits + b.hits, a.of);
  const double own = law.weights()[static_cast<size_t>(a.hits - law.first())] * (1 + kTie);
  double extreme = 0;
  for (const double weight : law.weights()) extreme += weight <= own ? weight : 0;
  return std::min(1.0, extreme / law.total());
}

ChiSquare chi_square(std::span<const Share> shares) {
  std::ranges::for_each(shares, [](const Share& share) { require(share); });
  const Share all = sum(shares);
  const auto used = std::ranges::count_if(shares, [](const Share& share) { return share.of > 0; });
  if (used < 2) return {};
  const double p = all.value(), rarer = std::min(p, 1 - p);
  ChiSquare result{0, static_cast<int>(used) - 1, 1, rarer * static_cast<double>(all.of)};
  for (const Share& share : shares) {
    if (share.of == 0) continue;
    const double n = static_cast<double>(share.of), error = static_cast<double>(share.hits) - n * p;
    result.smallest_expected = std::min(result.smallest_expected, n * rarer);
    if (rarer > 0) result.statistic += error * error / (n * p * (1 - p));
  }
  if (rarer > 0) {
    const boost::math::chi_squared law(result.freedom);
    result.p = boost::math::cdf(boost::math::complement(law, result.statistic));
  }
  return result;
}

Comparison compare(const Share& earlier, const Share& later, double level, const SmallNumbers& rule) {
  require_level(level);
  Comparison result;
  result.difference = later.value() - earlier.value();
  result.interval = difference(later, earlier, level);
  const Share both[] = {earlier, later};
  result.exact = chi_square(both).smallest_expected < kFewExpected;
  result.p = result.exact ? fisher_exact(earlier, later) : two_proportion_z(earlier, later).p;
  if (std::min(earlier.of, later.of) < rule.least_base) return result;
  result.change = result.p > 1 - level    ? Change::kNotShown
                  : result.difference > 0 ? Change::kRose
                                          : Change::kFell;
  return result;
}

}  // namespace zhiheng::stats
