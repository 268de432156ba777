#pragma once
#include <optional>
#include <string>
#include <vector>

#include "catalog/model.h"
#include "plan/quantity.h"
#include "plan/series.h"

namespace zhiheng::plan {

/// Where a target stands. docs/plans.md publishes the rules.
enum class Status { kReached, kOnTrack, kAtRisk, kBehind, kMissed, kNoData };
inline constexpr Status kStatuses[] = {Status::kReached, Status::kOnTrack, Status::kAtRisk,
                                       Status::kBehind,  Status::kMissed,  Status::kNoData};
const char* to_string(Status status);           // "on_track"
const catalog::Title& title_of(Status status);  // 进度正常, On track

/// The rule that decided: a stable name and what it says.
struct Reason {
  std::string code;  // "met-at-due", "pace" …
  catalog::Title words;
};

/// What a milestone asked and what was there.
struct MilestoneResult {
  int year = 0;
  catalog::Limit limit;          // in the target's unit
  std::optional<Decimal> value;  // nullopt: no value of that year
  std::optional<bool> met;
};

/// One target judged at the end of `year`. Values are in the target's unit (`unit`), rounded as printed.
struct Progress {
  const catalog::Target* target = nullptr;
  const catalog::Indicator* indicator = nullptr;
  int year = 0;      // last complete year before the day of judgement
  std::string unit;  // of limit and value: %, 个百分点, 倍, or the indicator's or target's own
  int decimals = 0;
  std::optional<catalog::Limit> limit;  // of `by`; of better_than and in_step_with: the other's value
  Status status = Status::kNoData;
  Reason reason;

  std::optional<Decimal> now;  // what is measured, at now_year
  int now_year = 0;
  std::optional<Decimal> start;  // the same at start_year
  int start_year = 0;
  std::string distance_unit;           // of distance and paces: 个百分点 where the unit is %
  std::optional<Decimal> distance;     // what is still missing to the limit; 0 or less: met
  std::optional<Decimal> needed_pace;  // a year from now_year to the due year
  std::optional<Decimal> pace;         // a year from start_year to now_year
  std::optional<bool> aim_met;
  std::vector<MilestoneResult> milestones;
  std::vector<int> missing;      // years of the plan up to `year` without a value that the quantity needs
  bool break_in_series = false;  // the definition changed between start and now
  bool simulated = false;
  std::vector<std::shared_ptr<measure::Origin>> origins;  // of `now`
};

/// Judges one target of `plan` with the values up to the end of `year`.
Progress judge(const catalog::Catalog& catalog, const catalog::Plan& plan, const catalog::Target& target,
               const SeriesBook& book, int year);

/// Every target of the plan, in its order.
std::vector<Progress> judge_plan(const catalog::Catalog& catalog, const catalog::Plan& plan,
                                 const SeriesBook& book, int year);

/// The ids of the indicators that judging `plan` asks for.
std::set<std::string> indicators_of(const catalog::Plan& plan);

/// The first year whose values judging `plan` can ask for.
int first_year_of(const catalog::Plan& plan);

}  // namespace zhiheng::plan
