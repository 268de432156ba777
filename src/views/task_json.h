#pragma once
// Tasks of a plan on one day, and as JSON.
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "catalog/model.h"
#include "plan/task_entry.h"
#include "plan/tasks.h"
#include "views/plan_json.h"

namespace zhiheng::views {

/// The reports that hold: made up, or those of the district's file. Throws Error where that has mistakes.
plan::TaskReports task_reports_of(const catalog::Catalog& catalog, const catalog::Plan& plan,
                                  const JudgeOptions& options);

/// How the tasks of `plan` stand on the day, with the values known as judge() wants them.
plan::TaskBook task_book_of(const catalog::Catalog& catalog, const catalog::Plan& plan,
                            plan::SeriesBook known, const WorkingCalendar& calendar,
                            const JudgeOptions& options);

/// Some entries of a book, in its order.
using TaskChoice = std::vector<const plan::TaskYear*>;

/// {district, plan, as_of, simulated, reported, file, sha256, warnings, tasks: [one a task and year]}.
nlohmann::ordered_json tasks_json(const catalog::Catalog& catalog, const plan::TaskBook& book,
                                  const TaskChoice& choice);
/// The same head, with `within` and `reminders`, one a department, task and year.
nlohmann::ordered_json reminders_json(const catalog::Catalog& catalog, const plan::TaskBook& book,
                                      const std::vector<plan::Reminder>& reminders, int within);
/// The same head, with counts by state: `all`, `by_department`, `by_goal`, `by_year`.
nlohmann::ordered_json roll_up_json(const catalog::Catalog& catalog, const plan::TaskBook& book);
/// {written, file, row, evidence, before, undo}.
nlohmann::ordered_json entry_json(const plan::PreparedReport& prepared, bool written,
                                  const std::string& undo);

}  // namespace zhiheng::views
