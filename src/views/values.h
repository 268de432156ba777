#pragma once
// Every value of an indicator.
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "measure/evaluator.h"

namespace zhiheng::views {

/// A value in one year, of a town or (empty) of the whole district.
struct IndicatorValue {
  std::string area;
  int year = 0;
  measure::Value value;
};

/// The years for which the district has any figure, ascending.
std::vector<int> years_of(const measure::Evaluator& evaluator);

/// The values of `indicator` in `years`: those of the district first, then those of its areas in the order of
/// their list, each by year. Throws what the evaluator throws.
std::vector<IndicatorValue> values_of(measure::Evaluator& evaluator, const catalog::Indicator& indicator,
                                      const std::vector<int>& years);

/// [{area, area_id, year, value, number, numerator, denominator, published, sources, files, query, note}]:
/// `value` is printed with its unit, `number` the same without; `area_id` is null for the district.
nlohmann::ordered_json values_json(const catalog::Catalog& catalog,
                                   const std::vector<IndicatorValue>& values);

}  // namespace zhiheng::views
