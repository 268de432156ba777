#include "intake/live_table.h"

#include "intake/postgres_tables.h"

namespace zhiheng::intake {

store::SegmentTable live_table(const catalog::Dataset& dataset, const std::vector<LiveBatch>& live) {
  store::SegmentTable table{dataset.id, {}, {}};
  for (const auto& column : dataset.columns)
    table.columns.push_back({column.id, load_kind(column), column.decimals});
  table.columns.push_back({"_line", store::LoadColumn::Kind::kNumber, 0});
  for (const LiveBatch& batch : live)
    table.parts.push_back({batch.segment, batch.dead, static_cast<std::int64_t>(batch.batch->number)});
  return table;
}

}  // namespace zhiheng::intake
