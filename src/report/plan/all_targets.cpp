#include <functional>

#include "base/text.h"
#include "plan/demand.h"
#include "report/build/plain_table.h"
#include "report/plan/tables.h"

namespace zhiheng::report {
namespace {

/// One column of the sheet.
struct Column {
  std::string head;
  bool numeric;
  std::function<Cell(PlanPages&, const plan::Progress&)> cell;
};

/// A number that is none of the paper's: a year, a count.
Cell plain_number(int number) {
  Cell cell;
  cell.kind = Cell::Kind::kNumber;
  cell.text = std::to_string(number);
  return cell;
}

Column words(const std::string& head, std::function<std::string(PlanPages&, const plan::Progress&)> make) {
  return {head, false,
          [make](PlanPages& pages, const plan::Progress& p) { return text_cell(make(pages, p)); }};
}

using Ask = std::optional<measure::Value> (PlanNumbers::*)(const plan::Progress&) const;
Column number(const std::string& head, Ask ask) {
  return {head, true, [ask](PlanPages& pages, const plan::Progress& p) {
            return pages.numbers.cell_or_missing((pages.numbers.*ask)(p));
          }};
}

Column year(const std::string& head, std::function<int(const plan::Progress&)> of) {
  return {head, true, [of](PlanPages&, const plan::Progress& p) {
            const int found = of(p);
            return found == 0 ? missing_cell() : plain_number(found);
          }};
}

const char* nature_words(catalog::Nature nature) {
  if (nature == catalog::Nature::kBinding) return "约束性";
  return nature == catalog::Nature::kExpected ? "预期性" : "";
}

std::vector<Column> what_is_asked() {
  using P = const plan::Progress&;
  return {words("目标标识", [](PlanPages&, P p) { return p.target->id; }),
          words("分组",
                [](PlanPages& pages, P p) {
                  const auto* goal = pages.input.plan.goal(p.target->goal);
                  return goal == nullptr ? std::string() : goal->title.zh;
                }),
          words("指标", [](PlanPages&, P p) { return plan::title_of(*p.target, *p.indicator).zh; }),
          words("要求",
                [](PlanPages& pages, P p) { return plan::demand_words(pages.input.catalog, *p.target).zh; }),
          number("目标值", &PlanNumbers::limit),
          number("目标值上限", &PlanNumbers::limit_high),
          words("单位", [](PlanPages&, P p) { return p.unit; }),
          year("到期年", [](P p) { return p.target->by; }),
          words("性质", [](PlanPages&, P p) { return std::string(nature_words(p.target->nature)); }),
          words("是否力争", [](PlanPages&, P p) { return std::string(p.target->hopes ? "力争" : ""); })};
}

std::vector<Column> what_is_there() {
  using P = const plan::Progress&;
  return {number("起点", &PlanNumbers::start),
          year("起点年", [](P p) { return p.start ? p.start_year : 0; }),
          number("现值", &PlanNumbers::now),
          year("现值年", [](P p) { return p.now ? p.now_year : 0; }),
          number("差距（不大于 0 为满足）", &PlanNumbers::distance),
          number("已有进度（每年）", &PlanNumbers::pace),
          number("所需进度（每年）", &PlanNumbers::needed_pace),
          words("状态", [](PlanPages&, P p) { return plan::title_of(p.status).zh; }),
          words("依据", [](PlanPages&, P p) { return p.reason.words.zh; }),
          words("缺少的年份", [](PlanPages& pages, P p) { return compress_ranges(missing_years(pages, p)); }),
          words("是否模拟", [](PlanPages&, P p) { return std::string(p.simulated ? "模拟" : ""); }),
          words("责任部门",
                [](PlanPages& pages, P p) { return join(owner_titles(pages.input.catalog, p), "、"); }),
          words("规划出处", [](PlanPages&, P p) { return p.target->source; }),
          words("备注", [](PlanPages&, P p) { return p.target->note.zh; })};
}

Column forecast_number(const std::string& head, const char* what,
                       std::optional<Decimal> plan::Forecast::*field) {
  return {head, true, [what, field](PlanPages& pages, const plan::Progress& p) {
            const auto* forecast = pages.forecast_of(p);
            if (forecast == nullptr || !(forecast->*field)) return missing_cell();
            return pages.numbers.bare_cell(pages.numbers.forecast(p, *forecast, what, *(forecast->*field)));
          }};
}

std::vector<Column> what_to_expect() {
  return {forecast_number("到期预测值", "expected", &plan::Forecast::expected),
          forecast_number("预测下限", "low", &plan::Forecast::low),
          forecast_number("预测上限", "high", &plan::Forecast::high),
          {"达成概率（%）", true,
           [](PlanPages& pages, const plan::Progress& p) {
             const auto* forecast = pages.forecast_of(p);
             if (forecast == nullptr || !forecast->probability) return missing_cell();
             return pages.numbers.bare_cell(pages.numbers.probability(p, *forecast));
           }},
          words("预测方法，或不作预测的理由", [](PlanPages& pages, const plan::Progress& p) {
            const auto* forecast = pages.forecast_of(p);
            if (forecast == nullptr) return std::string();
            return forecast->refused ? forecast->refused->zh : forecast->method.zh;
          })};
}

std::vector<Column> columns_of(const PlanPages& pages) {
  std::vector<Column> columns = what_is_asked();
  for (auto& column : what_is_there()) columns.push_back(std::move(column));
  if (pages.midterm()) {
    for (auto& column : what_to_expect()) columns.push_back(std::move(column));
  }
  return columns;
}

}  // namespace

Table all_targets(PlanPages& pages) {
  const std::vector<Column> columns = columns_of(pages);
  std::vector<std::pair<std::string, double>> heads;
  for (const auto& column : columns) heads.emplace_back(column.head, 1);
  Table table = plain_table("all-targets", "总表", heads);
  for (size_t i = 0; i < columns.size(); ++i) {
    if (!columns[i].numeric) continue;
    table.columns[i].align = Align::kRight;
    table.columns[i].numeric = true;
  }
  pages.numbers.enter(table.id);
  for (const auto* p : pages.all) {
    std::vector<Cell> cells;
    for (const auto& column : columns) cells.push_back(column.cell(pages, *p));
    add_row(table, std::move(cells));
  }
  table.landscape = true;
  return table;
}

}  // namespace zhiheng::report
