#include <fmt/format.h>

#include <cmath>

#include "audit/checks/ratios.h"
#include "audit/word_lists.h"

namespace zhiheng::audit {
namespace {

using stats::Interval;

class WholeCountCheck : RatioCheck {
 public:
  WholeCountCheck(const Book& book, Results& results) : RatioCheck(book, results) {}

  void run(size_t i, size_t first, std::string_view stem) {
    static constexpr std::string_view kCounted[] = {"合格", "不合格", "检出", "达标", "优良",
                                                    "满意", "占",     "通过", "办结", "整改"};
    static constexpr std::string_view kSampled[] = {"合格", "不合格", "检出"};
    if (!is_any_of(stem, kCounted) || !q(at(i)).exact()) return;
    const bool sample = is_any_of(stem, kSampled);
    for (size_t j = i; j-- > first;) {
      // 共 37 批次，涉及生产企业 29 家、销售单位 17 家: samples are no firms.
      const bool firms = sample && (q(at(j)).unit == "家" || q(at(j)).unit == "户");
      if (at(j).role != Role::kChange && !firms) return judge(i, j, sample);
    }
  }

 private:
  /// Whether all things of the number are counted one by one, as `n` of them.
  bool counts_things(const Statement& base) const {
    static constexpr std::string_view kNoThings[] = {"项", "类", "种", "次", "人次"};
    const Quantity& n = q(base);
    return n.dimension == Dimension::kCount && n.scale == 1 && n.exact() && !base.list && n.value >= 8 &&
           n.value <= 1e6 && !is_any_of(n.unit, kNoThings);
  }

  void judge(size_t i, size_t j, bool sample) {
    const Statement &st = at(i), &base = at(j);
    if (!counts_things(base)) return;
    const double n = q(base).value;
    // Of few things the steps are wide: then the only number of the sentence is the base, whatever its word.
    const bool few = n * q(st).step < 60;
    const bool only = j == sentence_of(st).first && j + 1 == i && few;
    if (!only && !(sample && is_base(base) && q(base).unit != "家")) return;
    if (stats::some_count_gives(static_cast<std::int64_t>(n), q(st).interval * 0.01)) return;
    const double nearest = std::round(q(st).value / 100 * n);
    const Interval due = Interval{nearest, nearest} * (100 / n);
    const Statement* others[] = {&base};
    Finding finding =
        compared(Kind::kImpossible, sample && few, book_, st, due,
                 fmt::format("{:.0f} ÷ {:.0f} = {}", nearest, n, show_computed(due, manner(st))), others);
    finding.explanation = {fmt::format("{}中没有一个整数能得出{}，最接近的是 {:.0f}（{}）", words(base),
                                       finding.stated, nearest, finding.recomputed),
                           fmt::format("no whole number of {} gives {}; the nearest, {:.0f}, gives {}",
                                       words(base), finding.stated, nearest, finding.recomputed)};
    tell(std::move(finding));
  }
};

}  // namespace

void check_whole_count(const Book& book, size_t i, size_t first, std::string_view stem, Results& results) {
  WholeCountCheck(book, results).run(i, first, stem);
}

}  // namespace zhiheng::audit
