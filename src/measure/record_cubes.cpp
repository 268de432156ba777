#include "measure/record_cubes.h"

#include "measure/cubes/layout.h"
#include "measure/cubes/roll_up.h"

namespace zhiheng::measure {
namespace {

GridNote note_of(const cubes::Grid& grid, const cubes::Plan& plan, const CubeContext& context,
                 std::uint64_t rows) {
  GridNote note;
  for (const auto& axis : grid.axes)
    note.axes.push_back(axis.text + " (" + std::to_string(axis.axis->size()) + ")");
  for (const std::size_t sum : grid.sums) note.sums.push_back(plan.sum_texts[sum]);
  for (const std::size_t condition : grid.conditions)
    note.where += (note.where.empty() ? "" : " and ") + plan.condition_texts[condition];
  const bool dense = cubes::is_dense(grid, rows);
  note.kind = grid.presence ? (dense ? "bits" : "set") : (dense ? "dense" : "hash");
  note.cells = static_cast<std::uint64_t>(grid.cells());
  for (const auto& need : grid.needs) {
    const auto& cube = context.dataset.cubes[need.cube];
    note.cubes.push_back(need.measure ? cube.id + "." + cube.measures[*need.measure].id : cube.id);
  }
  return note;
}

/// Words that a row would add to if this need had counters of its own.
unsigned words_apart(const cubes::Grid& grid, const cubes::Need& need, const cubes::Plan& plan,
                     std::uint64_t rows) {
  if (grid.presence) return 1;
  cubes::Grid own{need.axes, grid.conditions, need.sums, false, {}};
  return cubes::make_layout(own, plan, rows, cubes::is_dense(own, rows)).words;
}

}  // namespace

std::vector<CubePart> compute_cubes(const CubeContext& context, const segment::Segment& segment,
                                    std::span<const std::uint64_t> dead) {
  cubes::Sources sources(context, segment);
  const cubes::Plan plan = cubes::make_plan(context, sources, segment.rows());
  return cubes::roll_up(context, plan, cubes::scan(segment, sources.all(), plan, dead, context.threads));
}

CubePlan explain_cubes(const CubeContext& context, const segment::Segment& segment) {
  cubes::Sources sources(context, segment);
  const cubes::Plan plan = cubes::make_plan(context, sources, segment.rows());
  CubePlan result;
  result.rows = segment.rows();
  for (const cubes::Grid& grid : plan.grids) {
    const bool dense = cubes::is_dense(grid, segment.rows());
    const unsigned words = grid.presence ? 1 : cubes::make_layout(grid, plan, segment.rows(), dense).words;
    result.updates += segment.rows() * words;
    for (const cubes::Need& need : grid.needs)
      result.updates_apart += segment.rows() * words_apart(grid, need, plan, segment.rows());
    result.grids.push_back(note_of(grid, plan, context, segment.rows()));
    const std::uint64_t cells = result.grids.back().cells;
    if (dense) result.bytes_of_counters += grid.presence ? cells / 8 : cells * words * 8;
  }
  for (const cubes::Source& source : sources.all()) {
    if (source.kind != cubes::Source::Kind::kColumn) continue;
    for (std::size_t block = 0; block < segment.blocks(); ++block)
      result.bytes_read += segment.packed(source.column, block).codes.size();
  }
  return result;
}

}  // namespace zhiheng::measure
