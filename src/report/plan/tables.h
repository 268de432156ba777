#pragma once
#include "report/plan/pages.h"

namespace zhiheng::report {

/// The targets of one goal: what is asked, what is there, how far it is, in which state and why.
Table goal_table(PlanPages& pages, const GoalGroup& group);

/// What has to be asked for, by department in the order of the code list; a target of two departments stands
/// under both. Without a row where nothing is missing.
Table gap_table(PlanPages& pages);

/// What each indicator counts, by which norm, and where the plan has its targets.
Table definitions_table(PlanPages& pages);

/// All targets with all columns, numbers as numbers: a sheet for workbooks.
Table all_targets(PlanPages& pages);

/// Years of the plan up to the year of judgement in which the target's indicator has no value.
std::vector<int> missing_years(const PlanPages& pages, const plan::Progress& progress);

/// What stands where there is no value.
Cell missing_cell();

/// “95.6%（2020）”; — where there is no value.
Cell dated_cell(PlanNumbers& numbers, const std::optional<measure::Value>& value, int year);

}  // namespace zhiheng::report
