#pragma once
// Cubes of records that lie in tables of a database.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "measure/record_cubes.h"
#include "store/database.h"

namespace zhiheng::measure {

/// The records of one dataset where SQL finds them.
struct RecordQuery {
  const catalog::Catalog& catalog;
  const catalog::Dataset& dataset;
  store::Session& session;
  /// A table, or a query in brackets, of a dataset's live rows, its columns named as the dataset's; empty
  /// where it has none.
  std::function<std::string(const std::string& dataset)> live_rows;
};

/// One cube of the dataset by GROUP BY; equal to what `cubes_of` gives of the same rows. Throws Error
/// ("formula.no-sql" where it uses workdays(), "cube.overflow").
CubeTable query_cube(const RecordQuery& query, const catalog::RecordCube& cube);

/// The queries that `query_cube` asks: one, and one more for each top list.
std::vector<std::string> cube_sql(const RecordQuery& query, const catalog::RecordCube& cube);

/// Asks for the rows for which a condition holds, in the order of their batches and lines: `_batch`, `_line`,
/// then those columns. At most `most` rows, or all. Throws Error ("formula.no-sql").
std::string rows_sql(const RecordQuery& query, const std::vector<std::string>& columns,
                     const std::optional<formula::Formula>& where, std::optional<std::uint64_t> most);
/// Asks for their number.
std::string row_count_sql(const RecordQuery& query, const std::optional<formula::Formula>& where);

}  // namespace zhiheng::measure
