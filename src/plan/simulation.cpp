#include "plan/simulation.h"

#include <algorithm>
#include <cmath>

#include "plan/demand.h"
#include "plan/dice.h"
#include "plan/progress.h"
#include "plan/quantity.h"

namespace zhiheng::plan {
namespace {

using catalog::Demand;
using catalog::Quantity;

class Maker {
 public:
  Maker(const catalog::Catalog& catalog, const catalog::Plan& plan, const catalog::Target& target,
        const catalog::Indicator& indicator, std::uint64_t seed)
      : catalog_(catalog), plan_(plan), target_(target), indicator_(indicator), dice_(seed, indicator.id) {}

  void fill(Series& series, int to) {
    const int first = plan_.period.from - 5;
    const double speed = dice_.real(0.35, 1.35);
    const int last = to - (dice_.real(0, 1) < 0.08 ? 2 : 0);  // some departments are late
    settle(series);
    for (int year = first; year <= last; ++year) {
      const double value = kept(at(year, speed));
      if (series.at(year) != nullptr) continue;
      const auto place = std::ranges::lower_bound(series.points, year, {}, &Point::year);
      series.points.insert(place,
                           {year, Decimal::from_double(value).rounded(indicator_.decimals), nullptr, true});
    }
  }

 private:
  int years() const { return std::max(1, target_.by - plan_.period.from + 1); }

  double limit() const {
    if (!target_.limit) return indicator_.unit == "%" ? 6 : 100;
    double factor = 1;
    if (!target_.unit.empty()) {
      if (const auto known = catalog_.unit_factor(target_.unit, indicator_.unit)) factor = known->to_double();
    }
    return target_.limit->low.to_double() * factor;
  }

  /// Where the values start (before the plan) and what they drift towards.
  void settle(const Series& series) {
    const Point* known = series.last(0, plan_.period.from - 1);
    const double promised = limit();
    const bool relative = target_.quantity == Quantity::kChange || target_.quantity == Quantity::kGrowth ||
                          target_.quantity == Quantity::kTimes || target_.quantity == Quantity::kDifference;
    if (relative) {
      start_ = known != nullptr ? known->value.to_double() : indicator_.unit == "%" ? 50 : 100;
      goal_ = relative_goal(promised);
    } else if (target_.quantity == Quantity::kAdded && !indicator_.stock) {
      goal_ = start_ = promised / years();
    } else {
      goal_ = promised;
      const double gap =
          direction_of(target_, indicator_) < 0 ? dice_.real(1.02, 1.3) : dice_.real(0.7, 0.98);
      start_ = known != nullptr ? known->value.to_double() : promised * gap;
      if (target_.quantity == Quantity::kAdded) goal_ = start_ + promised;
    }
  }

  double relative_goal(double promised) const {
    switch (target_.quantity) {
      case Quantity::kChange:
        return start_ * (1 + promised / 100);
      case Quantity::kTimes:
        return start_ * promised;
      case Quantity::kDifference:
        return start_ + promised;
      default:
        return start_ * std::pow(1 + promised / 100, years());
    }
  }

  double at(int year, double speed) {
    const double noise = dice_.real(-1, 1) * std::abs(goal_) * 0.01;
    if (target_.demand == Demand::kZero) return speed < 0.5 && dice_.real(0, 1) < 0.3 ? 1 : 0;
    if (target_.demand == Demand::kFull && target_.hold) return dice_.real(0, 1) < 0.9 ? 100 : 99;
    const double gone = static_cast<double>(year - plan_.period.from + 1) / years();
    if (target_.quantity == Quantity::kAdded && !indicator_.stock)
      return goal_ * speed * dice_.real(0.7, 1.3);
    if (gone <= 0) return start_ * (1 + 0.01 * (gone * years())) + noise;
    return start_ + (goal_ - start_) * std::min(1.2, gone * speed) + noise;
  }

  double kept(double value) const {
    value = std::max(0.0, value);
    return indicator_.unit == "%" && indicator_.kind == catalog::Kind::kRate ? std::min(100.0, value) : value;
  }

  const catalog::Catalog& catalog_;
  const catalog::Plan& plan_;
  const catalog::Target& target_;
  const catalog::Indicator& indicator_;
  Dice dice_;
  double start_ = 0;
  double goal_ = 0;
};

}  // namespace

void simulate(const catalog::Catalog& catalog, const catalog::Plan& plan, int to, std::uint64_t seed,
              SeriesBook& book) {
  std::set<std::string> done;
  const auto fill = [&](const std::string& id, const catalog::Target& target) {
    const catalog::Indicator* indicator = catalog.indicator(id);
    if (indicator != nullptr && done.insert(id).second)
      Maker(catalog, plan, target, *indicator, seed).fill(book[id], to);
  };
  for (const auto& target : plan.targets) {
    fill(target.indicator, target);
    if (target.demand == Demand::kBetterThan || target.demand == Demand::kInStepWith)
      fill(target.other, target);
  }
}

}  // namespace zhiheng::plan
