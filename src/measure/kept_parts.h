#pragma once
// Parts of cubes in a file beside their segment.
#include <string>
#include <vector>

#include "measure/dataset_cubes.h"

namespace zhiheng::measure {

/// A text that is another one where anything is on which the parts depend: the segment's rows and which of
/// them are dead, the definition, what registers and calendar say as far as the cubes ask them, and how this
/// program computes.
std::string key_of_parts(const CubeContext& context, const LiveSegment& live);

/// What `compute_cubes` gives: out of the file that has the segment's name with the ending .cubes, where it
/// holds the parts of that key, and otherwise computed and kept there for the next time.
std::vector<CubePart> kept_cubes(const CubeContext& context, const LiveSegment& live, const std::string& key);

}  // namespace zhiheng::measure
