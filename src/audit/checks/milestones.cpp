#include "audit/checks/milestones.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "audit/checks/draft.h"
#include "audit/checks/goals.h"
#include "audit/subject.h"

namespace zhiheng::audit {
namespace {

constexpr std::uint32_t kQuoteBytes = 90;

class MilestoneCheck {
 public:
  MilestoneCheck(const Book& book, const std::vector<Claim>& claims, Results& results)
      : book_(book), claims_(claims), results_(results), goals_(book) {}

  void run() {
    for (size_t i = 0; i < claims_.size();) {
      size_t end = i + 1;
      while (end < claims_.size() && claims_[i].statement && claims_[end].statement &&
             claims_[end].statement->sentence == claims_[i].statement->sentence)
        ++end;
      if (claims_[i].statement && end - i >= 2) sentence(i, end);
      i = end;
    }
    tables();
    deadlines();
    wrong_way();
  }

 private:
  using Steps = std::vector<const Claim*>;

  size_t root_of(const Statement& st) const {
    const Statement* at = &st;
    for (int n = 0; n < 32 && at->parent >= 0 && at->own.empty(); ++n) {
      const Statement& parent = book_.statements.all[static_cast<size_t>(at->parent)];
      if (parent.sentence != st.sentence) break;
      at = &parent;
    }
    return static_cast<size_t>(at - book_.statements.all.data());
  }

  /// 2022年达到380家，2023年达到520家，2024年达到460家: values of one subject.
  void sentence(size_t begin, size_t end) {
    std::map<size_t, Steps> chains;
    for (size_t i = begin; i < end; ++i) {
      const Claim& claim = claims_[i];
      const Statement& st = *claim.statement;
      if (claim.role == Role::kChange || claim.flow || claim.yearly || claim.hoped || !st.period_said ||
          st.part || claim.period.month)
        continue;
      // 2022年底累计建成 1150 个，2023年底累计建成 1480 个: the same words again.
      size_t root = root_of(st);
      for (const auto& [other, steps] : chains) {
        if (!claim.key.empty() && steps[0]->key == claim.key && steps[0]->aside == claim.aside &&
            same_unit(*steps[0], claim))
          root = other;
      }
      Steps& steps = chains[root];
      if (steps.empty() || (same_unit(*steps.back(), claim) && steps.back()->period.to < claim.period.to))
        steps.push_back(&claim);
    }
    const Statement& first = *claims_[begin].statement;
    const std::string_view text = book_.document.view(book_.statements.sentences[first.sentence].span);
    for (const auto& [root, steps] : chains) {
      if (steps.size() < 2 || !std::ranges::any_of(steps, [](const Claim* c) { return c->goal; })) continue;
      judge(steps, said_direction(text), contains_any(text, {"逐年", "稳步", "逐步", "持续", "不断"}));
    }
  }

  static Direction said_direction(std::string_view text) {
    const bool down =
        contains_any(text, {"下降", "减少", "降低", "压减", "控制", "降至", "缩短", "不超过", "以内"});
    const bool up = contains_any(text, {"增加", "提升", "提高", "增长", "上升", "扩大", "增至"});
    return {up == down ? 0 : up ? 1 : -1, up != down};
  }

  /// Goals that go back against the way they are wanted or, where that is not known, against all other steps.
  void judge(const Steps& steps, Direction said, bool promised) {
    Direction way = direction_of(steps[0]->key + steps[0]->aside);
    if (steps[0]->key.empty() || way.sign == 0 || (said.sure && said.sign != way.sign)) way = said;
    size_t up = 0, down = 0;
    for (size_t i = 1; i < steps.size(); ++i) {
      if (clearly_less(*steps[i - 1], *steps[i])) ++up;
      if (clearly_less(*steps[i], *steps[i - 1])) ++down;
    }
    if (!up || !down) {
      if (!(way.sure && steps.size() == 2 && (way.sign > 0 ? down : up) > 0)) return;
    }
    const int sign = up && down ? (up == down ? way.sign : up > down ? 1 : -1) : way.sign;
    if (sign == 0 || (way.sure && sign != way.sign)) return;
    for (size_t i = 1; i < steps.size(); ++i) {
      const Claim &before = *steps[i - 1], &now = *steps[i];
      if (!before.goal && !now.goal && !promised && !steps.back()->goal) continue;
      if (sign > 0 ? clearly_less(now, before) : clearly_less(before, now))
        report(now, before, sign, promised && steps.size() > 2);
    }
  }

  static bool clearly_less(const Claim& a, const Claim& b) {
    return a.quantity.value + a.quantity.step / 2 < b.quantity.value - b.quantity.step / 2;
  }

  void report(const Claim& now, const Claim& before, int sign, bool certain) {
    Finding finding = compared(Kind::kTarget, certain, now.quantity,
                               {before.quantity.value, before.quantity.value}, manner_of(now), "");
    finding.weight = certain ? Weight::kError : Weight::kWarning;
    finding.stated = words_of(now);
    finding.recomputed = words_of(before);
    finding.interval.clear();
    finding.cause.reset();
    finding.spots = {spot_of(now), spot_of(before)};
    const char* relation = sign > 0 ? "低于" : "高于";
    finding.explanation = {fmt::format("分年目标倒退：{}年{}，{}{}年的{}", now.period.to, words_of(now),
                                       relation, before.period.to, words_of(before)),
                           fmt::format("the yearly goals go back: {} in {} after {} in {}", words_of(now),
                                       now.period.to, words_of(before), before.period.to)};
    results_.findings.push_back(std::move(finding));
  }

  void tables() {
    std::map<std::pair<const TableModel*, std::int32_t>, Steps> lines;
    for (const Claim& claim : claims_) {
      if (!claim.table || claim.flow || claim.yearly || !claim.period.named()) continue;
      const TableModel& table = *claim.table;
      if (!Goals::is_goal_table(table) && !claim.goal) continue;
      const bool down = table.rows[static_cast<size_t>(claim.value.row)].period.named();
      Steps& steps = lines[{&table, down ? -1 - claim.value.column : claim.value.row}];
      if (steps.empty() || steps.back()->period.to < claim.period.to) steps.push_back(&claim);
    }
    for (const auto& [line, steps] : lines) {
      if (steps.size() >= 3 && !swings(*steps[0])) judge(steps, {}, false);
    }
  }

  /// Work done each year may be more or less: only states go one way.
  static bool swings(const Claim& claim) {
    const bool rate =
        claim.quantity.dimension == Dimension::kPercent || claim.quantity.dimension == Dimension::kOther;
    return !rate && !is_measure(claim.key) && !is_measure(claim.aside) &&
           !contains_any(claim.key + claim.aside, {"满意度", "得分", "指数"});
  }

  /// 由 58.4% 提高到 55%: the goal lies on the wrong side of where it starts.
  void wrong_way() {
    const auto& all = book_.statements.all;
    for (size_t i = 0; i + 1 < all.size(); ++i) {
      const Statement &from = all[i], &to = all[i + 1];
      const Quantity &a = book_.statements.quantity(from), &b = book_.statements.quantity(to);
      if (!from.from || !to.reached || from.sentence != to.sentence || a.dimension != b.dimension ||
          a.unit != b.unit || !a.exact() || is_place(a) || !goals_.is_goal(to))
        continue;
      const std::string_view verb = book_.document.view({a.span.end, b.span.begin});
      const int sign = contains_any(verb, {"，", "；", "、", ",", ";", "（"}) ? 0 : sign_of(verb);
      const bool back = sign > 0 ? b.value + b.step / 2 < a.value - a.step / 2
                                 : sign < 0 && b.value - b.step / 2 > a.value + a.step / 2;
      if (back) report(from, to, sign);
    }
  }

  /// 排名由第 8 位上升到第 5 位: a higher place is a smaller number.
  static bool is_place(const Quantity& q) {
    return q.dimension == Dimension::kRank || q.unit == "位" || q.unit == "名";
  }

  static int sign_of(std::string_view verb) {
    const bool up = contains_any(verb, {"提高", "提升", "增加", "上升", "增长", "增至", "升至", "扩大"});
    const bool down = contains_any(verb, {"降低", "下降", "降至", "降到", "减少", "减至", "缩短", "压减"});
    return up == down ? 0 : up ? 1 : -1;
  }

  void report(const Statement& from, const Statement& to, int sign) {
    const Quantity& a = book_.statements.quantity(from);
    Finding finding = compared(Kind::kTarget, true, book_.statements.quantity(to), {a.value, a.value},
                               manner_of(book_, to), "");
    finding.stated = words_of(book_, to);
    finding.recomputed = words_of(book_, from);
    finding.interval.clear();
    finding.cause.reset();
    finding.spots = {spot_of(book_, to), spot_of(book_, from)};
    // The same two may have been told as a goal below what is reached, with less certainty.
    std::erase_if(results_.findings, [&](const Finding& f) {
      return f.kind == Kind::kTarget && f.spots.size() == 2 && f.spots[0].document == book_.index &&
             f.spots[1].document == book_.index && f.spots[0].mark.begin == finding.spots[0].mark.begin &&
             f.spots[1].mark.begin == finding.spots[1].mark.begin;
    });
    finding.explanation = {
        fmt::format("说是{}，目标{}却{}起点{}", sign > 0 ? "提高" : "下降", finding.stated,
                    sign > 0 ? "低于" : "高于", finding.recomputed),
        fmt::format("said to {}, but the goal {} is {} the {} it starts from", sign > 0 ? "rise" : "fall",
                    finding.stated, sign > 0 ? "below" : "above", finding.recomputed)};
    results_.findings.push_back(std::move(finding));
  }

  /// Whether a year of the plan was named before in the sentence: 2023年…，2024年…，到2021年底….
  bool behind_plan_year(const TimeMark& mark) const {
    const auto& sentences = book_.statements.sentences;
    const auto it = std::ranges::find_if(sentences, [&](const Sentence& s) {
      return s.span.begin <= mark.span.begin && mark.span.begin < s.span.end;
    });
    if (it == sentences.end()) return false;
    const Period& years = goals_.years();
    return std::ranges::count_if(book_.statements.scan.times, [&](const TimeMark& other) {
             return other.span.begin >= it->span.begin && other.span.end <= mark.span.begin &&
                    !other.is_relative && !other.plan && other.period.from == other.period.to &&
                    other.period.from >= years.from && other.period.to <= years.to;
           }) >= 2;
  }

  /// 到 2020 年底前完成 in a plan for 2021—2025.
  void deadlines() {
    const Period& years = goals_.years();
    if (!years.named()) return;
    const std::string_view text = book_.document.text;
    for (const TimeMark& mark : book_.statements.scan.times) {
      if (mark.is_relative || mark.plan || !mark.period.named() || mark.period.to >= years.from ||
          mark.period.to + 5 < years.from)
        continue;
      const std::string_view behind = text.substr(mark.span.end, 60);
      const std::string_view rest = behind.substr(behind.starts_with("底前") || behind.starts_with("末前") ? 6
                                                  : behind.starts_with("前")                               ? 3
                                                                             : 0);
      const bool by = rest.size() < behind.size() || text.substr(0, mark.span.end).ends_with("前");
      if (!is_until(text, mark) || (!by && !behind_plan_year(mark))) continue;
      if (contains_any(rest.substr(0, 45), {"已", "了", "建设的", "成立"})) continue;
      Finding finding;
      finding.kind = Kind::kTarget;
      finding.weight = Weight::kWarning;
      finding.stated = std::string(book_.document.view(mark.span));
      const std::uint32_t end = static_cast<std::uint32_t>(
          text.find_first_of("\n", mark.span.end) == text.npos ? text.size()
                                                               : text.find_first_of("\n", mark.span.end));
      std::uint32_t quote_end = std::min(end, mark.span.end + kQuoteBytes);
      while (quote_end < text.size() && (static_cast<unsigned char>(text[quote_end]) & 0xC0) == 0x80)
        ++quote_end;
      finding.spots = {{book_.index, mark.span, {mark.span.begin, quote_end}}};
      finding.explanation = {fmt::format("期限{}早于计划期{}—{}年", finding.stated, years.from, years.to),
                             fmt::format("the deadline {} is before the plan's years {}–{}", finding.stated,
                                         years.from, years.to)};
      results_.findings.push_back(std::move(finding));
    }
  }

  const Book& book_;
  const std::vector<Claim>& claims_;
  Results& results_;
  Goals goals_;
};

}  // namespace

void check_milestones(const Book& book, const std::vector<Claim>& claims, Results& results) {
  MilestoneCheck(book, claims, results).run();
}

}  // namespace zhiheng::audit
