#pragma once
// What departments report on the tasks of a plan: districts/NAME/progress/PLAN.csv. docs/plans.md describes
// it.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "catalog/model.h"

namespace zhiheng::plan {

/// Where a task stands in one year. A report says any of them but kOverdue, which follows from the day due.
enum class TaskState { kNotStarted, kInHand, kDone, kOverdue, kCancelled };
inline constexpr TaskState kTaskStates[] = {TaskState::kNotStarted, TaskState::kInHand, TaskState::kDone,
                                            TaskState::kOverdue, TaskState::kCancelled};
const char* to_string(TaskState state);           // "in_hand"
const catalog::Title& title_of(TaskState state);  // 在办, In hand
/// The state that a file or a command line names, kOverdue not among them; nullopt for other words.
std::optional<TaskState> reported_state(std::string_view name);
/// The names that can be reported, for messages: "not_started, in_hand, done, cancelled".
std::string reported_state_names();

/// One row of the file.
struct TaskReport {
  std::string task;
  int year = 0;  // 0: the task is not divided by years
  TaskState state = TaskState::kNotStarted;
  Date reported_on;
  std::string by;        // department code, never a person
  std::string note;      // a cancelled task's reason stands here
  std::string evidence;  // path below progress/evidence/; may be empty
  std::string sha256;    // of the evidence, hex; empty without one
  bool simulated = false;
  Location where;
};

/// All rows of one plan in the order of the file: of a task and year the last one holds.
struct TaskReports {
  std::string file;    // as shown: districts/putuo/progress/quality-2018-2020.csv
  std::string sha256;  // of the file; empty where there is none
  std::vector<TaskReport> rows;
  bool simulated = false;  // made up by simulate_task_reports()
};

/// The file's columns, in their order.
const std::vector<std::string>& task_report_columns();

/// The years that reports on `task` may name, ascending: those with items or countable deliverables; only 0
/// for a task that is not divided by years.
std::vector<int> years_of(const catalog::Plan& plan, const catalog::Task& task);

/// Reads what was reported on `plan`; nothing where there is no file. Every mistake goes to `diagnostics`
/// with file:line:column and its row is left out: a header of other columns, an unknown task, year, state or
/// department, a day that is none, a day earlier than that of the row before on the same task and year, a
/// cancelled task without a reason, evidence that is missing, lies elsewhere or is not what was handed in.
/// Throws Error where the file is there and can't be read.
TaskReports read_task_reports(const catalog::Catalog& catalog, const catalog::Plan& plan,
                              Diagnostics& diagnostics);

/// The same for the text of a file, shown under its own name; evidence is looked for on disk.
TaskReports parse_task_reports(const catalog::Catalog& catalog, const catalog::Plan& plan,
                               std::string_view text, Diagnostics& diagnostics);

/// Reads what was reported on every plan of the district, for its mistakes only; a file of no plan is one.
void check_task_reports(const catalog::Catalog& catalog, Diagnostics& diagnostics);

/// The folder districts/NAME/progress on disk; it need not be there.
std::string progress_folder(const catalog::Catalog& catalog);

}  // namespace zhiheng::plan
