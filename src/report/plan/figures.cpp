#include "report/plan/figures.h"

#include "base/text.h"
#include "chart/option.h"
#include "report/build/plain_table.h"

namespace zhiheng::report {
namespace {

constexpr int kLegendRow = 20;  // px: six states need two rows of the legend

chart::Tone tone_of(plan::Status status) {
  switch (status) {
    case plan::Status::kReached:
      return chart::Tone::kReached;
    case plan::Status::kOnTrack:
      return chart::Tone::kOnTrack;
    case plan::Status::kAtRisk:
      return chart::Tone::kAtRisk;
    case plan::Status::kBehind:
      return chart::Tone::kBehind;
    case plan::Status::kMissed:
      return chart::Tone::kMissed;
    case plan::Status::kNoData:
      return chart::Tone::kNoData;
  }
  return chart::Tone::kSeries;
}

/// A row a goal, a column a state. Counts of none are 0.
Table counts_table(PlanPages& pages) {
  Table table = plain_table("status-by-goal-data", "各组目标的状态", {{"分组", 12}});
  for (const plan::Status status : plan::kStatuses) {
    Cell head = text_cell(status_words(status));
    head.kind = Cell::Kind::kLabel;
    table.head[0].cells.push_back(std::move(head));
    table.columns.push_back({Align::kRight, 5, 0, true});
  }
  table.unit = "个";
  pages.numbers.enter("status-by-goal");
  for (const auto& group : pages.goals) {
    std::vector<Cell> cells{text_cell(group.zh())};
    cells[0].kind = Cell::Kind::kLabel;
    for (const plan::Status status : plan::kStatuses) {
      const std::string title = group.zh() + "：" + plan::title_of(status).zh;
      cells.push_back(pages.numbers.bare_cell(pages.numbers.count(group.id() + "." + plan::to_string(status),
                                                                  title, "判定为该状态的目标数",
                                                                  count_of(group.targets, status))));
    }
    add_row(table, std::move(cells));
  }
  return table;
}

chart::ChartSpec chart_of(const PlanPages& pages) {
  chart::ChartSpec spec;
  spec.type = chart::ChartType::kHstacked;
  spec.unit = "个";
  for (const auto& group : pages.goals) spec.categories.push_back(group.zh());
  for (const plan::Status status : plan::kStatuses) {
    chart::ChartSeries series;  // also where it is empty: the legend is the key to all states
    series.name = status_words(status);
    series.tone = tone_of(status);
    for (const auto& group : pages.goals) {
      const size_t count = count_of(group.targets, status);
      series.values.push_back(count == 0 ? std::nullopt : std::optional(static_cast<double>(count)));
      series.texts.push_back(count == 0 ? "" : std::to_string(count));
    }
    spec.series.push_back(std::move(series));
  }
  spec.height = chart::natural_height(spec) + kLegendRow;
  return spec;
}

std::string text_alternative(const PlanPages& pages) {
  std::string out = "堆叠条形图，每组目标一条，按状态分段。";
  for (const auto& group : pages.goals) {
    std::vector<std::string> parts;
    for (const plan::Status status : plan::kStatuses) {
      const size_t count = count_of(group.targets, status);
      if (count > 0) parts.push_back(plan::title_of(status).zh + " " + std::to_string(count) + " 个");
    }
    out += group.zh() + "：" + join(parts, "，") + "。";
  }
  return out;
}

}  // namespace

Figure status_figure(PlanPages& pages) {
  Figure figure;
  figure.id = "status-by-goal";
  figure.title = "各组目标的状态";
  figure.subtitle = "单位：个；" + std::to_string(pages.input.year) + " 年底";
  figure.alt = text_alternative(pages);
  figure.data = counts_table(pages);
  const chart::ChartSpec spec = chart_of(pages);
  figure.option = chart::chart_option(spec, pages.input.theme, false);
  figure.option_dark = chart::chart_option(spec, pages.input.theme, true);
  figure.width = spec.width;
  figure.height = spec.height;
  return figure;
}

}  // namespace zhiheng::report
