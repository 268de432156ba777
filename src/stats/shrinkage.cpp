#include "stats/shrinkage.h"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <functional>
#include <numeric>

#include "stats/argument.h"
#include "stats/random.h"

namespace zhiheng::stats {
namespace {

constexpr ErrorCode kBadDraws{"stats.bad-draws", "模拟次数应为 100 至 10000000，实为 {}",
                              "the number of draws is 100 to 10000000, not {}"};
constexpr int kLeastDraws = 100, kMostDraws = 10000000;

/// How often each unit had each rank: counts[unit × units + rank - 1].
class RankCounts {
 public:
  explicit RankCounts(size_t units) : units_(units), counts_(units * units), order_(units) {}

  void add(const std::vector<double>& rates) {
    std::iota(order_.begin(), order_.end(), size_t{0});
    std::ranges::sort(order_, std::greater<>(), [&](size_t unit) { return rates[unit]; });
    for (size_t rank = 0; rank < units_; ++rank) ++counts_[order_[rank] * units_ + rank];
    ++draws_;
  }

  RankRange range(size_t unit, double level) const {
    double sum = 0;
    for (size_t rank = 0; rank < units_; ++rank)
      sum += static_cast<double>(rank + 1) * static_cast<double>(counts_[unit * units_ + rank]);
    return {sum / static_cast<double>(draws_), reached(unit, (1 - level) / 2),
            reached(unit, (1 + level) / 2)};
  }

 private:
  /// The smallest rank that the unit had or bettered in at least the share `q` of the draws.
  int reached(size_t unit, double q) const {
    std::int64_t below = 0;
    for (size_t rank = 0; rank < units_; ++rank) {
      below += counts_[unit * units_ + rank];
      if (static_cast<double>(below) >= q * static_cast<double>(draws_)) return static_cast<int>(rank) + 1;
    }
    return static_cast<int>(units_);
  }

  size_t units_;
  std::vector<std::int64_t> counts_;
  std::vector<size_t> order_;
  std::int64_t draws_ = 0;
};

void require(const ShrinkOptions& options) {
  require_level(options.level);
  if (options.draws < kLeastDraws || options.draws > kMostDraws)
    throw Error(kBadDraws, {}, {std::to_string(options.draws)});
}

/// Gives each its ranks; `draw(i)` is one draw of unit i's rate.
template <typename Draw>
void rank(std::vector<Shrunk>& units, const ShrinkOptions& options, Draw draw) {
  RankCounts counts(units.size());
  std::vector<double> rates(units.size());
  for (int i = 0; i < options.draws; ++i) {
    for (size_t unit = 0; unit < rates.size(); ++unit) rates[unit] = draw(unit);
    counts.add(rates);
  }
  for (size_t unit = 0; unit < units.size(); ++unit) units[unit].rank = counts.range(unit, options.level);
}

/// One rate for all: no rank is likelier than another.
std::vector<Shrunk> pooled(const std::vector<double>& raw, double mean, const Interval& interval) {
  const auto last = static_cast<int>(raw.size());
  std::vector<Shrunk> result;
  for (const double rate : raw) result.push_back({rate, mean, interval, {(last + 1) / 2.0, 1, last}});
  return result;
}

}  // namespace

std::vector<Shrunk> shrink(std::span<const Share> units, const BetaPrior& prior,
                           const ShrinkOptions& options) {
  require(options);
  std::vector<double> raw;
  Share all;
  for (const Share& unit : units) {
    raw.push_back(unit.value());
    all = {all.hits + unit.hits, all.of + unit.of};
  }
  if (prior.pooled) return pooled(raw, prior.mean, jeffreys(all, options.level));
  const double tail = (1 - options.level) / 2;
  std::vector<std::pair<double, double>> laws;
  std::vector<Shrunk> result;
  for (const Share& unit : units) {
    const double a = prior.alpha + static_cast<double>(unit.hits);
    const double b = prior.beta + static_cast<double>(unit.of - unit.hits);
    laws.emplace_back(a, b);
    const Interval interval{boost::math::ibeta_inv(a, b, tail), boost::math::ibetac_inv(a, b, tail)};
    result.push_back({unit.value(), a / (a + b), interval, {}});
  }
  Random random(options.seed);
  rank(result, options, [&](size_t unit) { return random.beta(laws[unit].first, laws[unit].second); });
  return result;
}

std::vector<Shrunk> shrink(std::span<const Events> units, const GammaPrior& prior,
                           const ShrinkOptions& options) {
  require(options);
  std::vector<double> raw;
  Events all{0, 0};
  for (const Events& unit : units) {
    raw.push_back(unit.rate());
    all = {all.count + unit.count, all.exposure + unit.exposure};
  }
  if (prior.pooled) return pooled(raw, prior.mean, garwood(all, options.level));
  const double tail = (1 - options.level) / 2;
  std::vector<std::pair<double, double>> laws;
  std::vector<Shrunk> result;
  for (const Events& unit : units) {
    const double shape = prior.shape + static_cast<double>(unit.count), rate = prior.rate + unit.exposure;
    laws.emplace_back(shape, rate);
    const Interval interval{boost::math::gamma_p_inv(shape, tail) / rate,
                            boost::math::gamma_q_inv(shape, tail) / rate};
    result.push_back({unit.rate(), shape / rate, interval, {}});
  }
  Random random(options.seed);
  rank(result, options, [&](size_t unit) { return random.gamma(laws[unit].first) / laws[unit].second; });
  return result;
}

}  // namespace zhiheng::stats
