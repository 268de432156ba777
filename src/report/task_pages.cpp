#include "report/task_pages.h"

#include <algorithm>

#include "base/text.h"
#include "chart/gantt.h"
#include "report/build/plain_table.h"

namespace zhiheng::report {
namespace {

using plan::TaskState;
using plan::TaskYear;

constexpr const char* kNone = "—";
constexpr int kTallest = 760;  // px: what a page holds with its caption

std::string day_words(Date day) {
  return std::to_string(day.year()) + "年" + std::to_string(day.month()) + "月" + std::to_string(day.day()) +
         "日";
}

std::string year_title(int year) { return year == 0 ? "规划期" : std::to_string(year) + "年"; }

std::string marked(const plan::TaskBook& book, const std::string& title) {
  return title + (book.simulated ? "（模拟数据）" : "");
}

std::string owners_of(const catalog::Catalog& catalog, const catalog::Task& task) {
  std::vector<std::string> names;
  for (const auto& owner : task.owners) names.push_back(catalog.code_title("department", owner));
  return names.empty() ? kNone : join(names, "、");
}

/// What a table says of one entry; without any report only that something is to be done.
std::string state_words(const plan::TaskBook& book, const TaskYear* item) {
  if (item == nullptr) return kNone;
  return book.reported() ? plan::title_of(*item).zh : "有安排";
}

/// “2/5”: how many of the countable things of all its years are met.
std::string countable(const plan::TaskBook& book, const catalog::Task& task) {
  int met = 0, all = 0;
  for (const TaskYear& item : book.items) {
    if (item.task != &task) continue;
    for (const auto& deliverable : item.deliverables) {
      ++all;
      met += deliverable.met.value_or(false) ? 1 : 0;
    }
  }
  return all == 0 ? kNone : std::to_string(met) + "/" + std::to_string(all);
}

void add_origin(const plan::TaskBook& book, Table& table) {
  if (book.simulated) table.notes.emplace_back("进展报告为模拟数据，不是任何部门的报告。");
  if (!book.sha256.empty() && !book.simulated)
    table.notes.push_back("据 " + book.file + "（SHA-256 " + book.sha256.substr(0, 12) + "…）。");
}

/// The plan's goals with their tasks; tasks of no goal come last under an empty title.
std::vector<std::pair<std::string, std::vector<const catalog::Task*>>> tasks_by_goal(
    const catalog::Plan& plan) {
  std::vector<std::pair<std::string, std::vector<const catalog::Task*>>> out;
  for (const auto& goal : plan.goals) out.push_back({goal.title.zh, {}});
  out.push_back({"", {}});
  for (const auto& task : plan.tasks) {
    const auto found = std::ranges::find(plan.goals, task.goal, &catalog::Goal::id);
    out[static_cast<size_t>(found - plan.goals.begin())].second.push_back(&task);
  }
  std::erase_if(out, [](const auto& group) { return group.second.empty(); });
  return out;
}

std::vector<chart::GanttState> gantt_states() {
  using chart::GanttTone;
  return {{"完成", GanttTone::kReached},      {"在办", GanttTone::kOnTrack},  {"逾期", GanttTone::kBehind},
          {"逾期未报告", GanttTone::kAtRisk}, {"未开始", GanttTone::kNoData}, {"未报告", GanttTone::kNoData},
          {"取消", GanttTone::kPlain},        {"有安排", GanttTone::kNoData}};
}

/// The place of an entry among gantt_states().
int gantt_state(const plan::TaskBook& book, const TaskYear& item) {
  const auto states = gantt_states();
  const auto found = std::ranges::find(states, state_words(book, &item), &chart::GanttState::name);
  return static_cast<int>(found - states.begin());
}

/// The years of the time axis: the plan's and what its tasks have beyond.
catalog::YearSpan axis_of(const plan::TaskBook& book) {
  catalog::YearSpan span = book.plan->period;
  for (const int year : book.years()) {
    if (year == 0) continue;
    span.from = std::min(span.from, year);
    span.to = std::max(span.to, year);
  }
  return span;
}

/// Years since the axis began at the end of `day`.
double on_axis(const catalog::YearSpan& axis, Date day) {
  const auto first = Date::of(day.year(), 1, 1), next = Date::of(day.year() + 1, 1, 1);
  if (!first || !next) return day.year() - axis.from;
  return day.year() - axis.from + static_cast<double>(day + 1 - *first) / (*next - *first);
}

/// From the first day of its year to the day promised; never into the bar of the next year.
chart::GanttSpan span_of(const plan::TaskBook& book, const catalog::YearSpan& axis, const TaskYear& item) {
  constexpr double kNarrowest = 0.06;
  chart::GanttSpan span;
  span.from = (item.year == 0 ? book.plan->period.from : item.year) - axis.from;
  const double last = item.year == 0 ? axis.to - axis.from + 1 : span.from + 1;
  span.to = std::clamp(on_axis(axis, item.promised), span.from + kNarrowest, last);
  span.state = gantt_state(book, item);
  span.text = gantt_states()[static_cast<size_t>(span.state)].name;
  return span;
}

/// A row a task; a second one for what a task divided by years has for the whole period.
std::vector<chart::GanttRow> gantt_rows(const plan::TaskBook& book, const catalog::YearSpan& axis) {
  std::vector<chart::GanttRow> rows;
  for (const auto& task : book.plan->tasks) {
    const std::string label = task.id + " " + task.title.zh;
    chart::GanttRow whole{label, {}}, divided{label, {}};
    for (const TaskYear& item : book.items) {
      if (item.task == &task) (item.year == 0 ? whole : divided).spans.push_back(span_of(book, axis, item));
    }
    if (!whole.spans.empty()) rows.push_back(std::move(whole));
    if (!divided.spans.empty()) rows.push_back(std::move(divided));
  }
  return rows;
}

/// The data behind the rows of one figure: state and day due.
Table gantt_data(const plan::TaskBook& book, const std::vector<chart::GanttRow>& rows) {
  std::vector<std::pair<std::string, double>> heads{{"任务", 20}};
  const auto years = book.years();
  for (const int year : years) heads.emplace_back(year_title(year), 12);
  Table table = plain_table("", "", heads);
  for (const auto& task : book.plan->tasks) {
    const std::string label = task.id + " " + task.title.zh;
    if (std::ranges::find(rows, label, &chart::GanttRow::label) == rows.end()) continue;
    std::vector<std::string> texts{label};
    for (const int year : years) {
      const TaskYear* item = book.find(task.id, year);
      texts.push_back(item == nullptr ? kNone
                                      : state_words(book, item) + "（期限" + item->due.to_string() + "）");
    }
    add_row(table, texts);
  }
  return table;
}

/// “2018年：完成3项，逾期1项。”: what the rows show, in sentences.
std::string alternative(const std::string& title, const chart::GanttSpec& spec) {
  std::string out = title + "（甘特图），每行一项任务，横条从年初到期限，以颜色和文字标出状态。";
  std::vector<std::string> parts;
  for (size_t state = 0; state < spec.states.size(); ++state) {
    int count = 0;
    for (const auto& row : spec.rows) {
      count +=
          static_cast<int>(std::ranges::count(row.spans, static_cast<int>(state), &chart::GanttSpan::state));
    }
    if (count > 0) parts.push_back(spec.states[state].name + std::to_string(count) + "条");
  }
  return out + "共" + std::to_string(spec.rows.size()) + "行，其中" + join(parts, "，") + "。";
}

Figure gantt_figure(const plan::TaskBook& book, const chart::GanttSpec& spec, size_t index, size_t all,
                    const Theme& theme) {
  Figure figure;
  figure.id = "tasks-gantt-" + std::to_string(index + 1);
  const std::string part = all > 1 ? "（" + std::to_string(index + 1) + "/" + std::to_string(all) + "）" : "";
  figure.title = marked(book, "任务进度" + part);
  figure.subtitle = "截至" + day_words(book.day);
  figure.alt = alternative(figure.title, spec);
  figure.option = chart::gantt_option(spec, theme, false);
  figure.option_dark = chart::gantt_option(spec, theme, true);
  figure.width = spec.width;
  figure.height = chart::gantt_height(spec);
  figure.data = gantt_data(book, spec.rows);
  return figure;
}

/// Rows in as few figures of even length as pages can hold.
std::vector<chart::GanttSpec> in_pages(const chart::GanttSpec& whole) {
  const auto rows = whole.rows.size();
  for (size_t pages = 1;; ++pages) {
    std::vector<chart::GanttSpec> out;
    for (size_t page = 0; page < pages; ++page) {
      chart::GanttSpec part = whole;
      const auto at = [&](size_t n) {
        return whole.rows.begin() + static_cast<std::ptrdiff_t>(rows * n / pages);
      };
      part.rows.assign(at(page), at(page + 1));
      out.push_back(std::move(part));
    }
    const bool fits = std::ranges::all_of(
        out, [](const chart::GanttSpec& part) { return chart::gantt_height(part) <= kTallest; });
    if (fits || pages >= rows) return out;
  }
}

void add_counts(const std::string& label, const plan::StateCounts& counts, TableRow::Kind kind,
                Table& table) {
  std::vector<std::string> texts{label};
  for (const TaskState state : plan::kTaskStates) texts.push_back(std::to_string(counts.of(state)));
  texts.push_back(std::to_string(counts.total()));
  add_row(table, texts);
  table.body.back().kind = kind;
  table.body.back().cells[0].kind = Cell::Kind::kLabel;
}

Paragraph opening(const plan::TaskBook& book, const std::vector<Figure>& figures) {
  const auto& plan = *book.plan;
  std::string first = "规划列有任务" + std::to_string(plan.tasks.size()) + "项，";
  if (!book.reported())
    first +=
        "截至" + day_words(book.day) + "没有任何进展报告，各项任务是否完成不得而知，本章只列安排与期限，见";
  else if (book.simulated)
    first += "以下进展为模拟数据，截至" + day_words(book.day) + "，见";
  else
    first += "截至" + day_words(book.day) + "的进展依各部门报告，见";
  Paragraph out;
  out.runs = {text_run(first), reference_run("tasks-list")};
  if (book.reported()) {
    out.runs.push_back(text_run("；各部门情况见"));
    out.runs.push_back(reference_run("tasks-roll-up"));
  }
  for (const auto& figure : figures) {
    out.runs.push_back(text_run(figure.id == figures.front().id ? "；时间安排见" : "、"));
    out.runs.push_back(reference_run(figure.id));
  }
  out.runs.push_back(text_run("。"));
  return out;
}

}  // namespace

Table task_list(const catalog::Catalog& catalog, const plan::TaskBook& book) {
  std::vector<std::pair<std::string, double>> heads{{"序号", 5}, {"任务", 20}, {"责任部门", 14}};
  const auto years = book.years();
  for (const int year : years) heads.emplace_back(year_title(year), 8);
  heads.emplace_back("量化目标", 8);
  Table table = plain_table("tasks-list", marked(book, "任务及其状态"), heads);
  table.columns[0].align = Align::kCenter;
  for (size_t i = 3; i < heads.size(); ++i) table.columns[i].align = Align::kCenter;
  const auto groups = tasks_by_goal(*book.plan);
  for (const auto& [goal, tasks] : groups) {
    if (groups.size() > 1) add_group(table, goal.empty() ? "其他" : goal);
    for (const catalog::Task* task : tasks) {
      std::vector<std::string> texts{task->id, task->title.zh, owners_of(catalog, *task)};
      for (const int year : years) texts.push_back(state_words(book, book.find(task->id, year)));
      texts.push_back(countable(book, *task));
      add_row(table, texts);
    }
  }
  table.notes.emplace_back("“—”表示该年没有安排；量化目标为已达到的和全部可计数的目标。");
  if (book.reported()) table.notes.emplace_back("逾期指已过期限而未报完成或取消；期限遇非工作日顺延。");
  add_origin(book, table);
  return table;
}

std::vector<Figure> task_gantt(const catalog::Catalog&, const plan::TaskBook& book, const Theme& theme) {
  if (book.items.empty()) return {};
  const catalog::YearSpan axis = axis_of(book);
  chart::GanttSpec whole;
  whole.states = gantt_states();
  for (int year = axis.from; year <= axis.to; ++year) whole.periods.push_back(year_title(year));
  whole.now = on_axis(axis, book.day);
  whole.now_label = book.day.to_string();
  whole.rows = gantt_rows(book, axis);
  const auto pages = in_pages(whole);
  std::vector<Figure> out;
  for (size_t i = 0; i < pages.size(); ++i)
    out.push_back(gantt_figure(book, pages[i], i, pages.size(), theme));
  return out;
}

Table task_roll_up(const catalog::Catalog& catalog, const plan::TaskBook& book) {
  std::vector<std::pair<std::string, double>> heads{{"责任部门", 16}};
  for (const TaskState state : plan::kTaskStates) heads.emplace_back(plan::title_of(state).zh, 8);
  heads.emplace_back("合计", 8);
  Table table = plain_table("tasks-roll-up", marked(book, "各部门任务状态"), heads);
  table.unit = "项";
  for (size_t i = 1; i < heads.size(); ++i) table.columns[i].align = Align::kRight;
  const plan::RollUp sums = plan::roll_up(book, catalog.code_list("department"));
  for (const auto& [department, counts] : sums.by_department) {
    add_counts(department.empty() ? "未列明" : catalog.code_title("department", department), counts,
               TableRow::Kind::kBody, table);
  }
  add_counts("全部任务（不重复）", sums.all, TableRow::Kind::kTotal, table);
  table.notes.emplace_back("一项任务每年计一项；几个部门共同承担的，各部门各计一项，全部任务中只计一项。");
  table.notes.emplace_back("未开始、逾期均含尚无报告的。");
  add_origin(book, table);
  return table;
}

std::vector<Block> task_blocks(const catalog::Catalog& catalog, const plan::TaskBook& book,
                               const Theme& theme) {
  if (book.items.empty()) return {};
  std::vector<Figure> figures = task_gantt(catalog, book, theme);
  std::vector<Block> out{opening(book, figures), task_list(catalog, book)};
  if (book.reported()) out.emplace_back(task_roll_up(catalog, book));
  // Last: in print they move to the head of a page, and would cut a table after them.
  for (Figure& figure : figures) out.emplace_back(std::move(figure));
  return out;
}

}  // namespace zhiheng::report
