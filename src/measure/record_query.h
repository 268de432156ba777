#pragma once
// Cubes of records that lie in a table of a database.
#include <string>
#include <vector>

#include "measure/record_cubes.h"
#include "store/database.h"

namespace zhiheng::measure {

/// One cube over the rows of `table` (its columns named as the dataset's) for which `condition` holds; equal
/// to what `finish_cube` gives of the same rows. Throws Error ("formula.no-sql" where it uses workdays(),
/// "cube.no-registers" where it uses what a register says, "cube.overflow").
CubeTable query_cube(const catalog::RecordCube& cube, store::Session& session, const std::string& table,
                     const std::string& condition);

}  // namespace zhiheng::measure
