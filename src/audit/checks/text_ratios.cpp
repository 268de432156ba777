#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "audit/checks/checks.h"
#include "audit/checks/draft.h"
#include "audit/lookup.h"
#include "audit/subject.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

using stats::Interval;

// What is examined is the base of a rate: 抽检 382 件.
constexpr std::string_view kBases[] = {"抽检", "抽查", "检测",     "监测", "检查", "抽样", "检验", "受检",
                                       "受理", "应",   "共",       "总数", "总计", "总量", "考核", "评价",
                                       "测评", "巡查", "普查",     "参检", "监管", "排查", "采样", "评估",
                                       "调查", "回访", "平均人口", "预算", "送审", "承办", "考核", "抽取",
                                       "登记", "申请", "发放",     "收到", "接到"};
// Rates that are shares of counted things; others (增长率, 出生率) have bases that a text does not name.
constexpr std::string_view kStems[] = {
    "不合格", "合格", "办结", "和解", "达标",   "优良", "处置", "整改", "检出",       "满意", "覆盖", "完成",
    "签约",   "受理", "立案", "问题", "反馈",   "回复", "结案", "调解", "执行",       "建档", "及时", "解决",
    "化解",   "采纳", "发现", "通过", "投保",   "参保", "就业", "入学", "入住",       "成活", "清理", "修复",
    "接种",   "规范", "出生", "死亡", "城镇化", "节约", "评价", "开工", "竣工",       "联系", "办理", "知晓",
    "核减",   "持证", "响应", "录取", "升学",   "参与", "挂牌", "注销", "抽检不合格", "阳性"};

class RatioCheck {
 public:
  RatioCheck(const Book& book, const Lookup& lookup, Results& results)
      : book_(book), lookup_(lookup), results_(results) {}

  void run() {
    const auto& all = book_.statements.all;
    for (size_t i = 0; i < all.size(); ++i) {
      const Statement& st = all[i];
      const Quantity& quantity = q(st);
      if (quantity.dimension != Dimension::kPercent || st.role == Role::kChange) continue;
      if (!quantity.exact() && quantity.bound != Bound::kAtLeast && quantity.bound != Bound::kAbout) continue;
      if (of_quantity(i)) continue;
      if (st.role == Role::kShare)
        share(i);
      else if (st.own.empty() || st.bare)
        bare(i);
      else
        rate(i);
    }
  }

 private:
  const Statement& at(size_t i) const { return book_.statements.all[i]; }
  const Quantity& q(const Statement& s) const { return book_.statements.quantity(s); }
  std::uint32_t block(const Statement& s) const { return book_.statements.sentences[s.sentence].block; }

  static std::string_view stem_of(const Statement& st) {
    if (!st.own.ends_with("率")) return {};
    for (const auto stem : kStems) {
      if (st.own.size() >= stem.size() + 3 &&
          std::string_view(st.own).substr(0, st.own.size() - 3).ends_with(stem))
        return stem;
    }
    return {};
  }

  static bool has(const Statement& st, std::string_view word) {
    return st.own.find(word) != std::string::npos;
  }

  static bool is_base(const Statement& st) {
    return std::any_of(std::begin(kBases), std::end(kBases), [&](auto word) { return has(st, word); }) ||
           st.total;
  }

  bool countable(const Statement& st) const {
    const Quantity& n = q(st);
    return st.role == Role::kLevel && !st.from && n.exact() && n.value >= 0 && !has(st, "人均") &&
           !has(st, "户均") &&
           (n.dimension == Dimension::kCount || n.dimension == Dimension::kMoney ||
            n.dimension == Dimension::kArea || n.dimension == Dimension::kMass ||
            n.dimension == Dimension::kLength || n.dimension == Dimension::kEnergy ||
            n.dimension == Dimension::kVolume);
  }

  static bool alike(const Quantity& a, const Quantity& b) {
    if (a.dimension != b.dimension) return false;
    if (a.dimension != Dimension::kMoney && a.dimension != Dimension::kCount) return true;
    static constexpr std::string_view kSamples[] = {"件", "批次", "批", "份", "组", "样品", "样次"},
                                      kPeople[] = {"人", "名", "位"};
    const auto both = [&](const auto& units) {
      return std::ranges::find(units, a.unit) != std::end(units) &&
             std::ranges::find(units, b.unit) != std::end(units);
    };
    if (a.unit == b.unit || both(kPeople)) return true;
    // Batches are counted as 批次 or as 件, but 件 are more than batches of goods.
    return both(kSamples) && (a.unit == "批次" || a.unit == "批") == (b.unit == "批次" || b.unit == "批");
  }

  /// 合格率 against 抽检 and 合格 of the same sentence (or of the one before).
  void rate(size_t i) {
    const Statement& st = at(i);
    const std::string_view stem = stem_of(st);
    if (stem.empty() || (st.own.size() > stem.size() + 15 && st.parent < 0)) return;
    const auto [first, last] = window(i);
    const Statement* numerator = nullptr;
    const Statement* complement = nullptr;
    for (size_t j = first; j < last; ++j) {
      const Statement& c = at(j);
      if (j == i || !countable(c) || c.period != st.period || c.average) continue;
      if (stem == "城镇化" && !has(c, "城镇")) continue;
      if (j < i && !vital(c) && own_base_between(c, i))
        continue;  // 其中合格 245 批次。生产领域抽查 80 批次，合格率: of the 80
      const bool other_rate = between_has_rate(std::min(i, j), std::max(i, j));
      if (other_rate) continue;
      const bool negated = has(c, "不" + std::string(stem)) || has(c, "未" + std::string(stem)) ||
                           (stem == "合格" && has(c, "不合格"));
      if (negated)
        complement = &c;
      else if (stem == "城镇化" || has(c, stem)) {
        const Statement* base = base_in_name(st, c, stem, first, last);
        if (!base) base = base_of(&c, i, first, last);
        if (base && base != &c && (q(c).interval / q(*base).interval * 100).overlaps(q(st).interval)) {
          return judge(st, c, *base, q(c).interval / q(*base).interval * 100, false, true);
        }
        numerator = &c;
      }
    }
    if (!numerator && !complement) {
      if (!subset(i, first)) counts_only(i, first, stem);
      return;
    }
    const Statement* part = numerator ? numerator : complement;
    if (of_something_else(st, *part, stem)) return;
    const Statement* base = base_in_name(st, *part, stem, first, last);
    if (!base) base = base_of(part, i, first, last);
    if (!base || base == part) return;
    Interval ratio = q(*part).interval / q(*base).interval * 100;
    if (vital(*part) && !has(*base, "平均")) ratio = ratio * Interval{0.95, 1.05};
    const Interval due = numerator ? ratio : Interval{100, 100} - ratio;
    const bool said_so =
        std::string_view(st.own).substr(0, st.own.size() - 3).ends_with("不" + std::string(stem)) &&
        stem != "不合格";
    judge(st, *part, *base, said_so ? Interval{100, 100} - due : due, !numerator,
          block(*part) == block(st) && st.sentence == part->sentence && st.sentence == base->sentence,
          st.sentence == part->sentence && numerator);
  }

  /// 其中 2391 批次符合标准，合格率: the part before the rate is of the whole before it. 城镇常住人口 is of
  /// 常住人口.
  bool subset(size_t i, size_t first) {
    const Statement& st = at(i);
    for (size_t p = i; p-- > first;) {
      const Statement& part = at(p);
      if (part.role == Role::kChange) continue;
      if (!countable(part) || part.period != st.period) return false;
      for (size_t b = p; b-- > first;) {
        const Statement& base = at(b);
        if (!countable(base) || !alike(q(base), q(part)) || base.period != st.period) continue;
        const bool inside =
            part.part_begin || (part.core.size() > base.core.size() && part.core.ends_with(base.core));
        if (!inside || q(base).interval.high < q(part).interval.low) return false;
        const Interval share = q(part).interval / q(base).interval * 100;
        // Either the part or what it leaves may be meant.
        const bool negative = st.own.find("不") != std::string::npos;
        const Interval due = (Interval{100, 100} - share).overlaps(q(st).interval) ||
                                     (negative && !share.overlaps(q(st).interval))
                                 ? Interval{100, 100} - share
                                 : share;
        judge(st, part, base, due, false, part.sentence == st.sentence && base.sentence == st.sentence);
        return true;
      }
      return false;
    }
    return false;
  }

  bool own_base_between(const Statement& part, size_t i) const {
    for (const Statement* c = &part + 1; c < &at(i); ++c) {
      if (countable(*c) && alike(q(*c), q(part)) && is_base(*c) && c->sentence != part.sentence &&
          c->depth <= at(i).depth)
        return true;
    }
    return false;
  }

  /// 人口覆盖率, after 覆盖 18 个乡镇: the rate names a whole that is not counted here.
  bool of_something_else(const Statement& st, const Statement& part, std::string_view stem) const {
    const std::string_view own = st.own;
    if (own.size() < stem.size() + 9 || is_general_measure(own)) return false;
    const std::string_view lead = own.substr(0, own.size() - stem.size() - 3);
    const auto& sentences = book_.statements.sentences;
    const std::uint32_t first =
        std::min(sentences[part.sentence].span.begin, sentences[st.sentence].span.begin);
    const std::string_view before = book_.document.view({first, st.clause.begin});
    return before.find(lead.substr(lead.size() - std::min<size_t>(lead.size(), 6))) == before.npos;
  }

  /// 举报立案率: of the 举报 that were counted.
  const Statement* base_in_name(const Statement& st, const Statement& part, std::string_view stem,
                                size_t first, size_t last) const {
    const std::string_view own = st.own;
    if (own.size() < stem.size() + 9 || vital(part)) return nullptr;
    const std::string_view lead = own.substr(0, own.size() - stem.size() - 3);
    for (size_t j = first; j < last; ++j) {
      const Statement& c = at(j);
      if (&c != &part && countable(c) && !has(c, stem) && c.own.ends_with(lead) && alike(q(c), q(part)) &&
          c.period == st.period && q(c).interval.high >= q(part).interval.low)
        return &c;
    }
    return nullptr;
  }

  /// The statements of the sentence and of the one before it in the same block.
  std::pair<size_t, size_t> window(size_t i) const {
    const auto& sentences = book_.statements.sentences;
    const std::uint32_t s = at(i).sentence;
    size_t first = sentences[s].first;
    const auto follows = [&](std::uint32_t at) {
      return at > 0 && sentences[at - 1].block == sentences[at].block;
    };
    std::uint32_t at = s;
    while (follows(at) && sentences[at - 1].continued && s - at < 12) first = sentences[--at].first;
    if (follows(at) && (i - first < 4 || at != s)) first = sentences[at - 1].first;
    return {first, sentences[s].first + sentences[s].count};
  }

  /// Births and deaths are counted against the mean of the people, which a text seldom names.
  static bool vital(const Statement& st) { return has(st, "出生") || has(st, "死亡"); }

  bool between_has_rate(size_t a, size_t b) const {
    for (size_t j = a + 1; j < b; ++j) {
      if (q(at(j)).dimension == Dimension::kPercent && at(j).role == Role::kLevel &&
          at(j).own.ends_with("率"))
        return true;
    }
    return false;
  }

  /// The whole that `part` was taken of: before it, in its unit, not smaller.
  const Statement* base_of(const Statement* part, size_t i, size_t first, size_t last) const {
    const size_t p = static_cast<size_t>(part - book_.statements.all.data());
    // 食品类 600 项，一次通过 540 项: the number right before, if it is not smaller.
    if (p > first && at(p - 1).part && at(p - 1).own.find("合格") == std::string::npos &&
        at(p - 1).sentence == part->sentence && countable(at(p - 1)) && alike(q(at(p - 1)), q(*part)) &&
        !vital(*part) && q(at(p - 1)).interval.high >= q(*part).interval.low &&
        at(p - 1).depth <= part->depth) {
      return &at(p - 1);
    }
    if (part->part_of >= 0 && !vital(*part)) {
      const Statement& whole = at(static_cast<size_t>(part->part_of));
      if (countable(whole) && alike(q(whole), q(*part)) && block(whole) == block(*part) &&
          whole.period == part->period)
        return &whole;
    }
    const bool same_word = std::any_of(&at(first), part, [&](const Statement& c) {
      return countable(c) && q(c).unit == q(*part).unit && q(c).value >= q(*part).value;
    });
    for (size_t j = std::max(p, i); j-- > first;) {
      const Statement& c = at(j);
      if (same_word && q(c).unit != q(*part).unit) continue;  // 33 批次共 99 件: batches of batches
      if (j == p || j == i || !countable(c) || !alike(q(c), q(*part)) || (c.average && !has(c, "人口")))
        continue;
      // 回访 6340 件，回访率 93.0%；回访对象中表示满意: the rate between is no border where the words go on.
      const bool goes_on = c.own.size() >= 6 && part->own.starts_with(std::string_view(c.own).substr(0, 6));
      if (!goes_on && between_has_rate(j, std::min(i, std::max(p, j)))) break;
      if (c.depth > at(i).depth && &c + 1 != part) continue;  // in a bracket of its own
      if (vital(*part) && !has(c, "平均") && !has(c, "常住人口")) continue;
      if (q(c).interval.high >= q(*part).interval.low && is_base(c)) return &c;
    }
    if (vital(*part)) return nullptr;
    for (size_t j = p; j-- > first;) {
      const Statement& c = at(j);
      if (!countable(c) || !alike(q(c), q(*part)) || j == i || (same_word && q(c).unit != q(*part).unit))
        continue;
      return q(c).interval.high >= q(*part).interval.low && (c.sentence == part->sentence || part->part_begin)
                 ? &c
                 : nullptr;
    }
    (void)last;
    return nullptr;
  }

  void judge(const Statement& st, const Statement& part, const Statement& base, const Interval& due,
             bool complement, bool certain, bool named = false) {
    const std::string division = complement
                                     ? fmt::format("({} − {}) ÷ {}", words_of(book_, base),
                                                   words_of(book_, part), words_of(book_, base))
                                     : fmt::format("{} ÷ {}", words_of(book_, part), words_of(book_, base));
    const Statement* others[] = {&part, &base};
    const std::string formula = division + " = " + show_computed(due, manner_of(book_, st));
    if (q(st).interval.overlaps(due)) {
      const Statement* all[] = {&st, &part, &base};
      results_.held.push_back(held(Kind::kRatio, book_, all, formula));
      return;
    }
    // Another pair that fits shows which whole was taken by mistake, if the words name the right one.
    const bool other = other_pair_fits(st);
    if (other && !named) return;
    const Alternative wrong[] = {
        {q(st).interval, {"像是分母用错：与文中另外两个数相符", "another whole seems to have been taken"}},
        {Interval{100, 100} - due, {"像是把合格与不合格弄反", "the complement seems to be meant"}}};
    Finding finding = compared(Kind::kRatio, certain && !other, book_, st, due, formula, others,
                               {wrong + (other ? 0 : 1), other ? 2u : 1u});
    finding.explanation = {fmt::format("{}，应为{}，不是{}", division, finding.recomputed, finding.stated),
                           fmt::format("{} gives {}, not {}", division, finding.recomputed, finding.stated)};
    results_.findings.push_back(std::move(finding));
  }

  /// Whether two other numbers of the block give the rate: then its base was another one.
  bool other_pair_fits(const Statement& st) const {
    std::vector<const Statement*> counts;
    const auto& all = book_.statements.all;
    const size_t i = static_cast<size_t>(&st - all.data());
    for (size_t j = i > 14 ? i - 14 : 0; j < std::min(all.size(), i + 3); ++j) {
      if (j != i && countable(all[j]) && block(all[j]) + 1 >= block(st) && block(all[j]) <= block(st))
        counts.push_back(&all[j]);
    }
    for (const Statement* a : counts) {
      for (const Statement* b : counts) {
        if (a == b || !alike(q(*a), q(*b)) || q(*b).value < 20 || q(*a).value > q(*b).value) continue;
        const Interval ratio = q(*a).interval / q(*b).interval * 100;
        if (ratio.overlaps(q(st).interval) && q(st).step <= 0.1) return true;
      }
    }
    return false;
  }

  /// 抽检 37 批次，合格率 95.2%: no whole number of 37 makes that share.
  void counts_only(size_t i, size_t first, std::string_view stem) {
    const Statement& st = at(i);
    static constexpr std::string_view kCounted[] = {"合格", "不合格", "检出", "达标", "优良",
                                                    "满意", "占",     "通过", "办结", "整改"};
    if (std::ranges::find(kCounted, stem) == std::end(kCounted) || !q(st).exact()) return;
    const bool sample = stem == "合格" || stem == "不合格" || stem == "检出";
    for (size_t j = i; j-- > first;) {
      const Statement& base = at(j);
      if (base.role == Role::kChange) continue;
      if (q(base).dimension != Dimension::kCount || q(base).scale != 1 || !q(base).exact() || base.list)
        return;
      const double n = q(base).value;
      if (n < 8 || n > 1e6 || q(base).unit == "项" || q(base).unit == "类" || q(base).unit == "种" ||
          q(base).unit == "次" || q(base).unit == "人次")
        return;
      // Of few things the steps are wide: then the only number of the sentence is the base, whatever its
      // word.
      const bool only =
          j == book_.statements.sentences[st.sentence].first && j + 1 == i && n * q(st).step < 60;
      if (!only && !(sample && is_base(base) && q(base).unit != "家")) return;
      const Interval share = q(st).interval * 0.01;
      if (stats::some_count_gives(static_cast<std::int64_t>(n), share)) return;
      const double nearest = std::round(q(st).value / 100 * n);
      const Interval due = Interval{nearest, nearest} * (100 / n);
      const Statement* others[] = {&base};
      Finding finding = compared(
          Kind::kImpossible, sample && n * q(st).step < 60, book_, st, due,
          fmt::format("{:.0f} ÷ {:.0f} = {}", nearest, n, show_computed(due, manner_of(book_, st))), others);
      finding.explanation = {fmt::format("{}中没有一个整数能得出{}，最接近的是 {:.0f}（{}）",
                                         words_of(book_, base), finding.stated, nearest, finding.recomputed),
                             fmt::format("no whole number of {} gives {}; the nearest, {:.0f}, gives {}",
                                         words_of(book_, base), finding.stated, nearest, finding.recomputed)};
      results_.findings.push_back(std::move(finding));
      return;
    }
  }

  /// 为调整预算 56.40 亿元的 104.8%; 占全部 500 家的 30%: the number right before is the whole.
  bool of_quantity(size_t i) {
    if (i < 2) return false;
    const Statement &st = at(i), &base = at(i - 1), &part = at(i - 2);
    if (of_plan(i)) return true;
    const std::string_view between = trim(
        std::string_view(book_.document.text).substr(q(base).span.end, q(st).span.begin - q(base).span.end));
    if (between != "的" && between != "总数的") return false;
    if (base.sentence != st.sentence || part.sentence != st.sentence || !countable(base) ||
        !countable(part) || !alike(q(base), q(part)))
      return true;
    if (q(base).interval.low > 0)
      judge_share(st, part, base, q(part).interval / q(base).interval * 100, true);
    return true;
  }

  /// 完成预算的 97.0%（预算 22000 万元）: the plan stands in the bracket behind.
  bool of_plan(size_t i) {
    const Statement& st = at(i);
    const std::string_view before = std::string_view(book_.document.text).substr(0, q(st).span.begin);
    if (!before.ends_with("的") || !(st.own.ends_with("预算") || st.own.ends_with("计划") ||
                                     st.own.ends_with("目标") || st.own.ends_with("任务")))
      return false;
    if (i + 1 >= book_.statements.all.size()) return true;
    const Statement &base = at(i + 1), &part = at(i - 1);
    if (base.depth <= st.depth || base.sentence != st.sentence || !countable(base) || !countable(part) ||
        part.depth != st.depth)
      return true;
    if (!alike(q(base), q(part)) || part.sentence != st.sentence || q(base).interval.low <= 0 ||
        base.own.find("预算") == std::string::npos)
      return true;
    judge_share(st, part, base, q(part).interval / q(base).interval * 100, true);
    return true;
  }

  /// 在 1530 家企业中，有 712 家已建立制度，约三成: a rough share of the two numbers before it.
  void bare(size_t i) {
    if (i < 2) return;
    const Statement &st = at(i), &part = at(i - 1), &base = at(i - 2);
    if (part.sentence != st.sentence || base.sentence != st.sentence || !countable(base) ||
        !countable(part) || !alike(q(base), q(part)))
      return;
    if (st.period_said != part.period_said || part.period != base.period || q(st).bound != Bound::kAbout)
      return;
    const Interval due = q(part).interval / q(base).interval * 100;
    if (due.low > 100 || q(base).interval.low <= 0) return;
    judge_share(st, part, base, due, false);
  }

  /// 占 X 的比重: X by its words, or the whole before it.
  void share(size_t i) {
    const Statement& st = at(i);
    if (st.parent < 0 && st.own.empty()) return;
    if (listed_shares(i)) return;
    // 6 家，占投诉总量的 11.7%（57 件）: what is meant stands in the bracket.
    if (i + 1 < book_.statements.all.size() && at(i + 1).depth > st.depth &&
        at(i + 1).sentence == st.sentence && countable(at(i + 1)) &&
        book_.document.text.compare(q(st).span.end, 3, "（") == 0) {
      return;
    }
    const Statement* part = nullptr;
    const auto [first, last] = window(i);
    for (size_t j = i; j-- > first;) {
      if (at(j).role == Role::kChange || at(j).depth > st.depth || q(at(j)).dimension == Dimension::kPercent)
        continue;
      if (countable(at(j))) part = &at(j);
      break;  // 2800 余家，约占 16.7%: what is not exact is no part to divide
    }
    (void)last;
    if (!st.own.empty() && of_another_whole(st)) return;
    // 第三产业占比 34.1%, after 第三产业增加值 206.13 亿元.
    if (!st.own.empty() && st.whole.empty() && st.core.size() >= 9) {
      for (size_t j = i; j-- > 0 && i - j < 24 && block(at(j)) == block(st);) {
        const Statement& c = at(j);
        if (countable(c) && c.core.starts_with(st.core) && c.core != st.core && c.part_of >= 0 &&
            c.period == st.period) {
          part = &c;
          return share_of_neighbour(st, *part, first);
        }
      }
    }
    // 第三产业增加值占 X 的 64.4%: the part is named, its value stands elsewhere.
    if (!st.own.empty() &&
        (!part || (!st.core.starts_with(part->core) && likeness(part->core, st.core) == Likeness::kNone))) {
      if (names_things(st.own)) counts_only(i, first, "占");
      const auto named = lookup_.levels(book_, st.core, st.period, st);
      part = named.empty() ? nullptr : named.front();
    }
    if (!part || part->period != st.period || q(*part).interval.low <= 0) return;
    if (st.whole.empty() || general(st.whole))
      share_of_neighbour(st, *part, first);
    else
      share_of_named(st, *part);
  }

  /// 在营单位中，笑脸占 37.7%: the clause before names a whole of its own.
  bool of_another_whole(const Statement& st) const {
    const Sentence& sentence = book_.statements.sentences[st.sentence];
    std::string_view before = trim(book_.document.view({sentence.span.begin, st.clause.begin}));
    for (const std::string_view comma : {"，", ","}) {
      if (before.ends_with(comma)) before.remove_suffix(comma.size());
    }
    return before.ends_with("中");
  }

  /// A 级单位占 92.7% counts units; 产值占比 does not.
  static bool names_things(std::string_view own) {
    for (const std::string_view word : {"单位", "企业", "户", "人", "人员", "学校", "项目", "产品", "样品",
                                        "批次", "店", "家庭", "机构", "小区", "者"}) {
      if (own.ends_with(word)) return true;
    }
    return false;
  }

  static bool general(std::string_view whole) {
    for (const std::string_view word :
         {"总数", "总量", "全部", "总", "全区", "总额", "其中", "比", "总体", "全市", "全县"}) {
      if (whole == word) return true;
    }
    return false;
  }

  /// A 19207 元、B 5478 元、C 2604 元，分别占 56.8%、16.2% 和 7.7%: the shares in the order of the parts.
  bool listed_shares(size_t i) {
    const auto& all = book_.statements.all;
    size_t k = 1;
    while (i + k < all.size() && all[i + k].sentence == at(i).sentence && all[i + k].list &&
           all[i + k].own.empty() && q(all[i + k]).dimension == Dimension::kPercent)
      ++k;
    if (k < 2 || i < k) return false;
    for (size_t j = i - k; j < i; ++j) {
      if (!countable(at(j)) || at(j).sentence != at(i).sentence || !alike(q(at(j)), q(at(i - 1))))
        return true;
    }
    const size_t before = i - k;
    if (before > 0 && at(before - 1).sentence == at(i).sentence && countable(at(before - 1)) &&
        alike(q(at(before - 1)), q(at(i - 1))) && !at(before - 1).total)
      return true;
    const std::int32_t whole =
        at(i - 1).part_of >= 0 ? at(i - 1).part_of
        : before > 0 && countable(at(before - 1)) && alike(q(at(before - 1)), q(at(i - 1)))
            ? static_cast<std::int32_t>(before) - 1
            : -1;
    if (whole < 0) return true;
    const Statement& base = at(static_cast<size_t>(whole));
    for (size_t j = 0; j < k; ++j) {
      const Statement &share = at(i + j), &part = at(before + j);
      if (alike(q(base), q(part)) && q(base).interval.low > 0)
        judge_share(share, part, base, q(part).interval / q(base).interval * 100, part.part_of == whole);
    }
    return true;
  }

  void share_of_neighbour(const Statement& st, const Statement& part, size_t first) {
    const size_t p = static_cast<size_t>(&part - book_.statements.all.data());
    const Statement* base = nullptr;
    if (part.part_of >= 0) {
      const Statement& whole = at(static_cast<size_t>(part.part_of));
      if (whole.period == part.period && countable(whole) && alike(q(whole), q(part)) &&
          q(whole).interval.low >= q(part).interval.low && block(whole) == block(part)) {
        const Interval due = q(part).interval / q(whole).interval * 100;
        if (due.overlaps(q(st).interval)) return judge_share(st, part, whole, due, true);
        base = &whole;
      }
    }
    for (size_t j = p; j-- > first;) {
      const Statement& c = at(j);
      if (!countable(c) || !alike(q(c), q(part)) || c.period != st.period) continue;
      const Interval ratio = q(part).interval / q(c).interval * 100;
      if (ratio.overlaps(q(st).interval)) {
        const Statement* all[] = {&st, &part, &c};
        results_.held.push_back(held(
            Kind::kRatio, book_, all,
            fmt::format("{} ÷ {} = {}", words_of(book_, part), words_of(book_, c), words_of(book_, st))));
        return;
      }
      if (q(c).interval.high < q(part).interval.low) continue;
      if (!base || c.total) base = &c;
      if (c.total) break;
    }
    if (base && !base->total && !belongs(part, *base)) base = nullptr;
    if (!base) base = wider(part, first);
    if (!base) return;
    const Interval due = q(part).interval / q(*base).interval * 100;
    judge_share(st, part, *base, due, base->sentence == st.sentence);
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
      if (!countable(c) || !alike(q(c), q(part)) || c.period != part.period) continue;
      if (q(c).interval.low <= q(part).interval.high || subject_key(c.core) != subject_key(part.core))
        continue;
      if (found) return nullptr;
      found = &c;
    }
    return found;
  }

  void share_of_named(const Statement& st, const Statement& part) {
    const std::string whole = core_of(st.whole, book_.statements.region);
    const Statement* base = nullptr;
    for (const Statement* c : lookup_.levels(book_, whole, st.period, st)) {
      if (c == &part || !alike(q(*c), q(part)) || q(*c).interval.low <= 0) continue;
      if (c->core.size() < whole.size()) continue;  // 工业总产值 is wider than 规模以上工业总产值
      const Interval due = q(part).interval / q(*c).interval * 100;
      if (due.overlaps(q(st).interval)) return judge_share(st, part, *c, due, true);
      // Two wholes to choose from: the words do not say which.
      if (base && q(*c).value != q(*base).value) return;
      if (!base) base = c;
    }
    if (!base) base = whole_in_block(st, part, whole);
    if (!base) return;
    const Interval due = q(part).interval / q(*base).interval * 100;
    if (due.low > 100) return;
    judge_share(st, part, *base, due, base->core == whole && !st.comparable, true);
  }

  /// 占监测主体总数, after 监测网络经营主体 1962 个: a number before that has most of the whole's words.
  const Statement* whole_in_block(const Statement& st, const Statement& part, std::string_view whole) const {
    for (const std::string_view end : {"总数", "总量", "总额"}) {
      if (whole.ends_with(end) && whole.size() > end.size() + 3) whole.remove_suffix(end.size());
    }
    const size_t p = static_cast<size_t>(&part - book_.statements.all.data());
    for (size_t j = p; j-- > 0 && p - j < 12 && block(at(j)) == block(st);) {
      const Statement& c = at(j);
      if (!countable(c) || !alike(q(c), q(part)) || c.period != part.period ||
          q(c).interval.low < q(part).interval.high)
        continue;
      int all = 0, there = 0;
      for (size_t k = 0; k + 6 <= whole.size(); k += 3, ++all)
        there += c.core.find(whole.substr(k, 6)) != std::string::npos ? 1 : 0;
      const bool narrower = whole.find("规模以上") != whole.npos || whole.find("限额以上") != whole.npos ||
                            whole.find("规上") != whole.npos;
      if (all > 0 && there * 2 >= all && !narrower) return &c;
    }
    return nullptr;
  }

  void judge_share(const Statement& st, const Statement& part, const Statement& base, const Interval& due,
                   bool certain, bool named = false) {
    const std::string division = fmt::format("{} ÷ {}", words_of(book_, part), words_of(book_, base));
    const std::string formula = division + " = " + show_computed(due, manner_of(book_, st));
    const Statement* all[] = {&st, &part, &base};
    if (q(st).interval.overlaps(due)) {
      results_.held.push_back(held(Kind::kRatio, book_, all, formula));
      return;
    }
    const bool other = other_pair_fits(st);
    if (other && !named) return;
    const int power = magnitude_slip(q(st), due);
    const Alternative wrong[] = {
        {q(st).interval, {"像是分母用错：与文中另外两个数相符", "another whole seems to have been taken"}}};
    Finding finding = compared(power ? Kind::kUnit : Kind::kRatio, certain && !other, book_, st, due, formula,
                               {all + 1, 2}, {wrong, other ? 1u : 0u});
    finding.explanation = {
        fmt::format("{}，占比应为{}，不是{}", division, finding.recomputed, finding.stated),
        fmt::format("{} makes a share of {}, not {}", division, finding.recomputed, finding.stated)};
    if (power) finding.explanation.zh += "；相差整十倍，像是单位（万、亿）写错";
    results_.findings.push_back(std::move(finding));
  }

  const Book& book_;
  const Lookup& lookup_;
  Results& results_;
};

}  // namespace

void check_text_ratios(const Book& book, const Lookup& lookup, Results& results) {
  RatioCheck(book, lookup, results).run();
}

}  // namespace zhiheng::audit
