#include "measure/cubes/plan.h"

#include <algorithm>
#include <numeric>

#include "base/text.h"

namespace zhiheng::measure::cubes {
namespace {

using catalog::RecordCube;
using catalog::RecordMeasure;
using formula::Formula;

/// Turns cubes into needs, one grid each to begin with.
class Needs {
 public:
  Needs(Sources& sources, Plan& plan) : sources_(sources), plan_(plan) {}

  void add(const RecordCube& cube, std::size_t index) {
    Need need;
    need.cube = index;
    for (const auto& dimension : cube.by) need.axes.push_back(named(dimension.value));
    std::vector<std::size_t> conditions;
    if (cube.where) conditions.push_back(condition(*cube.where));
    Grid grid{need.axes, conditions, {}, false, {}};
    for (std::size_t m = 0; m < cube.measures.size(); ++m) {
      const RecordMeasure& measure = cube.measures[m];
      if (measure.form == RecordMeasure::Form::kSum)
        need.sums.push_back(sum(measure));
      else
        add_values(need, m, measure, conditions);
    }
    grid.sums = unique(need.sums);
    grid.needs.push_back(std::move(need));
    plan_.grids.push_back(std::move(grid));
  }

 private:
  /// The values that a measure meets are one more axis.
  void add_values(const Need& of_cube, std::size_t m, const RecordMeasure& measure,
                  std::vector<std::size_t> conditions) {
    Need need{of_cube.cube, m, of_cube.axes, {}};
    need.axes.push_back(named(measure.value));
    if (measure.where) conditions.push_back(condition(*measure.where));
    Grid grid{need.axes, unique(conditions), {}, measure.form == RecordMeasure::Form::kDistinct, {}};
    grid.needs.push_back(std::move(need));
    plan_.grids.push_back(std::move(grid));
  }

  static std::vector<std::size_t> unique(std::vector<std::size_t> items) {
    std::ranges::sort(items);
    items.erase(std::unique(items.begin(), items.end()), items.end());
    return items;
  }

  NamedAxis named(const Formula& formula) { return {formula.text(), &sources_.axis(formula)}; }

  std::size_t condition(const Formula& formula) {
    return place(plan_.condition_texts, plan_.conditions, formula.text(),
                 [&] { return sources_.condition(formula); });
  }

  std::size_t sum(const RecordMeasure& measure) {
    const std::string text = measure.value.text() + (measure.where ? " where " + measure.where->text() : "");
    return place(plan_.sum_texts, plan_.sums, text,
                 [&] { return sources_.sum(measure.value, measure.where); });
  }

  template <typename Item, typename Make>
  static std::size_t place(std::vector<std::string>& texts, std::vector<Item>& items, const std::string& text,
                           Make make) {
    const auto found = std::ranges::find(texts, text);
    if (found != texts.end()) return static_cast<std::size_t>(found - texts.begin());
    items.push_back(make());
    texts.push_back(text);
    return items.size() - 1;
  }

  Sources& sources_;
  Plan& plan_;
};

bool gives(const Axis& from, const Axis& to) { return &from == &to || derived(from, to).has_value(); }

/// The axes of both, without those that follow from another one.
std::vector<NamedAxis> united(const std::vector<NamedAxis>& a, const std::vector<NamedAxis>& b) {
  std::vector<NamedAxis> all;
  for (const auto* axes : {&a, &b})
    for (const NamedAxis& axis : *axes) {
      if (std::ranges::any_of(all, [&](const NamedAxis& other) { return gives(*other.axis, *axis.axis); }))
        continue;
      std::erase_if(all, [&](const NamedAxis& other) { return gives(*axis.axis, *other.axis); });
      all.push_back(axis);
    }
  return all;
}

std::vector<std::size_t> joined(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
  std::vector<std::size_t> all;
  std::ranges::set_union(a, b, std::back_inserter(all));
  return all;
}

/// Groups grids while one for two is cheaper than two.
class Grouping {
 public:
  Grouping(std::vector<Grid>& grids, const std::vector<Source>& sources,
           std::optional<std::size_t> time_column, std::uint64_t rows)
      : grids_(grids), sources_(sources), time_column_(time_column), rows_(rows) {}

  void run() {
    for (Grid& grid : grids_) grid.axes = united(grid.axes, {});
    while (merge_best()) {
    }
  }

 private:
  bool merge_best() {
    double best = 0;
    std::size_t a = 0, b = 0;
    Grid both;
    for (std::size_t i = 0; i < grids_.size(); ++i)
      for (std::size_t j = i + 1; j < grids_.size(); ++j) {
        auto candidate = merged(grids_[i], grids_[j]);
        if (!candidate) continue;
        const std::size_t needs = grids_[i].needs.size() + grids_[j].needs.size();
        const double gain = cost(grids_[i], grids_[i].needs.size()) +
                            cost(grids_[j], grids_[j].needs.size()) - cost(*candidate, needs);
        if (gain <= best) continue;
        best = gain, a = i, b = j, both = std::move(*candidate);
      }
    if (best <= 0) return false;
    both.needs = grids_[a].needs;
    both.needs.insert(both.needs.end(), grids_[b].needs.begin(), grids_[b].needs.end());
    grids_[a] = std::move(both);
    grids_.erase(grids_.begin() + static_cast<std::ptrdiff_t>(b));
    return true;
  }

  static std::optional<Grid> merged(const Grid& a, const Grid& b) {
    if (a.conditions != b.conditions || a.presence != b.presence) return std::nullopt;
    Grid both{united(a.axes, b.axes), a.conditions, joined(a.sums, b.sums), a.presence, {}};
    // Bits of more axes are many more bits: only where one contains the other.
    if (a.presence && both.axes.size() > std::max(a.axes.size(), b.axes.size())) return std::nullopt;
    if (!a.presence && !is_dense_size(both)) return std::nullopt;
    return both;
  }

  static bool is_dense_size(const Grid& grid) { return grid.cells() <= kMostDenseCells; }

  bool is_time(const NamedAxis& axis) const {
    const Source& source = sources_[axis.axis->source];
    return time_column_ && source.kind == Source::Kind::kColumn && source.column == *time_column_;
  }

  /// Nanoseconds, roughly. Records come in the order of time, so that a stretch of them meets few of the
  /// cells.
  double cost(const Grid& grid, std::size_t needs) const {
    const double cells = grid.cells();
    const auto rows = static_cast<double>(rows_);
    if (!is_dense(grid, rows_)) return rows * 12;
    const double words = grid.presence ? 1.0 / 64 : 1.0 + static_cast<double>(grid.sums.size()) / 3;
    double hot = cells * words * 8;
    for (const NamedAxis& axis : grid.axes)
      if (is_time(axis)) hot /= std::max(1.0, static_cast<double>(axis.axis->size()) / 2);
    const double memory = hot <= 256e3 ? 1.0 : hot <= 1e6 ? 1.3 : hot <= 8e6 ? 1.8 : 4.0;
    const double filling = rows * (memory + 0.15 * static_cast<double>(grid.axes.size()) + 0.25 * words);
    // Each cell is collected once and looked at for each cube; somewhat less than half of them have rows.
    const double emptying = grid.presence ? words * 4 : 0.4 * (60 + 8 * static_cast<double>(needs));
    return filling + cells * emptying;
  }

  std::vector<Grid>& grids_;
  const std::vector<Source>& sources_;
  std::optional<std::size_t> time_column_;
  std::uint64_t rows_;
};

/// What is of time first: records come in its order, so that a stretch of them stays within few cells. The
/// values that a measure tells apart stay last.
void order_axes(Grid& grid, const std::vector<Source>& sources, std::optional<std::size_t> time_column) {
  const auto is_time = [&](const NamedAxis& axis) {
    return time_column && axis.axis->source != kNoSource &&
           sources[axis.axis->source].kind == Source::Kind::kColumn &&
           sources[axis.axis->source].column == *time_column;
  };
  if (grid.presence) {
    const Axis* values = grid.needs[0].axes.back().axis;
    std::ranges::stable_partition(grid.axes, [&](const NamedAxis& axis) { return axis.axis != values; });
  }
  const auto end = grid.presence && !grid.axes.empty() ? grid.axes.end() - 1 : grid.axes.end();
  std::stable_partition(grid.axes.begin(), end, is_time);
}

}  // namespace

double Grid::cells() const {
  double cells = 1;
  for (const NamedAxis& axis : axes)
    cells *= static_cast<double>(std::max<std::size_t>(1, axis.axis->size()));
  return cells;
}

bool is_dense(const Grid& grid, std::uint64_t rows) {
  const auto many = static_cast<double>(rows);
  return grid.presence ? grid.cells() <= std::min(kMostBits, many * 512 + 65536)
                       : grid.cells() <= std::min(kMostDenseCells, many * 8 + 4096);
}

std::optional<std::vector<std::uint32_t>> derived(const Axis& from, const Axis& to) {
  if (from.source != to.source || from.source == kNoSource) return std::nullopt;
  if (from.index.empty()) {
    if (!to.index.empty()) return to.index;
    std::vector<std::uint32_t> same(from.size());
    std::iota(same.begin(), same.end(), 0);
    return same;
  }
  if (to.index.empty()) return std::nullopt;
  constexpr std::uint32_t kUnset = 0xFFFF'FFFF;
  std::vector<std::uint32_t> map(from.size(), kUnset);
  for (std::size_t place = 0; place < from.index.size(); ++place) {
    std::uint32_t& at = map[from.index[place]];
    if (at != kUnset && at != to.index[place]) return std::nullopt;
    at = to.index[place];
  }
  return map;
}

Plan make_plan(const CubeContext& context, Sources& sources, std::uint64_t rows) {
  Plan plan;
  Needs needs(sources, plan);
  for (std::size_t i = 0; i < context.dataset.cubes.size(); ++i) needs.add(context.dataset.cubes[i], i);
  std::optional<std::size_t> time_column;
  if (!context.dataset.time.empty()) time_column = sources.segment_column(context.dataset.time);
  Grouping(plan.grids, sources.all(), time_column, rows).run();
  for (Grid& grid : plan.grids) order_axes(grid, sources.all(), time_column);
  return plan;
}

}  // namespace zhiheng::measure::cubes
