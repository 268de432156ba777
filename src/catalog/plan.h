#pragma once
// What a plan promises, after reading: plain data. docs/plans.md describes the files.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/error.h"
#include "catalog/title.h"

namespace zhiheng::catalog {

/// What is demanded. `kReach` is a number without a comparator: a floor where more is better, a ceiling where
/// less is.
enum class Demand {
  kAtLeast,
  kAtMost,
  kMoreThan,
  kLessThan,
  kReach,
  kExactly,
  kZero,
  kFull,
  kBetween,
  kAbout,
  kBetterThan,
  kInStepWith,
  kSetBy
};
const char* to_string(Demand demand);  // as in the files: "at_least"

/// What is measured of the indicator.
enum class Quantity { kValue, kAdded, kChange, kDifference, kGrowth, kMean, kTimes };
const char* to_string(Quantity quantity);  // "value", "added" …

enum class Nature { kUnknown, kBinding, kExpected };
const char* to_string(Nature nature);

/// A limit with the decimals of the source; `high` for a range.
struct Limit {
  Decimal low;
  std::optional<Decimal> high;
};

struct YearSpan {
  int from = 0;
  int to = 0;
};

struct Target {
  std::string id;  // unique in the plan
  std::string indicator;
  Title title;  // empty: the indicator's
  Demand demand = Demand::kReach;
  Quantity quantity = Quantity::kValue;
  std::optional<Limit> limit;  // none for better_than, in_step_with and set_by; 0 for zero, 100 for full
  std::optional<Decimal> aim;  // the ambition above (or below) the floor
  std::string other;           // better_than, in_step_with: an indicator; set_by: who sets it
  int by = 0;                  // year
  std::map<int, Limit> milestones;
  bool hold = false;        // to be met in every year
  bool hopes = false;       // 力争: the source only hopes for it
  bool every_year = false;  // growth: in each year; else in the mean of the plan's years
  std::string unit;         // of the limits; empty: the indicator's
  std::optional<YearSpan> against;
  int from = 0;                                 // added, mean: first year; 0: the plan's
  std::optional<std::pair<int, Decimal>> base;  // year and value, as the source states it
  Nature nature = Nature::kUnknown;
  std::string goal, task;
  std::vector<std::string> owners;  // department codes, as the source names them
  std::string source;
  Title note;
  Location where;
};

/// A task of the plan; `years[0]` holds the items of a task that is not divided by years.
struct Task {
  std::string id;
  Title title;
  std::string goal;
  std::vector<std::string> owners;
  std::string source;
  std::map<int, std::vector<Title>> years;
  std::map<int, std::string> due;  // ISO date by year; the year's last day where it is not given
  Title note;
  Location where;
};

struct Goal {
  std::string id;
  Title title;
};

struct Plan {
  std::string id;  // the file's name
  Title title;
  std::string document;  // official name of the source
  bool draft = false;    // 征求意见稿、草案
  std::string issued;    // 2021-03
  std::vector<std::string> issuers;
  YearSpan period;
  std::vector<Goal> goals;
  std::vector<Target> targets;  // in the order of the file
  std::vector<Task> tasks;      // in the order of the file
  Location where;

  const Goal* goal(std::string_view id) const;
  const Task* task(std::string_view id) const;
  const Target* target(std::string_view id) const;
};

/// From which share of the needed pace a target is on its way; catalog/plan_rules.yaml.
struct PlanRules {
  Decimal on_track{95, 2};  // of the needed pace
  Decimal at_risk{75, 2};   // below it: behind
  Decimal about{3, 2};      // how far 左右 and 约 reach, as a share of the limit
};

}  // namespace zhiheng::catalog
