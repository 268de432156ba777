#include "measure/cubes/roll_up.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <unordered_map>

#include "measure/cubes/threads.h"

namespace zhiheng::measure::cubes {
namespace {

using catalog::RecordCube;
using catalog::RecordMeasure;

constexpr std::size_t kEntriesOfThread = 16384;  // fewer aren't worth another thread

/// Places of a needed axis from those of the grid's.
struct Mapped {
  std::size_t axis = 0;               // of the grid
  std::vector<std::uint32_t> places;  // empty: the same
  std::uint32_t of(std::uint32_t place) const { return places.empty() ? place : places[place]; }
};

Mapped map_axis(const Grid& grid, const Axis& needed) {
  for (std::size_t i = 0; i < grid.axes.size(); ++i)
    if (grid.axes[i].axis == &needed) return {i, {}};
  for (std::size_t i = 0; i < grid.axes.size(); ++i)
    if (auto places = derived(*grid.axes[i].axis, needed)) return {i, std::move(*places)};
  return {};  // not reached: the grid was made from what is needed
}

/// Numbers the cells of a cube: keys of combined places, in their order.
class CellNumbers {
 public:
  explicit CellNumbers(const std::vector<NamedAxis>& axes, std::size_t count) {
    for (std::size_t i = count; i-- > 0;) {
      strides_.insert(strides_.begin(), size_);
      size_ *= std::max<std::uint64_t>(1, axes[i].axis->size());
    }
    if (size_ <= kMostDense) dense_.assign(size_, kNone);
  }

  std::uint64_t stride(std::size_t axis) const { return strides_[axis]; }

  /// All keys, in any order and any number of times; then the numbers are fixed.
  void fix(const std::vector<std::uint64_t>& keys, std::vector<std::vector<std::uint32_t>>& places) {
    std::vector<std::uint64_t> cells;
    if (!dense_.empty()) {
      for (const std::uint64_t key : keys) dense_[key] = 0;
      for (std::uint64_t key = 0; key < size_; ++key)
        if (dense_[key] == 0) {
          dense_[key] = static_cast<std::uint32_t>(cells.size());
          cells.push_back(key);
        }
    } else {
      cells = keys;
      std::ranges::sort(cells);
      cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
      for (std::size_t i = 0; i < cells.size(); ++i) sparse_.emplace(cells[i], static_cast<std::uint32_t>(i));
    }
    count_ = cells.size();
    places.assign(strides_.size(), std::vector<std::uint32_t>(count_));
    for (std::size_t i = 0; i < count_; ++i)
      for (std::size_t axis = 0; axis < strides_.size(); ++axis) {
        places[axis][i] = static_cast<std::uint32_t>(cells[i] / strides_[axis]);
        cells[i] %= strides_[axis];
      }
  }

  std::uint32_t at(std::uint64_t key) const { return dense_.empty() ? sparse_.at(key) : dense_[key]; }
  std::size_t count() const { return count_; }

 private:
  static constexpr std::uint64_t kMostDense = std::uint64_t{1} << 22;
  static constexpr std::uint32_t kNone = 0xFFFF'FFFF;
  std::vector<std::uint64_t> strides_;
  std::uint64_t size_ = 1;
  std::size_t count_ = 0;
  std::vector<std::uint32_t> dense_;
  std::unordered_map<std::uint64_t, std::uint32_t> sparse_;
};

/// Everything that one cube is rolled up from.
class CubeRollUp {
 public:
  CubeRollUp(const RecordCube& cube, const Grid& grid, const Filled& filled, const Need& need)
      : cube_(cube), numbers_(need.axes, need.axes.size()) {
    for (const NamedAxis& axis : need.axes) part_.axes.push_back(axis.axis->values);
    const auto keys = keys_of(grid, filled, need.axes, need.axes.size());
    numbers_.fix(keys, part_.places);
    part_.rows.assign(numbers_.count(), 0);
    std::vector<std::uint32_t> cells(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
      cells[i] = numbers_.at(keys[i]);
      part_.rows[cells[i]] += filled.rows[i];
    }
    for (const std::size_t sum : need.sums) {
      const auto at = static_cast<std::size_t>(std::ranges::find(grid.sums, sum) - grid.sums.begin());
      if (filled.sums[at].empty()) {  // the sum of ones
        part_.sums.push_back(part_.rows);
        continue;
      }
      auto& total = part_.sums.emplace_back(numbers_.count());
      for (std::size_t i = 0; i < cells.size(); ++i) total[cells[i]] += filled.sums[at][i];
    }
  }

  void add_counts(const Grid& grid, const Filled& filled, const Need& need) {
    ValueCounts counts;
    counts.values = need.axes.back().axis->values;
    if (!grid.presence)
      count_values(grid, filled, need, counts);
    else if (!filled.bits.empty())
      join_bits(grid, filled, need, counts);
    else
      set_bits(grid, filled, need, counts);
    counts_.emplace(*need.measure, std::move(counts));
  }

  CubePart take() {
    for (std::size_t m = 0; m < cube_.measures.size(); ++m)
      if (cube_.measures[m].form != RecordMeasure::Form::kSum)
        part_.counts.push_back(std::move(counts_.at(m)));
    return std::move(part_);
  }

 private:
  /// The cube's cell of each of the grid's, from the first `count` of the needed axes.
  std::vector<std::uint64_t> keys_of(const Grid& grid, const Filled& filled,
                                     const std::vector<NamedAxis>& axes, std::size_t count) const {
    std::vector<std::uint64_t> keys(filled.cells(), 0);
    for (std::size_t i = 0; i < count; ++i) {
      const Mapped mapped = map_axis(grid, *axes[i].axis);
      const auto& places = filled.places[mapped.axis];
      for (std::size_t e = 0; e < keys.size(); ++e) keys[e] += mapped.of(places[e]) * numbers_.stride(i);
    }
    return keys;
  }

  void count_values(const Grid& grid, const Filled& filled, const Need& need, ValueCounts& counts) const {
    const auto keys = keys_of(grid, filled, need.axes, need.axes.size() - 1);
    const Mapped value = map_axis(grid, *need.axes.back().axis);
    std::vector<std::pair<std::uint64_t, std::int64_t>> pairs;
    for (std::size_t e = 0; e < keys.size(); ++e)
      pairs.emplace_back(std::uint64_t{numbers_.at(keys[e])} << 32 | value.of(filled.places[value.axis][e]),
                         filled.rows[e]);
    std::ranges::sort(pairs);
    for (const auto& [pair, rows] : pairs) {
      const auto cell = static_cast<std::uint32_t>(pair >> 32), at = static_cast<std::uint32_t>(pair);
      if (!counts.cell.empty() && counts.cell.back() == cell && counts.value.back() == at) {
        counts.count.back() += rows;
        continue;
      }
      counts.cell.push_back(cell);
      counts.value.push_back(at);
      counts.count.push_back(rows);
    }
  }

  void set_bits(const Grid& grid, const Filled& filled, const Need& need, ValueCounts& counts) const {
    const auto keys = keys_of(grid, filled, need.axes, need.axes.size() - 1);
    const Mapped value = map_axis(grid, *need.axes.back().axis);
    std::vector<std::uint64_t> pairs;
    for (std::size_t e = 0; e < keys.size(); ++e)
      pairs.push_back(std::uint64_t{numbers_.at(keys[e])} << 32 | value.of(filled.places[value.axis][e]));
    std::ranges::sort(pairs);
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    for (const std::uint64_t pair : pairs) {
      counts.cell.push_back(static_cast<std::uint32_t>(pair >> 32));
      counts.value.push_back(static_cast<std::uint32_t>(pair));
    }
  }

  /// The grid's last axis lies in whole words. Where it is the needed one, rows of words are joined.
  void join_bits(const Grid& grid, const Filled& filled, const Need& need, ValueCounts& counts) const {
    const Mapped value = map_axis(grid, *need.axes.back().axis);
    const std::size_t last = grid.axes.size() - 1;
    std::vector<Mapped> mapped;
    bool rows = value.axis == last && value.places.empty();
    for (std::size_t i = 0; i + 1 < need.axes.size(); ++i) {
      mapped.push_back(map_axis(grid, *need.axes[i].axis));
      rows = rows && mapped.back().axis != last;
    }
    const std::size_t from_words = (grid.axes[last].axis->size() + 63) / 64, words = counts.words();
    counts.bits.assign(numbers_.count() * words, 0);
    std::vector<std::uint32_t> places(grid.axes.size(), 0);
    for (std::size_t at = 0; at < filled.bits.size(); at += from_words, step(grid, places)) {
      const std::uint64_t* from = filled.bits.data() + at;
      if (std::all_of(from, from + from_words, [](std::uint64_t word) { return word == 0; })) continue;
      if (rows) {
        std::uint64_t* to = counts.bits.data() + numbers_.at(key_of(mapped, places)) * words;
        for (std::size_t w = 0; w < words; ++w) to[w] |= from[w];
        continue;
      }
      for (std::size_t w = 0; w < from_words; ++w)
        for (std::uint64_t left = from[w]; left != 0; left &= left - 1) {
          places[last] = static_cast<std::uint32_t>(w * 64 + static_cast<unsigned>(std::countr_zero(left)));
          const std::uint32_t bit = value.of(places[value.axis]);
          counts.bits[numbers_.at(key_of(mapped, places)) * words + bit / 64] |= std::uint64_t{1} << bit % 64;
        }
    }
  }

  std::uint64_t key_of(const std::vector<Mapped>& mapped, const std::vector<std::uint32_t>& places) const {
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < mapped.size(); ++i)
      key += mapped[i].of(places[mapped[i].axis]) * numbers_.stride(i);
    return key;
  }

  /// The next combination of all axes but the last.
  static void step(const Grid& grid, std::vector<std::uint32_t>& places) {
    for (std::size_t axis = grid.axes.size() - 1; axis-- > 0;) {
      if (++places[axis] < grid.axes[axis].axis->size()) return;
      places[axis] = 0;
    }
  }

  const RecordCube& cube_;
  CellNumbers numbers_;
  CubePart part_;
  std::map<std::size_t, ValueCounts> counts_;  // by measure
};

}  // namespace

std::vector<CubePart> roll_up(const CubeContext& context, const Plan& plan,
                              const std::vector<Filled>& filled) {
  struct Place {
    std::size_t grid;
    const Need* need;
  };
  const auto& cubes = context.dataset.cubes;
  std::vector<Place> rows(cubes.size());
  std::vector<std::vector<Place>> counts(cubes.size());
  std::size_t entries = 0;
  for (std::size_t g = 0; g < plan.grids.size(); ++g) {
    entries += filled[g].cells() * plan.grids[g].needs.size();
    for (const Need& need : plan.grids[g].needs)
      need.measure ? counts[need.cube].push_back({g, &need}) : void(rows[need.cube] = {g, &need});
  }
  std::vector<CubePart> parts(cubes.size());
  std::atomic<std::size_t> next{0};
  on_threads(entries < kEntriesOfThread ? 1 : threads_of(context.threads), [&](unsigned) {
    for (std::size_t c = next++; c < cubes.size(); c = next++) {
      CubeRollUp cube(cubes[c], plan.grids[rows[c].grid], filled[rows[c].grid], *rows[c].need);
      for (const Place& place : counts[c])
        cube.add_counts(plan.grids[place.grid], filled[place.grid], *place.need);
      parts[c] = cube.take();
    }
  });
  return parts;
}

}  // namespace zhiheng::measure::cubes
