#include "audit/checks/stock_balance.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "audit/checks/claims.h"
#include "audit/checks/draft.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kMostFlows = 6;       // columns between the opening and the closing one
constexpr double kHoldingShare = 0.6;  // of a table's lines that must balance before one is doubted

bool is_opening(std::string_view words) {
  return contains_any(words,
                      {"年初", "期初", "月初", "季初", "上年末", "上年底", "上年年末", "上期末", "上月末"});
}
bool is_closing(std::string_view words) {
  return !is_opening(words) && contains_any(words, {"年末", "年底", "期末", "月末", "季末"});
}

bool same_measure(const Quantity& a, const Quantity& b) {
  return a.dimension == b.dimension && a.unit == b.unit;
}

class BalanceCheck {
 public:
  BalanceCheck(const Book& book, Results& results) : book_(book), results_(results) {}

  void run() {
    for (const Sentence& sentence : book_.statements.sentences) {
      for (size_t i = sentence.first; i < sentence.first + sentence.count; ++i) {
        months(sentence, i);
        surplus(sentence, i);
      }
    }
    for (const TableModel& table : book_.tables) balances(table);
  }

 private:
  const Statement& at(size_t i) const { return book_.statements.all[i]; }
  const Quantity& number(size_t i) const { return book_.statements.quantity(at(i)); }

  void tell(Finding finding, const std::vector<Spot>& spots, Words words) {
    finding.spots = spots;
    finding.explanation = std::move(words);
    results_.findings.push_back(std::move(finding));
  }

  static bool within(const Period& part, const Period& whole) {
    if (part.to != whole.to || part.from != part.to || whole.from != whole.to || !part.month) return false;
    const int last = part.month_to ? part.month_to : part.month;
    if (!whole.month) return true;
    return whole.month_to > whole.month && whole.month <= part.month && last <= whole.month_to &&
           (part.month != whole.month || last != whole.month_to);
  }

  /// 上半年累计查处 1356 起，其中 6 月份查处 1536 起.
  void months(const Sentence& sentence, size_t i) {
    const Statement& part = at(i);
    if (part.role != Role::kLevel || !part.period_said || !part.period.month || !part.part) return;
    for (size_t j = i; j > sentence.first; --j) {
      const Statement& whole = at(j - 1);
      const Quantity &a = number(j - 1), &b = number(i);
      if (whole.role != Role::kLevel || whole.part || !whole.total || !same_measure(a, b)) continue;
      if (!within(part.period, whole.period) || !a.exact() || !b.exact() ||
          (!part.own.empty() && whole.core.find(part.own) == std::string::npos))
        return;
      if (b.value - b.step / 2 <= a.value + a.step / 2) return;
      tell(compared(Kind::kStockFlow, true, book_, part, {0, a.interval.high}, "", {}),
           {spot_of(book_, part), spot_of(book_, whole)},
           {fmt::format("当月{}多于累计{}", words_of(book_, part), words_of(book_, whole)),
            fmt::format("{} in one month, more than the {} of all months", words_of(book_, part),
                        words_of(book_, whole))});
      return;
    }
  }

  std::string_view clause(size_t i) const {
    return book_.document.view({at(i).clause.begin, number(i).span.begin});
  }

  /// 收入 9.42，支出 7.56，上年末滚存结余 6.15，年末滚存结余 1.86: only what this year left over.
  void surplus(const Sentence& sentence, size_t i) {
    const Quantity& closing = number(i);
    if (at(i).role != Role::kLevel || !closing.exact() || !is_closing(clause(i)) ||
        !contains_any(at(i).core, {"结余", "结转", "余额"}))
      return;
    std::optional<size_t> in, out, opening;
    for (size_t j = sentence.first; j < sentence.first + sentence.count; ++j) {
      if (j == i || at(j).role != Role::kLevel || !same_measure(number(j), closing) || at(j).part) continue;
      if (at(j).core == at(i).core && (is_opening(clause(j)) || at(j).period.to < at(i).period.to)) {
        opening = j;
      } else if (j < i) {
        const bool came = at(j).own.ends_with("收入"), went = at(j).own.ends_with("支出");
        if ((came && in) || (went && out)) return;
        if (came) in = j;
        if (went) out = j;
      }
    }
    if (!in || !out || !opening || number(*opening).value <= 0) return;
    const stats::Interval left = number(*in).interval - number(*out).interval;
    const stats::Interval due = number(*opening).interval + left;
    if (!left.overlaps(closing.interval) || due.overlaps(closing.interval)) return;
    const Statement* terms[] = {&at(*opening), &at(*in), &at(*out)};
    const std::string formula = fmt::format("{} + {} − {}", words_of(book_, at(*opening)),
                                            words_of(book_, at(*in)), words_of(book_, at(*out)));
    Finding finding = compared(Kind::kStockFlow, true, book_, at(i), due, formula, terms);
    const auto spots = finding.spots;
    const std::string stated = finding.stated;
    tell(std::move(finding), spots,
         {fmt::format("{}只是本期收支之差，未计入期初的{}", stated, words_of(book_, at(*opening))),
          fmt::format("{} is only what this period left over, without the {} from before", stated,
                      words_of(book_, at(*opening)))});
  }

  /// 年初人口, 出生, 死亡, 净迁入, 年末人口: one way to add up fits almost all lines.
  void balances(const TableModel& table) {
    std::optional<size_t> opening;
    for (size_t c = 0; c < table.columns.size(); ++c) {
      const std::string& label = table.columns[c].label;
      if (is_opening(label)) opening = c;
      if (!opening || !is_closing(label) || c < *opening + 2 || c - *opening - 1 > kMostFlows) continue;
      const unsigned ways = 1u << (c - *opening - 1);
      for (unsigned way = 0; way < ways; ++way) {
        if (lines_of(table, *opening, c, way)) return;
      }
    }
  }

  static std::optional<stats::Interval> due_of(const TableModel& table, size_t row, size_t opening,
                                               size_t closing, unsigned way) {
    const Value* last = table.at(row, closing);
    if (!last) return std::nullopt;
    stats::Interval due{0, 0};
    for (size_t c = opening; c < closing; ++c) {
      const Value* value = table.at(row, c);
      if (!value || !same_measure(value->quantity, last->quantity)) return std::nullopt;
      const bool less = c > opening && (way >> (c - opening - 1) & 1u);
      due = less ? due - value->quantity.interval : due + value->quantity.interval;
    }
    return due;
  }

  /// Whether the columns add up that way in most lines; tells those where they do not.
  bool lines_of(const TableModel& table, size_t opening, size_t closing, unsigned way) {
    std::vector<size_t> off;
    size_t known = 0;
    for (size_t r = 0; r < table.rows.size(); ++r) {
      const auto due = due_of(table, r, opening, closing, way);
      if (!due) continue;
      ++known;
      if (!due->overlaps(table.at(r, closing)->quantity.interval)) off.push_back(r);
    }
    if (known < 3 || static_cast<double>(known - off.size()) < kHoldingShare * static_cast<double>(known))
      return false;
    const bool certain = known - off.size() >= 3;
    for (const size_t r : off)
      tell_line(table, r, opening, closing, *due_of(table, r, opening, closing, way), certain);
    return true;
  }

  void tell_line(const TableModel& table, size_t r, size_t opening, size_t closing,
                 const stats::Interval& due, bool certain) {
    const Value &last = *table.at(r, closing), &first = *table.at(r, opening);
    const Manner manner =
        manner_of(book_.document.text, last.quantity, unit_of(table, table.rows[r], table.columns[closing]));
    Finding finding = compared(Kind::kStockFlow, certain, last.quantity, due, manner, "");
    const std::string words = fmt::format("{}与{}及其间各列不合，应为{}", table.columns[closing].label,
                                          table.columns[opening].label, finding.recomputed);
    const std::string en =
        fmt::format("the closing {} does not follow from the opening and what came and went: {}",
                    finding.stated, finding.recomputed);
    tell(std::move(finding), {spot_of(book_, table, last), spot_of(book_, table, first)}, {words, en});
  }

  const Book& book_;
  Results& results_;
};

}  // namespace

void check_stock_balance(const Book& book, Results& results) { BalanceCheck(book, results).run(); }

}  // namespace zhiheng::audit
