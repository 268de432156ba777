#include <fmt/core.h>

#include "base/text.h"
#include "cli/table.h"
#include "cli/task_view.h"
#include "plan/demand.h"

namespace zhiheng::cli {
namespace {

using plan::TaskState;
using plan::TaskYear;

/// The ANSI colour and the sign of a state: never the colour alone.
struct StateLook {
  const char* colour;
  const char* sign;
};

StateLook look_of(TaskState state) {
  switch (state) {
    case TaskState::kNotStarted:
      return {"90", "·"};
    case TaskState::kInHand:
      return {"36", "→"};
    case TaskState::kDone:
      return {"32", "✓"};
    case TaskState::kOverdue:
      return {"31", "!"};
    case TaskState::kCancelled:
      return {"90", "×"};
  }
  return {"", ""};
}

TableCell state_cell(const TaskYear& item) {
  const StateLook look = look_of(item.state);
  return {std::string(look.sign) + " " + plan::title_of(item).zh, look.colour};
}

std::string year_words(int year) { return year == 0 ? "规划期" : std::to_string(year); }

std::string owners_or_dash(const catalog::Catalog& catalog, const std::vector<std::string>& owners) {
  std::vector<std::string> names;
  for (const auto& owner : owners) names.push_back(catalog.code_title("department", owner));
  return names.empty() ? "—" : join(names, "、");
}

/// “8”, “逾 12”, “?” where the calendar does not reach; nothing for what is settled.
std::string days_words(const TaskYear& item) {
  if (item.state == TaskState::kDone || item.state == TaskState::kCancelled) return "";
  if (!item.days) return "?";
  return *item.days < 0 ? "逾 " + std::to_string(-*item.days) : std::to_string(*item.days);
}

/// “1/3” of the countable things of a year are met.
std::string countable(const TaskYear& item) {
  if (item.deliverables.empty()) return "";
  size_t met = 0;
  for (const auto& deliverable : item.deliverables) met += deliverable.met.value_or(false) ? 1 : 0;
  return fmt::format("{}/{}", met, item.deliverables.size());
}

std::string painted(const std::string& text, const char* colour, bool colours) {
  return colours ? fmt::format("\033[{}m{}\033[0m", colour, text) : text;
}

std::string heading(const catalog::Catalog& catalog, const plan::TaskBook& book, bool colours) {
  const bool simulated = book.simulated || catalog.district.simulated;
  std::string out =
      painted(fmt::format("{} · 截至 as of {}", book.plan->title.zh, book.day.to_string()), "1", colours);
  if (simulated) out += " · " + painted("模拟数据 simulated", "1;33", colours);
  out += "\n";
  if (!book.reported()) out += "没有进展报告，状态只依日历 no reports: the states are only the calendar's\n";
  return out + "\n";
}

std::string deliverable_line(const catalog::Catalog& catalog, const plan::Deliverable& deliverable) {
  const plan::Progress& progress = *deliverable.progress;
  catalog::Target promised = *progress.target;
  if (deliverable.limit) promised.limit = deliverable.limit;
  const std::string title =
      progress.indicator == nullptr ? promised.indicator : plan::title_of(promised, *progress.indicator).zh;
  const bool has_words = promised.limit || !promised.other.empty();
  const std::string value =
      deliverable.value ? deliverable.value->to_string() + (progress.unit == "%" ? "%" : " " + progress.unit)
                        : "无数据 no data";
  const char* met = !deliverable.met ? "未定 open" : *deliverable.met ? "✓ 达到 met" : "✗ 未达到 missed";
  return fmt::format(
      "{} {} · {} · {}{}", title, has_words ? plan::demand_words(catalog, promised).zh : "", value, met,
      progress.simulated && (deliverable.value || deliverable.met) ? " · 模拟数据 simulated" : "");
}

/// A line and its continuations, indented.
std::string indented(const std::string& mark, const std::string& text, int width) {
  const std::string margin(static_cast<size_t>(display_width(mark)), ' ');
  std::string out;
  for (const auto& line : wrapped(text, std::max(20, width - display_width(mark))))
    out += (out.empty() ? mark : margin) + line + "\n";
  return out;
}

std::string report_line(const catalog::Catalog& catalog, const plan::TaskReport& report) {
  std::string out = fmt::format("{} {} · {}", report.reported_on.to_string(), plan::title_of(report.state).zh,
                                catalog.code_title("department", report.by));
  if (!report.note.empty()) out += " · " + report.note;
  if (!report.evidence.empty())
    out += fmt::format(" · 佐证 evidence/{} ({}…)", report.evidence, report.sha256.substr(0, 12));
  return out;
}

std::string year_text(const catalog::Catalog& catalog, const plan::TaskBook& book, const TaskYear& item,
                      int width, bool colours) {
  const TableCell state = state_cell(item);
  std::string days = days_words(item);
  if (!days.empty()) days = " · 工作日 working days " + days;
  if (item.promised != item.due) days += fmt::format(" · {} 顺延 moved", item.promised.to_string());
  std::string out =
      fmt::format("\n{}  {} · 期限 due {}{}\n", painted(year_words(item.year), "1", colours),
                  painted(state.text, state.colour.c_str(), colours), item.due.to_string(), days);
  if (const auto found = item.task->years.find(item.year); found != item.task->years.end()) {
    for (const auto& each : found->second) out += indented("  - ", each.zh, width);
  }
  for (const auto& each : item.deliverables) out += indented("  # ", deliverable_line(catalog, each), width);
  for (const auto& each : item.reports) out += indented("  > ", report_line(catalog, each), width);
  if (book.reported() && item.reports.empty()) out += "  > 没有报告 nothing reported\n";
  return out;
}

std::vector<TableCell> counts_row(const std::string& label, const plan::StateCounts& counts) {
  std::vector<TableCell> row{{label, ""}};
  for (const TaskState state : plan::kTaskStates) {
    const int count = counts.of(state);
    row.push_back({std::to_string(count), count == 0 ? "" : look_of(state).colour});
  }
  row.push_back({std::to_string(counts.total()), ""});
  return row;
}

std::string counts_table(const std::string& title, const std::vector<std::vector<TableCell>>& rows, int width,
                         bool colours) {
  std::vector<TableColumn> columns{{title, false, true}};
  for (const TaskState state : plan::kTaskStates) columns.push_back({plan::title_of(state).zh, true, false});
  columns.push_back({"合计", true, false});
  return fitted_table(columns, rows, width, colours) + "\n";
}

}  // namespace

std::string tasks_text(const catalog::Catalog& catalog, const plan::TaskBook& book,
                       const views::TaskChoice& choice, int width, bool colours) {
  std::vector<std::vector<TableCell>> rows;
  for (const TaskYear* item : choice) {
    rows.push_back({{item->task->id, ""},
                    {item->task->title.zh, ""},
                    {year_words(item->year), ""},
                    state_cell(*item),
                    {item->due.to_string(), ""},
                    {days_words(*item), item->days.value_or(0) < 0 ? "31" : ""},
                    {countable(*item), ""},
                    {owners_or_dash(catalog, item->task->owners), ""}});
  }
  if (rows.empty()) return heading(catalog, book, colours) + "没有符合条件的任务 no task like that\n";
  return heading(catalog, book, colours) + fitted_table({{"任务", true, false},
                                                         {"名称 task", false, true},
                                                         {"年份", false, false},
                                                         {"状态 state", false, false},
                                                         {"期限 due", false, false},
                                                         {"工作日", true, false},
                                                         {"量化", true, false},
                                                         {"责任部门 owners", false, true}},
                                                        rows, width, colours);
}

std::string task_text(const catalog::Catalog& catalog, const plan::TaskBook& book, const catalog::Task& task,
                      int width, bool colours) {
  std::string out = heading(catalog, book, colours);
  out += painted(fmt::format("任务 {} {}", task.id, task.title.zh), "1", colours) + "\n";
  if (!task.title.en.empty()) out += task.title.en + "\n";
  if (const catalog::Goal* goal = book.plan->goal(task.goal)) out += "目标组 goal: " + goal->title.zh + "\n";
  out += "责任部门 owners: " + owners_or_dash(catalog, task.owners) + "\n";
  out += "出处 source: " + task.source + "\n";
  if (!task.note.zh.empty()) out += indented("说明 note: ", task.note.zh, width);
  for (const TaskYear& item : book.items) {
    if (item.task == &task) out += year_text(catalog, book, item, width, colours);
  }
  return out;
}

std::string reminders_text(const catalog::Catalog& catalog, const plan::TaskBook& book,
                           const std::vector<plan::Reminder>& reminders, int within, int width,
                           bool colours) {
  const std::string head = heading(catalog, book, colours);
  if (reminders.empty())
    return head + fmt::format("{} 个工作日内没有到期或逾期的任务 nothing is due or overdue\n", within);
  std::vector<std::vector<TableCell>> rows;
  std::string before;
  for (const auto& [department, item] : reminders) {
    const std::string title =
        department.empty() ? "未列明 none named" : catalog.code_title("department", department);
    rows.push_back({{title == before ? "" : title, "1"},
                    {item->task->id, ""},
                    {item->task->title.zh, ""},
                    {year_words(item->year), ""},
                    state_cell(*item),
                    {item->due.to_string(), ""},
                    {days_words(*item), item->days.value_or(0) < 0 ? "31" : ""}});
    before = title;
  }
  return head +
         fmt::format("{} 个工作日内到期或已逾期 due within {} working days or overdue: {}\n\n", within,
                     within, reminders.size()) +
         fitted_table({{"部门", false, true},
                       {"任务", true, false},
                       {"名称 task", false, true},
                       {"年份", false, false},
                       {"状态 state", false, false},
                       {"期限 due", false, false},
                       {"工作日", true, false}},
                      rows, width, colours);
}

std::string roll_up_text(const catalog::Catalog& catalog, const plan::TaskBook& book, int width,
                         bool colours) {
  const plan::RollUp sums = plan::roll_up(book, catalog.code_list("department"));
  std::vector<std::vector<TableCell>> departments, goals, years;
  for (const auto& [code, counts] : sums.by_department)
    departments.push_back(
        counts_row(code.empty() ? "未列明" : catalog.code_title("department", code), counts));
  for (const auto& [id, counts] : sums.by_goal) {
    const catalog::Goal* goal = book.plan->goal(id);
    goals.push_back(counts_row(goal == nullptr ? "其他" : goal->title.zh, counts));
  }
  for (const auto& [year, counts] : sums.by_year) years.push_back(counts_row(year_words(year), counts));
  years.push_back(counts_row("全部 all", sums.all));
  return heading(catalog, book, colours) + counts_table("年份 year", years, width, colours) +
         counts_table("目标组 goal", goals, width, colours) +
         counts_table("责任部门 department", departments, width, colours) +
         "一项任务每年计一项；共同承担的任务，各部门各计一项\n"
         "a task counts once a year, and once for each of its departments\n"
         "未开始、逾期均含尚无报告的 both include what was never reported on\n";
}

std::string entry_text(const plan::PreparedReport& prepared, bool written, const std::string& undo) {
  std::string out =
      fmt::format("{} {}\n  {}\n",
                  written ? "已追加到 added to" : "试运行，未写入 dry run, nothing written:", prepared.shown,
                  prepared.row);
  if (!prepared.report.evidence.empty())
    out += fmt::format("佐证 evidence: progress/evidence/{} ({})\n", prepared.report.evidence,
                       prepared.report.sha256);
  if (prepared.before)
    out += fmt::format("此前 before: {} {} {}\n", prepared.before->reported_on.to_string(),
                       plan::title_of(prepared.before->state).zh, prepared.before->by);
  if (!prepared.is_owner)
    out += fmt::format("提示 note: {} 不是该任务的责任部门 is not one of the task's departments\n",
                       prepared.report.by);
  if (written)
    out += "如需更正，追加一行（原行保留）to undo, add a row; the old one stays:\n  " + undo + "\n";
  return out;
}

}  // namespace zhiheng::cli
