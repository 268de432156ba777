#pragma once
// All cubes of a dataset over the segments that are live.
#include <span>
#include <string>
#include <vector>

#include "measure/cube_sum.h"
#include "measure/record_cubes.h"

namespace zhiheng::measure {

struct LiveSegment {
  const segment::Segment* segment = nullptr;
  std::span<const std::uint64_t> dead;  // rows that don't count; empty: none
};

/// A text that is another one where its rows, or those that are dead, are others.
std::string state_of(const LiveSegment& live);

/// Whether the parts of each segment are kept in a file beside it (BATCH.cubes), so that they need not be
/// computed again.
enum class Keep { kNothing, kBesideSegment };

/// The cubes of a dataset, brought up to date again and again.
class LiveCubes {
 public:
  /// What the context refers to must outlive the object. It makes no difference to the result what is kept.
  explicit LiveCubes(const CubeContext& context, Keep keep = Keep::kNothing)
      : context_(context), keep_(keep), sums_(context.dataset, context.threads) {}

  /// Counts what is live now: where nothing but segments has been added since the last time, only they are
  /// computed, each in one pass; else (rows were replaced, a batch withdrawn, a register changed) all is
  /// added up anew. Throws what `compute_cubes` and `CubeSums::add` do.
  void update(std::span<const LiveSegment> live);
  /// Makes ready for the next update.
  void expect_more() { sums_.expect_more(); }
  /// The finished cubes in the order of `dataset.cubes`; valid until the next `update`.
  const std::vector<CubeTable>& tables() { return sums_.tables(); }
  std::vector<CubeTable> take() { return sums_.take(); }

 private:
  CubeContext context_;
  Keep keep_;
  CubeSums sums_;
  std::vector<std::string> counted_;  // keys of the parts, in order
};

/// The same at once.
std::vector<CubeTable> cubes_of(const CubeContext& context, std::span<const LiveSegment> segments,
                                Keep keep = Keep::kNothing);

/// A value of a finished cube as it is printed: a number with its decimals, a day, a text; empty where it is
/// missing.
std::string axis_text(const AxisValues& values, std::uint32_t place);
std::string measure_text(const CubeTable::Measure& measure, std::size_t cell);

}  // namespace zhiheng::measure
