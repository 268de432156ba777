#include "measure/cube_sum.h"

#include <atomic>
#include <utility>

#include "base/decimal.h"
#include "measure/cubes/threads.h"
#include "measure/cubes/value_sum.h"

namespace zhiheng::measure {
namespace {

using catalog::RecordCube;
using catalog::RecordMeasure;
using cubes::KeyNumbers;
using cubes::make_room;
using cubes::Renumbering;
using cubes::ValueNumbers;
using cubes::ValueSum;
using formula::Type;

constexpr ErrorCode kOverflow{"cube.overflow", "汇总表 {} 的合计超出 63 位",
                              "a sum of the cube {} leaves 63 bits"};
constexpr ErrorCode kTooLarge{"cube.too-large", "汇总表 {} 的维度取值组合过多",
                              "the dimensions of the cube {} have too many combinations"};
constexpr std::size_t kCellsOfThread = 16384;  // fewer aren't worth another thread

/// Cells by the numbers of their values, with room for values to come.
class CellIndex {
 public:
  using Places = std::vector<std::vector<std::uint32_t>>;  // by axis, of each cell

  /// Takes the cells; false where their values have too many combinations.
  bool take(const std::vector<ValueNumbers>& axes, const Places& places, std::size_t count) {
    if (!set_sizes(axes, true) && !set_sizes(axes, false)) return false;
    cells_ = KeyNumbers(cubes::is_worth_array(possible_, count) ? possible_ : 1);
    for (std::size_t cell = 0; cell < count; ++cell) number(places, cell, cell);
    return true;
  }
  bool has_room(const std::vector<ValueNumbers>& axes) const {
    if (possible_ == 0) return false;
    for (std::size_t i = 0; i < axes.size(); ++i)
      if (axes[i].size() > sizes_[i]) return false;
    return true;
  }
  /// The number of the cell at `at` in `places`; `next` where it is new.
  std::uint32_t number(const Places& places, std::size_t at, std::size_t next) {
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < sizes_.size(); ++i) key = key * sizes_[i] + places[i][at];
    return cells_.number(key, next);
  }

 private:
  bool set_sizes(const std::vector<ValueNumbers>& axes, bool more) {
    Int128 possible = 1;
    sizes_.clear();
    for (const ValueNumbers& axis : axes) {
      sizes_.push_back(std::max<std::size_t>(1, axis.size() + (more ? axis.size() / 4 + 4 : 0)));
      possible *= sizes_.back();
      if (possible >> 62 != 0) return false;
    }
    possible_ = static_cast<std::uint64_t>(possible);
    return true;
  }

  std::vector<std::uint64_t> sizes_;
  std::uint64_t possible_ = 0;
  KeyNumbers cells_;
};

template <typename Value>
void arrange(const std::vector<Value>& from, const std::vector<std::uint32_t>& order,
             std::vector<Value>& to) {
  to.resize(from.empty() ? 0 : order.size());
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = from[order[i]];
}

template <typename Value>
void put(const std::vector<Value>& from, std::uint32_t cell, std::vector<Value>& to, std::uint32_t at) {
  if (!from.empty()) to[at] = from[cell];
}

std::shared_ptr<const AxisValues> no_values(const formula::Formula& formula) {
  return std::make_shared<const AxisValues>(AxisValues{formula.type(), formula.decimals(), {}, {}, {}});
}

/// The part of a segment without rows.
CubePart no_rows(const RecordCube& cube) {
  CubePart part;
  for (const auto& dimension : cube.by) part.axes.push_back(no_values(dimension.value));
  part.places.resize(cube.by.size());
  for (const RecordMeasure& measure : cube.measures)
    if (measure.form == RecordMeasure::Form::kSum)
      part.sums.emplace_back();
    else
      part.counts.push_back({no_values(measure.value), {}, {}, {}, {}});
  return part;
}

}  // namespace

/// One cube. Cells and values are numbered as they come; the table is in order.
class CubeSums::Sum {
 public:
  explicit Sum(const RecordCube& cube) : cube_(cube) {}

  void add(CubePart part) {
    std::vector<std::uint32_t> cells;
    if (started_)
      cells = number_cells(part);
    else
      cells = start(part);
    rows_.resize(count_);
    for (std::size_t i = 0; i < cells.size(); ++i) rows_[cells[i]] += part.rows[i];
    for (std::size_t s = 0; s < sums_.size(); ++s) add_sums(part.sums[s], cells, sums_[s]);
    for (std::size_t c = 0; c < counts_.size(); ++c)
      counts_[c]->add(std::move(part.counts[c]), cells, count_);
    changed_.insert(changed_.end(), cells.begin(), cells.end());
  }

  void expect_more(CubeTable& table) {
    for (auto& axis : axes_) axis.expect_more();
    for (auto& counts : counts_) counts->expect_more();
    index_cells();
    for (auto& places : places_) make_room(places);
    for (auto& sums : sums_) make_room(sums);
    for (auto& places : table.places) make_room(places);
    for (auto& measure : table.measures) make_room(measure.numbers);
    for (auto* values : {&rows_, &table.rows}) make_room(*values);
    for (auto* cells : {&order_, &at_}) make_room(*cells);
  }

  void finish(CubeTable& table) {
    if (!started_) add(no_rows(cube_));
    if (changed_.empty() && table.cube != nullptr) return;
    table.cube = &cube_;
    for (auto& counts : counts_) counts->finish(changed_);
    if (order_.size() == count_ && !table.measures.empty())
      renew(table);
    else
      build(table);
    changed_.clear();
  }

 private:
  std::vector<std::uint32_t> start(CubePart& part) {
    started_ = true;
    for (const auto& axis : part.axes) axes_.emplace_back(axis);
    places_ = std::move(part.places);
    count_ = part.rows.size();
    std::size_t c = 0;
    for (const RecordMeasure& measure : cube_.measures)
      if (measure.form == RecordMeasure::Form::kSum)
        sums_.emplace_back();
      else
        counts_.push_back(ValueSum::start(measure, part.counts[c++]));
    std::vector<std::uint32_t> cells(count_);
    std::iota(cells.begin(), cells.end(), 0);
    return cells;
  }

  void index_cells() {
    if (index_.has_room(axes_)) return;
    if (!index_.take(axes_, places_, count_)) throw Error(kTooLarge, {}, {cube_.id});
  }

  /// What the part's cells are here; those that are new come last.
  std::vector<std::uint32_t> number_cells(const CubePart& part) {
    CellIndex::Places places = part.places;
    for (std::size_t i = 0; i < axes_.size(); ++i) {
      Renumbering number(axes_[i], *part.axes[i]);
      for (std::uint32_t& place : places[i]) place = number(place);
    }
    index_cells();
    std::vector<std::uint32_t> cells(part.cells());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      cells[i] = index_.number(places, i, count_);
      if (cells[i] != count_) continue;
      ++count_;
      for (std::size_t axis = 0; axis < places.size(); ++axis) places_[axis].push_back(places[axis][i]);
    }
    return cells;
  }

  void add_sums(const std::vector<std::int64_t>& from, const std::vector<std::uint32_t>& cells,
                std::vector<std::int64_t>& to) const {
    to.resize(count_);
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (__builtin_add_overflow(to[cells[i]], from[i], &to[cells[i]]))
        throw Error(kOverflow, {}, {cube_.id});
  }

  /// Puts what has changed where it already stands.
  void renew(CubeTable& table) const {
    for (const std::uint32_t cell : changed_) {
      const std::uint32_t at = at_[cell];
      table.rows[at] = rows_[cell];
      std::size_t s = 0, c = 0;
      for (std::size_t m = 0; m < cube_.measures.size(); ++m) {
        CubeTable::Measure& to = table.measures[m];
        if (cube_.measures[m].form == RecordMeasure::Form::kSum) {
          to.numbers[at] = sums_[s++][cell];
          continue;
        }
        const CubeTable::Measure& from = counts_[c++]->measure();
        put(from.numbers, cell, to.numbers, at);
        put(from.texts, cell, to.texts, at);
        put(from.present, cell, to.present, at);
      }
    }
  }

  void build(CubeTable& table) {
    std::vector<std::vector<std::uint32_t>> ranks;
    table.axes.clear();
    for (auto& axis : axes_) {
      ranks.push_back(axis.ranks());
      table.axes.push_back(axis.sorted());
    }
    order_cells(ranks);
    table.places.resize(axes_.size());
    for (std::size_t i = 0; i < axes_.size(); ++i) {
      arrange(places_[i], order_, table.places[i]);
      for (std::uint32_t& place : table.places[i]) place = ranks[i][place];
    }
    arrange(rows_, order_, table.rows);
    arrange_measures(table);
  }

  void order_cells(const std::vector<std::vector<std::uint32_t>>& ranks) {
    std::vector<std::uint64_t> keys(count_);
    for (std::size_t i = 0; i < axes_.size(); ++i)
      for (std::size_t cell = 0; cell < count_; ++cell)
        keys[cell] = keys[cell] * axes_[i].size() + ranks[i][places_[i][cell]];
    cubes::extend_order(order_, count_, [&](std::uint32_t a, std::uint32_t b) { return keys[a] < keys[b]; });
    at_.resize(count_);
    for (std::uint32_t i = 0; i < count_; ++i) at_[order_[i]] = i;
  }

  void arrange_measures(CubeTable& table) const {
    table.measures.resize(cube_.measures.size());
    std::size_t s = 0, c = 0;
    for (std::size_t m = 0; m < cube_.measures.size(); ++m) {
      const RecordMeasure& measure = cube_.measures[m];
      CubeTable::Measure& to = table.measures[m];
      if (measure.form == RecordMeasure::Form::kSum) {
        to.decimals = measure.value.type() == Type::kNumber ? measure.value.decimals() : 0;
        arrange(sums_[s++], order_, to.numbers);
        continue;
      }
      const CubeTable::Measure& from = counts_[c++]->measure();
      to.decimals = from.decimals;
      to.type = from.type;
      arrange(from.numbers, order_, to.numbers);
      arrange(from.texts, order_, to.texts);
      arrange(from.present, order_, to.present);
    }
  }

  const RecordCube& cube_;
  bool started_ = false;
  std::vector<ValueNumbers> axes_;
  CellIndex::Places places_;
  std::size_t count_ = 0;  // of the cells
  std::vector<std::int64_t> rows_;
  std::vector<std::vector<std::int64_t>> sums_;
  std::vector<std::unique_ptr<ValueSum>> counts_;
  CellIndex index_;
  std::vector<std::uint32_t> changed_;     // cells, since the table was finished
  std::vector<std::uint32_t> order_, at_;  // cells as the table has them; where a cell stands there
};

CubeSums::CubeSums(const catalog::Dataset& dataset, unsigned threads)
    : threads_(cubes::threads_of(threads)), tables_(dataset.cubes.size()) {
  for (const RecordCube& cube : dataset.cubes) sums_.push_back(std::make_unique<Sum>(cube));
}
CubeSums::~CubeSums() = default;
CubeSums::CubeSums(CubeSums&&) noexcept = default;
CubeSums& CubeSums::operator=(CubeSums&&) noexcept = default;

template <typename Use>
void CubeSums::each(std::size_t work, Use use) {
  std::atomic<std::size_t> next{0};
  cubes::on_threads(work < kCellsOfThread ? 1 : threads_, [&](unsigned) {
    for (std::size_t i = next++; i < sums_.size(); i = next++) use(i);
  });
}

void CubeSums::add(std::vector<CubePart> parts) {
  std::size_t cells = 0;
  for (const CubePart& part : parts) cells += part.cells();
  pending_ += cells;
  each(cells, [&](std::size_t i) { sums_[i]->add(std::move(parts[i])); });
}

void CubeSums::expect_more() {
  each(kCellsOfThread, [&](std::size_t i) { sums_[i]->expect_more(tables_[i]); });
}

const std::vector<CubeTable>& CubeSums::tables() {
  each(std::exchange(pending_, 0), [&](std::size_t i) { sums_[i]->finish(tables_[i]); });
  return tables_;
}

std::vector<CubeTable> CubeSums::take() {
  tables();
  return std::move(tables_);
}

}  // namespace zhiheng::measure
