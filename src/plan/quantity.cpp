#include "plan/quantity.h"

#include <algorithm>
#include <cmath>

namespace zhiheng::plan {
namespace {

using catalog::Quantity;

bool in_own_unit(Quantity quantity) {
  return quantity == Quantity::kValue || quantity == Quantity::kAdded || quantity == Quantity::kMean;
}

/// Gathers the points that a quantity is made of.
class Gathering {
 public:
  explicit Gathering(const Series& series) : series_(series) {}

  /// The value of `year`; nullopt, and noted as missing, where there is none.
  std::optional<Decimal> at(int year) {
    const Point* point = series_.at(year);
    if (point == nullptr) {
      missing_.push_back(year);
      return std::nullopt;
    }
    take(*point);
    return point->value;
  }

  /// Sum and number of the values of `from` … `to`; the years without one are noted.
  std::pair<Decimal, int> sum(int from, int to) {
    Decimal total;
    int count = 0;
    for (int year = from; year <= to; ++year) {
      if (const auto value = at(year)) {
        total = total + *value;
        ++count;
      }
    }
    return {total, count};
  }

  Measured result(Decimal value, int year) {
    return {value, year, std::move(missing_), simulated_, std::move(origins_)};
  }

 private:
  void take(const Point& point) {
    simulated_ |= point.simulated;
    if (point.origin != nullptr) origins_.push_back(point.origin);
  }

  const Series& series_;
  std::vector<int> missing_;
  bool simulated_ = false;
  std::vector<std::shared_ptr<measure::Origin>> origins_;
};

/// The mean of a year in `span`: one number even where some years are unknown.
std::optional<Decimal> mean_of(Gathering& gathering, const catalog::YearSpan& span) {
  const auto [total, count] = gathering.sum(span.from, span.to);
  if (count == 0) return std::nullopt;
  return total / Decimal(count);
}

std::optional<Decimal> change_in_percent(const Decimal& now, const std::optional<Decimal>& before) {
  if (!before || before->is_zero()) return std::nullopt;
  return (now - *before) * Decimal(100) / before->abs();
}

class Measuring {
 public:
  Measuring(const catalog::Indicator& indicator, const catalog::Plan& plan, const catalog::Target& target,
            const Series& series, int year)
      : indicator_(indicator), target_(target), from_(first_year(plan, target)), year_(year), all_(series) {}

  std::optional<Measured> run() {
    // Years before the last one may be unknown; without the last one there is no state of that year.
    if (!all_.at(year_)) return std::nullopt;
    Gathering parts(all_);
    const auto value = quantity(parts);
    if (!value) return std::nullopt;
    return parts.result(*value, year_);
  }

 private:
  std::optional<Decimal> quantity(Gathering& parts) {
    switch (target_.quantity) {
      case Quantity::kValue:
        return parts.at(year_);
      case Quantity::kAdded:
        return added(parts);
      case Quantity::kMean:
        return mean_of(parts, {from_, year_});
      case Quantity::kChange:
        return change(parts);
      case Quantity::kDifference: {
        const auto now = parts.at(year_), before = parts.at(target_.against->to);
        return now && before ? std::optional(*now - *before) : std::nullopt;
      }
      case Quantity::kTimes: {
        const auto now = parts.at(year_), before = parts.at(target_.against->to);
        return now && before && !before->is_zero() ? std::optional(*now / *before) : std::nullopt;
      }
      case Quantity::kGrowth:
        return growth(parts);
    }
    return std::nullopt;
  }

  std::optional<Decimal> added(Gathering& parts) {
    if (!indicator_.stock) return parts.sum(from_, year_).first;
    const auto now = parts.at(year_), before = parts.at(from_ - 1);
    return now && before ? std::optional(*now - *before) : std::nullopt;
  }

  /// A flow is compared by its mean a year, so that three years of a plan can stand against five of the last.
  std::optional<Decimal> change(Gathering& parts) {
    if (target_.against->from == target_.against->to || indicator_.stock) {
      const auto now = parts.at(year_);
      return change_in_percent(*now, parts.at(target_.against->to));
    }
    const auto now = mean_of(parts, {from_, year_});  // none before the plan begins
    return now ? change_in_percent(*now, mean_of(parts, *target_.against)) : std::nullopt;
  }

  std::optional<Decimal> growth(Gathering& parts) {
    const auto now = parts.at(year_);
    if (target_.every_year || target_.by == from_) return change_in_percent(*now, parts.at(year_ - 1));
    const auto before = parts.at(from_ - 1);
    if (!before || !(*before > Decimal(0)) || now->is_negative()) return std::nullopt;
    const double ratio = now->to_double() / before->to_double();
    return Decimal::from_double((std::pow(ratio, 1.0 / (year_ - from_ + 1)) - 1) * 100);
  }

  const catalog::Indicator& indicator_;
  const catalog::Target& target_;
  int from_;
  int year_;
  const Series& all_;
};

/// Where the counting of a relative quantity begins.
std::optional<Measured> zero_point(const catalog::Plan& plan, const catalog::Target& target) {
  Measured start;
  switch (target.quantity) {
    case Quantity::kAdded:
      start.year = first_year(plan, target) - 1;
      return start;
    case Quantity::kChange:
    case Quantity::kDifference:
      start.year = target.against->to;
      return start;
    case Quantity::kTimes:
      start.value = Decimal(1);
      start.year = target.against->to;
      return start;
    default:
      return std::nullopt;
  }
}

void convert(Measured& measured, const catalog::Catalog& catalog, const catalog::Target& target,
             const catalog::Indicator& indicator) {
  if (!in_own_unit(target.quantity) || target.unit.empty()) return;
  if (const auto factor = catalog.unit_factor(indicator.unit, target.unit))
    measured.value = measured.value * *factor;
}

}  // namespace

std::string unit_of(const catalog::Target& target, const catalog::Indicator& indicator) {
  switch (target.quantity) {
    case Quantity::kChange:
    case Quantity::kGrowth:
      return "%";
    case Quantity::kTimes:
      return "倍";
    case Quantity::kDifference:
      return indicator.unit == "%" ? "个百分点" : indicator.unit;
    default:
      return target.unit.empty() ? indicator.unit : target.unit;
  }
}

int decimals_of(const catalog::Target& target, const catalog::Indicator& indicator) {
  int decimals = in_own_unit(target.quantity) || target.quantity == Quantity::kDifference
                     ? (target.unit.empty() || target.unit == indicator.unit ? indicator.decimals : 0)
                     : 1;
  const auto widen = [&](const std::optional<Decimal>& number) {
    if (number) decimals = std::max(decimals, number->scale());
  };
  if (target.limit) {
    widen(target.limit->low);
    widen(target.limit->high);
  }
  widen(target.aim);
  for (const auto& [year, limit] : target.milestones) widen(limit.low);
  return decimals;
}

int first_year(const catalog::Plan& plan, const catalog::Target& target) {
  return target.from != 0 ? target.from : plan.period.from;
}

std::optional<Measured> measured(const catalog::Catalog& catalog, const catalog::Plan& plan,
                                 const catalog::Target& target, const SeriesBook& book, int year) {
  const catalog::Indicator* indicator = catalog.indicator(target.indicator);
  const auto series = book.find(target.indicator);
  if (indicator == nullptr || series == book.end()) return std::nullopt;
  auto out = Measuring(*indicator, plan, target, series->second, year).run();
  if (out) convert(*out, catalog, target, *indicator);
  return out;
}

std::optional<Measured> starting(const catalog::Catalog& catalog, const catalog::Plan& plan,
                                 const catalog::Target& target, const SeriesBook& book) {
  if (const auto zero = zero_point(plan, target)) return zero;
  if (target.base) return Measured{target.base->second, target.base->first, {}, false, {}};
  if (target.quantity != Quantity::kValue) return std::nullopt;
  const auto series = book.find(target.indicator);
  const Point* before = series == book.end() ? nullptr : series->second.last(0, first_year(plan, target) - 1);
  return before == nullptr ? std::nullopt : measured(catalog, plan, target, book, before->year);
}

}  // namespace zhiheng::plan
