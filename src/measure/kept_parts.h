#pragma once
// Parts of cubes in a file beside their segment.
#include <string>
#include <vector>

#include "measure/dataset_cubes.h"

namespace zhiheng::measure {

/// A text that is another one where anything but the rows is on which the parts depend: the definition, what
/// registers and calendar say as far as the cubes ask them, and how this program computes. With `state_of`
/// the segment behind it, it is the key of the segment's parts.
std::string state_of(const CubeContext& context);

/// What `compute_cubes` gives: out of the file that has the segment's name with the ending .cubes, where it
/// holds the parts of that key, and otherwise computed and kept there for the next time.
std::vector<CubePart> kept_cubes(const CubeContext& context, const LiveSegment& live, const std::string& key);

}  // namespace zhiheng::measure
