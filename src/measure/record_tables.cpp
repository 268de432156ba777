// Parts of cubes added up and finished.
#include <algorithm>
#include <bit>
#include <map>
#include <numeric>

#include "measure/record_cubes.h"

namespace zhiheng::measure {
namespace {

using catalog::RecordCube;
using catalog::RecordMeasure;
using formula::Type;
using Values = std::shared_ptr<const AxisValues>;

bool less(const AxisValues& values, std::uint32_t a, std::uint32_t b) {
  if (values.missing && (a == *values.missing || b == *values.missing))
    return a != *values.missing && b == *values.missing;
  return values.type == Type::kText ? values.texts[a] < values.texts[b]
                                    : values.numbers[a] < values.numbers[b];
}

bool same(const AxisValues& a, std::uint32_t i, const AxisValues& b, std::uint32_t j) {
  const bool first = a.missing == i, second = b.missing == j;
  if (first || second) return first && second;
  return a.type == Type::kText ? a.texts[i] == b.texts[j] : a.numbers[i] == b.numbers[j];
}

/// For each place its rank in the order of values, missing last.
std::vector<std::uint32_t> ranks(const AxisValues& values) {
  std::vector<std::uint32_t> order(values.size()), rank(values.size());
  std::iota(order.begin(), order.end(), 0);
  const auto before = [&](std::uint32_t a, std::uint32_t b) { return less(values, a, b); };
  if (!std::ranges::is_sorted(order, before)) std::ranges::sort(order, before);
  for (std::uint32_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
  return rank;
}

void append(AxisValues& to, const AxisValues& from, std::uint32_t place) {
  if (from.missing == place) to.missing = static_cast<std::uint32_t>(to.size());
  if (from.type == Type::kText)
    to.texts.push_back(from.texts[place]);
  else
    to.numbers.push_back(from.numbers[place]);
}

/// The values of several axes in order, and for each axis where its own are among them.
struct Union {
  Values values;
  std::vector<std::vector<std::uint32_t>> places;
};

Union unite(const std::vector<Values>& axes) {
  Union all;
  all.places.resize(axes.size());
  if (std::ranges::all_of(axes, [&](const Values& axis) { return axis == axes[0]; })) {
    all.values = axes[0];
    for (auto& places : all.places) {
      places.resize(axes[0]->size());
      std::iota(places.begin(), places.end(), 0);
    }
    return all;
  }
  AxisValues values;
  values.type = axes[0]->type;
  values.decimals = axes[0]->decimals;
  std::vector<std::vector<std::uint32_t>> order(axes.size());
  std::vector<std::size_t> at(axes.size(), 0);
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const auto rank = ranks(*axes[i]);
    order[i].resize(rank.size());
    for (std::uint32_t place = 0; place < rank.size(); ++place) order[i][rank[place]] = place;
    all.places[i].resize(rank.size());
  }
  const auto head = [&](std::size_t i) { return order[i][at[i]]; };
  const auto comes_before = [&](std::size_t i, std::size_t j) {
    const bool missing = axes[i]->missing == head(i), other = axes[j]->missing == head(j);
    if (missing || other) return !missing && other;
    return values.type == Type::kText ? axes[i]->texts[head(i)] < axes[j]->texts[head(j)]
                                      : axes[i]->numbers[head(i)] < axes[j]->numbers[head(j)];
  };
  for (;;) {
    std::size_t least = axes.size();
    for (std::size_t i = 0; i < axes.size(); ++i)
      if (at[i] < order[i].size() && (least == axes.size() || comes_before(i, least))) least = i;
    if (least == axes.size()) break;
    const std::uint32_t place = head(least);
    const auto number = static_cast<std::uint32_t>(values.size());
    append(values, *axes[least], place);
    for (std::size_t i = 0; i < axes.size(); ++i)
      if (at[i] < order[i].size() && same(*axes[i], head(i), *axes[least], place))
        all.places[i][order[i][at[i]++]] = number;
  }
  all.values = std::make_shared<const AxisValues>(std::move(values));
  return all;
}

using Key = std::vector<std::uint32_t>;

/// What a cell of each part is in the sum.
struct Cells {
  std::vector<std::vector<std::uint32_t>> of;  // by part
  std::size_t count = 0;
};

Cells number_cells(std::span<const CubePart* const> parts, const std::vector<Union>& axes, CubePart& sum) {
  std::map<Key, std::uint32_t> known;
  Cells cells;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    auto& own = cells.of.emplace_back();
    for (std::size_t cell = 0; cell < parts[p]->cells(); ++cell) {
      Key key;
      for (std::size_t axis = 0; axis < axes.size(); ++axis)
        key.push_back(axes[axis].places[p][parts[p]->places[axis][cell]]);
      const auto [at, is_new] = known.try_emplace(key, static_cast<std::uint32_t>(known.size()));
      own.push_back(at->second);
    }
  }
  cells.count = known.size();
  sum.places.assign(axes.size(), std::vector<std::uint32_t>(known.size()));
  for (const auto& [key, cell] : known)
    for (std::size_t axis = 0; axis < axes.size(); ++axis) sum.places[axis][cell] = key[axis];
  return cells;
}

template <typename Use>
void each_value(const ValueCounts& counts, Use use) {
  if (counts.bits.empty()) {
    for (std::size_t i = 0; i < counts.cell.size(); ++i)
      use(counts.cell[i], counts.value[i], counts.count.empty() ? 1 : counts.count[i]);
    return;
  }
  const std::size_t words = counts.words();
  for (std::size_t w = 0; w < counts.bits.size(); ++w)
    for (std::uint64_t left = counts.bits[w]; left != 0; left &= left - 1)
      use(static_cast<std::uint32_t>(w / words),
          static_cast<std::uint32_t>(w % words * 64 + static_cast<unsigned>(std::countr_zero(left))), 1);
}

ValueCounts add_counts(std::span<const CubePart* const> parts, std::size_t measure, bool distinct,
                       const Cells& cells) {
  std::vector<Values> axes;
  bool bits = distinct;
  for (const CubePart* part : parts) {
    axes.push_back(part->counts[measure].values);
    bits = bits && (!part->counts[measure].bits.empty() || part->cells() == 0);
  }
  const Union all = unite(axes);
  ValueCounts sum;
  sum.values = all.values;
  if (bits) sum.bits.assign(cells.count * sum.words(), 0);
  std::vector<std::pair<std::uint64_t, std::int64_t>> pairs;
  for (std::size_t p = 0; p < parts.size(); ++p)
    each_value(parts[p]->counts[measure], [&](std::uint32_t cell, std::uint32_t value, std::int64_t count) {
      const std::uint32_t to = cells.of[p][cell], place = all.places[p][value];
      if (bits)
        sum.bits[to * sum.words() + place / 64] |= std::uint64_t{1} << place % 64;
      else
        pairs.emplace_back(std::uint64_t{to} << 32 | place, count);
    });
  std::ranges::sort(pairs);
  std::uint64_t last = ~std::uint64_t{0};
  for (const auto& [pair, count] : pairs) {
    if (pair != last) {
      sum.cell.push_back(static_cast<std::uint32_t>(pair >> 32));
      sum.value.push_back(static_cast<std::uint32_t>(pair));
      if (!distinct) sum.count.push_back(0);
    }
    if (!distinct) sum.count.back() += count;
    last = pair;
  }
  return sum;
}

/// Takes one measure's values of one cell after another: what kMin, kMax, kQuantile and kTop are of them.
class Finishing {
 public:
  Finishing(const RecordMeasure& measure, const ValueCounts& counts,
            const std::vector<std::uint32_t>& cell_of)
      : measure_(measure), counts_(counts), rank_(ranks(*counts.values)), cell_of_(cell_of) {
    result_.type = counts.values->type;
    result_.decimals = counts.values->decimals;
    const std::size_t cells = cell_of.size();
    if (is_text()) result_.texts.resize(cells);
    if (!is_text()) result_.numbers.resize(cells);
    result_.present.assign(cells, 0);
  }

  CubeTable::Measure take() {
    std::vector<std::pair<std::uint32_t, std::int64_t>> met;  // place, count
    std::uint32_t cell = 0;
    const auto finish = [&] {
      if (!met.empty()) finish_cell(cell_of_[cell], met);
      met.clear();
    };
    each_value(counts_, [&](std::uint32_t at, std::uint32_t place, std::int64_t count) {
      if (at != cell) finish();
      cell = at;
      if (counts_.values->missing != place) met.emplace_back(place, count);
    });
    finish();
    return std::move(result_);
  }

 private:
  bool is_text() const {
    return measure_.form == RecordMeasure::Form::kTop || counts_.values->type == Type::kText;
  }

  void finish_cell(std::uint32_t to, std::vector<std::pair<std::uint32_t, std::int64_t>>& met) {
    result_.present[to] = 1;
    std::ranges::sort(met, {}, [&](const auto& item) { return rank_[item.first]; });
    if (measure_.form == RecordMeasure::Form::kTop) {
      result_.texts[to] = top(met);
      return;
    }
    const std::uint32_t place = measure_.form == RecordMeasure::Form::kMin   ? met.front().first
                                : measure_.form == RecordMeasure::Form::kMax ? met.back().first
                                                                             : quantile(met);
    if (is_text())
      result_.texts[to] = counts_.values->texts[place];
    else
      result_.numbers[to] = counts_.values->numbers[place];
  }

  std::uint32_t quantile(const std::vector<std::pair<std::uint32_t, std::int64_t>>& met) const {
    std::int64_t all = 0, below = 0;
    for (const auto& [place, count] : met) all += count;
    for (const auto& [place, count] : met) {
      below += count;
      if (Decimal(below) >= measure_.at * Decimal(all)) return place;
    }
    return met.back().first;
  }

  std::string top(std::vector<std::pair<std::uint32_t, std::int64_t>>& met) const {
    std::ranges::stable_sort(met, std::greater{}, &std::pair<std::uint32_t, std::int64_t>::second);
    if (met.size() > static_cast<std::size_t>(measure_.keep))
      met.resize(static_cast<std::size_t>(measure_.keep));
    std::string text;
    for (const auto& [place, count] : met) {
      const AxisValues& values = *counts_.values;
      const std::string value =
          values.type == Type::kText ? values.texts[place] : std::to_string(values.numbers[place]);
      text += (text.empty() ? "" : "|") + value + "×" + std::to_string(count);
    }
    return text;
  }

  const RecordMeasure& measure_;
  const ValueCounts& counts_;
  std::vector<std::uint32_t> rank_;
  const std::vector<std::uint32_t>& cell_of_;
  CubeTable::Measure result_;
};

CubeTable::Measure count_distinct(const ValueCounts& counts, const std::vector<std::uint32_t>& cell_of) {
  CubeTable::Measure result;
  result.numbers.assign(cell_of.size(), 0);
  if (counts.bits.empty()) {
    for (std::size_t i = 0; i < counts.cell.size(); ++i)
      if (counts.values->missing != counts.value[i]) ++result.numbers[cell_of[counts.cell[i]]];
    return result;
  }
  const std::size_t words = counts.words();
  for (std::size_t cell = 0; cell < cell_of.size(); ++cell) {
    std::int64_t bits = 0;
    const std::uint64_t* row = counts.bits.data() + cell * words;
    for (std::size_t w = 0; w < words; ++w) bits += std::popcount(row[w]);
    if (const auto missing = counts.values->missing)
      bits -= static_cast<std::int64_t>(row[*missing / 64] >> *missing % 64 & 1);
    result.numbers[cell_of[cell]] = bits;
  }
  return result;
}

template <typename Value>
std::vector<Value> arranged(const std::vector<Value>& values, const std::vector<std::uint32_t>& order) {
  std::vector<Value> result(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) result[i] = values[order[i]];
  return result;
}

/// The values in their order, missing last, and each place's new one in `rank`.
Values sorted_values(const Values& values, const std::vector<std::uint32_t>& rank) {
  if (std::ranges::is_sorted(rank)) return values;
  std::vector<std::uint32_t> order(rank.size());
  for (std::uint32_t place = 0; place < rank.size(); ++place) order[rank[place]] = place;
  AxisValues sorted;
  sorted.type = values->type;
  sorted.decimals = values->decimals;
  for (const std::uint32_t place : order) append(sorted, *values, place);
  return std::make_shared<const AxisValues>(std::move(sorted));
}

/// Sorts the axes' values and puts the cells in their order; gives where each cell of the part goes.
std::vector<std::uint32_t> sort_cells(const CubePart& part, CubeTable& table,
                                      std::vector<std::uint32_t>& order) {
  std::vector<std::vector<std::uint32_t>> places = part.places;
  for (std::size_t axis = 0; axis < part.axes.size(); ++axis) {
    const auto rank = ranks(*part.axes[axis]);
    table.axes.push_back(sorted_values(part.axes[axis], rank));
    for (std::uint32_t& place : places[axis]) place = rank[place];
  }
  order.resize(part.cells());
  std::iota(order.begin(), order.end(), 0);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    for (const auto& axis : places)
      if (axis[a] != axis[b]) return axis[a] < axis[b];
    return false;
  };
  if (!std::ranges::is_sorted(order, before)) std::ranges::sort(order, before);
  std::vector<std::uint32_t> to(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) to[order[i]] = i;
  for (auto& axis : places) table.places.push_back(arranged(axis, order));
  return to;
}

}  // namespace

CubePart add_parts(const RecordCube& cube, std::span<const CubePart* const> parts) {
  CubePart sum;
  if (parts.size() == 1) return *parts[0];
  std::vector<Union> axes;
  for (std::size_t axis = 0; !parts.empty() && axis < cube.by.size(); ++axis) {
    std::vector<Values> values;
    for (const CubePart* part : parts) values.push_back(part->axes[axis]);
    axes.push_back(unite(values));
    sum.axes.push_back(axes.back().values);
  }
  const Cells cells = number_cells(parts, axes, sum);
  sum.rows.assign(cells.count, 0);
  std::size_t sums = 0, counts = 0;
  for (std::size_t p = 0; p < parts.size(); ++p)
    for (std::size_t cell = 0; cell < parts[p]->cells(); ++cell)
      sum.rows[cells.of[p][cell]] += parts[p]->rows[cell];
  for (const RecordMeasure& measure : cube.measures) {
    if (measure.form != RecordMeasure::Form::kSum) {
      const bool distinct = measure.form == RecordMeasure::Form::kDistinct;
      if (!parts.empty()) sum.counts.push_back(add_counts(parts, counts++, distinct, cells));
      continue;
    }
    auto& total = sum.sums.emplace_back(cells.count);
    for (std::size_t p = 0; p < parts.size(); ++p)
      for (std::size_t cell = 0; cell < parts[p]->cells(); ++cell)
        total[cells.of[p][cell]] += parts[p]->sums[sums][cell];
    ++sums;
  }
  return sum;
}

CubeTable finish_cube(const RecordCube& cube, const CubePart& part) {
  CubeTable table;
  table.cube = &cube;
  std::vector<std::uint32_t> order;
  const std::vector<std::uint32_t> to = sort_cells(part, table, order);
  table.rows = arranged(part.rows, order);
  std::size_t sums = 0, counts = 0;
  for (const RecordMeasure& measure : cube.measures) {
    if (measure.form == RecordMeasure::Form::kSum) {
      table.measures.push_back({measure.value.type() == Type::kNumber ? measure.value.decimals() : 0,
                                Type::kNumber,
                                arranged(part.sums[sums++], order),
                                {},
                                {}});
    } else if (part.counts.empty()) {
      table.measures.emplace_back();
    } else if (measure.form == RecordMeasure::Form::kDistinct) {
      table.measures.push_back(count_distinct(part.counts[counts++], to));
    } else {
      table.measures.push_back(Finishing(measure, part.counts[counts++], to).take());
    }
  }
  return table;
}

}  // namespace zhiheng::measure
