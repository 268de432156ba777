#include <fmt/format.h>

#include <algorithm>

#include "audit/checks/checks.h"
#include "audit/checks/draft.h"
#include "audit/lex/cursor.h"
#include "audit/subject.h"
#include "audit/word_lists.h"

namespace zhiheng::audit {
namespace {

// Rates that are shares of a whole: more than 100 % is impossible. Growth, completion of plans, gross
// enrolment, output sold and coverage of debts may be more.
constexpr std::string_view kBounded[] = {
    "合格率",   "办结率",     "优良率", "达标率", "处置率", "处理率", "满意率", "检出率", "覆盖率", "绿化率",
    "城镇化率", "城镇化水平", "普及率", "参保率", "签约率", "和解率", "结案率", "回复率", "及时率", "通过率",
    "就业率",   "入住率",     "使用率", "公开率", "响应率", "整改率", "发生率", "死亡率", "失业率", "贫困率",
    "准确率",   "到位率",     "巩固率", "查处率", "阳性率", "成功率", "出席率", "持证率", "反馈率", "评价率",
    "占比",     "比重",       "解决率", "联系率", "办理率", "回访率", "知晓率", "支持率", "采纳率", "化解率",
    "履约率",   "合规率",     "建档率", "接种率", "发现率", "占有率", "抽检率", "上报率", "入学率", "发证率"};
constexpr std::string_view kGross[] = {"毛入学率",   "完成率", "周转率", "拨备覆盖率", "增长率", "产销率",
                                       "床位使用率", "执行率", "保障率", "覆盖倍数",   "征收率", "偿债率"};
// Things that do not come in halves.
constexpr std::string_view kWhole[] = {"家", "户", "个", "件", "起", "批次", "例",   "人",   "名",
                                       "项", "台", "套", "辆", "张", "人次", "户次", "家次", "份",
                                       "宗", "所", "座", "处", "栋", "条",   "位",   "部"};

class UnitCheck {
 public:
  UnitCheck(const Book& book, Results& results) : book_(book), results_(results) {}

  void run() {
    for (const Statement& st : book_.statements.all) {
      above_all(st);
      more_than_all_lost(st);
      halves(st);
      per_cent_for_points(st);
      points_for_per_cent(st);
      points_of_amount(st);
      converted(st);
      complement(st);
    }
  }

 private:
  const Quantity& q(const Statement& s) const { return book_.statements.quantity(s); }
  const Statement* parent(const Statement& st) const {
    return st.parent < 0 ? nullptr : &book_.statements.all[static_cast<size_t>(st.parent)];
  }

  void report(Kind kind, bool certain, const Statement& st, std::string recomputed, Words explanation,
              std::optional<Words> cause = {}) {
    Finding finding;
    finding.kind = kind;
    finding.certain = certain;
    finding.weight = certain ? Weight::kError : Weight::kWarning;
    finding.spots.push_back(spot_of(book_, st));
    if (const Statement* of = parent(st)) finding.spots.push_back(spot_of(book_, *of));
    finding.stated = words_of(book_, st);
    finding.recomputed = std::move(recomputed);
    finding.explanation = std::move(explanation);
    finding.cause = std::move(cause);
    results_.findings.push_back(std::move(finding));
  }

  /// A share or rate above 100 %.
  void above_all(const Statement& st) {
    if (q(st).dimension != Dimension::kPercent || st.role == Role::kChange || q(st).interval.low <= 100)
      return;
    if (lex_ends(st.own, kGross) || st.total || st.own.find("各项") != std::string::npos ||
        st.own.find("之和") != std::string::npos)
      return;
    for (const std::string_view word : {"计划", "预算", "目标", "任务", "上年", "同期", "指标"}) {
      if (st.whole.find(word) != std::string::npos) return;
    }
    const bool bounded = st.role == Role::kShare || lex_ends(st.own, kBounded);
    if (!bounded) return;
    report(Kind::kImpossible, lex_ends(st.own, kBounded), st, "≤100%",
           {fmt::format("“{}”不可能超过 100%", st.own.empty() ? "占比" : st.own),
            "a share of a whole cannot exceed 100%"});
  }

  /// 下降 120%: more than all of it.
  void more_than_all_lost(const Statement& st) {
    if (st.role != Role::kChange || st.sign > 0 || q(st).dimension != Dimension::kPercent ||
        q(st).interval.low <= 100)
      return;
    const std::string_view sentence = book_.document.view(book_.statements.sentences[st.sentence].span);
    for (const std::string_view word : {"利润", "盈", "亏"}) {
      if (sentence.find(word) != sentence.npos) return;
    }
    for (const std::string_view word : {"净", "差额", "顺差", "增速", "效益"}) {
      if (st.subject.find(word) != std::string::npos) return;
    }
    report(Kind::kImpossible, true, st, "≤100%",
           {"下降、减少不可能超过 100%", "a decrease cannot exceed 100%"});
  }

  /// Whether words speak of so many on average or to so many others: 每千人, 万人拥有量; not 24.8 万人.
  static bool is_per_something(std::string_view words) {
    static constexpr std::string_view kPer[] = {"均", "每",   "密度", "比例", "率",
                                                "/",  "折合", "当量", "强度", "亿元"};
    if (contains_any(words, kPer)) return true;
    for (const std::string_view word : {"千人", "万人", "百人", "万台", "万辆", "万件"}) {
      for (size_t at = words.find(word); at != words.npos; at = words.find(word, at + 1)) {
        const bool unit = at > 0 && (lex::is_digit(words[at - 1]) || words[at - 1] == ' ');
        if (!unit) return true;
      }
    }
    return false;
  }

  /// 2.5 例: half a thing, mostly a lost 万.
  void halves(const Statement& st) {
    const Quantity& n = q(st);
    if (n.dimension != Dimension::kCount || n.scale != 1 || n.step >= 1 || st.average || !n.exact()) return;
    if (std::find(std::begin(kWhole), std::end(kWhole), n.unit) == std::end(kWhole)) return;
    const std::string_view clause =
        book_.document.view({book_.statements.sentences[st.sentence].span.begin, n.span.end});
    if (is_per_something(clause.substr(clause.size() - std::min<size_t>(clause.size(), 90)))) return;
    const std::string_view behind = std::string_view(book_.document.text).substr(n.span.end, 12);
    if (behind.starts_with("/") || behind.find("每") == 0) return;
    report(in_ten_thousands(st) ? Kind::kUnit : Kind::kImpossible, true, st, "",
           {fmt::format("“{}”不是整数", words_of(book_, st)),
            fmt::format("{} is not a whole number of things", words_of(book_, st))},
           Words{"像是漏了“万”", "万 (ten thousand) seems to be missing"});
  }

  /// Whether its neighbours of the same unit are in 万.
  bool in_ten_thousands(const Statement& st) const {
    const Sentence& sentence = book_.statements.sentences[st.sentence];
    for (size_t i = sentence.first; i < sentence.first + sentence.count; ++i) {
      const Quantity& other = q(book_.statements.all[i]);
      if (other.unit == q(st).unit && other.scale == 1e4) return true;
    }
    return false;
  }

  static bool is_rate(const Statement& st) {
    const std::string_view core = st.core;
    if (core.ends_with("增长率") || core.ends_with("增速") || core.ends_with("利率") ||
        core.ends_with("生产率") || core.ends_with("汇率") || core.ends_with("容积率"))
      return false;
    return core.ends_with("率") || core.ends_with("比重") || core.ends_with("占比") || core.ends_with("比例");
  }

  /// 合格率 98.4%，比上年提高 2.3%.
  void per_cent_for_points(const Statement& st) {
    if (st.role != Role::kChange || st.list || q(st).dimension != Dimension::kPercent || tested(st)) return;
    const Statement* level = parent(st);
    const bool of_growth = st.own.ends_with("降幅") || st.own.ends_with("增幅") || st.own.ends_with("增速") ||
                           st.own.ends_with("增长率") || st.own.ends_with("涨幅");
    const bool own_rate = !st.own.empty() && is_rate(st);
    const bool own_share = st.own.ends_with("占比") || st.own.ends_with("比重") || st.own.ends_with("份额");
    // 增速 9.2%，较上年回落 1.4%: the difference of two growth rates.
    const size_t index = static_cast<size_t>(&st - book_.statements.all.data());
    const Statement* former = index ? &book_.statements.all[index - 1] : nullptr;
    const std::string_view before = std::string_view(book_.document.text).substr(0, q(st).span.begin);
    const bool slows = before.ends_with("回落") || before.ends_with("收窄") || before.ends_with("加快") ||
                       before.ends_with("放缓");
    const bool growth_of_growth = slows && former && former->sentence == st.sentence &&
                                  q(*former).dimension == Dimension::kPercent && st.own.empty();
    const bool of_rate = st.own.empty() && level && q(*level).dimension == Dimension::kPercent &&
                         level->role != Role::kChange && (is_rate(*level) || level->role == Role::kShare);
    if (!of_growth && !own_rate && !of_rate && !own_share && !growth_of_growth) return;
    if (of_rate && !(st.base != Base::kUnsaid)) return;
    if (own_rate && !own_share && (st.base == Base::kUnsaid || st.base == Base::kYearly)) return;
    if (q(st).value > 25) return;  // so large a change of a rate is meant as a relative one
    std::string right(words_of(book_, st));
    if (const size_t at = right.find_first_of("%"); at != right.npos) right.replace(at, 1, "个百分点");
    report(Kind::kUnit, of_growth || growth_of_growth, st, right,
           {fmt::format("百分率的增减用“个百分点”：{}写作{}，会被读成相对变化", words_of(book_, st), right),
            fmt::format("a change of a rate is in percentage points; {} reads as a relative change",
                        words_of(book_, st))},
           Words{"“%”应为“个百分点”", "percentage points written as per cent"});
  }

  /// Whether the growth test has judged this change already.
  bool tested(const Statement& st) const {
    const read::Span mark = q(st).span;
    const auto hit = [&](const std::vector<Spot>& spots) {
      return !spots.empty() && spots[0].document == book_.index && spots[0].mark == mark;
    };
    for (auto it = results_.findings.rbegin(); it != results_.findings.rend(); ++it) {
      if (it->kind != Kind::kGrowth && it->kind != Kind::kUnit) continue;
      if (hit(it->spots)) return true;
    }
    for (auto it = results_.held.rbegin(); it != results_.held.rend(); ++it) {
      if (it->kind == Kind::kGrowth && hit(it->spots)) return true;
    }
    return false;
  }

  /// 高新技术产业投资增长 21.4 个百分点: the words before are an amount.
  void points_of_amount(const Statement& st) {
    if (st.role != Role::kChange || st.list || q(st).dimension != Dimension::kPoints || st.own.empty() ||
        st.average)
      return;
    static constexpr std::string_view kAmounts[] = {
        "投资", "产值",   "增加值", "收入",   "总额",   "销售额", "营业收入", "利润", "税收",
        "产量", "用电量", "交易额", "成交额", "零售额", "户数",   "人数",     "件数", "数量"};
    if (!lex_ends(st.own, kAmounts)) return;
    const std::string_view before = std::string_view(book_.document.text).substr(0, q(st).span.begin);
    if (!before.ends_with("增长") && !before.ends_with("下降") && !before.ends_with("增加") &&
        !before.ends_with("减少"))
      return;
    for (const std::string_view word : {"拉动", "贡献", "带动", "影响", "占"}) {
      if (st.own.find(word) != std::string::npos) return;
    }
    std::string right(words_of(book_, st));
    if (const size_t at = right.find("个百分点"); at != right.npos)
      right.replace(at, std::string_view("个百分点").size(), "%");
    report(Kind::kUnit, false, st, right,
           {fmt::format("“{}”是数量，增减用“%”：{}", st.own, right),
            fmt::format("an amount changes by per cent: {}", right)},
           Words{"“个百分点”应为“%”", "per cent written as percentage points"});
  }

  /// 营业收入 100 亿元，同比增长 5 个百分点.
  void points_for_per_cent(const Statement& st) {
    if (st.role != Role::kChange || st.list || q(st).dimension != Dimension::kPoints || !st.own.empty() ||
        st.base == Base::kUnsaid)
      return;
    const Statement* level = parent(st);
    if (!level || level->sentence != st.sentence) return;
    for (const Statement* between = level + 1; between < &st; ++between) {
      if (!between->own.empty() || between->role == Role::kChange) return;
    }
    if (level->role != Role::kLevel ||
        (q(*level).dimension != Dimension::kCount && q(*level).dimension != Dimension::kMoney &&
         q(*level).dimension != Dimension::kArea && q(*level).dimension != Dimension::kMass))
      return;
    std::string right(words_of(book_, st));
    if (const size_t at = right.find("个百分点"); at != right.npos)
      right.replace(at, std::string_view("个百分点").size(), "%");
    report(Kind::kUnit, true, st, right,
           {fmt::format("数量的增减用“%”：{}不是百分率，不能增减“个百分点”", words_of(book_, *level)),
            fmt::format("{} is not a rate; its change is in per cent", words_of(book_, *level))},
           Words{"“个百分点”应为“%”", "per cent written as percentage points"});
  }

  /// 不合格率 2.8%，合格率 97.7%: together they are all.
  void complement(const Statement& st) {
    if (q(st).dimension != Dimension::kPercent || st.role == Role::kChange || !st.own.ends_with("率") ||
        st.own.size() < 9)
      return;
    const size_t i = static_cast<size_t>(&st - book_.statements.all.data());
    for (size_t j = i; j-- > 0 && i - j <= 4;) {
      const Statement& other = book_.statements.all[j];
      if (q(other).dimension != Dimension::kPercent || other.role == Role::kChange ||
          !other.own.ends_with("率"))
        continue;
      if (book_.statements.sentences[other.sentence].block != book_.statements.sentences[st.sentence].block ||
          other.period != st.period)
        return;
      const bool opposite = other.own == "不" + st.own || st.own == "不" + other.own;
      if (!opposite || !q(st).exact() || !q(other).exact()) return;
      const stats::Interval due = stats::Interval{100, 100} - q(other).interval;
      const std::string formula =
          fmt::format("100% − {} = {}", words_of(book_, other), show_computed(due, manner_of(book_, st)));
      const Statement* both[] = {&st, &other};
      if (due.overlaps(q(st).interval)) {
        results_.held.push_back(held(Kind::kSum, book_, both, formula));
        return;
      }
      Finding finding =
          compared(Kind::kSum, st.sentence == other.sentence, book_, st, due, formula, {both + 1, 1});
      finding.explanation = {fmt::format("“{}”与“{}”相加不是 100%：{}", st.own, other.own, formula),
                             fmt::format("the two rates do not make 100%: {}", formula)};
      results_.findings.push_back(std::move(finding));
      return;
    }
  }

  /// 18.6 万亩，折合 12.4 平方公里; 12.5‰（即 0.125%）: one value in two units.
  void converted(const Statement& st) {
    static constexpr std::string_view kWords[] = {"折合", "约合", "即", "合", "相当于", "折", "也就是"};
    if (std::find(std::begin(kWords), std::end(kWords), std::string_view(st.own)) == std::end(kWords)) return;
    const size_t i = static_cast<size_t>(&st - book_.statements.all.data());
    if (i == 0 || book_.statements.all[i - 1].sentence != st.sentence) return;
    const Statement& of = book_.statements.all[i - 1];
    const Dimension d = q(st).dimension;
    const bool measured = d == Dimension::kArea || d == Dimension::kLength || d == Dimension::kMass ||
                          d == Dimension::kVolume || d == Dimension::kMoney || d == Dimension::kPercent;
    if (!measured || q(of).dimension != d || q(of).unit != q(st).unit || st.role != Role::kLevel ||
        of.role == Role::kChange)
      return;
    const std::string formula =
        fmt::format("{} = {}", words_of(book_, of), show_computed(q(of).interval, manner_of(book_, st)));
    const Statement* both[] = {&st, &of};
    if (q(st).interval.overlaps(q(of).interval)) {
      results_.held.push_back(held(Kind::kUnit, book_, both, formula));
      return;
    }
    Finding finding = compared(Kind::kUnit, q(of).exact() && q(st).exact(), book_, st, q(of).interval,
                               formula, {both + 1, 1});
    finding.explanation = {fmt::format("换算不符：{}，不是{}", formula, finding.stated),
                           fmt::format("converted wrongly: {}, not {}", formula, finding.stated)};
    results_.findings.push_back(std::move(finding));
  }

  template <size_t N>
  static bool lex_ends(std::string_view text, const std::string_view (&words)[N]) {
    return std::any_of(std::begin(words), std::end(words), [&](auto word) { return text.ends_with(word); });
  }

  const Book& book_;
  Results& results_;
};

}  // namespace

void check_text_units(const Book& book, Results& results) { UnitCheck(book, results).run(); }

}  // namespace zhiheng::audit
