#include <fmt/format.h>

#include <vector>

#include "audit/checks/checks.h"
#include "audit/checks/draft.h"

namespace zhiheng::audit {
namespace {

using stats::Interval;

constexpr size_t kReach = 40;  // statements before a total rate among which its parts are looked for

/// A rate with the number that it is a rate of.
struct Part {
  const Statement* rate;
  const Statement* base;
};

class MeanCheck {
 public:
  MeanCheck(const Book& book, Results& results) : book_(book), results_(results) {}

  void run() {
    const auto& all = book_.statements.all;
    for (size_t i = 0; i < all.size(); ++i) {
      if (is_rate(all[i]) && (speaks_of_all(all[i]) || sums_up(all[i]))) test(i);
    }
  }

 private:
  const Statement& at(size_t i) const { return book_.statements.all[i]; }
  const Quantity& q(const Statement& s) const { return book_.statements.quantity(s); }

  bool is_rate(const Statement& st) const {
    const bool score = q(st).unit == "分" && q(st).dimension == Dimension::kOther;
    return st.role == Role::kLevel && q(st).exact() && !st.list && !st.target &&
           (q(st).dimension == Dimension::kPercent || score) && !st.own.empty();
  }

  static bool speaks_of_all(const Statement& st) {
    for (const std::string_view word :
         {"总体", "平均", "综合", "全区", "全市", "全县", "全镇", "合计", "总", "整体"}) {
      if (st.own.find(word) != std::string::npos) return true;
    }
    return false;
  }

  /// 汇总三类，活跃率为 73.3%.
  bool sums_up(const Statement& st) const {
    const std::string_view before =
        book_.document.view({book_.statements.sentences[st.sentence].span.begin, q(st).span.begin});
    return before.find("汇总") != before.npos || before.find("合计") != before.npos;
  }

  /// How a rate is called: its last characters.
  static std::string_view name_of(const Statement& st) {
    const std::string_view own = st.own;
    return own.size() <= 6 ? own : own.substr(own.size() - 6);
  }

  void test(size_t i) {
    const Statement& total = at(i);
    std::vector<Part> parts;
    for (size_t j = i; j-- > 0 && i - j < kReach;) {
      const Statement& st = at(j);
      if (!is_rate(st) || st.period != total.period || name_of(st) != name_of(total) ||
          q(st).unit != q(total).unit)
        continue;
      if (speaks_of_all(st)) break;
      const Statement* base = base_of(j);
      if (!base) return;
      parts.insert(parts.begin(), {&st, base});
    }
    if (parts.size() >= 2) judge(total, parts);
  }

  /// 城区机构 900 份，得分 78.0 分; 600 项，一次通过 540 项，通过率 90.0%: the first count of the part's
  /// clause.
  const Statement* base_of(size_t j) const {
    const Statement* base = nullptr;
    for (size_t k = j; k-- > 0 && j - k <= 3;) {
      const Statement& c = at(k);
      if (c.role != Role::kLevel || q(c).dimension != Dimension::kCount || !q(c).exact()) break;
      if (c.sentence != at(j).sentence) break;
      if (counts_cases(c)) continue;
      if (base && (q(c).unit != q(*base).unit || q(c).value < q(*base).value)) break;
      base = &c;
    }
    return base;
  }

  /// 不合格 2 批次, 合格, 通过: what the rate counts, not what it is counted of.
  static bool counts_cases(const Statement& c) {
    for (const std::string_view word :
         {"合格", "通过", "问题", "检出", "达标", "满意", "办结", "整改", "符合"}) {
      if (c.own.find(word) != std::string::npos) return true;
    }
    return false;
  }

  /// 三类器具共检查 3,328 台（支）: whether the sum of the parts' numbers stands before the total rate.
  bool is_told_before(const Statement& total, double number) const {
    const size_t i = static_cast<size_t>(&total - book_.statements.all.data());
    for (size_t j = i; j-- > 0 && i - j <= 3;) {
      if (at(j).role == Role::kLevel && q(at(j)).value == number) return true;
    }
    return false;
  }

  void judge(const Statement& total, const std::vector<Part>& parts) {
    Interval sum{0, 0}, weighted{0, 0};
    double number = 0;
    bool mixed = false;  // 台 and 支
    std::string formula;
    std::vector<const Statement*> others;
    for (const Part& part : parts) {
      mixed = mixed || q(*part.base).unit != q(*parts[0].base).unit;
      sum = sum + q(*part.rate).interval;
      weighted = weighted + q(*part.rate).interval * q(*part.base).value;
      number += q(*part.base).value;
      formula +=
          (formula.empty() ? "(" : " + ") + words_of(book_, *part.rate) + " × " + words_of(book_, *part.base);
      others.push_back(part.rate);
    }
    if (mixed && !is_told_before(total, number)) return;
    const Interval due = weighted * (1 / number);
    const Interval plain = sum * (1.0 / static_cast<double>(parts.size()));
    const Statement* all[] = {&total};
    formula += fmt::format(") ÷ {:.0f} = {}", number, show_computed(due, manner_of(book_, total)));
    if (due.overlaps(q(total).interval)) {
      results_.held.push_back(held(Kind::kMeanRate, book_, all, formula));
      return;
    }
    // Only the plain mean itself shows that the parts are those of the total.
    if (!plain.overlaps(q(total).interval)) return;
    const Alternative mean[] = {
        {plain, {"这是各项的简单平均，没有按数量加权", "this is the plain mean, not weighted"}}};
    Finding finding = compared(Kind::kMeanRate, parts.size() > 2, book_, total, due, formula, others, mean);
    finding.explanation = {fmt::format("总体数应按数量加权：{}", formula),
                           fmt::format("the whole must be weighted by number: {}", formula)};
    results_.findings.push_back(std::move(finding));
  }

  const Book& book_;
  Results& results_;
};

}  // namespace

void check_text_means(const Book& book, Results& results) { MeanCheck(book, results).run(); }

}  // namespace zhiheng::audit
