#pragma once
// Adding a report to a plan's file: prepared as a value first, then written.
#include <optional>
#include <string>

#include "plan/task_reports.h"

namespace zhiheng::plan {

/// What somebody reports.
struct TaskEntry {
  std::string task;
  std::optional<int> year;  // may be left out where the task has only one
  TaskState state = TaskState::kInHand;
  std::string by;  // department code
  std::string note;
  std::string evidence;  // path of a file, copied below progress/evidence/; empty: none
  Date day;
};

/// One row that is ready to be written, with all that a person wants to see first.
struct PreparedReport {
  TaskReport report;
  std::optional<TaskReport> before;        // what held until now
  bool is_owner = true;                    // whether the department is one of the task's
  std::string row;                         // as it will stand in the file, without line end
  std::string path;                        // of the file, on disk
  std::string shown;                       // the same as shown in messages
  std::string former, content;             // of the whole file, before and after
  std::string evidence_from, evidence_to;  // paths on disk; empty without evidence
};

/// Checks an entry against the plan and what was reported before; reads files, changes none. Throws Error:
/// for what read_task_reports() finds wrong in the file or in the new row (an unknown task, year or
/// department, a day before the last report's, a cancelled task without a reason); "task.which-year" where
/// the year is missing and the task has several; "task.note-needed" where a task that was done or cancelled
/// is taken up again without a note; "task.nothing-new" where the last report says the same; what reading the
/// evidence throws.
PreparedReport prepare_report(const catalog::Catalog& catalog, const catalog::Plan& plan,
                              const TaskEntry& entry);

/// Copies the evidence, then puts the file with the new row in the place of the former one in one step.
/// Throws Error: "task.changed-meanwhile" where the file or the evidence is no longer what was prepared
/// (nothing is changed), "file.unwritable" (exit code 3). Two programs that write at once don't lose a row.
void write_report_row(const PreparedReport& prepared);

}  // namespace zhiheng::plan
