#pragma once
// Cubes added up over the parts of segments.
#include <memory>
#include <vector>

#include "measure/record_cubes.h"

namespace zhiheng::measure {

/// The cubes of a dataset, added up part by part. What is computed from scratch and what has had a part added
/// later are the same thing, and the order of the parts makes no difference. Adding to what is there takes
/// time as the part is large, but for the tables that get new cells: those are put in order anew.
class CubeSums {
 public:
  /// `threads`: 0 as the machine has. The dataset must outlive the object and its tables.
  explicit CubeSums(const catalog::Dataset& dataset, unsigned threads = 0);
  ~CubeSums();
  CubeSums(CubeSums&&) noexcept;
  CubeSums& operator=(CubeSums&&) noexcept;

  /// One part a cube, in the order of `dataset.cubes`. Throws Error ("cube.overflow" where a sum leaves 63
  /// bits, "cube.too-large"); the object is of no use then.
  void add(std::vector<CubePart> parts);
  /// Makes ready what a further `add` needs and would otherwise make itself.
  void expect_more();
  /// The finished cubes, in the order of `dataset.cubes`. Valid until the next `add`.
  const std::vector<CubeTable>& tables();
  /// The same, given away; the object is of no use then.
  std::vector<CubeTable> take();

 private:
  class Sum;
  template <typename Use>
  void each(std::size_t work, Use use);

  unsigned threads_;
  std::size_t pending_ = 0;  // cells that have changed since the tables were finished
  std::vector<std::unique_ptr<Sum>> sums_;
  std::vector<CubeTable> tables_;
};

}  // namespace zhiheng::measure
