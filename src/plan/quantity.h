#pragma once
#include <optional>
#include <string>
#include <vector>

#include "catalog/model.h"
#include "plan/series.h"

namespace zhiheng::plan {

/// What a target measures, at the end of one year.
struct Measured {
  Decimal value;  // exact, in unit_of(target)
  int year = 0;
  std::vector<int> missing;  // years that it should contain and that have no value
  bool simulated = false;
  std::vector<std::shared_ptr<measure::Origin>> origins;
};

/// The unit of a target's limits and of what is measured of it: the target's or the indicator's own, %,
/// 个百分点 or 倍.
std::string unit_of(const catalog::Target& target, const catalog::Indicator& indicator);

/// With how many decimals both are shown and compared.
int decimals_of(const catalog::Target& target, const catalog::Indicator& indicator);

/// The first year that counts for the target: its own `from` or the plan's.
int first_year(const catalog::Plan& plan, const catalog::Target& target);

/// What is measured of `target` at the end of `year` (the value, what was added since the plan began, the
/// change against the base …); nullopt where the value of that year or of the base is missing.
std::optional<Measured> measured(const catalog::Catalog& catalog, const catalog::Plan& plan,
                                 const catalog::Target& target, const SeriesBook& book, int year);

/// Where the measuring starts: the base that the source states, the last value before the plan, 0 for what is
/// added or changed.
std::optional<Measured> starting(const catalog::Catalog& catalog, const catalog::Plan& plan,
                                 const catalog::Target& target, const SeriesBook& book);

}  // namespace zhiheng::plan
