#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "audit/checks/checks.h"
#include "audit/checks/claims.h"
#include "audit/checks/draft.h"
#include "audit/checks/goals.h"
#include "audit/checks/milestones.h"

namespace zhiheng::audit {
namespace {

using stats::Interval;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr size_t kMostAlike = 48;       // of claims with the same key only so many are compared
constexpr size_t kShortenedBytes = 12;  // of a name that stands for a fuller one
constexpr std::ptrdiff_t kNearby = 24;  // claims back to the fuller one
constexpr double kHeldLine = 0.05;    // a floor nearer to what is reached than this only promises to hold it
constexpr double kRoughly = 0.02;     // 左右, 稳定在: that much less is the same
constexpr double kOtherFloor = 0.02;  // two floors that differ by less are one

/// Rates of nothing in particular (抽检合格率, 覆盖率): of which things, only the text around says.
bool vague(const Claim& claim) {
  const std::string& key = claim.key;
  if (claim.quantity.dimension != Dimension::kPercent) return key.size() < 12;
  if (key.size() < 12) return true;
  if (key.size() >= 24) return false;
  for (const std::string_view word :
       {"抽检", "监测", "检测", "抽查", "合格", "达标", "覆盖", "普及", "处置", "办结", "满意",
        "综合", "整体", "平均", "一次", "检查", "监督", "签约", "参与", "知晓", "城区", "按"}) {
    if (key.starts_with(word)) return true;
  }
  return false;
}

bool is_level(const Claim& claim) { return claim.role != Role::kChange && !claim.flow && !claim.yearly; }

std::string year_of(const Claim& claim) {
  return claim.period.to > 1500 ? fmt::format("{}年", claim.period.to) : std::string();
}

class TargetCheck {
 public:
  TargetCheck(const std::vector<Book>& books, const Claims& claims, Results& results)
      : books_(books), results_(results), claims_(claims) {
    for (const auto& own : claims_) {
      for (const Claim& claim : own) by_key_[claim.key].push_back(&claim);
    }
  }

  void run() {
    const size_t first = results_.findings.size();
    for (size_t b = 0; b < books_.size(); ++b) {
      first_goal_ = first_goal(claims_[b]);
      for (size_t i = 0; i < claims_[b].size(); ++i) {
        const Claim& claim = claims_[b][i];
        if (!claim.goal) continue;
        against_base(claim);
        against_earlier(claim);
        against_goals(claim);
        add_up(claims_[b], i);
      }
      check_milestones(books_[b], claims_[b], results_);
    }
    replace_told(results_, first, {Kind::kTextText, Kind::kTextTable, Kind::kDocument});
  }

 private:
  static std::uint32_t first_goal(const std::vector<Claim>& claims) {
    for (const Claim& claim : claims) {
      if (claim.goal) return claim.quantity.span.begin;
    }
    return ~0u;
  }

  /// Whether a claim without goal is what has been reached: a cell, a period that is said, words that look
  /// back, or before the first goal of its document.
  bool is_fact(const Claim& claim, const Claim& goal) const {
    if (claim.goal || claim.hoped || !is_level(claim) || claim.quantity.bound == Bound::kRange) return false;
    if (!claim.statement || claim.book != goal.book) return true;
    const auto& statements = claim.book->statements;
    if (claim.statement->period_said || claim.quantity.span.begin < first_goal_) return true;
    return contains_any(claim.book->document.view(statements.sentences[claim.statement->sentence].span),
                        {"已", "目前", "截至", "现有"});
  }

  /// The latest fact about what a goal is about; of one's own document before others.
  const Claim* base_of(const Claim& goal) const {
    const Claim* best = nullptr;
    const auto& alike = by_key_.at(goal.key);
    if (alike.size() > kMostAlike * 4) return nullptr;
    for (const Claim* claim : alike) {
      if (!is_before(*claim, goal)) continue;
      const auto rank = [&](const Claim& c) { return std::pair(c.book == goal.book, c.period.to); };
      if (!best || rank(*claim) > rank(*best)) best = claim;
    }
    return best ? best : fuller_base(goal);
  }

  bool is_before(const Claim& claim, const Claim& goal) const {
    if (!is_fact(claim, goal) || !same_unit(claim, goal) || !same_area(claim, goal)) return false;
    if (!claim.period.named() || claim.period.to >= goal.period.to) return false;
    // 目标 | 完成: what was to be and what was, of one time.
    return !(claim.table && claim.table == goal.table && done_column(claim));
  }

  static bool done_column(const Claim& cell) {
    const Line& column = cell.table->columns[static_cast<size_t>(cell.value.column)];
    return !column.period.named() && contains_any(column.label, {"完成", "实际", "实绩", "达成"});
  }

  /// The fact shortly before whose words end in those of the goal, if there is only one such measure:
  /// 空气质量优良天数比例, then 优良天数比例.
  const Claim* fuller_base(const Claim& goal) const {
    if (!goal.statement || goal.key.size() < kShortenedBytes) return nullptr;
    const auto& claims = claims_[static_cast<size_t>(goal.book - books_.data())];
    const Claim* best = nullptr;
    for (const Claim* claim = &goal; claim != claims.data() && &goal - claim < kNearby;) {
      --claim;
      if (!claim->statement || claim->key.size() <= goal.key.size() || !claim->key.ends_with(goal.key) ||
          claim->role != goal.role || claim->statement->part || !is_before(*claim, goal))
        continue;
      if (best && best->key != claim->key) return nullptr;
      if (!best) best = claim;
    }
    return best;
  }

  void against_base(const Claim& goal) {
    if (!is_level(goal) || goal.hoped || vague(goal) || !goal.period.named()) return;
    const Dimension d = goal.quantity.dimension;
    if (!goal.state && d != Dimension::kPercent && d != Dimension::kOther) return;
    Direction way = direction_of(goal.key);
    if (goal.less && way.sign > 0) return;
    if (!way.sign) return;
    const Claim* base = base_of(goal);
    if (!base || (same_sentence(*base, goal) && !base->statement->from)) return;
    if (base->quantity.value <= 0) return;
    const double gap =
        (base->quantity.value - goal.quantity.value) * way.sign / std::abs(base->quantity.value);
    const bool short_of = way.sign > 0 ? goal.quantity.value + goal.quantity.step / 2 < base->quantity.value
                                       : goal.quantity.value - goal.quantity.step / 2 > base->quantity.value;
    if (!short_of) {
      if (goal.quantity.exact() && base->quantity.exact()) hold(goal, *base);
      return;
    }
    if (const auto weight = weigh(goal, *base, way, gap)) report(goal, *base, *weight, way, gap);
  }

  /// 到 2023 年达到 90 %, elsewhere 到 2025 年达到 85 %: states, not work done each year.
  void against_earlier(const Claim& goal) {
    const Direction way = direction_of(goal.key);
    const Dimension d = goal.quantity.dimension;
    if (!is_level(goal) || goal.hoped || vague(goal) || !way.sure || goal.quantity.bound == Bound::kAbout)
      return;
    if (d != Dimension::kPercent && d != Dimension::kOther && !goal.total) return;
    const auto& alike = by_key_.at(goal.key);
    if (alike.size() > kMostAlike) return;
    for (const Claim* other : alike) {
      if (!other->goal || other->hoped || other->book != goal.book || other->role != goal.role ||
          !is_level(*other) || other->period.to >= goal.period.to)
        continue;
      if (!same_unit(*other, goal) || !same_area(*other, goal) ||
          (other->table && other->table == goal.table) || same_sentence(*other, goal))
        continue;
      const double worse = (other->quantity.value - goal.quantity.value) * way.sign;
      if (worse <= std::max(other->quantity.step, goal.quantity.step) / 2 ||
          other->quantity.bound == Bound::kAbout)
        continue;
      Finding finding = draft(Kind::kTarget, false, goal, *other);
      finding.explanation = {fmt::format("“{}”{}目标{}，不如{}目标{}", goal.key, year_of(goal),
                                         words_of(goal), year_of(*other), words_of(*other)),
                             fmt::format("the goal {} for {} is behind the {} for {}", words_of(goal),
                                         goal.period.to, words_of(*other), other->period.to)};
      results_.findings.push_back(std::move(finding));
      return;
    }
  }

  static bool same_sentence(const Claim& a, const Claim& b) {
    return a.book == b.book && a.statement && b.statement && a.statement->sentence == b.statement->sentence;
  }

  /// How much a goal short of what is reached matters, or nullopt if it only holds the line.
  static std::optional<Weight> weigh(const Claim& goal, const Claim& base, const Direction& way, double gap) {
    const Bound bound = goal.quantity.bound;
    const Bound line = way.sign > 0 ? Bound::kAtLeast : Bound::kAtMost;
    const bool said = way.sign > 0 ? goal.rising || (goal.bettered && !goal.holding)
                                   : goal.lessened || (goal.statement && goal.statement->sign < 0 &&
                                                       goal.statement->reached);
    if (bound == line) {
      if (said) return Weight::kWarning;
      // ≤ 120 件, 控制在 12 分钟以内: a ceiling holds a line.
      if (way.sign < 0 || gap < kHeldLine) return std::nullopt;
      const bool reach = goal.statement && !goal.holding;
      return reach ? Weight::kWarning : Weight::kNote;
    }
    if (bound != Bound::kExact || goal.holding || !base.quantity.exact())
      return gap < kRoughly ? std::nullopt : std::optional(Weight::kWarning);
    return way.sure && goal.book == base.book ? Weight::kError : Weight::kWarning;
  }

  void report(const Claim& goal, const Claim& base, Weight weight, const Direction& way, double gap) {
    Finding finding = draft(Kind::kTarget, weight == Weight::kError && gap > 0.001, goal, base);
    finding.weight = weight;
    const char* relation = way.sign > 0 ? "低于" : "高于";
    const bool line = weight == Weight::kNote;
    finding.explanation = {
        fmt::format("“{}”{}目标{}，{}{}已达到的{}{}", goal.key, year_of(goal), words_of(goal), relation,
                    year_of(base), words_of(base), line ? "；若只是守住底线，宜说明" : ""),
        fmt::format("the goal {} is {} the {} already reached{}", words_of(goal),
                    way.sign > 0 ? "below" : "above", words_of(base),
                    line ? "; if it only holds a line, say so" : "")};
    results_.findings.push_back(std::move(finding));
  }

  static Finding draft(Kind kind, bool certain, const Claim& doubted, const Claim& other) {
    Finding finding = compared(kind, certain, doubted.quantity, {other.quantity.value, other.quantity.value},
                               manner_of(doubted), "");
    finding.stated = words_of(doubted);
    finding.recomputed = words_of(other);
    finding.interval.clear();
    finding.cause.reset();
    finding.weight = certain ? Weight::kError : Weight::kWarning;
    finding.spots = {spot_of(doubted), spot_of(other)};
    return finding;
  }

  void hold(const Claim& goal, const Claim& base) {
    results_.held.push_back(
        {Kind::kTarget, {spot_of(goal), spot_of(base)}, words_of(base) + " → " + words_of(goal)});
  }

  /// What a goal admits.
  static Interval admitted(const Claim& goal) {
    const Quantity& q = goal.quantity;
    const double rough = std::abs(q.value) * 0.05;
    Interval out = q.interval;
    if (q.bound == Bound::kAbout) out = {q.value - rough, q.value + rough};
    if (q.bound == Bound::kAtLeast) out = {q.value - q.step / 2, kInfinity};
    if (q.bound == Bound::kAtMost) out = {-kInfinity, q.value + q.step / 2};
    // 力争 85 % goes with any promise of less.
    if (goal.hoped && direction_of(goal.key).sign >= 0) out.low = -kInfinity;
    if (goal.hoped && direction_of(goal.key).sign <= 0) out.high = kInfinity;
    return out;
  }

  static bool comparable(const Claim& a, const Claim& b) {
    if (!b.goal || a.role == Role::kChange || b.role == Role::kChange || a.role != b.role) return false;
    if (a.flow != b.flow || a.yearly || b.yearly || a.period.to != b.period.to || !same_unit(a, b) ||
        !same_area(a, b))
      return false;
    if (a.flow && (a.total != b.total || a.period != b.period)) return false;
    if (same_sentence(a, b)) return false;
    if (a.table && a.table == b.table) return false;
    if ((a.statement && a.statement->part) != (b.statement && b.statement->part)) return false;
    return a.aside == b.aside || a.aside.empty() || b.aside.empty();
  }

  void against_goals(const Claim& goal) {
    if (goal.key.size() < 15 || (vague(goal) && goal.quantity.dimension == Dimension::kPercent)) return;
    const auto& alike = by_key_.at(goal.key);
    if (alike.size() > kMostAlike * 4) return;
    const auto self = std::ranges::find(alike, &goal);
    size_t looked = 0;
    for (auto it = self; it != alike.begin() && looked < kMostAlike; ++looked) {
      const Claim& other = **--it;
      if (!comparable(goal, other)) continue;
      const Bound bound = goal.quantity.bound;
      const bool lines = bound == other.quantity.bound &&
                         (bound == Bound::kAtLeast || bound == Bound::kAtMost) && !goal.hoped && !other.hoped;
      const double gap = std::abs(goal.quantity.value - other.quantity.value) /
                         std::max(std::abs(goal.quantity.value), std::abs(other.quantity.value));
      const bool apart = !admitted(goal).overlaps(admitted(other));
      if (!apart && !(lines && gap > kOtherFloor)) continue;
      exclude(goal, other, apart);
      return;
    }
  }

  void exclude(const Claim& goal, const Claim& other, bool apart) {
    const bool same_book = goal.book == other.book;
    const bool exact = goal.quantity.exact() && other.quantity.exact();
    const bool certain = apart && exact && same_book && goal.words == other.words && !goal.flow &&
                         !goal.hoped && !other.hoped && goal.area == other.area;
    Finding finding = draft(same_book ? Kind::kTarget : Kind::kDocument, certain, goal, other);
    const std::string there = same_book ? "另一处" : "《" + base_name(other.book->document.name) + "》";
    finding.explanation = {
        fmt::format("“{}”{}的目标此处为{}，{}为{}", goal.key, year_of(goal), words_of(goal), there,
                    words_of(other)),
        fmt::format("the goal for {} is {} here and {} {}", goal.period.to, words_of(goal), words_of(other),
                    same_book ? "elsewhere" : "in " + base_name(other.book->document.name))};
    results_.findings.push_back(std::move(finding));
  }

  /// 目前 82 个，累计增加 30 个，总数达到 120 个: what is there and what comes must make the goal.
  void add_up(const std::vector<Claim>& claims, size_t i) {
    const Claim& goal = claims[i];
    if (!goal.statement || !is_level(goal) || goal.hoped || goal.quantity.dimension == Dimension::kPercent)
      return;
    const std::string thing = thing_key(goal.key);
    const Claim* increase = nullptr;
    const Claim* base = nullptr;
    const std::uint32_t block = block_of(goal);
    for (size_t j = i > 6 ? i - 6 : 0; j < std::min(claims.size(), i + 3); ++j) {
      const Claim& claim = claims[j];
      if (j == i || !claim.statement || block_of(claim) != block || !same_unit(claim, goal) ||
          !claim.quantity.exact() || claim.yearly || claim.statement->average)
        continue;
      if (thing_key(claim.key) != thing || claim.statement->part) continue;
      if ((claim.role == Role::kChange && claim.statement->sign > 0 && claim.goal) ||
          (claim.flow && claim.period == goal.period))
        increase = &claim;
      else if (claim.role == Role::kLevel && !claim.flow && !claim.goal && j < i &&
               claim.period.to < goal.period.to)
        base = &claim;
    }
    if (!increase || !base || thing.size() < 12 || goal.quantity.bound == Bound::kAbout) return;
    const Interval due = base->quantity.interval + increase->quantity.interval;
    const std::string formula = fmt::format("{} + {}", words_of(*base), words_of(*increase));
    const bool below = due.high<goal.quantity.interval.low, above = due.low> goal.quantity.interval.high;
    // New ones may replace old ones; an increase does not.
    if (!below && !(above && increase->role == Role::kChange)) return;
    Finding finding = compared(Kind::kTarget, false, goal.quantity, due, manner_of(goal), formula);
    finding.formula += " = " + finding.recomputed;
    finding.spots = {spot_of(goal), spot_of(*increase), spot_of(*base)};
    finding.explanation = {fmt::format("{}，与目标{}不符", finding.formula, words_of(goal)),
                           fmt::format("{}, not the goal of {}", finding.formula, words_of(goal))};
    results_.findings.push_back(std::move(finding));
  }

  static std::uint32_t block_of(const Claim& claim) {
    return claim.book->statements.sentences[claim.statement->sentence].block;
  }

  const std::vector<Book>& books_;
  Results& results_;
  const Claims& claims_;
  std::unordered_map<std::string_view, std::vector<const Claim*>> by_key_;
  std::uint32_t first_goal_ = 0;
};

}  // namespace

void check_targets(const std::vector<Book>& books, const Claims& claims, Results& results) {
  TargetCheck(books, claims, results).run();
}

}  // namespace zhiheng::audit
