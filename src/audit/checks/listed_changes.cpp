#include <fmt/format.h>

#include <vector>

#include "audit/checks/growths.h"
#include "audit/word_lists.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

using stats::Interval;

constexpr size_t kLongest = 8;  // numbers behind one 分别

/// Changes that belong to their numbers by their place behind 分别.
class ListedChangeCheck : SentenceCheck {
 public:
  ListedChangeCheck(const Book& book, Results& results) : SentenceCheck(book, results) {}

  void run() {
    for (size_t i = 1; i < all().size(); ++i) {
      if (begins_list(i)) test(i);
    }
  }

 private:
  bool begins_list(size_t i) const {
    const Statement& st = at(i);
    return st.role == Role::kChange && q(st).dimension == Dimension::kPercent && q(st).exact() &&
           book_.document.view(st.clause).find("分别") != std::string_view::npos;
  }

  /// How many numbers of the dimension stand in a row from `i` on, apart by 、 and 和 only.
  size_t length_of_list(size_t i) const {
    static constexpr std::string_view kJoints[] = {"、", "和", "及", "，"};
    size_t k = 1;
    for (; i + k < all().size() && k < kLongest; ++k) {
      const Statement &a = at(i + k - 1), &b = at(i + k);
      if (a.sentence != b.sentence || q(b).dimension != q(at(i)).dimension || !q(b).exact()) break;
      if (!is_any_of(trim(between(a, b)), kJoints)) break;
    }
    return k;
  }

  bool is_level(size_t i) const {
    const Statement& st = at(i);
    return st.role == Role::kLevel && q(st).exact() && is_additive(q(st).dimension) && !st.from;
  }

  /// As many numbers before the list as it has, then as many behind it, of the year before.
  void test(size_t i) {
    const size_t k = length_of_list(i);
    if (k < 2 || i < k || i + 2 * k > all().size() || at(i).comparable) return;
    for (size_t j = 0; j < k; ++j) {
      const Statement &now = at(i - k + j), &before = at(i + k + j);
      const bool fits = is_level(i - k + j) && is_level(i + k + j) && now.sentence == at(i).sentence &&
                        before.sentence == at(i).sentence && q(now).dimension == q(before).dimension &&
                        q(now).unit == q(before).unit && q(before).interval.low > 0 &&
                        !grows_in_real_terms(now.core);
      if (!fits) return;
    }
    if (!of_year_before(at(i + k), at(i))) return;
    for (size_t j = 0; j < k; ++j) judge(at(i + j), at(i - k + j), at(i + k + j), at(i).sign);
  }

  bool of_year_before(const Statement& base, const Statement& change) const {
    static constexpr std::string_view kBefore[] = {"上年", "去年", "同期", "上期"};
    return base.depth > change.depth && contains_any(between(change, base), kBefore);
  }

  void judge(const Statement& change, const Statement& now, const Statement& before, int sign) {
    const Interval due = (q(now).interval / q(before).interval - Interval{1, 1}) * 100 * sign;
    const std::string formula =
        fmt::format("{} ÷ {} − 1 = {}", words(now), words(before), show_computed(due * sign, manner(change)));
    const Statement* terms[] = {&change, &now, &before};
    if (q(change).interval.overlaps(due)) return hold(Kind::kGrowth, terms, formula);
    Finding finding = compared(Kind::kGrowth, true, book_, change, due, formula, {terms + 1, 2});
    finding.explanation = {fmt::format("{}，不是{}", formula, finding.stated),
                           fmt::format("{}, not {}", formula, finding.stated)};
    tell(std::move(finding));
  }
};

}  // namespace

void check_listed_changes(const Book& book, Results& results) { ListedChangeCheck(book, results).run(); }

}  // namespace zhiheng::audit
