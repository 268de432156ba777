#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "catalog/calendar.h"
#include "cli/command.h"
#include "cli/table.h"
#include "cli/task_view.h"
#include "cli/terminal.h"
#include "views/day.h"
#include "views/load.h"

namespace zhiheng::cli {
namespace {

constexpr ErrorCode kUnknownTask{"task.unknown-task", "规划 {} 没有任务 {}；可用：{}",
                                 "the plan {} has no task {}; it has: {}"};
constexpr ErrorCode kUnknownDepartment{"task.unknown-department", "未知的部门“{}”{}；见 codes/department.csv",
                                       "unknown department “{}”{}; see codes/department.csv"};
constexpr ErrorCode kUnknownYear{"task.unknown-year", "规划 {} 的任务没有 {} 年；可用：{}",
                                 "no task of the plan {} has the year {}; there are: {}"};

struct TaskArguments {
  std::string district, plan, task, as_of;
  std::string department, state, by, note, evidence;
  std::optional<int> year;
  int within = 20;
  bool simulated = false, dry_run = false;
  int seed = 1;
};

const catalog::Task& task_of(const catalog::Plan& plan, const std::string& id) {
  if (const auto* found = plan.task(id)) return *found;
  std::vector<std::string> ids;
  for (const auto& task : plan.tasks) ids.push_back(task.id);
  throw Error(kUnknownTask, {}, {plan.id, id, join(ids, ", ")});
}

void check_department(const catalog::Catalog& catalog, const std::string& code) {
  const catalog::CodeList* list = catalog.code_list("department");
  if (code.empty() || (list != nullptr && list->find(code) != nullptr)) return;
  std::vector<std::string> codes;
  for (const auto& each : list == nullptr ? std::vector<catalog::Code>() : list->codes)
    codes.push_back(each.code);
  const std::string near = nearest(code, codes);
  throw Error(kUnknownDepartment, {}, {code, near.empty() ? "" : " (" + near + "?)"});
}

/// A district with its plan and the plan's tasks on the day asked for.
struct Opened {
  std::unique_ptr<views::LoadedDistrict> district;
  plan::TaskBook book;
  const catalog::Catalog& catalog() const { return district->catalog; }
  const catalog::Plan& plan() const { return *book.plan; }
};

Opened open_book(const Settings& settings, const TaskArguments& arguments) {
  const Date day = views::day_or_today(arguments.as_of);
  Opened out;
  out.district = views::load_district(settings.home, arguments.district);
  out.district->diagnostics.throw_if_errors();
  const catalog::Catalog& catalog = out.catalog();
  const catalog::Plan& plan = views::plan_of(catalog, arguments.plan);
  Diagnostics diagnostics;
  const WorkingCalendar calendar = catalog::load_calendar(settings.home, diagnostics);
  diagnostics.throw_if_errors();
  auto values = plan::collect_series(*out.district->evaluator, plan::indicators_of(plan), "",
                                     plan::first_year_of(plan), views::complete_year(day));
  out.book =
      views::task_book_of(catalog, plan, std::move(values), calendar,
                          {day, arguments.simulated, static_cast<std::uint64_t>(arguments.seed), false});
  if (!settings.json()) print_diagnostics(out.book.warnings, false);
  return out;
}

void check_year(const plan::TaskBook& book, int year) {
  const auto years = book.years();
  if (std::ranges::find(years, year) != years.end()) return;
  std::vector<std::string> names;
  for (const int each : years) names.push_back(std::to_string(each));
  throw Error(kUnknownYear, {}, {book.plan->id, std::to_string(year), join(names, ", ")});
}

int list_tasks(const Settings& settings, const TaskArguments& arguments) {
  const Opened opened = open_book(settings, arguments);
  check_department(opened.catalog(), arguments.department);
  if (arguments.year) check_year(opened.book, *arguments.year);
  views::TaskChoice choice;
  for (const auto& item : opened.book.items) {
    const auto& owners = item.task->owners;
    const bool owned =
        arguments.department.empty() || std::ranges::find(owners, arguments.department) != owners.end();
    if (owned && (!arguments.year || item.year == *arguments.year) &&
        (arguments.state.empty() || arguments.state == plan::to_string(item.state)))
      choice.push_back(&item);
  }
  if (settings.json())
    fmt::print("{}\n", views::tasks_json(opened.catalog(), opened.book, choice).dump(2));
  else
    fmt::print("{}", tasks_text(opened.catalog(), opened.book, choice, terminal_width(), wants_colours()));
  return 0;
}

int show_task(const Settings& settings, const TaskArguments& arguments) {
  const Opened opened = open_book(settings, arguments);
  const catalog::Task& task = task_of(opened.plan(), arguments.task);
  views::TaskChoice choice;
  for (const auto& item : opened.book.items) {
    if (item.task == &task) choice.push_back(&item);
  }
  if (settings.json())
    fmt::print("{}\n", views::tasks_json(opened.catalog(), opened.book, choice).dump(2));
  else
    fmt::print("{}", task_text(opened.catalog(), opened.book, task, terminal_width(), wants_colours()));
  return 0;
}

int remind(const Settings& settings, const TaskArguments& arguments) {
  const Opened opened = open_book(settings, arguments);
  check_department(opened.catalog(), arguments.department);
  auto due = plan::reminders(opened.book, opened.catalog().code_list("department"), arguments.within);
  if (!arguments.department.empty())
    std::erase_if(due, [&](const plan::Reminder& each) { return each.department != arguments.department; });
  if (settings.json())
    fmt::print("{}\n", views::reminders_json(opened.catalog(), opened.book, due, arguments.within).dump(2));
  else
    fmt::print("{}", reminders_text(opened.catalog(), opened.book, due, arguments.within, terminal_width(),
                                    wants_colours()));
  return 0;
}

int roll_up(const Settings& settings, const TaskArguments& arguments) {
  const Opened opened = open_book(settings, arguments);
  if (settings.json())
    fmt::print("{}\n", views::roll_up_json(opened.catalog(), opened.book).dump(2));
  else
    fmt::print("{}", roll_up_text(opened.catalog(), opened.book, terminal_width(), wants_colours()));
  return 0;
}

/// The command that reports the former state again.
std::string undo_of(const TaskArguments& arguments, const plan::PreparedReport& prepared) {
  const plan::TaskReport& now = prepared.report;
  std::string out = fmt::format("zhiheng task report {} {} {}", arguments.district, arguments.plan, now.task);
  if (now.year != 0) out += fmt::format(" --year {}", now.year);
  const auto state = prepared.before ? prepared.before->state : plan::TaskState::kNotStarted;
  return out + fmt::format(" --state {} --by {} --note 更正", plan::to_string(state), now.by);
}

int report(const Settings& settings, const TaskArguments& arguments) {
  Diagnostics diagnostics;
  const auto catalog = catalog::load_catalog(settings.home, arguments.district, diagnostics);
  diagnostics.throw_if_errors();
  const catalog::Plan& plan = views::plan_of(catalog, arguments.plan);
  plan::TaskEntry entry;
  entry.task = task_of(plan, arguments.task).id;
  entry.year = arguments.year;
  entry.state = plan::reported_state(arguments.state).value_or(plan::TaskState::kInHand);
  check_department(catalog, arguments.by);
  entry.by = arguments.by;
  entry.note = arguments.note;
  entry.evidence = arguments.evidence;
  entry.day = views::day_or_today(arguments.as_of);
  const plan::PreparedReport prepared = plan::prepare_report(catalog, plan, entry);
  if (!arguments.dry_run) plan::write_report_row(prepared);
  const std::string undo = undo_of(arguments, prepared);
  if (settings.json())
    fmt::print("{}\n", views::entry_json(prepared, !arguments.dry_run, undo).dump(2));
  else
    fmt::print("{}", entry_text(prepared, !arguments.dry_run, undo));
  return 0;
}

using Arguments = std::shared_ptr<TaskArguments>;

CLI::App* add_one(CLI::App& group, const char* name, const char* words, const char* examples,
                  const Arguments& arguments, Settings& settings) {
  auto* command = group.add_subcommand(name, words);
  command->add_option("DISTRICT", arguments->district, "地区 district, or a path to a pack (with a /)")
      ->required();
  command->add_option("PLAN", arguments->plan, "规划 plan, see `zhiheng plan list DISTRICT`")->required();
  command->footer(std::string("例 Examples:\n") + examples);
  add_format(*command, settings);
  return command;
}

/// Options of what only looks.
void add_view(CLI::App& command, const Arguments& arguments) {
  command.add_option("--as-of", arguments->as_of, "截至日 the day to judge on, 2019-12-31 (today)");
  command.add_flag("--simulated", arguments->simulated,
                   "以生成的模拟数据代替进展报告，处处标明 made-up reports, marked everywhere");
  command.add_option("--seed", arguments->seed, "模拟数据的种子 seed of the made-up reports")
      ->capture_default_str();
}

void add_department(CLI::App& command, const Arguments& arguments) {
  command.add_option("--department", arguments->department,
                     "只看一个部门（代码）one department, by its code");
}

CLI::App* add_list(CLI::App& group, const Arguments& arguments, Settings& settings) {
  auto* command = add_one(group, "list", "列出任务及其状态 tasks by year with their states",
                          "  zhiheng task list putuo quality-2018-2020 --as-of 2019-06-30\n"
                          "  zhiheng task list putuo quality-2018-2020 --department finance --state overdue",
                          arguments, settings);
  add_department(*command, arguments);
  command->add_option("--year", arguments->year, "只看一年 one year; 0: tasks that are not divided by years");
  command->add_option("--state", arguments->state, "只看一种状态 one state")
      ->check(CLI::IsMember({"not_started", "in_hand", "done", "overdue", "cancelled"}));
  add_view(*command, arguments);
  return command;
}

CLI::App* add_report(CLI::App& group, const Arguments& arguments, Settings& settings) {
  auto* command = add_one(
      group, "report", "报告一项任务的进展 report on a task: adds a row to districts/NAME/progress/PLAN.csv",
      "  zhiheng task report putuo quality-2018-2020 1 --year 2018 --state done --by market-regulation "
      "--evidence 总结.pdf --dry-run\n"
      "  zhiheng task report putuo quality-2018-2020 4 --year 2020 --state cancelled --by finance --note "
      "政策调整",
      arguments, settings);
  command->add_option("TASK", arguments->task, "任务 the task's id")->required();
  command->add_option("--year", arguments->year, "年份 the year; needed where the task has several");
  command->add_option("--state", arguments->state, "状态 the state")
      ->required()
      ->check(CLI::IsMember({"not_started", "in_hand", "done", "cancelled"}));
  command->add_option("--by", arguments->by, "报告部门的代码，不是人名 department's code, never a person")
      ->required();
  command->add_option("--note", arguments->note,
                      "说明；取消的理由、撤回“完成”的原因 note: the reason of a cancelled or reopened task");
  command->add_option("--evidence", arguments->evidence, "佐证文件，复制保存 a file, which is copied");
  command->add_option("--as-of", arguments->as_of, "报告日期 the day of the report, 2019-12-31 (today)");
  command->add_flag("--dry-run", arguments->dry_run, "只显示将写入的内容 show what would be written");
  return command;
}

}  // namespace

void add_task(CLI::App& app, Settings& settings, Run& run) {
  auto* group = app.add_subcommand(
      "task", "规划任务的进展、提醒与汇总 tasks of plans: states, reports, reminders, roll-up");
  group->require_subcommand(1);
  auto arguments = std::make_shared<TaskArguments>();
  const auto bind = [&](CLI::App* command, auto action) {
    command->callback([&settings, &run, arguments, action] {
      run = [&settings, arguments, action] { return action(settings, *arguments); };
    });
  };
  bind(add_list(*group, arguments, settings), list_tasks);
  auto* shown =
      add_one(*group, "show", "一项任务的详情 one task in full, with reports and evidence",
              "  zhiheng task show putuo quality-2018-2020 4 --as-of 2019-06-30", arguments, settings);
  shown->add_option("TASK", arguments->task, "任务 the task's id")->required();
  add_view(*shown, arguments);
  bind(shown, show_task);
  auto* reminder = add_one(*group, "remind", "将到期和逾期的任务 what is due soon or overdue, by department",
                           "  zhiheng task remind putuo quality-2018-2020 --within 10 --as-of 2018-12-20",
                           arguments, settings);
  reminder->add_option("--within", arguments->within, "工作日数 working days ahead")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str();
  add_department(*reminder, arguments);
  add_view(*reminder, arguments);
  bind(reminder, remind);
  auto* sums = add_one(
      *group, "roll-up", "按部门、目标组和年份汇总 counts by department, goal, year and state",
      "  zhiheng task roll-up putuo quality-2018-2020 --as-of 2020-12-31 --simulated", arguments, settings);
  add_view(*sums, arguments);
  bind(sums, roll_up);
  bind(add_report(*group, arguments, settings), report);
  group->footer(
      "例 Examples:\n  zhiheng task list putuo quality-2018-2020 --as-of 2019-06-30 --simulated\n"
      "  zhiheng task remind putuo quality-2018-2020 --within 10\n"
      "  zhiheng task report putuo quality-2018-2020 1 --year 2018 --state done --by market-regulation "
      "--dry-run");
}

}  // namespace zhiheng::cli
