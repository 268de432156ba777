#include "plan/forecast.h"

#include <algorithm>
#include <cmath>

#include "plan/demand.h"
#include "stats/trend.h"

namespace zhiheng::plan {
namespace {

using catalog::Demand;
using catalog::Quantity;
using catalog::Title;

constexpr int kFewest = 3;

Title too_short(size_t values) {
  const std::string n = std::to_string(values);
  return {"只有 " + n + " 个数据点，少于 3 个，不作预测", "only " + n + " values, fewer than 3: no forecast"};
}

/// The years and what is measured of the target in each, up to the year of the judgement.
struct History {
  std::vector<double> years, values;
};

class Forecaster {
 public:
  Forecaster(const catalog::Catalog& catalog, const catalog::Plan& plan, const Progress& progress,
             const SeriesBook& book)
      : catalog_(catalog), plan_(plan), progress_(progress), target_(*progress.target), book_(book) {}

  Forecast run() {
    if (const auto reason = reason_against()) return refuse(*reason);
    if (target_.demand == Demand::kZero) return by_rate();
    const bool gathers = target_.quantity == Quantity::kAdded && !progress_.indicator->stock;
    return gathers || target_.quantity == Quantity::kMean ? by_sum() : by_line();
  }

 private:
  Forecast refuse(const Title& reason) {
    Forecast out;
    out.refused = reason;
    return out;
  }

  std::optional<Title> reason_against() const {
    if (!progress_.now) return Title{"没有规划期内的数据", "no value in the years of the plan"};
    if (progress_.now_year >= target_.by)
      return Title{"已到期，不需预测", "due already, nothing to forecast"};
    if (!target_.limit) return Title{"目标值随他处数据而定", "the limit depends on other data"};
    if (target_.every_year) return Title{"逐年要求，不作预测", "a demand on every year is not forecast"};
    return std::nullopt;
  }

  const Series& series() const { return book_.find(target_.indicator)->second; }

  /// In the target's unit, for quantities that a value of the indicator decides alone.
  History history() const {
    History out;
    for (const Point* point : series().within(0, progress_.now_year)) {
      const auto found = measured(catalog_, plan_, target_, book_, point->year);
      // What is added to a stock is counted from the plan's start; earlier years continue it below zero.
      if (!found) continue;
      out.years.push_back(point->year);
      out.values.push_back(found->value.to_double());
    }
    return out;
  }

  Forecast by_line() {
    const History past = history();
    if (past.values.size() < kFewest) return refuse(too_short(past.values.size()));
    const auto line = stats::predict_line(past.years, past.values, target_.by);
    if (!line) return refuse(too_short(1));
    Forecast out;
    const std::string n = std::to_string(past.values.size());
    out.method = {"直线趋势（n = " + n + "）", "straight line (n = " + n + ")"};
    fill(out, *line, Decimal(0));
    return out;
  }

  /// What is known so far plus as many more years like the ones before.
  Forecast by_sum() {
    std::vector<double> values;
    const double factor = unit_factor();
    for (const Point* point : series().within(0, progress_.now_year))
      values.push_back(point->value.to_double() * factor);
    if (values.size() < kFewest) return refuse(too_short(values.size()));
    const int ahead = target_.by - progress_.now_year;
    auto rest = *stats::predict_sum(values, ahead);
    Decimal known = *progress_.now;
    if (target_.quantity == Quantity::kMean) {
      const int years = target_.by - first_year(plan_, target_) + 1;
      const int past = progress_.now_year - first_year(plan_, target_) + 1;
      known = known * Decimal(past) / Decimal(years);
      rest.mean /= years;
      rest.scale /= years;
    }
    Forecast out;
    const std::string n = std::to_string(values.size());
    out.method = {"累计加历年均值（n = " + n + "）", "so far plus the mean (n = " + n + ")"};
    fill(out, rest, known);
    return out;
  }

  Forecast by_rate() {
    const auto points = series().within(0, progress_.now_year);
    if (points.size() < kFewest) return refuse(too_short(points.size()));
    double events = 0;
    for (const Point* point : points) events += point->value.to_double();
    const int ahead = target_.by - progress_.now_year;
    Forecast out;
    const std::string n = std::to_string(points.size());
    out.method = {"泊松发生率（n = " + n + "）", "Poisson rate (n = " + n + ")"};
    out.probability = progress_.status == Status::kMissed
                          ? 0
                          : stats::probability_of_none(events, static_cast<int>(points.size()), ahead);
    out.expected = Decimal::from_double(events / static_cast<double>(points.size()) * ahead).rounded(1);
    return out;
  }

  double unit_factor() const {
    if (target_.unit.empty()) return 1;
    const auto factor = catalog_.unit_factor(progress_.indicator->unit, target_.unit);
    return factor ? factor->to_double() : 1;
  }

  bool is_share() const {
    return progress_.unit == "%" && progress_.indicator->kind == catalog::Kind::kRate &&
           target_.quantity == Quantity::kValue;
  }

  void fill(Forecast& out, const stats::Prediction& p, const Decimal& known) const {
    const double base = known.to_double();
    const auto kept = [&](double value) {
      // A share stays between 0 and 100, a count or amount is not below 0.
      const bool counts = target_.quantity == Quantity::kValue || target_.quantity == Quantity::kAdded;
      if (counts) value = std::max(value, 0.0);
      if (is_share()) value = std::min(value, 100.0);
      return Decimal::from_double(value).rounded(progress_.decimals);
    };
    const double half = p.half_width(out.coverage);
    out.expected = kept(base + p.mean);
    out.low = kept(base + p.mean - half);
    out.high = kept(base + p.mean + half);
    out.probability = probability(p, base);
  }

  double probability(const stats::Prediction& p, double base) const {
    // A value is met when it is met as printed, so half a unit of the last decimal is given.
    const double half_unit = std::pow(10.0, -progress_.decimals) / 2;
    const double low = target_.limit->low.to_double();
    const double high = target_.limit->high.value_or(target_.limit->low).to_double();
    const bool strict = target_.demand == Demand::kMoreThan || target_.demand == Demand::kLessThan;
    const double slack = tolerance() + (strict ? -half_unit : half_unit);
    const double above_low = p.at_least(low - slack - base);
    const double above_high = p.at_least(high + slack - base);
    const int direction = direction_of(target_, *progress_.indicator);
    return direction > 0 ? above_low : direction < 0 ? 1 - above_high : above_low - above_high;
  }

  double tolerance() const {
    if (target_.demand != Demand::kAbout) return 0;
    return target_.limit->low.abs().to_double() * catalog_.plan_rules.about.to_double();
  }

  const catalog::Catalog& catalog_;
  const catalog::Plan& plan_;
  const Progress& progress_;
  const catalog::Target& target_;
  const SeriesBook& book_;
};

}  // namespace

Forecast forecast(const catalog::Catalog& catalog, const catalog::Plan& plan, const Progress& progress,
                  const SeriesBook& book) {
  return Forecaster(catalog, plan, progress, book).run();
}

std::vector<Forecast> forecast_plan(const catalog::Catalog& catalog, const catalog::Plan& plan,
                                    const std::vector<Progress>& progress, const SeriesBook& book) {
  std::vector<Forecast> out;
  for (const auto& each : progress) out.push_back(forecast(catalog, plan, each, book));
  return out;
}

}  // namespace zhiheng::plan
