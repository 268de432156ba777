#include <fmt/format.h>

#include <algorithm>

#include "audit/checks/ratios.h"
#include "audit/subject.h"
#include "audit/word_lists.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

using stats::Interval;

/// Shares whose part and whole are known by their words.
class ShareCheck : RatioCheck {
 public:
  ShareCheck(const Book& book, const Lookup& lookup, Results& results)
      : RatioCheck(book, results), lookup_(lookup) {}

  void run(size_t i) {
    const Statement& st = at(i);
    if (st.parent < 0 && st.own.empty()) return;
    if (check_listed_shares(book_, i, results_) || meant_in_bracket(i)) return;
    const size_t first = window(i).first;
    const Statement* part = part_before(i, first);
    if (!st.own.empty()) {
      if (of_another_whole(st)) return;
      if (const Statement* longer = part_of_same_words(i)) return of_neighbour(st, *longer, first);
      // 第三产业增加值占 X 的 64.4%: the part is named, its value stands elsewhere.
      if (!part || (!st.core.starts_with(part->core) && likeness(part->core, st.core) == Likeness::kNone)) {
        if (names_things(st.own)) check_whole_count(book_, i, first, "占", results_);
        const auto named = lookup_.levels(book_, st.core, st.period, st);
        part = named.empty() ? nullptr : named.front();
      }
    }
    if (!part || part->period != st.period || q(*part).interval.low <= 0) return;
    if (st.whole.empty() || is_general(st.whole)) {
      of_neighbour(st, *part, first);
    } else {
      of_named(st, *part);
    }
  }

 private:
  /// 6 家，占投诉总量的 11.7%（57 件）: what is meant stands in the bracket.
  bool meant_in_bracket(size_t i) const {
    if (i + 1 >= all().size()) return false;
    const Statement &st = at(i), &next = at(i + 1);
    return next.depth > st.depth && next.sentence == st.sentence && countable(next) &&
           text_behind(st, 3) == "（";
  }

  /// The number before a share; 2800 余家，约占 16.7%: what is not exact is no part to divide.
  const Statement* part_before(size_t i, size_t first) const {
    for (size_t j = i; j-- > first;) {
      const Statement& c = at(j);
      if (c.role == Role::kChange || c.depth > at(i).depth || q(c).dimension == Dimension::kPercent) continue;
      return countable(c) ? &c : nullptr;
    }
    return nullptr;
  }

  /// 第三产业占比 34.1%, after 第三产业增加值 206.13 亿元.
  const Statement* part_of_same_words(size_t i) const {
    const Statement& st = at(i);
    if (!st.whole.empty() || st.core.size() < 9) return nullptr;
    for (size_t j = i; j-- > 0 && i - j < 24 && block(at(j)) == block(st);) {
      const Statement& c = at(j);
      const bool longer = c.core.starts_with(st.core) && c.core != st.core;
      if (longer && countable(c) && c.part_of >= 0 && c.period == st.period) return &c;
    }
    return nullptr;
  }

  /// 在营单位中，笑脸占 37.7%: the clause before names a whole of its own.
  bool of_another_whole(const Statement& st) const {
    std::string_view before = trim(book_.document.view({sentence_of(st).span.begin, st.clause.begin}));
    for (const std::string_view comma : {"，", ","}) {
      if (before.ends_with(comma)) before.remove_suffix(comma.size());
    }
    return before.ends_with("中");
  }

  /// A 级单位占 92.7% counts units; 产值占比 does not.
  static bool names_things(std::string_view own) {
    static constexpr std::string_view kThings[] = {"单位", "企业", "户",   "人",   "人员",
                                                   "学校", "项目", "产品", "样品", "批次",
                                                   "店",   "家庭", "机构", "小区", "者"};
    return ends_with_any(own, kThings);
  }

  static bool is_general(std::string_view whole) {
    static constexpr std::string_view kGeneral[] = {"总数", "总量", "全部", "总",   "全区", "总额",
                                                    "其中", "比",   "总体", "全市", "全县"};
    return is_any_of(whole, kGeneral);
  }

  /// The whole is not named: a number before the part that gives the share, else the total, else one whose
  /// words the part's go on from.
  void of_neighbour(const Statement& st, const Statement& part, size_t first) {
    const Statement* base = whole_divided(part);
    if (base && percent_of(part, *base).overlaps(q(st).interval)) return judge(st, part, *base, true);
    for (size_t j = index_of(part); j-- > first;) {
      const Statement& c = at(j);
      if (!countable(c) || !alike(c, part) || c.period != st.period) continue;
      if (percent_of(part, c).overlaps(q(st).interval)) {
        const Statement* terms[] = {&st, &part, &c};
        return hold(Kind::kRatio, terms, fmt::format("{} ÷ {} = {}", words(part), words(c), words(st)));
      }
      if (q(c).interval.high < q(part).interval.low) continue;
      if (!base || c.total) base = &c;
      if (c.total) break;
    }
    if (base && !base->total && !belongs(part, *base)) base = nullptr;
    if (!base) base = wider(part, first);
    if (base) judge(st, part, *base, base->sentence == st.sentence);
  }

  /// The level before 其中, if the part is really of it.
  const Statement* whole_divided(const Statement& part) const {
    if (part.part_of < 0) return nullptr;
    const Statement& whole = at(static_cast<size_t>(part.part_of));
    const bool larger = q(whole).interval.low >= q(part).interval.low;
    const bool here = whole.period == part.period && block(whole) == block(part);
    return here && larger && countable(whole) && alike(whole, part) ? &whole : nullptr;
  }

  /// Whether the words say that `part` is of `base`: 其中, or a shorter noun that the part's ends in.
  bool belongs(const Statement& part, const Statement& base) const {
    if (part.part_of >= 0 && &at(static_cast<size_t>(part.part_of)) == &base) return true;
    if (part.part && base.sentence == part.sentence && !base.part) return true;
    return base.core.size() >= 9 && likeness(part.core, base.core) == Likeness::kNear;
  }

  /// 民生支出 107.62 亿元，占比 81.4%, after 一般公共预算支出 141.08 亿元 a paragraph before: a larger number
  /// of the same noun.
  const Statement* wider(const Statement& part, size_t first) const {
    const Statement* found = nullptr;
    for (size_t j = first; j-- > 0 && first - j < 6;) {
      const Statement& c = at(j);
      if (!countable(c) || !alike(c, part) || c.period != part.period) continue;
      if (q(c).interval.low <= q(part).interval.high || subject_key(c.core) != subject_key(part.core))
        continue;
      if (found) return nullptr;
      found = &c;
    }
    return found;
  }

  void of_named(const Statement& st, const Statement& part) {
    const std::string whole = core_of(st.whole, book_.statements.region);
    const Statement* base = nullptr;
    for (const Statement* c : lookup_.levels(book_, whole, st.period, st)) {
      if (c == &part || !alike(*c, part) || q(*c).interval.low <= 0) continue;
      if (c->core.size() < whole.size()) continue;  // 工业总产值 is wider than 规模以上工业总产值
      if (percent_of(part, *c).overlaps(q(st).interval)) return judge(st, part, *c, true);
      // Two wholes to choose from: the words do not say which.
      if (base && q(*c).value != q(*base).value) return;
      if (!base) base = c;
    }
    if (!base) base = whole_in_block(st, part, whole);
    if (!base) base = whole_above(part, whole);
    if (!base || percent_of(part, *base).low > 100) return;
    judge(st, part, *base, base->core == whole && !st.comparable, true);
  }

  /// 占投诉总量, after 投诉 30,450 件 in one of the paragraphs above.
  const Statement* whole_above(const Statement& part, std::string_view whole) const {
    for (const std::string_view end : {"总数", "总量", "总额"}) {
      if (whole.ends_with(end)) whole.remove_suffix(end.size());
    }
    const size_t p = index_of(part);
    for (size_t j = p; whole.size() >= 6 && j-- > 0 && p - j < 12 && block(at(j)) + 3 > block(part);) {
      const Statement& c = at(j);
      if (c.core == whole && countable(c) && alike(c, part) && c.period == part.period &&
          q(c).interval.low >= q(part).interval.high)
        return &c;
    }
    return nullptr;
  }

  /// 占监测主体总数, after 监测网络经营主体 1962 个: a number before that has most of the whole's words.
  const Statement* whole_in_block(const Statement& st, const Statement& part, std::string_view whole) const {
    static constexpr std::string_view kNarrower[] = {"规模以上", "限额以上", "规上"};
    for (const std::string_view end : {"总数", "总量", "总额"}) {
      if (whole.ends_with(end) && whole.size() > end.size() + 3) whole.remove_suffix(end.size());
    }
    if (contains_any(whole, kNarrower)) return nullptr;
    const size_t p = index_of(part);
    for (size_t j = p; j-- > 0 && p - j < 12 && block(at(j)) == block(st);) {
      const Statement& c = at(j);
      if (!countable(c) || !alike(c, part) || c.period != part.period) continue;
      if (q(c).interval.low >= q(part).interval.high && has_most_of(c.core, whole)) return &c;
    }
    return nullptr;
  }

  /// Whether at least half of the pairs of characters of `whole` stand in `core`.
  static bool has_most_of(std::string_view core, std::string_view whole) {
    int pairs = 0, there = 0;
    for (size_t k = 0; k + 6 <= whole.size(); k += 3, ++pairs)
      there += core.find(whole.substr(k, 6)) != core.npos ? 1 : 0;
    return pairs > 0 && there * 2 >= pairs;
  }

  void judge(const Statement& st, const Statement& part, const Statement& base, bool certain,
             bool named = false) {
    judge_share(
        st,
        {.part = &part, .base = &base, .due = percent_of(part, base), .certain = certain, .named = named});
  }

  const Lookup& lookup_;
};

}  // namespace

void check_share(const Book& book, const Lookup& lookup, size_t i, Results& results) {
  ShareCheck(book, lookup, results).run(i);
}

}  // namespace zhiheng::audit
