#pragma once
#include <cstdint>

#include "catalog/model.h"
#include "plan/series.h"

namespace zhiheng::plan {

/// Adds made-up values to `book` for each indicator of `plan` in each year from five before the plan to `to`
/// that has none; every one is marked simulated. The same seed gives the same values. The values start near
/// what is known or promised and drift towards the targets at a speed drawn for each indicator, so that every
/// status occurs. Only for showing the evaluation at work.
void simulate(const catalog::Catalog& catalog, const catalog::Plan& plan, int to, std::uint64_t seed,
              SeriesBook& book);

}  // namespace zhiheng::plan
