#include <algorithm>

#include "audit/checks/ratios.h"
#include "audit/subject.h"
#include "audit/word_lists.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

/// Shares whose part and whole are known by where they stand.
class PlacedShareCheck : RatioCheck {
 public:
  PlacedShareCheck(const Book& book, Results& results) : RatioCheck(book, results) {}

  bool of_number(size_t i) {
    if (i < 2) return false;
    if (of_plan(i)) return true;
    const Statement &st = at(i), &base = at(i - 1), &part = at(i - 2);
    const std::string_view joint = trim(between(base, st));
    if (joint != "的" && joint != "总数的") return false;
    if (base.sentence == st.sentence && part.sentence == st.sentence && divisible(part, base))
      judge(st, part, base, true);
    return true;
  }

  bool listed(size_t i) {
    const size_t k = length_of_list(i);
    if (k < 2 || i < k) return false;
    const size_t first = i - k;
    const Statement& last = at(i - 1);
    for (size_t j = first; j < i; ++j) {
      if (!countable(at(j)) || at(j).sentence != at(i).sentence) return true;
    }
    for (size_t j = first; j < i; ++j) {
      if (!alike(at(j), last)) return of_several(i, k), true;
    }
    const Statement* before =
        first > 0 && countable(at(first - 1)) && alike(at(first - 1), last) ? &at(first - 1) : nullptr;
    // One part more than shares: which are meant is not said.
    if (before && before->sentence == at(i).sentence && !before->total) return true;
    const Statement* whole = last.part_of >= 0 ? &at(static_cast<size_t>(last.part_of)) : before;
    if (!whole) return true;
    for (size_t j = 0; j < k; ++j) {
      const Statement& part = at(first + j);
      const bool divides = alike(*whole, part) && q(*whole).interval.low > 0;
      if (divides)
        judge(at(i + j), part, *whole, part.part_of == static_cast<std::int32_t>(index_of(*whole)));
    }
    return true;
  }

  void rough(size_t i) {
    if (i < 2) return;
    const Statement &st = at(i), &part = at(i - 1), &base = at(i - 2);
    if (part.sentence != st.sentence || base.sentence != st.sentence || !divisible(part, base)) return;
    if (st.period_said != part.period_said || part.period != base.period || q(st).bound != Bound::kAbout)
      return;
    if (percent_of(part, base).low <= 100) judge(st, part, base, false);
  }

 private:
  bool divisible(const Statement& part, const Statement& base) const {
    return countable(part) && countable(base) && alike(base, part) && q(base).interval.low > 0;
  }

  /// 完成预算的 97.0%（预算 22000 万元）: the plan stands in the bracket behind. True if it may.
  bool of_plan(size_t i) {
    static constexpr std::string_view kPlans[] = {"预算", "计划", "目标", "任务"};
    const Statement& st = at(i);
    if (!text_before(st).ends_with("的") || !ends_with_any(st.own, kPlans)) return false;
    if (i + 1 >= all().size()) return true;
    const Statement &base = at(i + 1), &part = at(i - 1);
    const bool placed = base.depth > st.depth && base.sentence == st.sentence && part.depth == st.depth &&
                        part.sentence == st.sentence;
    if (placed && divisible(part, base) && has(base, "预算")) judge(st, part, base, true);
    return true;
  }

  /// 春茶产量 5,216 吨、产值 14.28 亿元，分别占全年的 58.2% 和 76.2%: each of the number before of its
  /// measure.
  void of_several(size_t i, size_t k) {
    if (at(i).role != Role::kShare || !at(i).whole.empty() || !at(i).own.empty()) return;
    for (size_t j = 0; j < k; ++j) {
      const Statement& part = at(i - k + j);
      for (size_t b = i - k; b-- > 0 && i - b < 16 && block(at(b)) + 1 >= block(part);) {
        const Statement& base = at(b);
        const bool same = divisible(part, base) && q(base).interval.low >= q(part).interval.high &&
                          subject_key(base.own) == subject_key(part.own) && base.period == part.period;
        if (!same || subject_key(part.own).empty()) continue;
        judge_share(at(i + j), {.part = &part, .base = &base, .due = percent_of(part, base), .named = true});
        break;
      }
    }
  }

  /// How many shares without words of their own stand in a row from `i` on.
  size_t length_of_list(size_t i) const {
    size_t k = 1;
    for (; i + k < all().size() && at(i + k).sentence == at(i).sentence; ++k) {
      const Statement& st = at(i + k);
      if (!st.list || !st.own.empty() || q(st).dimension != Dimension::kPercent) break;
    }
    return k;
  }

  void judge(const Statement& st, const Statement& part, const Statement& base, bool certain) {
    judge_share(st, {.part = &part, .base = &base, .due = percent_of(part, base), .certain = certain});
  }
};

}  // namespace

bool check_share_of_number(const Book& book, size_t i, Results& results) {
  return PlacedShareCheck(book, results).of_number(i);
}

bool check_listed_shares(const Book& book, size_t i, Results& results) {
  return PlacedShareCheck(book, results).listed(i);
}

void check_rough_share(const Book& book, size_t i, Results& results) {
  PlacedShareCheck(book, results).rough(i);
}

}  // namespace zhiheng::audit
