#pragma once
#include <vector>

#include "intake/workspace.h"
#include "store/segment_table.h"

namespace zhiheng::intake {

/// The live rows of a dataset as a table of SQL with its name: its columns, `_line`, and `_batch`, the same
/// as in PostgreSQL.
store::SegmentTable live_table(const catalog::Dataset& dataset, const std::vector<LiveBatch>& live);

}  // namespace zhiheng::intake
