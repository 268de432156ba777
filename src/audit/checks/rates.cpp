#include <fmt/format.h>

#include <algorithm>

#include "audit/checks/ratios.h"
#include "audit/word_lists.h"

namespace zhiheng::audit {
namespace {

using stats::Interval;

// Rates that are shares of counted things; others (增长率, 利率) have bases that a text does not name. Longer
// words stand before their ends.
constexpr std::string_view kStems[] = {
    "不合格", "合格", "办结", "和解", "达标",   "优良", "处置", "整改", "检出", "满意", "覆盖", "完成",
    "签约",   "受理", "立案", "问题", "反馈",   "回复", "结案", "调解", "执行", "建档", "及时", "解决",
    "化解",   "采纳", "发现", "通过", "投保",   "参保", "就业", "入学", "入住", "成活", "清理", "修复",
    "接种",   "规范", "出生", "死亡", "城镇化", "节约", "评价", "开工", "竣工", "联系", "办理", "知晓",
    "核减",   "持证", "响应", "录取", "升学",   "参与", "挂牌", "注销", "阳性"};

/// The words of a rate without 率, and what they end in: 产品抽检合格, 合格.
struct Name {
  std::string_view words;
  std::string_view stem;
};

class RateCheck : RatioCheck {
 public:
  RateCheck(const Book& book, size_t i, Results& results)
      : RatioCheck(book, results), i_(i), st_(at(i)), name_(name_of(st_)) {
    std::tie(first_, last_) = window(i);
  }

  void run() {
    if (name_.words == "完成") return judge_plan();
    if (name_.stem.empty() || (st_.own.size() > name_.stem.size() + 15 && st_.parent < 0)) return;
    const Statement* counted = nullptr;
    const Statement* rest = nullptr;
    for (size_t j = first_; j < last_; ++j) {
      const Statement& c = at(j);
      if (!may_count(j)) continue;
      if (is_negated(c)) {
        rest = &c;
      } else if (name_.stem == "城镇化" || has(c, name_.stem)) {
        const Statement* base = base_of(c);
        if (base && base != &c && percent_of(c, *base).overlaps(q(st_).interval)) {
          return judge({.part = &c, .base = base, .due = percent_of(c, *base), .certain = true});
        }
        counted = &c;
      }
    }
    if (counted || rest) return judge_counted(counted, rest);
    if (!judge_subset()) check_whole_count(book_, i_, first_, name_.stem, results_);
  }

 private:
  static Name name_of(const Statement& st) {
    if (!st.own.ends_with("率")) return {};
    const std::string_view words = std::string_view(st.own).substr(0, st.own.size() - 3);
    for (const std::string_view stem : kStems) {
      if (words.ends_with(stem)) return {words, stem};
    }
    return {};
  }

  /// 计划 600 户，已完成 534 户，完成率: of the plan of its sentence.
  void judge_plan() {
    static constexpr std::string_view kPlans[] = {"计划", "目标", "任务", "预算"};
    const Statement *plan = nullptr, *done = nullptr;
    for (size_t j = i_; j-- > first_ && at(j).sentence == st_.sentence;) {
      const Statement& c = at(j);
      if (c.role == Role::kChange) continue;
      if (!countable(c) || c.period != st_.period) return;
      const bool planned = contains_any(book_.document.view(c.clause), kPlans);
      if (!planned && !done) done = &c;
      if (planned) plan = &c;
      if (plan) break;
    }
    if (!plan || !done || !alike(*plan, *done) || q(*plan).interval.low <= 0) return;
    if (index_of(*done) != index_of(*plan) + 1) return;
    judge({.part = done, .base = plan, .due = percent_of(*done, *plan), .certain = true});
  }

  /// Whether `j` may be what the rate counts.
  bool may_count(size_t j) const {
    const Statement& c = at(j);
    if (j == i_ || !countable(c) || c.period != st_.period || c.average) return false;
    if (name_.stem == "城镇化" && !has(c, "城镇")) return false;
    // 其中合格 245 批次。生产领域抽查 80 批次，合格率: of the 80
    if (j < i_ && !is_vital(c) && own_base_between(c)) return false;
    return !rate_between(std::min(i_, j), std::max(i_, j));
  }

  bool is_negated(const Statement& c) const {
    const std::string stem(name_.stem);
    return has(c, "不" + stem) || has(c, "未" + stem) || (stem == "合格" && has(c, "不合格"));
  }

  /// Whether between a part and the rate stands a base that a later sentence counts for itself.
  bool own_base_between(const Statement& part) const {
    return std::any_of(&part + 1, &st_, [&](const Statement& c) {
      return countable(c) && alike(c, part) && is_base(c) && c.sentence != part.sentence &&
             c.depth <= st_.depth;
    });
  }

  bool rate_between(size_t a, size_t b) const {
    for (size_t j = a + 1; j < b; ++j) {
      const bool percent = q(at(j)).dimension == Dimension::kPercent;
      if (percent && at(j).role == Role::kLevel && at(j).own.ends_with("率")) return true;
    }
    return false;
  }

  /// Births and deaths are counted against the mean of the people, which a text seldom names.
  static bool is_vital(const Statement& st) { return has(st, "出生") || has(st, "死亡"); }

  /// 核定床位 9,460 张，入住 6,055 人，入住率: a bed holds a person.
  const Statement* beds_before(const Statement& part) const {
    if (name_.stem != "入住" || q(part).unit != "人") return nullptr;
    for (size_t j = index_of(part); j-- > first_;) {
      if (q(at(j)).unit == "张" && countable(at(j)) && has(at(j), "床位")) return &at(j);
    }
    return nullptr;
  }

  bool at_least(const Statement& whole, const Statement& part) const {
    return q(whole).interval.high >= q(part).interval.low;
  }

  /// The whole that `part` was taken of, or null.
  const Statement* base_of(const Statement& part) const {
    if (const Statement* base = beds_before(part)) return base;
    if (const Statement* base = base_in_name(part)) return base;
    if (!is_vital(part)) {
      if (const Statement* base = base_right_before(part)) return base;
      if (part.part_of >= 0) {
        const Statement& whole = at(static_cast<size_t>(part.part_of));
        const bool here = block(whole) == block(part) && whole.period == part.period;
        if (here && countable(whole) && alike(whole, part)) return &whole;
      }
    }
    // 33 批次共 99 件: batches of batches
    const bool same_unit = std::any_of(&at(first_), &part, [&](const Statement& c) {
      return countable(c) && q(c).unit == q(part).unit && q(c).value >= q(part).value;
    });
    if (const Statement* base = base_by_words(part, same_unit)) return base;
    return is_vital(part) ? nullptr : nearest_base(part, same_unit);
  }

  /// 人口覆盖率, after 覆盖 18 个乡镇: the rate names a whole that is not counted here.
  bool is_of_something_else(const Statement& part) const {
    const std::string_view own = st_.own;
    if (own.size() < name_.stem.size() + 9 || is_general_measure(own)) return false;
    const std::string_view lead = name_.words.substr(0, name_.words.size() - name_.stem.size());
    const auto& sentences = book_.statements.sentences;
    const std::uint32_t first =
        std::min(sentences[part.sentence].span.begin, sentences[st_.sentence].span.begin);
    const std::string_view before = book_.document.view({first, st_.clause.begin});
    return before.find(lead.substr(lead.size() - std::min<size_t>(lead.size(), 6))) == before.npos;
  }

  /// 举报立案率: of the 举报 that were counted.
  const Statement* base_in_name(const Statement& part) const {
    if (st_.own.size() < name_.stem.size() + 9 || is_vital(part)) return nullptr;
    const std::string_view lead = name_.words.substr(0, name_.words.size() - name_.stem.size());
    for (size_t j = first_; j < last_; ++j) {
      const Statement& c = at(j);
      if (&c == &part || !countable(c) || has(c, name_.stem) || !c.own.ends_with(lead)) continue;
      if (alike(c, part) && c.period == st_.period && at_least(c, part)) return &c;
    }
    return nullptr;
  }

  /// 食品类 600 项，一次通过 540 项: the number right before, if it is not smaller.
  const Statement* base_right_before(const Statement& part) const {
    const size_t p = index_of(part);
    if (p <= first_) return nullptr;
    const Statement& c = at(p - 1);
    if (!c.part || has(c, "合格") || c.sentence != part.sentence || c.depth > part.depth) return nullptr;
    return countable(c) && alike(c, part) && at_least(c, part) ? &c : nullptr;
  }

  /// The nearest number before the rate of which the words say that it was examined.
  const Statement* base_by_words(const Statement& part, bool same_unit) const {
    const size_t p = index_of(part);
    for (size_t j = std::max(p, i_); j-- > first_;) {
      const Statement& c = at(j);
      if ((same_unit && q(c).unit != q(part).unit) || j == p || j == i_) continue;
      if (!countable(c) || !alike(c, part) || (c.average && !has(c, "人口"))) continue;
      // 回访 6340 件，回访率 93.0%；回访对象中表示满意: the rate between is no border where the words go on.
      const bool goes_on = c.own.size() >= 6 && part.own.starts_with(std::string_view(c.own).substr(0, 6));
      if (!goes_on && rate_between(j, std::min(i_, std::max(p, j)))) break;
      if (c.depth > st_.depth && &c + 1 != &part) continue;  // in a bracket of its own
      if (is_vital(part) && !has(c, "平均") && !has(c, "常住人口")) continue;
      if (at_least(c, part) && is_base(c)) return &c;
    }
    return nullptr;
  }

  const Statement* nearest_base(const Statement& part, bool same_unit) const {
    for (size_t j = index_of(part); j-- > first_;) {
      const Statement& c = at(j);
      if (j == i_ || !countable(c) || !alike(c, part) || (same_unit && q(c).unit != q(part).unit)) continue;
      return at_least(c, part) && (c.sentence == part.sentence || part.part_begin) ? &c : nullptr;
    }
    return nullptr;
  }

  /// By what the rate counts or, if the text only has that, by what it leaves.
  void judge_counted(const Statement* counted, const Statement* rest) {
    const Statement& part = counted ? *counted : *rest;
    if (is_of_something_else(part)) return;
    const Statement* base = base_of(part);
    if (!base || base == &part) return;
    Interval ratio = percent_of(part, *base);
    if (is_vital(part) && !has(*base, "平均")) ratio = ratio * Interval{0.95, 1.05};
    const Interval others = Interval{100, 100} - ratio;
    const bool of_the_rest = name_.words.ends_with("不" + std::string(name_.stem)) && name_.stem != "不合格";
    const bool together = st_.sentence == part.sentence && st_.sentence == base->sentence;
    judge({.part = &part,
           .base = base,
           .due = counted ? (of_the_rest ? others : ratio)
                          : (of_the_rest ? Interval{100, 100} - others : others),
           .complement = !counted,
           .certain = together,
           .named = st_.sentence == part.sentence && counted});
  }

  /// 其中 2391 批次符合标准，合格率: the part before the rate is of the whole before it. 城镇常住人口 is of
  /// 常住人口.
  bool judge_subset() {
    for (size_t p = i_; p-- > first_;) {
      const Statement& part = at(p);
      if (part.role == Role::kChange) continue;
      if (!countable(part) || part.period != st_.period) return false;
      for (size_t b = p; b-- > first_;) {
        const Statement& base = at(b);
        if (!countable(base) || !alike(base, part) || base.period != st_.period) continue;
        const bool longer = part.core.size() > base.core.size() && part.core.ends_with(base.core);
        if ((!part.part_begin && !longer) || !at_least(base, part)) return false;
        const bool together = part.sentence == st_.sentence && base.sentence == st_.sentence;
        judge({.part = &part,
               .base = &base,
               .due = due_of_subset(percent_of(part, base)),
               .certain = together});
        return true;
      }
      return false;
    }
    return false;
  }

  /// Either the part or what it leaves may be meant.
  Interval due_of_subset(const Interval& share) const {
    const Interval rest = Interval{100, 100} - share;
    const bool negative = has(st_, "不") && !share.overlaps(q(st_).interval);
    return negative || rest.overlaps(q(st_).interval) ? rest : share;
  }

  void judge(const Division& division) {
    const std::string part = words(*division.part), base = words(*division.base);
    const std::string divided = division.complement ? fmt::format("({} − {}) ÷ {}", base, part, base)
                                                    : fmt::format("{} ÷ {}", part, base);
    const std::string formula = divided + " = " + show_computed(division.due, manner(st_));
    const Statement* terms[] = {&st_, division.part, division.base};
    if (q(st_).interval.overlaps(division.due)) return hold(Kind::kRatio, terms, formula);
    // Another pair that fits shows which whole was taken by mistake, if the words name the right one.
    const bool other = other_pair_fits(st_);
    if (other && !division.named) return;
    const Alternative wrong[] = {
        {q(st_).interval, {"像是分母用错：与文中另外两个数相符", "another whole seems to have been taken"}},
        {Interval{100, 100} - division.due, {"像是把合格与不合格弄反", "the complement seems to be meant"}}};
    const std::span<const Alternative> causes = std::span(wrong).subspan(other ? 0 : 1);
    Finding finding = compared(Kind::kRatio, division.certain && !other, book_, st_, division.due, formula,
                               {terms + 1, 2}, causes);
    finding.explanation = {fmt::format("{}，应为{}，不是{}", divided, finding.recomputed, finding.stated),
                           fmt::format("{} gives {}, not {}", divided, finding.recomputed, finding.stated)};
    tell(std::move(finding));
  }

  size_t i_;
  const Statement& st_;
  Name name_;
  size_t first_ = 0, last_ = 0;  // the statements that may belong to the rate
};

}  // namespace

void check_rate(const Book& book, size_t i, Results& results) { RateCheck(book, i, results).run(); }

}  // namespace zhiheng::audit
