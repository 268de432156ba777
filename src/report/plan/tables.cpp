#include "report/plan/tables.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "plan/demand.h"
#include "report/build/plain_table.h"

namespace zhiheng::report {
namespace {

Cell label_cell(const plan::Progress& p) {
  Cell cell;
  cell.kind = Cell::Kind::kLabel;
  cell.text = plan::title_of(*p.target, *p.indicator).zh;
  return cell;
}

Cell distance_cell(PlanPages& pages, const plan::Progress& p) {
  if (!p.distance) return missing_cell();
  if (*p.distance <= Decimal(0)) return text_cell("已满足");
  return runs_cell({pages.numbers.run(*pages.numbers.distance(p))});
}

std::string years_words(const std::vector<int>& years) {
  return years.empty() ? "" : replace_all(compress_ranges(years), "-", "—") + " 年";
}

/// Why the target stands where it stands, with what weakens the judgement.
std::string reason_words(const plan::Progress& p) {
  std::string out = p.reason.words.zh;
  if (!p.missing.empty()) out += "；缺 " + years_words(p.missing);
  if (p.break_in_series) out += "；其间口径有变";
  return out;
}

const char* frequency_words(const std::string& frequency) {
  if (frequency == "half") return "每半年";
  if (frequency == "quarter") return "每季";
  if (frequency == "month") return "每月";
  return frequency == "day" ? "每日" : "每年";
}

const char* direction_words(const std::string& better) {
  if (better == "more") return "多为好";
  if (better == "less") return "少为好";
  if (better == "zero") return "应为零";
  if (better == "range") return "应在范围内";
  return better == "exactly" ? "应恰好" : "";
}

void add_source(std::vector<std::string>& sources, const std::string& title) {
  if (!title.empty() && std::ranges::find(sources, title) == sources.end()) sources.push_back(title);
}

Cell latest_cell(PlanPages& pages, const plan::Progress& p) {
  const auto latest = pages.numbers.latest(p);
  if (!latest) return text_cell("从未有过");
  return dated_cell(pages.numbers, latest->value, latest->year);
}

/// Targets that lack years, by department code; "" for those that nobody answers for.
std::map<std::string, std::vector<const plan::Progress*>> gaps_by_department(const PlanPages& pages) {
  std::map<std::string, std::vector<const plan::Progress*>> gaps;
  for (const auto* p : pages.all) {
    if (missing_years(pages, *p).empty()) continue;
    for (const auto& owner : plan::owners_of(*p->target, *p->indicator)) gaps[owner].push_back(p);
  }
  return gaps;
}

}  // namespace

Cell missing_cell() {
  Cell cell;
  cell.kind = Cell::Kind::kMissing;
  return cell;
}

std::vector<int> missing_years(const PlanPages& pages, const plan::Progress& p) {
  const auto series = pages.input.book.find(p.target->indicator);
  std::vector<int> years;
  const int first = plan::first_year(pages.input.plan, *p.target);
  for (int year = first; year <= std::min(pages.input.year, p.target->by); ++year) {
    if (series == pages.input.book.end() || series->second.at(year) == nullptr) years.push_back(year);
  }
  return years;
}

Cell dated_cell(PlanNumbers& numbers, const std::optional<measure::Value>& value, int year) {
  if (!value) return missing_cell();
  Sentence sentence;
  sentence.say(numbers.run(*value)).start_line();
  return runs_cell(sentence.say("（" + std::to_string(year) + "）").take());
}

Table goal_table(PlanPages& pages, const GoalGroup& group) {
  const auto& catalog = pages.input.catalog;
  Table table = plain_table("targets-" + group.id(), group.zh() + "：目标与现状",
                            {{"指标", 11},
                             {"目标", 7.5},
                             {"现值（年）", 6.5},
                             {"起点（年）", 6.5},
                             {"差距", 6},
                             {"状态", 8},
                             {"责任部门", 7},
                             {"依据", 8}});
  pages.numbers.enter(table.id);
  for (const auto* p : group.targets) {
    const bool at_end = p->target->by == pages.input.plan.period.to;
    std::vector<Cell> cells{label_cell(*p), at_end ? text_cell(plan::demand_words(catalog, *p->target).zh)
                                                   : demand_cell(catalog, *p->target)};
    cells.push_back(dated_cell(pages.numbers, pages.numbers.now(*p), p->now_year));
    cells.push_back(dated_cell(pages.numbers, pages.numbers.start(*p), p->start_year));
    cells.push_back(distance_cell(pages, *p));
    cells.push_back(text_cell(status_words(p->status)));
    cells.push_back(text_cell(join(owner_titles(catalog, *p), "、")));
    cells.push_back(text_cell(reason_words(*p)));
    add_row(table, std::move(cells));
    for (const auto& origin : p->origins)
      add_source(table.sources, catalog.code_title("department", origin->owner));
  }
  table.notes.push_back("没有另写年份的目标都在 " + std::to_string(pages.input.plan.period.to) +
                        " 年到期；“—”表示没有数据。");
  return table;
}

Table gap_table(PlanPages& pages) {
  const auto& catalog = pages.input.catalog;
  Table table = plain_table("gaps-by-department", "缺少的数据，按责任部门",
                            {{"指标", 13},
                             {"目标（年）", 9},
                             {"缺少的年份", 10},
                             {"最近的数据（年）", 8},
                             {"频度", 4.5},
                             {"规划出处", 9}});
  pages.numbers.enter(table.id);
  auto gaps = gaps_by_department(pages);
  const auto add = [&](const std::string& code, const std::string& title) {
    const auto found = gaps.find(code);
    if (found == gaps.end()) return;
    add_group(table, title + "（" + std::to_string(found->second.size()) + " 项）");
    for (const auto* p : found->second) {
      add_row(table, {label_cell(*p), demand_cell(catalog, *p->target),
                      text_cell(years_words(missing_years(pages, *p))), latest_cell(pages, *p),
                      text_cell(frequency_words(p->indicator->frequency)), text_cell(p->target->source)});
    }
    gaps.erase(found);
  };
  if (const auto* departments = catalog.code_list("department")) {
    for (const auto& code : departments->codes) add(code.code, code.title.zh);
  }
  while (!gaps.empty()) {
    const std::string code = gaps.begin()->first;
    add(code, code.empty() ? "未定" : code);
  }
  table.notes.emplace_back("由两个以上部门负责的目标在各部门名下都列出。");
  return table;
}

Table definitions_table(PlanPages& pages) {
  const auto& catalog = pages.input.catalog;
  Table table = plain_table("definitions", "指标的口径、标准和目标出处",
                            {{"指标", 14},
                             {"口径", 24},
                             {"单位", 6},
                             {"方向", 6},
                             {"频度", 5},
                             {"标准或文件", 12},
                             {"主管部门", 9},
                             {"规划出处", 12}});
  std::vector<const catalog::Indicator*> order;
  std::map<const catalog::Indicator*, std::vector<std::string>> places;
  for (const auto* p : pages.all) {
    if (places[p->indicator].empty()) order.push_back(p->indicator);
    add_source(places[p->indicator], p->target->source);
  }
  for (const auto* indicator : order) {
    const std::string versions = [&] {
      std::string out;
      for (const auto& [year, words] : indicator->since)
        out += "；" + std::to_string(year) + " 年起：" + words.zh;
      return out;
    }();
    add_row(table,
            {indicator->title.zh, (indicator->scope.zh.empty() ? "没有写明" : indicator->scope.zh) + versions,
             indicator->unit, direction_words(indicator->better), frequency_words(indicator->frequency),
             indicator->norm.empty() ? "—" : indicator->norm,
             catalog.code_title("department", indicator->owner), join(places[indicator], "；")});
  }
  table.landscape = true;
  return table;
}

}  // namespace zhiheng::report
