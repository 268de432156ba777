#pragma once
#include <string>

#include "catalog/model.h"
#include "measure/record_cubes.h"
#include "store/frame.h"

namespace zhiheng::measure {

/// The same cube as SQL that DuckDB and PostgreSQL understand, over a table or subquery `from` with the
/// dataset's columns: a row for each cell, its dimensions, `_rows`, then the measures in their order. The
/// result is in the order of the dimensions, missing last. A measure of form kTop comes as NULL: it is a
/// question of its own. Throws Error ("formula.no-sql").
std::string cube_sql(const catalog::RecordCube& cube, const std::string& from);

/// The finished cube in the same columns.
store::Frame cube_frame(const CubeTable& table);

}  // namespace zhiheng::measure
