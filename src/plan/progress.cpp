#include "plan/progress.h"

#include <algorithm>

#include "plan/demand.h"

namespace zhiheng::plan {
namespace {

using catalog::Demand;
using catalog::Quantity;

const Reason kNoValue{"no-value", {"规划期内没有数据", "no value in the years of the plan"}};
const Reason kNotBegun{"not-begun", {"规划期尚无完整年度", "no year of the plan is complete yet"}};
const Reason kDueYearMissing{"due-year-missing", {"到期年份没有数据", "no value of the year it was due"}};
const Reason kLimitUnknown{"limit-unknown",
                           {"目标值由他处确定，尚未录入", "the limit is set elsewhere and not known here"}};
const Reason kGap{"gap", {"部分年份没有数据，不能断定", "years without a value leave it open"}};
const Reason kMetAtDue{"met-at-due", {"到期已达到", "met when due"}};
const Reason kMissedAtDue{"missed-at-due", {"到期未达到", "not met when due"}};
const Reason kMetEarly{"met-early", {"提前达到", "met before it is due"}};
const Reason kYearMet{
    "year-met", {"最近一年的数量已够，到期年另计", "enough in the last year; the due year counts by itself"}};
const Reason kHolds{"holds", {"各年均满足", "met in every year so far"}};
const Reason kBroken{"broken", {"有年份未满足", "not met in some year"}};
const Reason kHeldAgain{"held-again", {"曾有年份未满足，目前满足", "met now, not in some earlier year"}};
const Reason kHappened{"happened", {"已发生，无法再为零", "it happened: zero is out of reach"}};
const Reason kWithinBudget{"within-budget",
                           {"未超额度，用度与时间相称", "within the limit, used no faster than time"}};
const Reason kUsedFast{"used-fast",
                       {"未超额度，但用得比时间快", "within the limit, but used faster than time"}};
const Reason kOvershot{"overshot", {"已超出限值", "beyond the limit"}};
const Reason kMilestoneMet{"milestone-met", {"节点目标已达到", "the milestone is met"}};
const Reason kMilestoneNear{"milestone-near", {"节点目标差一点", "the milestone is nearly met"}};
const Reason kMilestoneFar{"milestone-far", {"节点目标未达到", "the milestone is not met"}};
const Reason kPace{"pace", {"按所需进度判断", "by its pace against the pace needed"}};
const Reason kFellBack{"fell-back", {"起点曾满足，现已退步", "was met at the start, has fallen back"}};
const Reason kNear{"near", {"没有起点，距目标很近", "no starting value; near the limit"}};
const Reason kFar{"far", {"没有起点，距目标尚远", "no starting value; far from the limit"}};

class Judge {
 public:
  Judge(const catalog::Catalog& catalog, const catalog::Plan& plan, const catalog::Target& target,
        const SeriesBook& book, int year)
      : catalog_(catalog), plan_(plan), target_(target), book_(book), rules_(catalog.plan_rules) {
    p_.target = &target;
    p_.indicator = catalog.indicator(target.indicator);
    p_.year = year;
  }

  Progress run() {
    if (p_.indicator == nullptr) return settle(Status::kNoData, kNoValue);
    p_.unit = unit_of(target_, *p_.indicator);
    p_.distance_unit = p_.unit == "%" ? "个百分点" : p_.unit;
    p_.decimals = decimals_of(target_, *p_.indicator);
    p_.limit = target_.limit;
    find_values();
    if (!p_.now) {
      const bool begun = p_.year >= first_year(plan_, target_);
      return settle(Status::kNoData, begun ? kNoValue : kNotBegun);
    }
    if (!p_.limit) return settle(Status::kNoData, kLimitUnknown);
    measure_distance();
    judge_milestones();
    decide();
    return std::move(p_);
  }

 private:
  Progress settle(Status status, const Reason& reason) {
    set(status, reason);
    return std::move(p_);
  }

  void set(Status status, const Reason& reason) {
    p_.status = status;
    p_.reason = reason;
  }

  Decimal rounded(const Decimal& value) const { return value.rounded(p_.decimals); }
  bool due() const { return p_.now_year >= target_.by; }
  bool met(const Decimal& value, const catalog::Limit& limit) const {
    return is_met(target_, *p_.indicator, rules_, value, limit, p_.decimals);
  }

  void find_values() {
    const auto start = starting(catalog_, plan_, target_, book_);
    const int first = first_year(plan_, target_);
    for (int year = std::min(p_.year, target_.by); year >= first && !p_.now; --year) {
      if (const auto found = measured(catalog_, plan_, target_, book_, year)) take(*found);
    }
    const bool known = target_.quantity == Quantity::kValue;  // else nothing: not worth telling alone
    if (start && (p_.now ? start->year < p_.now_year : known)) {
      p_.start = rounded(start->value);
      p_.start_year = start->year;
      p_.simulated |= start->simulated;
    }
    if (target_.demand == Demand::kBetterThan || target_.demand == Demand::kInStepWith) take_other();
    for (const auto& [year, words] : p_.indicator->since)
      p_.break_in_series |= p_.start && p_.now && p_.start_year < year && year <= p_.now_year;
  }

  void take(const Measured& found) {
    p_.now = rounded(found.value);
    p_.now_year = found.year;
    p_.missing = found.missing;
    p_.simulated |= found.simulated;
    p_.origins = found.origins;
  }

  /// The value of the other indicator in the same year is the limit.
  void take_other() {
    const auto series = book_.find(target_.other);
    const Point* point = series == book_.end() || !p_.now ? nullptr : series->second.at(p_.now_year);
    if (point == nullptr) return;
    p_.limit = catalog::Limit{rounded(point->value), std::nullopt};
    p_.simulated |= point->simulated;
  }

  void measure_distance() {
    p_.distance = missing_to(target_, *p_.indicator, rules_, *p_.now, *p_.limit, p_.decimals);
    if (target_.aim) p_.aim_met = met(*p_.now, {*target_.aim, std::nullopt});
    const int years_left = target_.by - p_.now_year;
    if (years_left > 0 && target_.limit) {
      const Decimal gap = nearest_end() - *p_.now;
      p_.needed_pace = (gap / Decimal(years_left)).rounded(p_.decimals + 1);
    }
    if (p_.start) {
      const Decimal moved = *p_.now - *p_.start;
      p_.pace = (moved / Decimal(p_.now_year - p_.start_year)).rounded(p_.decimals + 1);
    }
  }

  /// The end of the limit that the value is heading for.
  Decimal nearest_end() const {
    const auto& limit = *p_.limit;
    const int direction = direction_of(target_, *p_.indicator);
    if (!limit.high || direction > 0) return limit.low;
    return direction < 0 || *p_.now > *limit.high ? *limit.high : limit.low;
  }

  void judge_milestones() {
    for (const auto& [year, limit] : target_.milestones) {
      MilestoneResult result{year, limit, std::nullopt, std::nullopt};
      if (year <= p_.year) {
        if (const auto found = measured(catalog_, plan_, target_, book_, year)) {
          result.value = rounded(found->value);
          result.met = met(*result.value, limit);
        }
      }
      p_.milestones.push_back(std::move(result));
    }
  }

  void decide() {
    const bool late = p_.year >= target_.by && !due();
    if (target_.demand == Demand::kZero || target_.hold || target_.every_year) return judge_each_year(late);
    const bool is_met = p_.distance <= Decimal(0);
    const bool gathered = target_.quantity == Quantity::kAdded && direction_of(target_, *p_.indicator) > 0;
    if (gathered && is_met) return set(Status::kReached, due() ? kMetAtDue : kMetEarly);
    if (late) return set(Status::kNoData, kDueYearMissing);
    if (due() && !is_met && gathered && !p_.missing.empty()) return set(Status::kNoData, kGap);
    if (due()) return set(is_met ? Status::kReached : Status::kMissed, is_met ? kMetAtDue : kMissedAtDue);
    if (is_met && counts_year_by_year()) return judge_one_year();
    is_met ? judge_early() : judge_under_way();
  }

  /// A flow that is asked for in the due year alone: what an earlier year brought does not stay.
  bool counts_year_by_year() const {
    const catalog::Kind kind = p_.indicator->kind;
    const bool counts = kind == catalog::Kind::kCount || kind == catalog::Kind::kAmount;
    return target_.quantity == Quantity::kValue && counts && !p_.indicator->stock;
  }

  void judge_one_year() {
    if (!judge_by_milestone()) set(Status::kOnTrack, kYearMet);
  }

  /// What has to hold in each year: no year may fail, and at the end none may be unknown.
  void judge_each_year(bool late) {
    bool failed = false, gap = false;
    for (int year = first_year(plan_, target_); year <= p_.now_year; ++year) {
      const auto found = measured(catalog_, plan_, target_, book_, year);
      gap |= !found;
      failed |= found && !met(found->value, *p_.limit);
    }
    const bool now = p_.distance <= Decimal(0);
    if (failed && target_.demand == Demand::kZero) return set(Status::kMissed, kHappened);
    if (failed && due()) return set(Status::kMissed, now ? kBroken : kMissedAtDue);
    if (failed) return set(now ? Status::kAtRisk : Status::kBehind, now ? kHeldAgain : kBroken);
    if (late) return set(Status::kNoData, kDueYearMissing);
    if (due() && gap) return set(Status::kNoData, kGap);
    set(due() ? Status::kReached : Status::kOnTrack, due() ? kMetAtDue : kHolds);
  }

  /// Met before it is due: a floor is reached; a ceiling on what adds up is a budget that may still be spent.
  void judge_early() {
    const int direction = direction_of(target_, *p_.indicator);
    if (target_.quantity != Quantity::kAdded || direction > 0) return set(Status::kReached, kMetEarly);
    const Decimal ceiling = p_.limit->high.value_or(p_.limit->low);
    const Decimal fair = ceiling * elapsed();
    const bool slow = *p_.now <= fair;
    set(slow ? Status::kOnTrack : Status::kAtRisk, slow ? kWithinBudget : kUsedFast);
  }

  /// The share of the time from start to the due year that has passed.
  Decimal elapsed() const {
    const int start = p_.start ? p_.start_year : first_year(plan_, target_) - 1;
    return Decimal(p_.now_year - start) / Decimal(target_.by - start);
  }

  void judge_under_way() {
    const bool beyond = direction_of(target_, *p_.indicator) <= 0 && target_.quantity == Quantity::kAdded &&
                        *p_.now > p_.limit->high.value_or(p_.limit->low);
    if (beyond) return set(Status::kMissed, kOvershot);
    if (judge_by_milestone()) return;
    if (!p_.start || !target_.limit) return judge_by_distance(kNear, kFar);
    const Decimal way = nearest_end() - *p_.start, gone = *p_.now - *p_.start;
    const bool uphill = direction_of(target_, *p_.indicator) * way.to_double() < 0 || way.is_zero();
    if (uphill) return judge_by_distance(kFellBack, kFellBack);
    const Decimal share = gone / way / elapsed();
    set(share >= rules_.on_track  ? Status::kOnTrack
        : share >= rules_.at_risk ? Status::kAtRisk
                                  : Status::kBehind,
        kPace);
  }

  /// The last milestone that is due decides; false where there is none with a value.
  bool judge_by_milestone() {
    const MilestoneResult* last = nullptr;
    for (const auto& milestone : p_.milestones) {
      if (milestone.met && milestone.year <= p_.now_year) last = &milestone;
    }
    if (last == nullptr) return false;
    if (*last->met) {
      set(Status::kOnTrack, kMilestoneMet);
    } else {
      const Decimal gap = missing_to(target_, *p_.indicator, rules_, *last->value, last->limit, p_.decimals);
      const bool near = gap <= last->limit.low.abs() * rules_.about;
      set(near ? Status::kAtRisk : Status::kBehind, near ? kMilestoneNear : kMilestoneFar);
    }
    return true;
  }

  void judge_by_distance(const Reason& near_reason, const Reason& far_reason) {
    const bool near = *p_.distance <= nearest_end().abs() * rules_.about;
    set(near ? Status::kAtRisk : Status::kBehind, near ? near_reason : far_reason);
  }

  const catalog::Catalog& catalog_;
  const catalog::Plan& plan_;
  const catalog::Target& target_;
  const SeriesBook& book_;
  const catalog::PlanRules& rules_;
  Progress p_;
};

}  // namespace

const char* to_string(Status status) {
  switch (status) {
    case Status::kReached:
      return "reached";
    case Status::kOnTrack:
      return "on_track";
    case Status::kAtRisk:
      return "at_risk";
    case Status::kBehind:
      return "behind";
    case Status::kMissed:
      return "missed";
    case Status::kNoData:
      return "no_data";
  }
  return "";
}

const catalog::Title& title_of(Status status) {
  static const catalog::Title kTitles[] = {{"已达到", "Reached"}, {"进度正常", "On track"},
                                           {"有风险", "At risk"}, {"滞后", "Behind"},
                                           {"未达到", "Missed"},  {"无数据", "No data"}};
  return kTitles[static_cast<size_t>(status)];
}

Progress judge(const catalog::Catalog& catalog, const catalog::Plan& plan, const catalog::Target& target,
               const SeriesBook& book, int year) {
  return Judge(catalog, plan, target, book, year).run();
}

std::vector<Progress> judge_plan(const catalog::Catalog& catalog, const catalog::Plan& plan,
                                 const SeriesBook& book, int year) {
  std::vector<Progress> out;
  out.reserve(plan.targets.size());
  for (const auto& target : plan.targets) out.push_back(judge(catalog, plan, target, book, year));
  return out;
}

std::set<std::string> indicators_of(const catalog::Plan& plan) {
  std::set<std::string> ids;
  for (const auto& target : plan.targets) {
    ids.insert(target.indicator);
    if (target.demand == Demand::kBetterThan || target.demand == Demand::kInStepWith)
      ids.insert(target.other);
  }
  return ids;
}

int first_year_of(const catalog::Plan& plan) {
  // Five years before the plan: what a forecast learns from.
  int year = plan.period.from - 5;
  for (const auto& target : plan.targets) {
    if (target.against) year = std::min(year, target.against->from);
    if (target.from != 0) year = std::min(year, target.from - 1);
  }
  return year;
}

}  // namespace zhiheng::plan
