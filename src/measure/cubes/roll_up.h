#pragma once
// From the counters of the grids to the cubes.
#include "measure/cubes/scan.h"

namespace zhiheng::measure::cubes {

std::vector<CubePart> roll_up(const CubeContext& context, const Plan& plan,
                              const std::vector<Filled>& filled);

}  // namespace zhiheng::measure::cubes
