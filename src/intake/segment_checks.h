#pragma once
// What the checks of a whole batch ask of rows in segments.
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "catalog/dataset.h"
#include "intake/workspace.h"

namespace zhiheng::intake {

/// Adds the live rows of a batch as NewBatch::totals has them. Throws Error ("segment.damaged",
/// "segment.other-definition").
void add_totals(const catalog::Dataset& dataset, const LiveBatch& batch, const std::optional<Days>& days,
                std::map<Date, Total>& totals);

/// The rows of `fresh` whose value in the column is no key of a live row of the register, in their order.
void find_lost_references(const catalog::Dataset& dataset, std::size_t column, const segment::Segment& fresh,
                          const catalog::Dataset& of, const std::vector<LiveBatch>& live,
                          const std::function<void(const LostReference&)>& take);

}  // namespace zhiheng::intake
