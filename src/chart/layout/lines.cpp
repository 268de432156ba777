#include "chart/layout/charts.h"
#include "chart/layout/line_plan.h"

namespace zhiheng::chart {
namespace {

constexpr std::size_t kMostDirect = 4;
constexpr double kLineEndGap = 6;

Json data_of(const LinePlan& plan, const ChartSpec& spec, std::size_t series, const Look& look) {
  Json data = Json::array();
  for (std::size_t i = 0; i < spec.categories.size(); ++i) {
    const std::optional<double> value = value_at(spec.series[series], i);
    if (!value) {
      data.push_back(nullptr);
      continue;
    }
    Json item = {{"value", *value}};
    const PointLabel& place = plan.labels[series][i];
    if (place.shown) {
      item["label"] = text_style(spec.series.size() == 1 ? look.palette.ink : look.words[series]);
      item["label"].update({{"show", true},
                            {"position", place.above ? "top" : "bottom"},
                            {"distance", 4},
                            {"offset", {place.shift, 0}},
                            {"formatter", label_text(spec.series[series], i)}});
    }
    data.push_back(item);
  }
  return data;
}

/// A name at the right of the last point, which need not be the last category.
Json end_name(const LinePlan& plan, const ChartSpec& spec, std::size_t series, const Look& look) {
  const int last = last_point(spec.series[series], spec.categories.size());
  if (last < 0 || plan.end_names[series].empty()) return nullptr;
  const double x = plan.plot.left + (last + 0.5) * plan.band;
  Json label = text_style(look.words[series]);
  label.update({{"show", true},
                {"position", "right"},
                {"formatter", plan.end_names[series]},
                {"lineHeight", kLineHeight},
                {"distance", plan.names_left - x},
                {"offset", {0, plan.end_shifts[series]}}});
  const Json point = {{"coord", {last, *spec.series[series].values[static_cast<std::size_t>(last)]}}};
  return {{"silent", true},
          {"symbol", "circle"},
          {"symbolSize", 1},
          {"itemStyle", {{"color", "transparent"}}},
          {"animation", false},
          {"label", label},
          {"data", Json::array({point})}};
}

Json target_line(const LinePlan& plan, const ChartSpec& spec, const Look& look) {
  Json line = rule_line("yAxis", spec.target->value, look.palette.ink, 1.2);
  if (!plan.target_label.empty()) {
    line["label"] = text_style(look.palette.ink);
    line["label"].update({{"show", true},
                          {"position", "end"},
                          {"formatter", plan.target_label},
                          {"lineHeight", kLineHeight},
                          {"distance", kLineEndGap},
                          {"offset", {0, plan.target_shift}}});
  }
  return line;
}

Json line_series(const LinePlan& plan, const ChartSpec& spec, std::size_t index, const Look& look) {
  const bool is_muted = spec.series[index].muted;
  Json series = {{"type", "line"},
                 {"name", spec.series[index].name},
                 {"symbol", "circle"},
                 {"symbolSize", spec.categories.size() > 24 ? 0 : 6},
                 {"showAllSymbol", true},
                 {"clip", false},
                 {"lineStyle", {{"color", look.marks[index]}, {"width", is_muted ? 1.5 : 2}}},
                 {"itemStyle", {{"color", look.marks[index]}, {"borderWidth", 0}}},
                 {"emphasis", {{"disabled", true}}},
                 {"z", is_muted ? 2 : 3},
                 {"data", data_of(plan, spec, index, look)}};
  const Json name = end_name(plan, spec, index, look);
  if (!name.is_null()) series["markPoint"] = name;
  return series;
}

void add_axes(Json& option, const LinePlan& plan, const ChartSpec& spec, const Look& look) {
  Json category = category_axis(plan.names, look);
  category["axisLabel"]["interval"] = plan.every - 1;
  if (plan.scale.min < 0) category["axisLine"]["show"] = false;  // the zero line is the axis
  Json value = value_axis(plan.scale, look);
  if (!spec.unit.empty() && !unit_at_ticks(spec)) {
    Json style = text_style(look.palette.secondary);
    style.update(
        {{"align", "left"}, {"verticalAlign", "bottom"}, {"padding", {0, 0, 0, kEdge - plan.plot.left}}});
    value.update({{"name", spec.unit},
                  {"nameLocation", "end"},
                  {"nameMoveOverlap", false},
                  {"nameGap", plan.plot.top - 16},
                  {"nameTextStyle", style}});
  }
  option["xAxis"] = category;
  option["yAxis"] = Json::array({value, tick_axis(plan.tick_texts, "left", look)});
}

}  // namespace

Json lines_option(const ChartSpec& spec, const Look& look) {
  Json option = base_option(look);
  const bool direct = spec.series.size() > 1 && spec.series.size() <= kMostDirect;
  const double legend = direct ? 0 : add_legend(option, spec, look, "");
  const LinePlan plan = plan_lines(spec, legend, direct);
  option["grid"] = {{"left", plan.plot.left},
                    {"top", plan.plot.top},
                    {"width", plan.plot.width()},
                    {"height", plan.plot.height()},
                    {"outerBoundsMode", "none"}};
  add_axes(option, plan, spec, look);
  Json lines = Json::array();
  if (plan.scale.min < 0) lines.push_back(rule_line("yAxis", 0, look.palette.secondary, 1));
  if (spec.target) lines.push_back(target_line(plan, spec, look));
  Json all = Json::array();
  for (std::size_t i = 0; i < spec.series.size(); ++i) all.push_back(line_series(plan, spec, i, look));
  if (!lines.empty()) {
    all[0]["markLine"] = {
        {"silent", true}, {"symbol", {"none", "none"}}, {"animation", false}, {"data", lines}};
  }
  option["series"] = all;
  return option;
}

}  // namespace zhiheng::chart
