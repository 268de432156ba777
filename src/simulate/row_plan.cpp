#include "simulate/row_plan.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "simulate/row_types.h"
#include "simulate/system.h"

namespace zhiheng::simulate {
namespace {

constexpr std::int64_t kNoCell = -1, kForbidden = -2;

struct Reason {
  const char* zh;
  const char* en;
};
constexpr Reason kContradicts{"与同一数据集其他公布数矛盾，或不可能由明细得到",
                              "contradicts other published figures of the dataset, or no rows can give it"};
constexpr Reason kNoRow{"没有任何明细行能计入此处", "no row can count here"};
constexpr Reason kNotWhole{"公布数不是整数或小数位多于列",
                           "not a whole number, or more decimals than the column"};
constexpr Reason kOutOfRange{"按行数平摊超出列的上下限",
                             "spread over the rows it leaves the column's limits"};
constexpr Reason kNoFormula{"该指标不是求和，不能由公布数反推",
                            "the measure is no sum that rows can be made for"};

std::optional<std::int64_t> scaled(const Decimal& value, int decimals) {
  const Decimal rounded = value.rounded(decimals);
  if (!(rounded == value)) return std::nullopt;
  Int128 mantissa = rounded.mantissa();
  for (int scale = rounded.scale(); scale < decimals; ++scale) mantissa *= 10;
  if (mantissa > Int128{1} << 62 || mantissa < -(Int128{1} << 62)) return std::nullopt;
  return static_cast<std::int64_t>(mantissa);
}

/// Shares a whole number in proportion to weights; what rounding leaves goes to the largest remainders.
std::vector<std::uint64_t> share(std::uint64_t total, const std::vector<double>& weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<std::uint64_t> out;
  std::vector<std::pair<double, std::size_t>> remainders;
  std::uint64_t given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double exact = static_cast<double>(total) * weights[i] / sum;
    out.push_back(std::min(static_cast<std::uint64_t>(std::floor(exact)), total - given));
    given += out.back();
    remainders.emplace_back(-(exact - std::floor(exact)), i);
  }
  std::sort(remainders.begin(), remainders.end());
  for (std::size_t i = 0; given < total; ++i, ++given) ++out[remainders[i % remainders.size()].second];
  return out;
}

class Planner {
 public:
  Planner(const World& world, const catalog::Dataset& dataset)
      : world_(world), dataset_(dataset), checks_(world, dataset) {
    plan_.dataset = &dataset;
  }

  RowPlan plan(const std::map<std::string, PublishedCube, std::less<>>& published) {
    link(published);
    if (cubes_.empty()) return std::move(plan_);
    types_ = enumerate_types(world_, dataset_, cubes_, amounts_);
    for (std::size_t c = 0; c < cubes_.size(); ++c) place_types(c);
    gather_kinds();
    for (std::size_t c = 0; c < cubes_.size(); ++c) add_equations(c);
    settle();
    for (std::size_t c = 0; c < cubes_.size(); ++c) add_amounts(c);
    finish();
    return std::move(plan_);
  }

 private:
  /// Types that all cubes see alike: one unknown.
  struct Kind {
    std::vector<std::size_t> types;
    double weight = 0;
  };
  struct Wanted {  // where an equation comes from
    std::size_t outcome = 0;
    bool published = false;
  };

  void link(const std::map<std::string, PublishedCube, std::less<>>& published) {
    for (const auto& cube : dataset_.cubes) {
      const auto found = published.find(cube.id);
      if (found == published.end() || found->second.cells.empty()) continue;
      cubes_.push_back({&cube, &found->second});
      plan_.cubes.push_back(cube.id);
      for (const auto& measure : cube.measures)
        if (const auto column = amount_column(dataset_, measure)) amounts_.push_back(*column);
    }
  }

  const catalog::RecordMeasure* record_measure(std::size_t cube, std::size_t measure) const {
    for (const auto& candidate : cubes_[cube].record->measures)
      if (candidate.id == cubes_[cube].published->measures[measure]->id) return &candidate;
    return nullptr;
  }

  bool asks_register(const formula::Formula& formula) const {
    return !formula.columns().empty() && formula.columns().back() >= dataset_.columns.size();
  }

  /// The cell of each type in a cube, kNoCell where its rows do not count there, kForbidden where nothing was
  /// published for the cell that they would make.
  void place_types(std::size_t c) {
    const auto& [record, published] = cubes_[c];
    std::vector<std::int64_t> cells(types_.rows.size(), kForbidden);
    std::map<std::vector<std::string>, std::int64_t> known;
    for (std::size_t i = 0; i < published->cells.size(); ++i)
      known[published->cells[i].codes] = static_cast<std::int64_t>(i);
    std::vector<formula::Vector> axes;
    std::vector<std::optional<std::size_t>> order;  // the catalog cube's dimension; none: the year
    for (const auto& by : record->by) {
      axes.push_back(checks_.evaluate(by.value, types_.batch));
      std::optional<std::size_t> place;
      for (std::size_t d = 0; d < published->cube->dimensions.size(); ++d)
        if (published->cube->dimensions[d].id == by.id) place = d;
      order.push_back(place);
    }
    std::optional<formula::Vector> where;
    if (record->where) where = checks_.evaluate(*record->where, types_.batch);
    for (std::size_t n = 0; n < cells.size(); ++n) {
      if (where && (!where->has(n) || where->values[n] == 0)) {
        cells[n] = kNoCell;
        continue;
      }
      const auto codes = codes_of(axes, order, published->cube->dimensions.size(), n);
      const auto found = codes ? known.find(*codes) : known.end();
      if (found != known.end()) cells[n] = found->second;
    }
    cells_.push_back(std::move(cells));
    coefficients_.push_back(coefficients_of(c));
  }

  std::optional<std::vector<std::string>> codes_of(const std::vector<formula::Vector>& axes,
                                                   const std::vector<std::optional<std::size_t>>& order,
                                                   std::size_t dimensions, std::size_t n) const {
    std::vector<std::string> codes(dimensions);
    for (std::size_t a = 0; a < axes.size(); ++a) {
      if (!axes[a].has(n)) return std::nullopt;
      if (!order[a]) {
        if (axes[a].type == formula::Type::kText || axes[a].values[n] != world_.year) return std::nullopt;
      } else {
        if (axes[a].type != formula::Type::kText) return std::nullopt;
        codes[*order[a]] = std::string(axes[a].texts[n]);
      }
    }
    return codes;
  }

  /// By measure: what each type's row adds; empty where it is an amount or cannot be computed.
  std::vector<std::vector<std::int64_t>> coefficients_of(std::size_t c) const {
    std::vector<std::vector<std::int64_t>> out;
    for (std::size_t m = 0; m < cubes_[c].published->measures.size(); ++m) {
      out.emplace_back();
      const auto* measure = record_measure(c, m);
      if (measure == nullptr || measure->form != catalog::RecordMeasure::Form::kSum ||
          asks_register(measure->value) || amount_column(dataset_, *measure))
        continue;
      const auto values = checks_.evaluate(measure->value, types_.batch);
      std::optional<formula::Vector> where;
      if (measure->where) where = checks_.evaluate(*measure->where, types_.batch);
      for (std::size_t n = 0; n < types_.rows.size(); ++n) {
        const bool counts = values.has(n) && (!where || (where->has(n) && where->values[n] != 0));
        out.back().push_back(counts && values.decimals == 0 ? values.values[n] : 0);
      }
    }
    return out;
  }

  void gather_kinds() {
    std::map<std::vector<std::int64_t>, std::size_t> known;
    for (std::size_t n = 0; n < types_.rows.size(); ++n) {
      std::vector<std::int64_t> signature;
      bool counts = false, forbidden = types_.weights[n] <= 0;
      for (std::size_t c = 0; c < cubes_.size(); ++c) {
        signature.push_back(cells_[c][n]);
        forbidden = forbidden || cells_[c][n] == kForbidden;
        for (const auto& measure : coefficients_[c]) {
          signature.push_back(measure.empty() || cells_[c][n] < 0 ? 0 : measure[n]);
          counts = counts || signature.back() != 0;
        }
      }
      if (forbidden || !counts) continue;
      const auto [entry, is_new] = known.emplace(std::move(signature), kinds_.size());
      if (is_new) kinds_.emplace_back();
      kinds_[entry->second].types.push_back(n);
      kinds_[entry->second].weight += types_.weights[n];
    }
    for (const Kind& kind : kinds_) system_.weights.push_back(kind.weight);
  }

  void add_equations(std::size_t c) {
    const PublishedCube& published = *cubes_[c].published;
    for (std::size_t cell = 0; cell < published.cells.size(); ++cell) {
      for (std::size_t m = 0; m < published.measures.size(); ++m) {
        const auto& value = published.cells[cell].values[m];
        const auto* measure = record_measure(c, m);
        if (measure != nullptr && amount_column(dataset_, *measure)) continue;
        if (coefficients_[c][m].empty()) {
          if (value) add_outcome(c, cell, m, &kNoFormula, Outcome::State::kNotComputable);
          continue;
        }
        const auto total = value ? scaled(*value, 0) : std::optional<std::int64_t>(0);
        if (!total) {
          add_outcome(c, cell, m, &kNotWhole, Outcome::State::kInconsistent);
          continue;
        }
        add_equation(c, cell, m, *total, value.has_value());
      }
    }
  }

  void add_equation(std::size_t c, std::size_t cell, std::size_t m, std::int64_t total, bool published) {
    Equation equation;
    equation.total = total;
    equation.wanted = published;
    for (std::size_t k = 0; k < kinds_.size(); ++k) {
      const std::size_t type = kinds_[k].types.front();
      if (cells_[c][type] != static_cast<std::int64_t>(cell) || coefficients_[c][m][type] == 0) continue;
      equation.terms.emplace_back(k, coefficients_[c][m][type]);
    }
    wanted_.push_back({plan_.outcomes.size(), published});
    if (published) add_outcome(c, cell, m, nullptr, Outcome::State::kReproduced);
    system_.equations.push_back(std::move(equation));
  }

  Outcome& add_outcome(std::size_t c, std::size_t cell, std::size_t m, const Reason* reason,
                       Outcome::State state) {
    const PublishedCube& published = *cubes_[c].published;
    Outcome outcome;
    outcome.cube = published.cube->id;
    outcome.measure = published.measures[m]->id;
    outcome.codes = published.cells[cell].codes;
    outcome.published = published.cells[cell].values[m].value_or(Decimal(0));
    outcome.line = published.cells[cell].line;
    outcome.state = state;
    if (reason != nullptr) outcome.reason_zh = reason->zh, outcome.reason_en = reason->en;
    plan_.outcomes.push_back(std::move(outcome));
    return plan_.outcomes.back();
  }

  void settle() {
    const Solution solution = solve(system_);
    for (const std::size_t e : solution.given_up) {
      if (!wanted_[e].published) continue;
      Outcome& outcome = plan_.outcomes[wanted_[e].outcome];
      const Reason& reason = system_.equations[e].terms.empty() ? kNoRow : kContradicts;
      outcome.state = Outcome::State::kInconsistent;
      outcome.reason_zh = reason.zh;
      outcome.reason_en = reason.en;
    }
    counts_.assign(types_.rows.size(), 0);
    for (std::size_t k = 0; k < kinds_.size(); ++k) {
      std::vector<double> weights;
      for (const std::size_t type : kinds_[k].types) weights.push_back(types_.weights[type]);
      const auto shares = share(static_cast<std::uint64_t>(solution.counts[k]), weights);
      for (std::size_t i = 0; i < shares.size(); ++i) counts_[kinds_[k].types[i]] = shares[i];
    }
  }

  void add_amounts(std::size_t c) {
    const PublishedCube& published = *cubes_[c].published;
    for (std::size_t m = 0; m < published.measures.size(); ++m) {
      const auto* measure = record_measure(c, m);
      const auto column = measure == nullptr ? std::nullopt : amount_column(dataset_, *measure);
      if (!column) continue;
      std::optional<formula::Vector> where;
      if (measure->where) where = checks_.evaluate(*measure->where, types_.batch);
      for (std::size_t cell = 0; cell < published.cells.size(); ++cell) {
        if (!published.cells[cell].values[m]) continue;
        Amount amount{*column, 0, {}};
        for (std::size_t n = 0; n < counts_.size(); ++n)
          if (counts_[n] > 0 && cells_[c][n] == static_cast<std::int64_t>(cell) &&
              (!where || (where->has(n) && where->values[n] != 0)))
            amount.types.push_back(n);
        add_amount(c, cell, m, std::move(amount));
      }
    }
  }

  void add_amount(std::size_t c, std::size_t cell, std::size_t m, Amount amount) {
    const catalog::DatasetColumn& column = dataset_.columns[amount.column];
    const auto total = scaled(*cubes_[c].published->cells[cell].values[m], column.decimals);
    std::uint64_t rows = 0;
    bool taken = false;
    for (const std::size_t type : amount.types) {
      rows += counts_[type];
      taken = taken || !amounts_taken_.insert({amount.column, type}).second;
    }
    const Reason* reason = !total                     ? &kNotWhole
                           : rows == 0 && *total != 0 ? &kNoRow
                           : taken                    ? &kContradicts
                                                      : nullptr;
    if (reason == nullptr) {
      const Int128 least = Int128{column.least.value_or(0)} * rows;
      const bool above = column.most && Int128{*total} > Int128{*column.most} * rows;
      if (*total < least || above) reason = &kOutOfRange;
    }
    add_outcome(c, cell, m, reason,
                reason == nullptr ? Outcome::State::kReproduced : Outcome::State::kInconsistent);
    if (reason != nullptr || rows == 0) return;
    amount.total = *total;
    plan_.amounts.push_back(std::move(amount));
  }

  /// Keeps the types that have rows.
  void finish() {
    std::map<std::size_t, std::size_t> kept;
    for (std::size_t n = 0; n < counts_.size(); ++n) {
      if (counts_[n] == 0) continue;
      kept[n] = plan_.types.size();
      plan_.types.push_back({types_.rows[n], counts_[n], types_.tables[n]});
      plan_.rows += counts_[n];
    }
    for (Amount& amount : plan_.amounts)
      for (std::size_t& type : amount.types) type = kept.at(type);
    plan_.deciding = std::move(types_.deciding);
    plan_.choices = std::move(types_.choices);
    plan_.tables = std::move(types_.days);
    plan_.has_time = !dataset_.time.empty();
  }

  const World& world_;
  const catalog::Dataset& dataset_;
  RowChecks checks_;
  std::vector<LinkedCube> cubes_;
  std::vector<std::size_t> amounts_;
  RowTypes types_;
  std::vector<std::vector<std::int64_t>> cells_;                      // by cube and type
  std::vector<std::vector<std::vector<std::int64_t>>> coefficients_;  // by cube, measure, type
  std::vector<Kind> kinds_;
  System system_;
  std::vector<Wanted> wanted_;  // by equation
  std::vector<std::uint64_t> counts_;
  std::set<std::pair<std::size_t, std::size_t>> amounts_taken_;
  RowPlan plan_;
};

}  // namespace

RowPlan plan_rows(const World& world, const catalog::Dataset& dataset,
                  const std::map<std::string, PublishedCube, std::less<>>& published) {
  return Planner(world, dataset).plan(published);
}

}  // namespace zhiheng::simulate
