#include "measure/cubes/scan.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "base/simd.h"
#include "measure/cubes/pass.h"
#include "measure/cubes/threads.h"

namespace zhiheng::measure::cubes {
namespace {

constexpr std::uint64_t kRowsOfThread = 65536;  // fewer aren't worth another thread

ZHIHENG_EACH_PROCESSOR void add_words(std::uint64_t* to, const std::uint64_t* from, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) to[i] += from[i];
}

ZHIHENG_EACH_PROCESSOR void join_bits(std::uint64_t* to, const std::uint64_t* from, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) to[i] |= from[i];
}

/// Collects what the threads counted in one grid.
class Collecting {
 public:
  Collecting(const Prepared& prepared, std::vector<std::unique_ptr<Pass>>& passes, std::size_t grid,
             std::uint64_t rows)
      : p_(prepared), passes_(passes), grid_(grid), rows_(rows) {
    filled_.places.resize(p_.grid->axes.size());
    filled_.sums.resize(p_.grid->sums.size());
  }

  Filled take() {
    if (p_.grid->presence)
      p_.dense ? take_bits() : take_set();
    else
      p_.dense ? take_cells() : take_table();
    return std::move(filled_);
  }

 private:
  Counters& of(std::size_t pass) { return passes_[pass]->counters(grid_); }

  void take_bits() {
    filled_.bits = std::move(of(0).cells);
    for (std::size_t i = 1; i < passes_.size(); ++i)
      join_bits(filled_.bits.data(), of(i).cells.data(), filled_.bits.size());
  }

  void take_set() {
    CellTable& all = *of(0).table;
    for (std::size_t i = 1; i < passes_.size(); ++i)
      of(i).table->each([&](std::uint64_t cell, const std::uint64_t*) { all.at(cell); });
    all.each([&](std::uint64_t cell, const std::uint64_t*) { add_places(cell); });
  }

  void take_table() {
    CellTable& all = *of(0).table;
    for (std::size_t i = 1; i < passes_.size(); ++i)
      of(i).table->each([&](std::uint64_t cell, const std::uint64_t* words) {
        std::uint64_t* to = all.at(cell);
        for (unsigned w = 0; w < p_.layout.words; ++w) to[w] += words[w];
      });
    all.each([&](std::uint64_t cell, const std::uint64_t* words) {
      add_cell(cell, [&](std::size_t f) { return p_.layout.fields[f].of(words); });
    });
  }

  /// Words can be added as they are unless they were emptied on the way.
  void take_cells() {
    Counters& first = of(0);
    const bool emptied = p_.layout.most_rows < rows_;
    if (!emptied)
      for (std::size_t i = 1; i < passes_.size(); ++i)
        add_words(first.cells.data(), of(i).cells.data(), first.cells.size());
    const std::size_t passes = emptied ? passes_.size() : 1;
    for (std::uint64_t cell = 0; cell < p_.numbering.cells; ++cell) {
      const auto value = [&](std::size_t f) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < passes; ++i) {
          const Counters& counters = of(i);
          sum += p_.layout.fields[f].of(counters.cells.data() + cell * p_.layout.words);
          if (!counters.emptied.empty()) sum += counters.emptied[f][cell];
        }
        return sum;
      };
      if (value(0) != 0) add_cell(cell, value);
    }
  }

  template <typename Value>
  void add_cell(std::uint64_t cell, Value value) {
    add_places(cell);
    filled_.rows.push_back(value(0));
    for (std::size_t f = 1; f < p_.layout.fields.size(); ++f)
      filled_.sums[p_.layout.fields[f].sum].push_back(value(f));
  }

  void add_places(std::uint64_t cell) {
    if (p_.numbering.cells >> 32 == 0) return add_places_of(static_cast<std::uint32_t>(cell));
    add_places_of(cell);
  }

  template <typename Cell>
  void add_places_of(Cell cell) {
    for (std::size_t axis = 0; axis < filled_.places.size(); ++axis) {
      const auto stride = static_cast<Cell>(p_.numbering.strides[axis]);
      filled_.places[axis].push_back(static_cast<std::uint32_t>(cell / stride));
      cell %= stride;
    }
  }

  const Prepared& p_;
  std::vector<std::unique_ptr<Pass>>& passes_;
  std::size_t grid_;
  std::uint64_t rows_;  // of the segment
  Filled filled_;
};

}  // namespace

std::vector<Filled> scan(const segment::Segment& segment, const std::vector<Source>& sources,
                         const Plan& plan, std::span<const std::uint64_t> dead, unsigned threads) {
  threads = threads_of(threads);
  const std::uint64_t most = std::min<std::uint64_t>(segment.blocks(), segment.rows() / kRowsOfThread + 1);
  threads = static_cast<unsigned>(std::clamp<std::uint64_t>(threads, 1, std::max<std::uint64_t>(1, most)));
  const Preparation preparation = prepare(sources, plan, segment.rows());
  std::vector<std::unique_ptr<Pass>> passes(threads);
  std::atomic<std::size_t> next{0}, next_grid{0};
  std::vector<Filled> filled(plan.grids.size());
  on_threads(threads, [&](unsigned thread) {
    passes[thread] = std::make_unique<Pass>(segment, sources, plan, preparation, dead);
    for (std::size_t block = next++; block < segment.blocks(); block = next++) passes[thread]->run(block);
    passes[thread]->finish();
  });
  on_threads(threads, [&](unsigned) {
    for (std::size_t grid = next_grid++; grid < filled.size(); grid = next_grid++) {
      filled[grid] = Collecting(preparation.grids[grid], passes, grid, segment.rows()).take();
    }
  });
  return filled;
}

}  // namespace zhiheng::measure::cubes
