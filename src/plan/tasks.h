#pragma once
// Tasks of a plan as they stand on one day. Pure: the day, the reports, the judged targets and the working
// calendar are arguments.
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "catalog/model.h"
#include "plan/progress.h"
#include "plan/task_reports.h"

namespace zhiheng::plan {

/// What is countable of a task in one year: a target with `task`, by that year or with a milestone of it.
struct Deliverable {
  const Progress* progress = nullptr;   // the target as judged; owned by the TaskBook
  std::optional<catalog::Limit> limit;  // promised for the task's year, in the target's unit
  std::optional<Decimal> value;         // of that year; nullopt: none known
  std::optional<bool> met;              // nullopt: can't be said yet
};

/// A task in one year.
struct TaskYear {
  const catalog::Task* task = nullptr;
  int year = 0;  // 0: the task is not divided by years
  TaskState state = TaskState::kNotStarted;
  Date promised;            // the day given, or the last day of the year (of the plan for year 0)
  Date due;                 // `promised`, or the next working day after it where the calendar knows it
  std::optional<int> days;  // working days from the book's day to `due`, negative: late; nullopt: not known
  int missing_year = 0;     // the calendar's year for want of which `due` or `days` is not known
  std::vector<TaskReport> reports;  // up to the book's day, in order; the last one holds
  std::vector<Deliverable> deliverables;

  const TaskReport* report() const { return reports.empty() ? nullptr : &reports.back(); }
  /// Whether `due` is earlier than `day`.
  bool is_past(Date day) const { return due < day; }
};

/// The state in words; where nothing was reported the words say so, for then it is only what the calendar
/// says: 未报告, 逾期未报告.
const catalog::Title& title_of(const TaskYear& item);

/// All tasks of a plan on one day, by task in the order of the plan, then by year. It points into the plan,
/// which has to outlive it.
struct TaskBook {
  const catalog::Plan* plan = nullptr;
  Date day;
  std::string file;    // of the reports, as shown
  std::string sha256;  // of that file; empty where there is none: nothing was ever reported
  bool simulated = false;
  std::vector<Progress> progress;  // of the targets that belong to tasks
  std::vector<TaskYear> items;
  std::vector<Diagnostic> warnings;  // one for each year that the calendar lacks

  /// Whether anything was reported up to the day. Where not, the states say only what the calendar says.
  bool reported() const;
  /// The entry of a task and year, or nullptr.
  const TaskYear* find(std::string_view task, int year) const;
  /// The years of the book's items, ascending, 0 first.
  std::vector<int> years() const;

  TaskBook() = default;
  TaskBook(TaskBook&&) = default;
  TaskBook& operator=(TaskBook&&) = default;
  TaskBook(const TaskBook&) = delete;  // deliverables point into `progress`
  TaskBook& operator=(const TaskBook&) = delete;
};

/// How `plan` stands on `day`. Reports later than `day` don't count. The state is the one last reported; what
/// is past its day due and neither done nor cancelled is overdue. A year that the calendar does not cover
/// leaves the promised day as it is and gives a warning, never a guess. `progress` are the plan's targets,
/// judged (judge_plan); others than those of its tasks are left aside.
TaskBook task_book(const catalog::Plan& plan, const TaskReports& reports,
                   const std::vector<Progress>& progress, Date day, const WorkingCalendar& calendar);

/// What has to be remembered: one line a task, year and department.
struct Reminder {
  std::string department;          // code; empty where the plan names none
  const TaskYear* item = nullptr;  // in the book
};

/// What is overdue or due within `within` working days of the book's day and is neither done nor cancelled,
/// sorted by department (in the order of `departments`, others after them), then by day due. Where the
/// calendar does not reach far enough to count, everything due within twice as many days and ten more is
/// listed, its `days` unknown: a reminder too early does no harm.
std::vector<Reminder> reminders(const TaskBook& book, const catalog::CodeList* departments, int within);

/// How many tasks (a year each) stand in which state.
struct StateCounts {
  std::array<int, std::size(kTaskStates)> counts{};

  int of(TaskState state) const { return counts[static_cast<size_t>(state)]; }
  int total() const;
};

struct RollUp {
  StateCounts all;  // each task and year once
  // By department code in the order of the code list: a task of two departments counts in both.
  std::vector<std::pair<std::string, StateCounts>> by_department;
  std::vector<std::pair<std::string, StateCounts>> by_goal;  // by id, in the order of the plan
  std::map<int, StateCounts> by_year;
};

/// Departments and goals without a task are left out; what has none counts under the empty name, last.
RollUp roll_up(const TaskBook& book, const catalog::CodeList* departments);

}  // namespace zhiheng::plan
