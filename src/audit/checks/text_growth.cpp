#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "audit/checks/checks.h"
#include "audit/checks/draft.h"
#include "audit/checks/growths.h"
#include "audit/lex/cursor.h"
#include "audit/lex/number.h"
#include "audit/lookup.h"
#include "audit/subject.h"

namespace zhiheng::audit {
namespace {

using stats::Interval;

/// A change with the level at its end and the level at its beginning.
struct Growth {
  const Statement* change = nullptr;
  const Statement* now = nullptr;
  const Statement* before = nullptr;
  bool near = false;  // all in one sentence
};

class GrowthCheck {
 public:
  GrowthCheck(const Book& book, const Lookup& lookup, Results& results)
      : book_(book), lookup_(lookup), results_(results) {}

  void run() {
    const auto& all = book_.statements.all;
    for (size_t i = 0; i < all.size(); ++i) {
      const Statement& st = all[i];
      // 翻一番; 是 2018 年的 4.2 倍.
      const bool doubled = q(st).dimension == Dimension::kMultiple &&
                           (text_at(q(st)).starts_with("翻") || (st.role == Role::kLevel && st.own.empty()));
      if (st.role != Role::kChange && !doubled) continue;
      if ((st.list && !doubled) || (!q(st).exact() && q(st).bound != Bound::kAbout)) continue;
      Growth growth = find(i);
      if (!growth.now) continue;
      if (growth.before)
        judge(growth, doubled);
      else
        by_amount(i, growth);
    }
  }

 private:
  const Statement& at(size_t i) const { return book_.statements.all[i]; }
  const Quantity& q(const Statement& s) const { return book_.statements.quantity(s); }
  std::string_view text_at(const Quantity& quantity) const { return book_.document.view(quantity.number); }

  bool same_unit(const Statement& a, const Statement& b) const {
    return q(a).dimension == q(b).dimension && q(a).unit == q(b).unit;
  }

  Growth find(size_t i) const {
    const Statement& st = at(i);
    Growth growth;
    growth.change = &st;
    const Sentence& sentence = book_.statements.sentences[st.sentence];
    const size_t end = sentence.first + sentence.count;
    // 增长 12.6%，达到 58.36 亿元: the level follows.
    if (i + 1 < end && at(i + 1).role == Role::kLevel && at(i + 1).reached && at(i + 1).own.empty())
      growth.now = &at(i + 1);
    if (!growth.now && st.parent >= 0 && st.own.empty()) growth.now = &at(static_cast<size_t>(st.parent));
    if (!growth.now) {
      for (size_t j = i; j-- > sentence.first;) {
        if (at(j).role == Role::kLevel && at(j).reached && (st.own.empty() || at(j).core == st.core))
          growth.now = &at(j);
        if (growth.now) break;
      }
    }
    if (!growth.now || growth.now->list || growth.now->target != st.target) return {};
    for (size_t j = sentence.first; j < end; ++j) {
      const Statement& c = at(j);
      if (j == i || &c == growth.now || c.role != Role::kLevel || !same_unit(c, *growth.now) || c.list)
        continue;
      const bool same_thing = c.core == growth.now->core || c.own.empty();
      if (!same_thing || !(earlier(c, *growth.now) || (c.from && j < i))) continue;
      // A base that the words name is no other one: 同比 is not against last month.
      const bool named =
          st.base == Base::kLastYear || st.base == Base::kNamedYear || st.base == Base::kLastPeriod;
      if (named && !c.from && !is_base(c, st, *growth.now)) continue;
      // 环比（7 月 1748 件）上升, 同比下降（上年 8 月 2051 件）: the base that the words name, else the
      // nearest.
      const bool better =
          !growth.before || (is_base(c, st, *growth.now) && !is_base(*growth.before, st, *growth.now));
      const bool nearer =
          growth.before && j < i && is_base(c, st, *growth.now) == is_base(*growth.before, st, *growth.now);
      if (better || nearer) growth.before = &c;
    }
    growth.near = growth.before != nullptr;
    if (!growth.before && growth.now->aside && !growth.now->own.empty()) return of_base(growth);
    if (!growth.before && growth.now->period.named()) growth.before = look_up(st, *growth.now);
    return growth;
  }

  /// 其中火灾扑救 1,048 起。火灾起数较上年的 1,236 起下降: only the base stands there; the one number of the
  /// block that begins with its words is the level.
  Growth of_base(Growth growth) const {
    const Statement& base = *growth.now;
    const std::string key = label_key(base.core, book_.statements.region);
    const std::uint32_t block = book_.statements.sentences[base.sentence].block;
    const Statement* now = nullptr;
    const size_t i = static_cast<size_t>(&base - book_.statements.all.data());
    for (size_t j = i; key.size() >= 6 && j-- > 0 && i - j < 30;) {
      const Statement& c = at(j);
      if (book_.statements.sentences[c.sentence].block != block) break;
      const bool same = c.role == Role::kLevel && c.core.starts_with(key) && same_unit(c, base) && !c.list &&
                        c.period.from == base.period.from + 1 && c.period.month == base.period.month;
      if (same && now) return {};
      if (same) now = &c;
    }
    if (!now) return {};
    growth.before = &base;
    growth.now = now;
    return growth;
  }

  static bool is_base(const Statement& c, const Statement& change, const Statement& now) {
    if (change.base == Base::kLastYear)
      return c.period.to == now.period.from - 1 && (c.period.month == now.period.month || !c.period.month);
    if (change.base == Base::kNamedYear || change.base == Base::kPlan) return c.period == change.base_period;
    if (change.base == Base::kLastPeriod) return c.period.to == now.period.from && c.period.month;
    return false;
  }

  /// Whether `a` is of the period before `b`'s, or the beginning of the movement that `b` ends.
  static bool earlier(const Statement& a, const Statement& b) {
    if (a.from && b.reached) return true;
    if (!a.period.named() || !b.period.named()) return false;
    if (a.period.to < b.period.from && (!a.period.month || !b.period.month)) return true;
    if (a.period.month != b.period.month)
      return a.period.to == b.period.from && a.period.month && a.period.month_to < b.period.month;
    return a.period.to < b.period.from;
  }

  const Statement* look_up(const Statement& st, const Statement& now) const {
    Period before = now.period;
    if (st.base == Base::kLastYear) {
      before.from = static_cast<std::int16_t>(before.from - 1);
      before.to = static_cast<std::int16_t>(before.to - 1);
    } else if (st.base == Base::kNamedYear && st.base_period.named()) {
      before = st.base_period;
    } else {
      return nullptr;
    }
    const Statement* found = nullptr;
    for (const auto& entry : lookup_.ending_like(now.core)) {
      if (entry.book != book_.index) continue;
      const Statement& c = at(entry.statement);
      if (c.role != Role::kLevel || c.period != before || !c.period_said || c.list || !same_unit(c, now))
        continue;
      if (likeness(c.core, now.core) == Likeness::kSame) found = &c;
    }
    // Scopes of above-scale statistics change from year to year: last year's total is no base for this year's
    // growth.
    if (found &&
        (now.core.find("规模以上") != std::string::npos || now.core.find("规上") != std::string::npos))
      return nullptr;
    return found;
  }

  /// Growth of these is at constant prices unless said otherwise.
  bool real_terms(const Statement& st) const {
    const std::string_view sentence = book_.document.view(book_.statements.sentences[st.sentence].span);
    if (sentence.find("现价") != sentence.npos || sentence.find("不变价") != sentence.npos) return false;
    return grows_in_real_terms(st.core);
  }

  /// Over how many years: 五年年均增长, else from the one period to the other.
  int years_of(const Growth& g) const {
    // The word stands close before, or the whole text would be searched for each change.
    const size_t end_at = q(*g.change).span.begin, from = end_at > 90 ? end_at - 90 : 0;
    const std::string_view before = std::string_view(book_.document.text).substr(from, end_at - from);
    const size_t mean = before.rfind("年均");
    size_t end = mean == before.npos || mean + 60 < before.size() ? 0 : mean;
    if (lex::ends(before, end, "间")) end -= 3;
    if (!lex::ends(before, end, "年")) return g.now->period.to - g.before->period.to;
    end -= 3;
    if (end > 0 && lex::is_digit(before[end - 1]))
      return end > 1 && lex::is_digit(before[end - 2]) ? 0 : before[end - 1] - '0';
    const auto numeral = end >= 3 ? lex::read_numeral(before, end - 3) : std::nullopt;
    return numeral && numeral->end == end ? static_cast<int>(numeral->value) : 0;
  }

  Interval due_of(const Growth& g, bool doubled, std::string& formula) const {
    const Interval now = q(*g.now).interval, before = q(*g.before).interval;
    const std::string a = words_of(book_, *g.now), b = words_of(book_, *g.before);
    switch (q(*g.change).dimension) {
      case Dimension::kPercent: {
        const int years = years_of(g);
        if (g.change->base == Base::kYearly) {
          formula = fmt::format("({} ÷ {})^(1/{}) − 1", a, b, years);
          const Interval ratio = now / before;
          return Interval{std::pow(ratio.low, 1.0 / years) - 1, std::pow(ratio.high, 1.0 / years) - 1} * 100;
        }
        formula = fmt::format("{} ÷ {} − 1", a, b);
        return (now / before - Interval{1, 1}) * 100;
      }
      case Dimension::kMultiple:
        formula = fmt::format("{} ÷ {}{}", a, b, doubled ? "" : " − 1");
        return doubled ? now / before : now / before - Interval{1, 1};
      default:
        formula = fmt::format("{} − {}", a, b);
        return now - before;
    }
  }

  bool fits(const Growth& g) const {
    const Dimension d = q(*g.change).dimension;
    // 年均增长 over years that are not said.
    if (g.change->base == Base::kYearly && years_of(g) < 2) return false;
    if (q(*g.before).interval.low <= 0 || !same_unit(*g.now, *g.before)) return false;
    if (!q(*g.now).exact() || !q(*g.before).exact()) return false;
    if (d == Dimension::kPercent || d == Dimension::kMultiple) return true;
    if (d == Dimension::kPoints) return true;
    return d == q(*g.now).dimension && q(*g.change).unit == q(*g.now).unit;
  }

  void judge(const Growth& g, bool doubled) {
    if (!fits(g)) return;
    const Statement& st = *g.change;
    if (q(st).dimension == Dimension::kPercent && (st.comparable || g.now->comparable || real_terms(*g.now)))
      return;
    if (st.base == Base::kLastPeriod && !g.near) return;
    const bool of_rate = q(*g.now).dimension == Dimension::kPercent;
    if (q(st).dimension == Dimension::kPoints && !of_rate) return per_cent_meant(g);
    if (q(st).dimension == Dimension::kPercent && of_rate &&
        ((q(*g.now).interval - q(*g.before).interval) * st.sign).overlaps(q(st).interval)) {
      return points_meant(g, (q(*g.now).interval - q(*g.before).interval) * st.sign);
    }
    std::string formula;
    const Interval due = due_of(g, doubled, formula) * (doubled ? 1.0 : st.sign);
    const Interval difference =
        q(*g.now).dimension == Dimension::kPercent ? q(*g.now).interval - q(*g.before).interval : Interval{};
    formula += " = " + show_computed(due * (doubled ? 1.0 : st.sign), manner_of(book_, st));
    const Statement* all[] = {&st, g.now, g.before};
    if (q(st).interval.overlaps(due)) {
      results_.held.push_back(held(Kind::kGrowth, book_, all, formula));
      return;
    }
    // A difference of two rates in % belongs to the unit test.
    if (q(st).dimension == Dimension::kPercent && q(*g.now).dimension == Dimension::kPercent) {
      points_meant(g, difference * st.sign);
      return;
    }
    if (other_level_fits(g, doubled)) return;
    const Alternative wrong[] = {
        {due * -1,
         {"方向写反：应为" + std::string(st.sign > 0 ? "下降" : "增长"), "the direction is turned"}},
        {due + Interval{1, 1}, {"把“增长到几倍”写成“增长几倍”", "“times as much” taken for “times more”"}}};
    const size_t causes = q(st).dimension == Dimension::kMultiple ? 2 : 1;
    Finding finding =
        compared(Kind::kGrowth, g.near && !doubled, book_, st, due, formula, {all + 1, 2}, {wrong, causes});
    finding.explanation = {
        fmt::format("{}，与所写的“{}{}”不符", formula, st.sign < 0 ? "下降/减少" : "", finding.stated),
        fmt::format("{}, which does not agree with the stated {}{}", formula,
                    st.sign < 0 ? "decrease of " : "", finding.stated)};
    results_.findings.push_back(std::move(finding));
  }

  /// Whether the change is that of another number of the block: 累计 1286 件，净增 174 件，比上年末的 1112
  /// 件增长 15.6%.
  bool other_level_fits(Growth g, bool doubled) const {
    const size_t i = static_cast<size_t>(g.change - book_.statements.all.data());
    const std::uint32_t block = book_.statements.sentences[g.change->sentence].block;
    for (size_t j = i > 30 ? i - 30 : 0; j < std::min(book_.statements.all.size(), i + 3); ++j) {
      const Statement& c = at(j);
      if (&c == g.now || &c == g.before || j == i || c.role != Role::kLevel || !same_unit(c, *g.now) ||
          !q(c).exact())
        continue;
      if (book_.statements.sentences[c.sentence].block != block) continue;
      std::string formula;
      Growth other = g;
      other.now = &c;
      if (doubled && q(*g.change).exact() && any_pair_fits(g, block)) return true;
      if (doubled &&
          q(c).interval.low > 0) {  // 业务量是五年前（1604.6 万件）的 4.0 倍: either may be the earlier one
        if ((q(c).interval / q(*g.now).interval).overlaps(q(*g.change).interval)) return true;
      }
      if (due_of(other, doubled, formula).overlaps(q(*g.change).interval * (doubled ? 1.0 : g.change->sign)))
        return true;
    }
    return false;
  }

  bool any_pair_fits(const Growth& g, std::uint32_t block) const {
    const size_t i = static_cast<size_t>(g.change - book_.statements.all.data());
    for (size_t a = i > 12 ? i - 12 : 0; a < std::min(book_.statements.all.size(), i + 5); ++a) {
      for (size_t b = i > 12 ? i - 12 : 0; b < std::min(book_.statements.all.size(), i + 5); ++b) {
        const Statement &x = at(a), &y = at(b);
        if (a == b || !same_unit(x, y) || q(y).interval.low <= 0 || x.role != Role::kLevel ||
            y.role != Role::kLevel)
          continue;
        if (book_.statements.sentences[x.sentence].block != block) continue;
        if ((q(x).interval / q(y).interval).overlaps(q(*g.change).interval)) return true;
      }
    }
    return false;
  }

  /// 46218 户, 上年 42906 户, 增长 7.7 个百分点: numbers of things grow by per cent.
  void per_cent_meant(const Growth& g) {
    const Statement& st = *g.change;
    const Interval due = (q(*g.now).interval / q(*g.before).interval - Interval{1, 1}) * 100 * st.sign;
    if (!due.overlaps(q(st).interval)) return;
    const Statement* others[] = {g.now, g.before};
    Manner manner = manner_of(book_, st);
    manner.unit = "%";
    const std::string formula = fmt::format("{} ÷ {} − 1 = {}", words_of(book_, *g.now),
                                            words_of(book_, *g.before), show_computed(due * st.sign, manner));
    Finding finding = compared(Kind::kUnit, g.near, book_, st, due, formula, others);
    finding.recomputed = show_computed(due, manner);
    finding.difference.clear();
    finding.cause = Words{"“个百分点”应为“%”", "per cent written as percentage points"};
    finding.explanation = {fmt::format("数量的增减用“%”：{}", formula),
                           fmt::format("a number of things changes by per cent: {}", formula)};
    results_.findings.push_back(std::move(finding));
  }

  /// 合格率由 96.1% 提高 2.3% 到 98.4%: the difference of two rates is in percentage points.
  void points_meant(const Growth& g, const Interval& points) {
    const Statement& st = *g.change;
    const bool exact = points.overlaps(q(st).interval);
    const Statement* others[] = {g.now, g.before};
    Manner manner = manner_of(book_, st);
    manner.unit = exact ? " 个百分点" : "%";
    const std::string formula =
        fmt::format("{} − {} = {}", words_of(book_, *g.now), words_of(book_, *g.before),
                    show_computed(points * st.sign, manner));
    Finding finding =
        compared(exact ? Kind::kUnit : Kind::kGrowth, g.near, book_, st, points, formula, others);
    finding.recomputed = show_computed(points, manner);
    if (exact) {
      finding.difference.clear();
      finding.cause = Words{"“%”应为“个百分点”", "percentage points written as per cent"};
    }
    finding.explanation = {fmt::format("两个百分率之差用“个百分点”：{}", formula),
                           fmt::format("the difference of two rates is in percentage points: {}", formula)};
    results_.findings.push_back(std::move(finding));
  }

  /// 增加 3312 户，增长 7.7%, the level now known: the amount gives the base of the growth.
  void by_amount(size_t i, const Growth& g) {
    const Statement& st = *g.change;
    if (q(st).dimension != Dimension::kPercent || st.comparable || real_terms(*g.now) ||
        q(*g.now).dimension == Dimension::kPercent)
      return;
    for (const size_t j : {i - 1, i + 1}) {
      if (j >= book_.statements.all.size() || i == 0) continue;
      const Statement& amount = at(j);
      if (amount.sentence != st.sentence || amount.role != Role::kChange || amount.list ||
          !same_unit(amount, *g.now) || !q(amount).exact())
        continue;
      if (amount.parent != st.parent || !amount.own.empty() || !st.own.empty()) continue;
      if (amount.base != st.base && amount.base != Base::kUnsaid && st.base != Base::kUnsaid) continue;
      const Interval change = q(amount).interval * amount.sign;
      const Interval base = q(*g.now).interval - change;
      if (base.low <= 0 || !q(*g.now).exact()) continue;
      const Interval due = change / base * 100 * st.sign;
      const std::string formula = fmt::format(
          "{} ÷ ({} {} {}) = {}", words_of(book_, amount), words_of(book_, *g.now),
          amount.sign < 0 ? "+" : "−", words_of(book_, amount), show_computed(due, manner_of(book_, st)));
      const Statement* all[] = {&st, g.now, &amount};
      if (q(st).interval.overlaps(due)) {
        results_.held.push_back(held(Kind::kGrowth, book_, all, formula));
        continue;
      }
      Finding finding = compared(Kind::kGrowth, true, book_, st, due, formula, {all + 1, 2});
      finding.explanation = {fmt::format("{}，不是{}", formula, finding.stated),
                             fmt::format("{}, not {}", formula, finding.stated)};
      results_.findings.push_back(std::move(finding));
      return;
    }
  }

  const Book& book_;
  const Lookup& lookup_;
  Results& results_;
};

}  // namespace

bool grows_in_real_terms(std::string_view core) {
  return core.ends_with("生产总值") || core.ends_with("增加值") || core.ends_with("GDP");
}

void check_text_growth(const Book& book, const Lookup& lookup, Results& results) {
  GrowthCheck(book, lookup, results).run();
  check_listed_changes(book, results);
}

}  // namespace zhiheng::audit
