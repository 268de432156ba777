#pragma once
// All cubes of a dataset over the segments that are live.
#include <span>
#include <vector>

#include "measure/record_cubes.h"

namespace zhiheng::measure {

struct LiveSegment {
  const segment::Segment* segment = nullptr;
  std::span<const std::uint64_t> dead;  // rows that don't count; empty: none
};

/// The finished cubes in the order of `context.dataset.cubes`: each segment in one pass, then added up.
std::vector<CubeTable> cubes_of(const CubeContext& context, std::span<const LiveSegment> segments);

/// A value of a finished cube as it is printed: a number with its decimals, a day, a text; empty where it is
/// missing.
std::string axis_text(const AxisValues& values, std::uint32_t place);
std::string measure_text(const CubeTable::Measure& measure, std::size_t cell);

}  // namespace zhiheng::measure
