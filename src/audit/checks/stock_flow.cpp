#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "audit/checks/checks.h"
#include "audit/checks/claims.h"
#include "audit/checks/draft.h"
#include "audit/checks/stock_balance.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kMostAlike = 32;

class StockFlowCheck {
 public:
  StockFlowCheck(const std::vector<Book>& books, const Claims& claims, Results& results)
      : books_(books), results_(results), claims_(claims) {}

  void run() {
    const size_t first = results_.findings.size();
    for (const auto& claims : claims_) {
      for (const Claim& claim : claims) {
        if (claim.role != Role::kLevel || claim.yearly || claim.hoped) continue;
        by_number_[fmt::format("{:.10g}", claim.quantity.value)].push_back(&claim);
        by_thing_[thing_key(claim.key)].push_back(&claim);
      }
    }
    for (const auto& claims : claims_) {
      for (const Claim& claim : claims) {
        if (is_flow(claim)) judge(claim);
      }
    }
    for (const Book& book : books_) check_stock_balance(book, results_);
    replace_told(results_, first, {Kind::kTextText, Kind::kTextTable, Kind::kDocument, Kind::kSum});
  }

 private:
  /// 累计新增 may be all there is.
  static bool is_flow(const Claim& claim) {
    return claim.role == Role::kLevel && claim.flow && !claim.total && !claim.yearly && !claim.hoped &&
           (!claim.period.named() || claim.period.from == claim.period.to) &&
           claim.quantity.dimension != Dimension::kPercent && claim.quantity.exact();
  }

  static bool is_stock(const Claim& claim) {
    return !claim.flow && claim.quantity.dimension != Dimension::kPercent && claim.quantity.exact() &&
           !(claim.statement && claim.statement->from);
  }

  static bool same_time(const Claim& a, const Claim& b) {
    const bool telling = a.quantity.value == b.quantity.value && telling_digits(a) >= 3;
    return (a.goal == b.goal || telling) && a.period.to == b.period.to &&
           (a.period.month == b.period.month || !a.period.month || !b.period.month);
  }

  void judge(const Claim& flow) {
    const auto& alike = by_number_.at(fmt::format("{:.10g}", flow.quantity.value));
    if (alike.size() <= kMostAlike) {
      for (const Claim* stock : alike) {
        if (!is_stock(*stock) || !same_unit(flow, *stock) || !same_area(flow, *stock) ||
            !same_time(flow, *stock))
          continue;
        if (const auto why = witness(flow, *stock)) {
          report(flow, *stock, *why);
          return;
        }
      }
    }
    larger(flow);
  }

  /// What shows that the stock was there before, so that it can't all be new.
  struct Witness {
    std::optional<Spot> spot;
    std::string zh;
    bool certain = false;
  };

  std::optional<Witness> witness(const Claim& flow, const Claim& stock) const {
    const bool one_sentence = flow.book == stock.book && flow.statement && stock.statement &&
                              flow.statement->sentence == stock.statement->sentence;
    if (one_sentence) {
      if (auto found = began_from(flow, stock)) return found;
    }
    if (!same_thing(flow, stock)) return std::nullopt;
    if (auto found = stock.statement ? moved(stock) : year_before(stock)) return found;
    if (auto found = another_stock(stock)) return found;
    const bool said = stock.total || (stock.statement && (stock.statement->reached || said_stock(stock)));
    if (said && !one_sentence && telling_digits(stock) >= 3 && thing_key(stock.key) == thing_key(flow.key))
      return Witness{};
    return std::nullopt;
  }

  static bool said_stock(const Claim& claim) {
    return contains_any(claim.book->document.view(claim.statement->clause),
                        {"达到", "现有", "共有", "总量", "总数", "截至", "拥有", "年末"});
  }

  /// 农村公路通车总里程: how far the things extend is no other thing.
  static std::string extended(std::string thing) {
    for (bool again = true; again;) {
      again = false;
      for (const std::string_view word :
           {"总里程", "里程", "总长度", "长度", "总面积", "总规模", "总", "通车"}) {
        if (thing.size() < word.size() + 9 || !thing.ends_with(word)) continue;
        thing.resize(thing.size() - word.size());
        again = true;
      }
    }
    return thing;
  }

  /// The same words, or words that end alike where the number has many digits.
  static bool same_thing(const Claim& flow, const Claim& stock) {
    std::string a = extended(thing_key(flow.key)), b = extended(thing_key(stock.key));
    if (a.size() < b.size()) std::swap(a, b);
    if (a == b) return b.size() >= 9;
    const int digits = telling_digits(stock);
    return a.ends_with(b) && ((digits >= 5 && b.size() >= 6) || (digits >= 3 && b.size() >= 12));
  }

  /// 在原有 52 个的基础上增加到 86 个.
  std::optional<Witness> began_from(const Claim& flow, const Claim& stock) const {
    const Statements& statements = flow.book->statements;
    const Sentence& sentence = statements.sentences[flow.statement->sentence];
    if (!stock.statement->reached) return std::nullopt;
    for (size_t i = sentence.first; i < sentence.first + sentence.count; ++i) {
      const Statement& st = statements.all[i];
      const Quantity& q = statements.quantity(st);
      const std::string_view clause = flow.book->document.view({st.clause.begin, q.span.begin});
      if (&st == stock.statement || &st == flow.statement || q.dimension != stock.quantity.dimension ||
          q.unit != stock.quantity.unit)
        continue;
      if (q.value <= 0 || q.value >= stock.quantity.value ||
          !(st.from || clause.find("原有") != clause.npos || clause.find("原来") != clause.npos))
        continue;
      return Witness{spot_of(*flow.book, st), fmt::format("原有{}", words_of(*flow.book, st)), true};
    }
    return std::nullopt;
  }

  /// 较上年末增加 460 个: less than all.
  std::optional<Witness> moved(const Claim& stock) const {
    const Statements& statements = stock.book->statements;
    const Sentence& sentence = statements.sentences[stock.statement->sentence];
    const auto self = static_cast<size_t>(stock.statement - statements.all.data());
    for (size_t i = self + 1; i < std::min<size_t>(self + 3, sentence.first + sentence.count); ++i) {
      const Statement& st = statements.all[i];
      const Quantity& q = statements.quantity(st);
      if (st.role == Role::kLevel) return was_before(stock, st);
      if (st.role != Role::kChange) return std::nullopt;
      const bool amount = q.dimension == stock.quantity.dimension && q.unit == stock.quantity.unit &&
                          q.value < stock.quantity.value * 0.99;
      const bool rate = q.dimension == Dimension::kPercent && q.value > 0 && q.value < 100 &&
                        st.parent == static_cast<std::int32_t>(self);
      if (!amount && !rate) continue;
      // A rate may be of a flow as well; an amount shows how much is new.
      if (rate && !said_stock(stock) && !stock.total) continue;
      return Witness{spot_of(*stock.book, st),
                     fmt::format("{}{}", st.sign < 0 ? "减少" : "增加", words_of(*stock.book, st)), amount};
    }
    return std::nullopt;
  }

  /// 215 张，上年末为 167 张: what was there before at an end of a period.
  static std::optional<Witness> was_before(const Claim& stock, const Statement& before) {
    const Book& book = *stock.book;
    const Quantity& q = book.statements.quantity(before);
    const std::string_view clause = book.document.view({before.clause.begin, q.span.begin});
    const bool ended = contains_any(clause, {"末", "底", "年初", "期初"});
    if (!ended || !before.own.empty() || before.period.to >= stock.period.to || q.value <= 0 ||
        q.dimension != stock.quantity.dimension || q.unit != stock.quantity.unit ||
        q.value >= stock.quantity.value)
      return std::nullopt;
    return Witness{spot_of(book, before), fmt::format("此前已有{}", words_of(book, before)), false};
  }

  /// In a table: the year before, or of which new.
  std::optional<Witness> year_before(const Claim& stock) const {
    const TableModel& table = *stock.table;
    const auto row = static_cast<size_t>(stock.value.row), column = static_cast<size_t>(stock.value.column);
    for (size_t c = 0; c < table.columns.size(); ++c) {
      const Value* value = table.at(row, c);
      const Period& period = table.columns[c].period;
      if (c == column || !value || !period.named() || period.to >= stock.period.to ||
          value->quantity.dimension != stock.quantity.dimension)
        continue;
      if (value->quantity.value <= 0 || table.columns[c].measure != table.columns[column].measure) continue;
      // A flow of the year before would be of the same kind: only a stock stays near what it was.
      const double ratio = stock.quantity.value / value->quantity.value;
      if (ratio < 0.7 || ratio > 1.5) continue;
      return Witness{
          audit::spot_of(*stock.book, table, *value),
          fmt::format("{}年已有{}", period.to, std::string(stock.book->document.view(value->quantity.span))),
          stock.total || telling_digits(stock) >= 4};
    }
    for (size_t r = row + 1; r < std::min(table.rows.size(), row + 4); ++r) {
      const Value* value = table.at(r, column);
      const Line& line = table.rows[r];
      if (!value || !(line.of_which || line.maybe_of_which) || !contains_any(line.label, {"新"}) ||
          value->quantity.value >= stock.quantity.value)
        continue;
      return Witness{
          audit::spot_of(*stock.book, table, *value),
          fmt::format("其中新的为{}", std::string(stock.book->document.view(value->quantity.span))),
          stock.total};
    }
    return std::nullopt;
  }

  /// Another number for all there is, larger than what is both new and all.
  std::optional<Witness> another_stock(const Claim& stock) const {
    const auto found = by_thing_.find(thing_key(stock.key));
    if (found == by_thing_.end() || found->second.size() > kMostAlike || found->first.size() < 12)
      return std::nullopt;
    for (const Claim* other : found->second) {
      if (other == &stock || !is_stock(*other) || other->book != stock.book || other->goal != stock.goal ||
          !same_unit(*other, stock) || !same_area(*other, stock))
        continue;
      if (other->period.to != stock.period.to || other->quantity.interval.low <= stock.quantity.interval.high)
        continue;
      if (other->statement && !said_stock(*other) && !other->total) continue;
      if (other->statement && other->statement->part) continue;
      return Witness{spot_of(*other), fmt::format("另一处总数为{}", words_of(*other)), false};
    }
    return std::nullopt;
  }

  void report(const Claim& flow, const Claim& stock, const Witness& why) {
    Finding finding;
    finding.kind = Kind::kStockFlow;
    finding.certain = why.certain && flow.book == stock.book;
    finding.weight = finding.certain ? Weight::kError : Weight::kWarning;
    finding.stated = words_of(flow);
    finding.recomputed = words_of(stock);
    finding.spots = {spot_of(flow), spot_of(stock)};
    if (why.spot) finding.spots.push_back(*why.spot);
    finding.explanation = {
        fmt::format("同一数字{}既作新增又作总量{}{}", words_of(flow), why.zh.empty() ? "" : "：", why.zh),
        fmt::format("one number, {}, both as what is new and as all there is", words_of(flow))};
    results_.findings.push_back(std::move(finding));
  }

  /// More new ones than there are.
  void larger(const Claim& flow) {
    const std::string thing = thing_key(flow.key);
    const auto found = by_thing_.find(thing);
    if (thing.size() < 12 || found == by_thing_.end() || found->second.size() > kMostAlike) return;
    const bool net = flow.words.find("净增") != std::string::npos;
    for (const Claim* stock : found->second) {
      if (!is_stock(*stock) || !stock->total || flow.book != stock->book || !same_unit(flow, *stock) ||
          !same_area(flow, *stock) || !same_time(flow, *stock))
        continue;
      if (flow.quantity.interval.low <= stock->quantity.interval.high ||
          (stock->statement && stock->statement->part))
        continue;
      Finding finding =
          compared(Kind::kStockFlow, net, flow.quantity, stock->quantity.interval, manner_of(flow), "");
      finding.recomputed = words_of(*stock);
      finding.interval.clear();
      finding.spots = {spot_of(flow), spot_of(*stock)};
      finding.explanation = {
          fmt::format("新增{}多于总量{}", words_of(flow), words_of(*stock)),
          fmt::format("more new ones, {}, than there are, {}", words_of(flow), words_of(*stock))};
      results_.findings.push_back(std::move(finding));
      return;
    }
  }

  const std::vector<Book>& books_;
  Results& results_;
  const Claims& claims_;
  std::unordered_map<std::string, std::vector<const Claim*>> by_number_, by_thing_;
};

}  // namespace

void check_stock_flow(const std::vector<Book>& books, const Claims& claims, Results& results) {
  StockFlowCheck(books, claims, results).run();
}

}  // namespace zhiheng::audit
