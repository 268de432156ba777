#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "audit/cause.h"
#include "audit/checks/running_totals.h"
#include "audit/checks/sum_trial.h"
#include "audit/checks/table_checks.h"
#include "audit/checks/table_view.h"

namespace zhiheng::audit {
namespace {

using Verdict = SumAt::Verdict;

constexpr size_t kMostAddendsShown = 8;
constexpr size_t kMostSpots = 13;
constexpr size_t kMostFailures = 400;  // per table and direction; more is no table of sums

/// An equation that fails: the whole first, then its parts.
struct Failure {
  std::vector<const Value*> cells;
  std::vector<bool> deducted;
  SumAt sum;
  SumBasis basis = SumBasis::kTotal;
  bool certain = false;
  bool turned = false;
  int holds = 0;
  int fails = 0;
  bool told = false;

  /// By how much `cell` must change for the equation to hold.
  double correction(const Value* cell) const {
    if (cell == cells[0]) return -sum.delta;
    for (size_t i = 1; i < cells.size(); ++i) {
      if (cells[i] == cell) return deducted[i] ? -sum.delta : sum.delta;
    }
    return 0;
  }
};

class SumCheck {
 public:
  SumCheck(const read::Document& document, std::uint32_t index, const TableModel& table, Results& results)
      : rows_(document, index, table, false), columns_(document, index, table, true), results_(results) {
    tested_.assign(table.values.size() * 2, 0);
  }

  void run() {
    if (side_by_side()) return;
    for (const TableView* view : {&rows_, &columns_}) test(*view);
    pair_failures();
    for (Failure& failure : failures_) {
      if (!failure.told) tell(failure, failure.cells[0], -failure.sum.delta);
    }
    loose_shares();
  }

 private:
  /// Two tables beside one another (收入 | 预算数 | 支出 | 预算数): the labels of the second are not those of
  /// its rows.
  bool side_by_side() const {
    const auto& columns = rows_.table().columns;
    for (size_t i = 0; i < columns.size(); ++i) {
      for (size_t j = i + 1; j < columns.size(); ++j) {
        if (columns[i].label.empty() || columns[i].label != columns[j].label) continue;
        const auto words = [](const Line& line) { return line.measure == Measure::kText; };
        if (j > i + 1 && std::any_of(columns.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                     columns.begin() + static_cast<std::ptrdiff_t>(j), words))
          return true;
        if (j == i + 1)
          return true;  // the same head twice in a row: a label column between them has no numbers
      }
    }
    return false;
  }

  void test(const TableView& view) {
    const size_t first = failures_.size();
    for (const SumClaim& claim : sum_claims(view.lines(), view.turned())) {
      const TestedClaim tested = test_claim(view, claim);
      if (!tested.accepted) continue;
      for (const SumAt& sum : tested.at) {
        if (sum.verdict == Verdict::kUntestable) continue;
        const int k = static_cast<int>(&sum - tested.at.data());
        char& seen = tested_[static_cast<size_t>(sum.whole - view.table().values.data()) * 2 +
                             (view.turned() ? 1 : 0)];
        if (seen) continue;
        seen = 1;
        if (sum.verdict == Verdict::kHolds) hold(view, tested, k);
        if (sum.verdict == Verdict::kFails) fail(view, tested, k);
      }
    }
    if (failures_.size() - first > kMostFailures) failures_.resize(first);
  }

  static std::vector<const Value*> cells_of(const TableView& view, const TestedClaim& tested, int k) {
    std::vector<const Value*> cells{tested.at[static_cast<size_t>(k)].whole};
    for (const int part : *tested.parts) {
      if (const Value* value = view.at(part, k)) cells.push_back(value);
    }
    return cells;
  }

  std::string formula(const TableView& view, const std::vector<const Value*>& cells,
                      const std::vector<bool>& deducted, const std::string& result) const {
    std::string out;
    const size_t parts = cells.size() - 1;
    for (size_t i = 1; i <= parts; ++i) {
      const bool left_out = parts > kMostAddendsShown && i > 4 && i + 2 <= parts;
      if (left_out && i > 5) continue;
      if (i > 1) out += !deducted.empty() && deducted[i] && !left_out ? " - " : " + ";
      if (left_out) {
        out += "…";
        continue;
      }
      out += view.show_number(*cells[i]);
    }
    return out + " = " + result;
  }

  void hold(const TableView& view, const TestedClaim& tested, int k) {
    const std::vector<const Value*> cells = cells_of(view, tested, k);
    Held held;
    held.kind = Kind::kSum;
    held.spots = {view.spot(*cells[0]), view.spot(*cells[1]), view.spot(*cells.back())};
    held.formula = formula(view, cells, {}, view.show_value(*cells[0]));
    results_.held.push_back(std::move(held));
  }

  void fail(const TableView& view, const TestedClaim& tested, int k) {
    Failure failure;
    failure.cells = cells_of(view, tested, k);
    failure.deducted.assign(1, false);
    for (const int part : *tested.parts) {
      if (view.at(part, k)) failure.deducted.push_back(view.line(part).deduct);
    }
    failure.sum = tested.at[static_cast<size_t>(k)];
    failure.basis = tested.claim->basis;
    failure.certain = tested.certain && !failure.sum.soft;
    failure.turned = view.turned();
    failure.holds = tested.holds;
    failure.fails = tested.fails;
    failures_.push_back(std::move(failure));
  }

  /// A column and a row that fail by the same amount share the cell that is wrong.
  void pair_failures() {
    std::multimap<std::int64_t, Failure*> by_amount;
    const auto key = [](const Failure& f) { return std::llround(std::abs(f.sum.delta) * 1e3); };
    for (Failure& failure : failures_) {
      if (failure.turned) by_amount.insert({key(failure), &failure});
    }
    for (Failure& down : failures_) {
      if (down.turned) continue;
      const auto [begin, end] = by_amount.equal_range(key(down));
      for (auto it = begin; it != end && !down.told; ++it) pair(down, *it->second);
    }
  }

  void pair(Failure& down, Failure& along) {
    if (along.told) return;
    const std::set<const Value*> cells(along.cells.begin(), along.cells.end());
    const auto shared = std::ranges::find_if(down.cells, [&](const Value* v) { return cells.contains(v); });
    if (shared == down.cells.end()) return;
    const double change = down.correction(*shared);
    if (std::abs(change - along.correction(*shared)) > std::abs(change) * 1e-6) return;
    down.certain = down.certain || along.certain;
    tell(down, *shared, change, &along);
    along.told = true;
  }

  /// The part that explains the difference by a shifted point or unit, or null.
  const Value* slipped_part(const Failure& failure) const {
    const Value* found = nullptr;
    if (magnitude_slip(failure.cells[0]->quantity, failure.sum.computed) != 0) return nullptr;
    const double slack = (failure.sum.computed.high - failure.sum.computed.low) / 2 + 1e-9;
    for (size_t i = 1; i < failure.cells.size(); ++i) {
      const Quantity& q = failure.cells[i]->quantity;
      const double due = q.value + failure.correction(failure.cells[i]);
      if (magnitude_slip(q, {due - slack, due + slack}) == 0 || slack > std::abs(due) * 0.01) continue;
      if (found) return nullptr;
      found = failure.cells[i];
    }
    return found;
  }

  void tell(Failure& failure, const Value* doubted, double change, const Failure* second = nullptr) {
    const TableView& view = failure.turned ? columns_ : rows_;
    failure.told = true;
    if (!second && doubted == failure.cells[0]) {
      if (const Value* part = slipped_part(failure)) {
        doubted = part;
        change = failure.correction(part);
      }
    }
    const Quantity& q = doubted->quantity;
    const double slack =
        (failure.sum.computed.high - failure.sum.computed.low) / 2 +
        (doubted == failure.cells[0]
             ? 0
             : (failure.cells[0]->quantity.interval.high - failure.cells[0]->quantity.interval.low) / 2);
    const stats::Interval due{q.value + change - slack, q.value + change + slack};
    Finding finding;
    finding.kind = magnitude_slip(q, due) != 0 ? Kind::kUnit : Kind::kSum;
    finding.certain = failure.certain;
    finding.weight = failure.certain ? Weight::kError : Weight::kWarning;
    fill_numbers(view, *doubted, due, finding);
    Manner whole = view.manner(*failure.cells[0]);
    widen(whole, failure.sum.computed.middle(), failure.cells[0]->quantity.value);
    finding.formula =
        formula(view, failure.cells, failure.deducted, show(failure.sum.computed.middle(), whole));
    finding.cause = likely_cause(
        q, due, doubted == failure.cells[0] ? missing_parts(view, failure) : std::vector<Alternative>{});
    add_spots(view, *doubted, failure, second, finding);
    explain(view, *doubted, failure, second, finding);
    results_.findings.push_back(std::move(finding));
  }

  /// A part that was not added, or added twice.
  static std::vector<Alternative> missing_parts(const TableView& view, const Failure& failure) {
    std::vector<Alternative> out;
    if (failure.cells.size() < 4) return out;
    for (size_t i = 1; i < failure.cells.size(); ++i) {
      const Quantity& q = failure.cells[i]->quantity;
      if (q.value == 0 || failure.cells.size() > 60) continue;
      const Line& line = failure.turned ? view.table().columns[static_cast<size_t>(failure.cells[i]->column)]
                                        : view.table().rows[static_cast<size_t>(failure.cells[i]->row)];
      out.push_back(
          {failure.sum.computed - q.interval,
           {fmt::format("合计漏加了“{}”一项", line.label), fmt::format("“{}” was not added", line.label)}});
      out.push_back(
          {failure.sum.computed + q.interval,
           {fmt::format("“{}”一项加了两次", line.label), fmt::format("“{}” was added twice", line.label)}});
    }
    return out;
  }

  /// As many decimals as tell the computed value from the stated one.
  static void widen(Manner& manner, double computed, double stated) {
    for (int i = 0; i < 4 && show(computed, manner) == show(stated, manner); ++i) ++manner.decimals;
  }

  static void fill_numbers(const TableView& view, const Value& doubted, const stats::Interval& due,
                           Finding& finding) {
    Manner manner = view.manner(doubted);
    finding.stated = show(doubted.quantity.value, manner);
    finding.interval = show(due, manner);
    widen(manner, due.middle(), doubted.quantity.value);
    finding.recomputed = show(due.middle(), manner);
    finding.difference = show_difference(doubted.quantity.value - due.middle(), manner);
  }

  static void add_spots(const TableView& view, const Value& doubted, const Failure& failure,
                        const Failure* second, Finding& finding) {
    finding.spots.push_back(view.spot(doubted));
    for (const Failure* of : {&failure, second}) {
      if (!of) continue;
      const size_t parts = of->cells.size();
      for (size_t i = 0; i < parts; ++i) {
        const bool left_out = parts > kMostSpots && i != 0 && i != 1 && i + 1 != parts;
        if (of->cells[i] != &doubted && !left_out) finding.spots.push_back(view.spot(*of->cells[i]));
      }
    }
  }

  void explain(const TableView& view, const Value& doubted, const Failure& failure, const Failure* second,
               Finding& finding) const {
    const Words name = view.name(doubted);
    const std::string whole = view.show_value(*failure.cells[0]);
    const size_t parts = failure.cells.size() - 1;
    if (second) {
      finding.explanation = {fmt::format("{}写作 {}；它所在的行和列的合计都差同样的数，改为 {} 则两处都相符",
                                         name.zh, finding.stated, finding.recomputed),
                             fmt::format("{}: stated {}; its row and its column both miss their total by the "
                                         "same amount, {} makes both hold",
                                         name.en, finding.stated, finding.recomputed)};
    } else if (&doubted != failure.cells[0]) {
      finding.explanation = {
          fmt::format("合计写作 {}，{} 项相加不符；若{}为 {} 则相符", whole, parts, name.zh,
                      finding.recomputed),
          fmt::format("the total says {}, the {} parts don't make it; they would if {} were {}", whole, parts,
                      name.en, finding.recomputed)};
    } else {
      finding.explanation = {
          fmt::format("{}写作 {}，{} 项相加为 {}", name.zh, whole, parts, finding.recomputed),
          fmt::format("{}: stated {}, its {} parts make {}", name.en, whole, parts, finding.recomputed)};
    }
    if (failure.basis == SumBasis::kTotal || failure.basis == SumBasis::kWhole) return;
    finding.explanation.zh += fmt::format("（标签未写明合计；同样的关系另有 {} 处成立、{} 处不成立）",
                                          failure.holds, failure.fails);
    finding.explanation.en +=
        fmt::format(" (not labelled a total; the same relation holds in {} and fails in {} places)",
                    failure.holds, failure.fails);
  }

  /// Shares without a total row: all of them make 100 %, never more.
  void loose_shares() {
    const auto& rows = rows_.lines();
    const auto plain = [](const Line& row) {
      return row.depth == 0 && row.group < 0 && !row.of_which && !row.maybe_of_which;
    };
    const bool flat =
        std::ranges::all_of(rows, [&](const Line& row) { return plain(row) && row.total == Total::kNo; });
    if (!flat || rows.size() < 3 || !rows_.table().whole) return;
    const bool others = std::ranges::any_of(rows, [](const Line& row) {
      return row.subject.starts_with("其他") || row.subject.starts_with("其它");
    });
    for (int k = 0; k < rows_.cross_count(); ++k) {
      // 占全区比重 of each row is of another whole.
      if (rows_.cross(k).measure == Measure::kShare && rows_.cross(k).label.find("占全") == std::string::npos)
        shares_at(k, others);
    }
  }

  void shares_at(int k, bool others) {
    stats::Interval sum{0, 0};
    std::vector<const Value*> cells;
    for (int i = 0; i < rows_.line_count(); ++i) {
      const Value* value = rows_.at(i, k);
      if (!value || value->quantity.dimension != Dimension::kPercent || !value->quantity.exact()) return;
      sum = sum + value->quantity.interval;
      cells.push_back(value);
    }
    const bool over = sum.low > 100 && sum.middle() < 125;
    const bool under = sum.high < 100 && sum.middle() > 90 && others;
    if (!over && !under) return;
    Manner manner = rows_.manner(*cells[0]);
    Finding finding;
    finding.kind = Kind::kSum;
    finding.weight = Weight::kWarning;
    finding.stated = show(100, Manner{1, manner.decimals, manner.unit});
    finding.recomputed = show(sum.middle(), manner);
    finding.interval = show(sum, manner);
    finding.difference = show_difference(100 - sum.middle(), manner);
    cells.insert(cells.begin(), cells[0]);
    finding.formula = formula(rows_, cells, {}, finding.recomputed);
    for (size_t i = 1; i < std::min(cells.size(), kMostSpots); ++i)
      finding.spots.push_back(rows_.spot(*cells[i]));
    const std::string& label = rows_.cross(k).label;
    finding.explanation = {
        fmt::format("“{}”一列各项相加为 {}，应为 100%", label, finding.recomputed),
        fmt::format("the shares of column “{}” make {}, not 100%", label, finding.recomputed)};
    results_.findings.push_back(std::move(finding));
  }

  TableView rows_;
  TableView columns_;
  Results& results_;
  std::vector<Failure> failures_;
  std::vector<char> tested_;  // by value and direction
};

}  // namespace

void check_table_sums(const read::Document& document, std::uint32_t index,
                      const std::vector<TableModel>& tables, Results& results) {
  for (const TableModel& table : tables) {
    SumCheck(document, index, table, results).run();
    check_running_totals(TableView(document, index, table, false), results);
  }
}

}  // namespace zhiheng::audit
