#pragma once
// One thread's share of the pass.
#include <array>

#include "measure/cubes/batch.h"
#include "measure/cubes/counters.h"

namespace zhiheng::measure::cubes {

/// How one grid is filled; the same for all threads.
struct Prepared {
  const Grid* grid = nullptr;
  Numbering numbering;
  Layout layout;
  bool dense = false;
  std::vector<std::size_t> words;  // of Batch
  std::size_t selection = 0;       // of Batch
};

/// A thread's counters of one grid.
struct Counters {
  std::vector<std::uint64_t> cells;                // dense: words of each cell, or bits
  std::vector<std::vector<std::int64_t>> emptied;  // by field: what was in the words before they were emptied
  std::optional<CellTable> table;
  std::uint64_t rows = 0;  // since the words were empty
};

struct Preparation {
  std::vector<Prepared> grids;
  std::vector<Batch::Word> words;
  std::vector<Batch::Conditions> selections;
};

Preparation prepare(const std::vector<Source>& sources, const Plan& plan, std::uint64_t rows);

/// Fills a thread's own counters from the blocks it is given.
class Pass {
 public:
  Pass(const segment::Segment& segment, const std::vector<Source>& sources, const Plan& plan,
       const Preparation& preparation, std::span<const std::uint64_t> dead);

  void run(std::size_t block);
  /// After the last block.
  void finish();
  Counters& counters(std::size_t grid) { return counters_[grid]; }

 private:
  using Selected = std::optional<std::span<const std::uint16_t>>;

  void fill(const Prepared& p, Counters& counters);
  void fill_table(const Prepared& p, Counters& counters, const Selected& selected);
  void add_words(const Prepared& p, Counters& counters, const Selected& selected, std::size_t rows);
  template <typename Cell>
  void number(const Numbering& numbering, Cell* cells);

  const segment::Segment& segment_;
  const Preparation& preparation_;
  Batch batch_;
  std::vector<Counters> counters_;
  std::array<std::uint32_t, kBatchRows> cells_{};
  std::array<std::uint64_t, kBatchRows> wide_cells_{}, kept_{};
};

}  // namespace zhiheng::measure::cubes
