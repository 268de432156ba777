#include "stats/summary.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/error.h"

namespace zhiheng::stats {
namespace {

constexpr ErrorCode kNoValues{"stats.no-values", "没有数值", "there are no values"};
constexpr ErrorCode kBadQuantile{"stats.bad-quantile", "分位点应在 0 至 1 之间，实为 {}",
                                 "a quantile lies from 0 to 1, not {}"};
constexpr ErrorCode kBadWeight{"stats.bad-weight", "权重不能为负，实为 {}", "a weight is not negative: {}"};
// Sums of weights differ in the last bits from the share that they are to reach: 0.1 × 3 of 1 for 0.3.
constexpr double kSlack = 1e-12;
// 1 / the 0.75 quantile of the normal law.
constexpr double kNormal = 1.4826022185056018;

}  // namespace

double weighted_quantile(std::span<const Weighted> values, double q) {
  if (!(q >= 0 && q <= 1)) throw Error(kBadQuantile, {}, {std::to_string(q)});
  std::vector<Weighted> sorted;
  double total = 0;
  for (const Weighted& each : values) {
    if (!(each.weight >= 0)) throw Error(kBadWeight, {}, {std::to_string(each.weight)});
    if (each.weight > 0) sorted.push_back(each);
    total += each.weight;
  }
  if (sorted.empty()) throw Error(kNoValues, {});
  std::ranges::sort(sorted, {}, &Weighted::value);
  double below = 0;
  for (const Weighted& each : sorted) {
    below += each.weight;
    if (below >= total * (q - kSlack)) return each.value;
  }
  return sorted.back().value;
}

double quantile(std::span<const double> values, double q) {
  std::vector<Weighted> weighted;
  for (const double value : values) weighted.push_back({value, 1});
  return weighted_quantile(weighted, q);
}

double median(std::span<const double> values) {
  if (values.empty()) throw Error(kNoValues, {});
  std::vector<double> sorted(values.begin(), values.end());
  std::ranges::sort(sorted);
  const size_t half = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[half] : sorted[half - 1] + (sorted[half] - sorted[half - 1]) / 2;
}

double median_deviation(std::span<const double> values) {
  const double middle = median(values);
  std::vector<double> distances;
  for (const double value : values) distances.push_back(std::abs(value - middle));
  return kNormal * median(distances);
}

}  // namespace zhiheng::stats
