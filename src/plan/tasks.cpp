#include "plan/tasks.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace zhiheng::plan {
namespace {

/// Builds the book: years, reports, days, deliverables of each task.
class BookKeeper {
 public:
  BookKeeper(const catalog::Plan& plan, const TaskReports& reports, Date day, const WorkingCalendar& calendar)
      : plan_(plan), reports_(reports), calendar_(calendar) {
    book_.plan = &plan;
    book_.day = day;
    book_.file = reports.file;
    book_.sha256 = reports.sha256;
    book_.simulated = reports.simulated;
  }

  TaskBook run(const std::vector<Progress>& progress) {
    for (const Progress& each : progress) {
      if (each.target != nullptr && plan_.task(each.target->task) != nullptr) book_.progress.push_back(each);
    }
    for (const catalog::Task& task : plan_.tasks) {
      for (const int year : years_of(plan_, task)) add(task, year);
    }
    for (const int year : missing_) {
      book_.warnings.push_back(diagnose(kMissingCalendarYear, {"catalog/calendar/china.yaml"},
                                        {std::to_string(year)}, Severity::kWarning));
    }
    return std::move(book_);
  }

 private:
  void add(const catalog::Task& task, int year) {
    TaskYear item;
    item.task = &task;
    item.year = year;
    for (const TaskReport& report : reports_.rows) {
      if (report.task == task.id && report.year == year && report.reported_on <= book_.day)
        item.reports.push_back(report);
    }
    set_days(item);
    set_state(item);
    const bool divided = year != 0;
    for (const Progress& progress : book_.progress) {
      if (progress.target->task == task.id) add_deliverable(progress, divided, item);
    }
    book_.items.push_back(std::move(item));
  }

  /// The day given for the year; for the whole plan the last one given.
  Date promised(const catalog::Task& task, int year) const {
    const int last = year != 0 ? year : plan_.period.to;
    const auto given = year != 0 || task.due.empty() ? task.due.find(last) : std::prev(task.due.end());
    const auto day = given == task.due.end() ? std::nullopt : Date::parse(given->second);
    return day.value_or(Date::of(last, 12, 31).value_or(Date()));
  }

  void set_days(TaskYear& item) {
    item.promised = item.due = promised(*item.task, item.year);
    const auto moved = calendar_.next_working_day(item.promised);
    if (!moved.known()) return miss(item, moved.missing_year());
    item.due = moved.value();
    const auto days = calendar_.working_days_between(book_.day, item.due);
    if (!days.known()) return miss(item, days.missing_year());
    item.days = days.value();
  }

  void miss(TaskYear& item, int year) {
    item.missing_year = year;
    missing_.insert(year);
  }

  void set_state(TaskYear& item) const {
    if (const TaskReport* report = item.report()) item.state = report->state;
    const bool settled = item.state == TaskState::kDone || item.state == TaskState::kCancelled;
    if (!settled && item.is_past(book_.day)) item.state = TaskState::kOverdue;
  }

  /// What was promised for the item's year; for an undivided task everything that the target asks at its end.
  static void add_deliverable(const Progress& progress, bool divided, TaskYear& item) {
    const catalog::Target& target = *progress.target;
    Deliverable deliverable;
    deliverable.progress = &progress;
    if (!divided || target.by == item.year) {
      deliverable.limit = progress.limit;
      if (progress.now && progress.now_year == target.by) deliverable.value = progress.now;
      if (progress.status == Status::kReached) deliverable.met = true;
      if (progress.status == Status::kMissed) deliverable.met = false;
      item.deliverables.push_back(deliverable);
      return;
    }
    const auto promised = target.milestones.find(item.year);
    if (promised == target.milestones.end()) return;
    deliverable.limit = promised->second;
    for (const MilestoneResult& milestone : progress.milestones) {
      if (milestone.year != item.year) continue;
      deliverable.value = milestone.value;
      deliverable.met = milestone.met;
    }
    item.deliverables.push_back(deliverable);
  }

  const catalog::Plan& plan_;
  const TaskReports& reports_;
  const WorkingCalendar& calendar_;
  TaskBook book_;
  std::set<int> missing_;
};

/// Place of a department in the list; behind all where it is not there.
size_t place_of(const catalog::CodeList* list, const std::string& code) {
  if (list == nullptr) return 0;
  const auto found = std::ranges::find(list->codes, code, &catalog::Code::code);
  return static_cast<size_t>(found - list->codes.begin());
}

/// Owners without repetition; one empty code where there are none.
std::vector<std::string> owners_or_none(const catalog::Task& task) {
  if (task.owners.empty()) return {""};
  std::vector<std::string> out;
  for (const std::string& owner : task.owners) {
    if (std::ranges::find(out, owner) == out.end()) out.push_back(owner);
  }
  return out;
}

bool needs_reminder(const TaskYear& item, Date day, int within) {
  if (item.state == TaskState::kDone || item.state == TaskState::kCancelled) return false;
  if (item.state == TaskState::kOverdue) return true;
  if (item.days) return *item.days <= within;
  // Twice and ten more: as many days hold the working days asked for, even with the longest break among them.
  constexpr int kLongestBreak = 10;
  return item.due - day <= 2 * within + kLongestBreak;
}

void count(StateCounts& counts, TaskState state) { ++counts.counts[static_cast<size_t>(state)]; }

}  // namespace

const catalog::Title& title_of(const TaskYear& item) {
  static const catalog::Title kSilent{"未报告", "Not reported"};
  static const catalog::Title kSilentAndLate{"逾期未报告", "Overdue, not reported"};
  if (item.report() != nullptr) return title_of(item.state);
  return item.state == TaskState::kOverdue ? kSilentAndLate : kSilent;
}

bool TaskBook::reported() const {
  return std::ranges::any_of(items, [](const TaskYear& item) { return item.report() != nullptr; });
}

const TaskYear* TaskBook::find(std::string_view task, int year) const {
  const auto found = std::ranges::find_if(
      items, [&](const TaskYear& item) { return item.task->id == task && item.year == year; });
  return found == items.end() ? nullptr : &*found;
}

std::vector<int> TaskBook::years() const {
  std::set<int> years;
  for (const TaskYear& item : items) years.insert(item.year);
  return {years.begin(), years.end()};
}

TaskBook task_book(const catalog::Plan& plan, const TaskReports& reports,
                   const std::vector<Progress>& progress, Date day, const WorkingCalendar& calendar) {
  return BookKeeper(plan, reports, day, calendar).run(progress);
}

std::vector<Reminder> reminders(const TaskBook& book, const catalog::CodeList* departments, int within) {
  std::vector<Reminder> out;
  for (const TaskYear& item : book.items) {
    if (!needs_reminder(item, book.day, within)) continue;
    for (const std::string& owner : owners_or_none(*item.task)) out.push_back({owner, &item});
  }
  const auto key = [&](const Reminder& reminder) {
    return std::tuple(reminder.department.empty(), place_of(departments, reminder.department),
                      std::string_view(reminder.department), reminder.item->due);
  };
  std::ranges::stable_sort(out, {}, key);
  return out;
}

int StateCounts::total() const { return std::accumulate(counts.begin(), counts.end(), 0); }

RollUp roll_up(const TaskBook& book, const catalog::CodeList* departments) {
  RollUp out;
  std::map<std::string, StateCounts> by_department, by_goal;
  for (const TaskYear& item : book.items) {
    count(out.all, item.state);
    count(out.by_year[item.year], item.state);
    count(by_goal[item.task->goal], item.state);
    for (const std::string& owner : owners_or_none(*item.task)) count(by_department[owner], item.state);
  }
  out.by_department.assign(by_department.begin(), by_department.end());
  std::ranges::stable_sort(out.by_department, {}, [&](const auto& entry) {
    return std::pair(entry.first.empty(), place_of(departments, entry.first));
  });
  for (const catalog::Goal& goal : book.plan->goals) {
    if (const auto found = by_goal.find(goal.id); found != by_goal.end()) {
      out.by_goal.emplace_back(*found);
      by_goal.erase(found);
    }
  }
  out.by_goal.insert(out.by_goal.end(), by_goal.begin(), by_goal.end());
  return out;
}

}  // namespace zhiheng::plan
