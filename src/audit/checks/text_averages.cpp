#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "audit/checks/checks.h"
#include "audit/checks/draft.h"
#include "audit/subject.h"

namespace zhiheng::audit {
namespace {

using stats::Interval;

/// 每千常住人口拥有床位: 1000 of 常住人口, of 床位.
struct PerUnit {
  double factor = 1;
  std::string_view base;  // words of what is divided by: 人口, 案, 户
  std::string_view noun;  // words of what is divided, may be empty
};

std::optional<PerUnit> read_per(std::string_view own) {
  struct Factor {
    std::string_view word;
    double value;
  };
  static constexpr Factor kFactors[] = {{"每十万", 1e5}, {"每百万", 1e6}, {"每万", 1e4}, {"每千", 1e3},
                                        {"每百", 1e2},   {"千人", 1e3},   {"万人", 1e4}, {"百人", 1e2}};
  // 万台特种设备死亡人数: of so many machines.
  static constexpr std::pair<std::string_view, std::string_view> kMachines[] = {
      {"万台", "台"}, {"万辆", "辆"}, {"百户", "户"}, {"万户", "户"}};
  for (const auto& [word, unit] : kMachines) {
    const size_t at = own.find(word);
    if (at == own.npos || (at > 0 && !own.substr(0, at).ends_with("每"))) continue;
    PerUnit per{word.starts_with("百") ? 1e2 : 1e4, unit,
                own.substr(own.size() - std::min<size_t>(own.size(), 12))};
    for (const std::string_view end : {"人数", "率", "数", "件数"}) {
      if (per.noun.ends_with(end)) per.noun.remove_suffix(end.size());
    }
    per.noun = per.noun.substr(per.noun.size() - std::min<size_t>(per.noun.size(), 6));
    return per;
  }
  for (const auto& [word, value] : kFactors) {
    const size_t at = own.find(word);
    if (at == own.npos) continue;
    PerUnit per{value, "人口", own.substr(at + word.size())};
    for (const std::string_view skip :
         {"名", "户籍", "常住", "人口", "人", "居民", "拥有的", "拥有", "有", "的"}) {
      if (per.noun.starts_with(skip)) per.noun.remove_prefix(skip.size());
    }
    return per;
  }
  if (own.ends_with("亩产") || own.ends_with("单产")) return PerUnit{10000.0 / 15, "面积", "产量"};
  static constexpr std::pair<std::string_view, std::string_view> kEach[] = {
      {"人均", "人口"}, {"户均", "户"}, {"案均", "案"}, {"件均", "件"}, {"企均", "企业"}};
  if (own.find("亩均") != own.npos) return PerUnit{10000.0 / 15, "面积", own.substr(own.find("亩均") + 6)};
  for (const auto& [word, base] : kEach) {
    const size_t at = own.find(word);
    if (at == own.npos) continue;
    PerUnit per{1, base, own.substr(at + word.size())};
    for (const std::string_view skip : {"拥有", "占有", "达到", "的"}) {
      if (per.noun.starts_with(skip)) per.noun.remove_prefix(skip.size());
    }
    return per;
  }
  return std::nullopt;
}

class AverageCheck {
 public:
  AverageCheck(const Book& book, Results& results) : book_(book), results_(results) {}

  void run() {
    const auto& all = book_.statements.all;
    for (size_t i = 0; i < all.size(); ++i) {
      const Statement& st = all[i];
      if (st.role != Role::kLevel || !q(st).exact() || st.list || st.target) continue;
      auto per = read_per(st.own);
      if (!per && i > 0) per = carried(all[i - 1], st);
      if (per && per->noun.size() >= 6) test(i, *per);
      if (per && per->noun.empty()) test_neighbours(i, *per);
    }
  }

 private:
  const Quantity& q(const Statement& s) const { return book_.statements.quantity(s); }

  /// 每千人执业医师 3.34 人、注册护士 4.33 人: what it falls to is said once.
  std::optional<PerUnit> carried(const Statement& before, const Statement& st) const {
    const auto per = read_per(before.own);
    if (!per || per->base != "人口" || before.sentence != st.sentence || q(st).unit != q(before).unit ||
        q(st).step >= 1 || q(st).scale != 1 || st.own.size() < 6)
      return std::nullopt;
    const std::string_view behind = std::string_view(book_.document.text).substr(q(before).span.end, 3);
    if (behind != "、" && behind != "和") return std::nullopt;
    return PerUnit{per->factor, per->base, st.own};
  }

  /// The nearest level before (then behind) `i` for which `fits` holds, within two dozen statements.
  template <class Fits>
  const Statement* nearest(size_t i, Fits fits) const {
    const auto& all = book_.statements.all;
    for (size_t d = 1; d < 25; ++d) {
      if (i >= d && fits(all[i - d])) return &all[i - d];
    }
    for (size_t d = 1; d < 5 && i + d < all.size(); ++d) {
      if (fits(all[i + d])) return &all[i + d];
    }
    return nullptr;
  }

  void test(size_t i, const PerUnit& per) {
    const Statement& st = book_.statements.all[i];
    const auto level = [&](const Statement& c) {
      return c.role == Role::kLevel && !c.from && !c.list && c.period == st.period && q(c).exact() &&
             q(c).interval.low > 0;
    };
    const auto is_total = [&](const Statement& c) {
      return level(c) && !c.average && !read_per(c.own) && same_unit(q(c), q(st)) &&
             c.core.find(per.noun) != std::string::npos;
    };
    // 播种面积 132.7 万亩，亩产 433.8 公斤，总产 57.57 万吨: of what grew there, in the same sentence.
    const bool yield = per.base == "面积";
    const auto beside = [&](const Statement& c) { return !yield || c.sentence == st.sentence; };
    const Statement* total =
        nearest(i, [&](const Statement& c) { return is_total(c) && beside(c) && (!c.part || yield); });
    if (!total && !yield) total = nearest(i, is_total);
    const Statement* base = nearest(i, [&](const Statement& c) {
      if (!level(c) || (c.average && per.base != "人口") || q(c).dimension == Dimension::kPercent)
        return false;
      if (per.base == "人口")
        return q(c).unit == "人" && c.core.find("人口") != std::string::npos &&
               c.core.find("就业") == std::string::npos && !c.flow;
      if (q(c).unit == per.base && q(c).dimension == Dimension::kCount) return q(c).value > 100;
      return c.core.find(per.base) != std::string::npos &&
             (q(c).dimension == Dimension::kCount || q(c).dimension == Dimension::kArea);
    });
    // 上报不良事件 643 份，常住人口 51.86 万人，每百万人口报告 124 份: what is divided has no word in common.
    if (!total && base && i >= 2 && base == &book_.statements.all[i - 1] && base->sentence == st.sentence) {
      const Statement& c = book_.statements.all[i - 2];
      if (level(c) && c.sentence == st.sentence && same_unit(q(c), q(st)) && q(c).unit == q(st).unit)
        total = &c;
    }
    if (!total || !base || total == base) return;
    // Another whole or another number near by may be meant.
    for (size_t d = 1; d < 25 && d <= i; ++d) {
      const Statement& other = book_.statements.all[i - d];
      if (!level(other) || &other == total) continue;
      const bool number = q(other).dimension == q(*base).dimension && q(other).unit == q(*base).unit;
      if (number && (q(*total).interval / q(other).interval * per.factor).overlaps(q(st).interval)) return;
      if (same_unit(q(other), q(st)) &&
          (q(other).interval / q(*base).interval * per.factor).overlaps(q(st).interval))
        return;
    }
    judge(st, *total, *base, per);
  }

  /// 发放资金 18.6 万元，惠及 75 人，人均 2480 元: the two numbers before it.
  void test_neighbours(size_t i, const PerUnit& per) {
    if (i < 2) return;
    const Statement &st = book_.statements.all[i], &people = book_.statements.all[i - 1],
                    &total = book_.statements.all[i - 2];
    if (people.sentence != st.sentence || total.sentence != st.sentence || total.role != Role::kLevel ||
        people.role != Role::kLevel)
      return;
    const bool counted = per.base == "人口" ? q(people).unit == "人" || q(people).unit == "名"
                         : per.base == "户" ? q(people).unit == "户"
                                            : q(people).dimension == Dimension::kCount;
    if (!counted || !same_unit(q(total), q(st)) || q(people).interval.low <= 0 || !q(total).exact() ||
        !q(people).exact())
      return;
    judge(st, total, people, {per.factor, "", ""});
  }

  static bool same_unit(const Quantity& a, const Quantity& b) {
    return a.dimension == b.dimension && (a.unit == b.unit || a.dimension == Dimension::kArea);
  }

  void judge(const Statement& st, const Statement& total, const Statement& base, const PerUnit& per) {
    const Interval exact = q(total).interval / q(base).interval * per.factor;
    // People are counted at the end of the year or as the mean of two: a few per cent apart.
    const bool people = per.base == "人口";
    const bool mean = base.core.find("平均") != std::string::npos;
    const Interval due = people && !mean ? exact * Interval{0.97, 1.03} : exact;
    const std::string divisor = per.factor > 1 ? fmt::format(" × {:.0f}", per.factor) : "";
    const std::string formula = fmt::format("{} ÷ {}{} = {}", words_of(book_, total), words_of(book_, base),
                                            divisor, show_computed(exact, manner_of(book_, st)));
    const Statement* all[] = {&st, &total, &base};
    if (q(st).interval.overlaps(due)) {
      results_.held.push_back(held(Kind::kRatio, book_, all, formula));
      return;
    }
    const int power = magnitude_slip(q(st), due);
    const bool near = base.sentence == st.sentence && total.sentence == st.sentence;
    Finding finding = compared(power ? Kind::kUnit : Kind::kRatio, near && (!people || mean), book_, st,
                               exact, formula, {all + 1, 2});
    finding.explanation = {fmt::format("{}，不是{}", formula, finding.stated),
                           fmt::format("{}, not {}", formula, finding.stated)};
    if (power) finding.explanation.zh += "；相差整十倍，像是单位（万、亿）写错";
    results_.findings.push_back(std::move(finding));
  }

  const Book& book_;
  Results& results_;
};

}  // namespace

void check_text_averages(const Book& book, Results& results) { AverageCheck(book, results).run(); }

}  // namespace zhiheng::audit
