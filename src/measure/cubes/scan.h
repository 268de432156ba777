#pragma once
// The one pass: rows of a segment into the counters of all grids.
#include "measure/cubes/plan.h"

namespace zhiheng::measure::cubes {

/// What came out of one grid: its cells that have rows, by axis of the grid; or, of a presence grid, bits or
/// keys.
struct Filled {
  std::vector<std::vector<std::uint32_t>>
      places;                      // by axis, of each cell; of each combination present (sparse presence)
  std::vector<std::int64_t> rows;  // not of a presence grid
  std::vector<std::vector<std::int64_t>> sums;  // by sum of the grid
  std::vector<std::uint64_t> bits;  // dense presence: the last axis' values within rows of whole words

  std::size_t cells() const { return places.empty() ? rows.size() : places[0].size(); }
};

/// Fills all grids of the plan. A dense presence grid has its last axis fastest. Throws Error
/// ("cube.overflow", "cube.too-large", "segment.damaged").
std::vector<Filled> scan(const segment::Segment& segment, const std::vector<Source>& sources,
                         const Plan& plan, std::span<const std::uint64_t> dead, unsigned threads);

}  // namespace zhiheng::measure::cubes
