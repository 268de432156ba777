#include <fmt/format.h>

#include <algorithm>

#include "audit/checks/cell_match.h"
#include "audit/checks/growths.h"

namespace zhiheng::audit {
namespace {

using stats::Interval;

/// A change said in a sentence against two cells of a table.
class CellGrowth : SentenceCheck {
 public:
  CellGrowth(const Book& book, const NamedCell& cell, Results& results)
      : SentenceCheck(book, results), cell_(cell), table_(*cell.table) {}

  void run(const Statement& level) {
    const size_t i = index_of(level);
    if (i + 1 >= all().size() || !is_change_of(at(i + 1), level)) return;
    const Statement& change = at(i + 1);
    const Value* before = year_before();
    if (!before || before->quantity.interval.low <= 0) return;
    const Interval due =
        (q(level).interval / value_in(*before, q(level)) - Interval{1, 1}) * 100 * change.sign;
    const std::string formula =
        fmt::format("{} ÷ {} − 1 = {}", words(level), cell_words(*cell_.book, table_, *before),
                    show_computed(due * change.sign, manner(change)));
    if (q(change).interval.overlaps(due)) {
      results_.held.push_back({Kind::kGrowth, spots(change, level, *before), formula});
      return;
    }
    if (judged(change)) return;
    Finding finding = compared(Kind::kGrowth, false, q(change), due, manner(change), formula);
    finding.spots = spots(change, level, *before);
    finding.explanation = {fmt::format("按表中的两期数，{}，不是{}", formula, finding.stated),
                           fmt::format("by the table, {}, not {}", formula, finding.stated)};
    tell(std::move(finding));
  }

 private:
  bool is_change_of(const Statement& st, const Statement& level) const {
    const bool of = st.role == Role::kChange && st.own.empty() && st.sentence == level.sentence &&
                    st.parent == static_cast<std::int32_t>(index_of(level));
    const bool yearly = st.base == Base::kUnsaid || st.base == Base::kLastYear;
    return of && yearly && !st.list && !st.comparable && !table_.comparable && q(st).exact() &&
           q(st).dimension == Dimension::kPercent && is_additive(q(level).dimension) &&
           !grows_in_real_terms(level.core);
  }

  static bool is_year_before(const Line& a, const Line& b) {
    if (a.is_relative && b.is_relative) return a.relative + 1 == b.relative && a.subject == b.subject;
    return a.period.named() && b.period.named() && a.period.from == a.period.to &&
           a.period.from + 1 == b.period.from && a.period.month == b.period.month && a.subject == b.subject;
  }

  /// The cell of the year before; null where there is none, or where the table gives a growth of its own.
  const Value* year_before() const {
    const auto row = static_cast<size_t>(cell_.value->row), column = static_cast<size_t>(cell_.value->column);
    const Value* found = nullptr;
    for (size_t k = 0; k < table_.columns.size(); ++k) {
      const Measure measure = table_.columns[k].measure;
      if (measure == Measure::kGrowth || measure == Measure::kPoints) return nullptr;
      if (is_year_before(table_.columns[k], table_.columns[column])) found = table_.at(row, k);
    }
    for (size_t k = 0; k < table_.rows.size() && !found; ++k) {
      if (is_year_before(table_.rows[k], table_.rows[row])) found = table_.at(k, column);
    }
    return found && found->quantity.exact() && found->quantity.unit == cell_.value->quantity.unit ? found
                                                                                                  : nullptr;
  }

  /// Whether the sentence's own numbers have been held against the change.
  bool judged(const Statement& change) const {
    const auto about = [&](const auto& result) {
      return result.kind == Kind::kGrowth && !result.spots.empty() &&
             result.spots[0].document == book_.index && result.spots[0].mark == q(change).span;
    };
    return std::ranges::any_of(results_.findings, about) || std::ranges::any_of(results_.held, about);
  }

  std::vector<Spot> spots(const Statement& change, const Statement& level, const Value& before) const {
    return {spot_of(book_, change), spot_of(book_, level), spot_of(*cell_.book, table_, before)};
  }

  const NamedCell& cell_;
  const TableModel& table_;
};

}  // namespace

void check_change_of_cell(const Book& book, const Statement& level, const NamedCell& cell, Results& results) {
  CellGrowth(book, cell, results).run(level);
}

}  // namespace zhiheng::audit
