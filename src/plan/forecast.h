#pragma once
#include <optional>
#include <vector>

#include "catalog/model.h"
#include "plan/progress.h"

namespace zhiheng::plan {

/// What the series lets one expect of a target in the year it is due. Either `refused` says why there is no
/// forecast, or all the others are set. Values are in the target's unit.
struct Forecast {
  std::optional<catalog::Title> refused;
  catalog::Title method;             // how, in words, with the number of values
  std::optional<Decimal> expected;   // of what is measured, in the due year
  std::optional<Decimal> low, high;  // the interval that holds it with probability `coverage`
  double coverage = 0.8;
  std::optional<double> probability;  // that the demand is met, 0 … 1
};

/// Forecasts one judged target from the values up to its year. Below three values it refuses. Methods: a
/// straight line with the spread of one new value for levels, stocks and rates (kept within 0 … 100 for a
/// share); the mean of the years so far, added up, for what gathers year by year; a Poisson rate for what
/// must not happen. A target that is due is not forecast.
Forecast forecast(const catalog::Catalog& catalog, const catalog::Plan& plan, const Progress& progress,
                  const SeriesBook& book);

/// Every target of `progress`, in its order.
std::vector<Forecast> forecast_plan(const catalog::Catalog& catalog, const catalog::Plan& plan,
                                    const std::vector<Progress>& progress, const SeriesBook& book);

}  // namespace zhiheng::plan
