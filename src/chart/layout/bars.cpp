#include <fmt/format.h>

#include "chart/layout/bar_plan.h"
#include "chart/layout/charts.h"
#include "chart/layout/colours.h"
#include "chart/layout/lettering.h"

namespace zhiheng::chart {
namespace {

constexpr double kDotSize = 10;
constexpr double kStem = 2;

Json label_option(const BarPlan& plan, const BarLabel& label, bool grows, const std::string& colour) {
  Json option = text_style(colour, label.font_size);
  option["show"] = true;
  option["formatter"] = label.text;
  if (plan.kind == BarKind::kStacked) {
    option["position"] = "inside";
    return option;
  }
  option["position"] = plan.horizontal ? (grows ? "right" : "left") : (grows ? "top" : "bottom");
  option["distance"] = 4 + label.shift + (plan.kind == BarKind::kHanging ? kDotSize / 2 : 0);
  if (label.turned) {
    option["rotate"] = 90;
    option["align"] = grows ? "left" : "right";
    option["verticalAlign"] = "middle";
  }
  return option;
}

/// Ink or paper, whichever reads better on the segment.
std::string colour_on(const std::string& mark, const Palette& palette) {
  const std::string& light =
      contrast(palette.paper, "#000000") > contrast(palette.ink, "#000000") ? palette.paper : palette.ink;
  const std::string& dark = light == palette.paper ? palette.ink : palette.paper;
  return contrast(light, mark) >= contrast(dark, mark) ? light : dark;
}

bool is_hatched(Tone tone) { return tone == Tone::kMissed || tone == Tone::kNoData; }

/// Slanted lines over the mark, the two states against each other; null for series without.
Json hatching_of(const ChartSpec& spec, std::size_t series, const Look& look) {
  const Tone tone = spec.series[series].tone;
  if (!is_hatched(tone)) return nullptr;
  return {{"symbol", "rect"},
          {"color", mix(look.marks[series], look.palette.paper, 0.45)},
          {"dashArrayX", {1, 0}},
          {"dashArrayY", tone == Tone::kMissed ? Json{2, 3} : Json{1, 5}},
          {"rotation", tone == Tone::kMissed ? 0.785 : -0.785}};
}

Json data_of(const BarPlan& plan, const ChartSpec& spec, std::size_t series, const Look& look) {
  Json data = Json::array();
  for (std::size_t i = 0; i < spec.categories.size(); ++i) {
    const std::optional<double> value = value_at(spec.series[series], i);
    const BarLabel& label = plan.labels[series][i];
    if (!value) {
      data.push_back(nullptr);
    } else if (label.text.empty()) {
      data.push_back(*value);
    } else {
      const bool grows = *value >= 0 && plan.kind != BarKind::kHanging;
      const std::string colour =
          plan.kind == BarKind::kStacked ? colour_on(look.marks[series], look.palette) : look.palette.ink;
      Json option = label_option(plan, label, grows, colour);
      if (is_hatched(spec.series[series].tone))  // a rim of the mark keeps the lines off the digits
        option.update({{"textBorderColor", look.marks[series]}, {"textBorderWidth", 4}});
      data.push_back({{"value", *value}, {"label", option}});
    }
  }
  return data;
}

std::string percent(double share) { return fmt::format("{:.4g}%", share * 100); }

/// The gap option that makes bars of `thickness` stand `pitch` apart.
std::string bar_gap(const BarPlan& plan, double thickness) {
  return percent((plan.pitch - thickness) / thickness);
}

Json bar_series(const BarPlan& plan, const ChartSpec& spec, std::size_t index, const Look& look) {
  const double thickness = plan.kind == BarKind::kHanging ? kStem : plan.thickness;
  Json series = {{"type", "bar"},
                 {"name", plan.kind == BarKind::kHanging ? "" : spec.series[index].name},
                 {"barWidth", thickness},
                 {"barGap", bar_gap(plan, thickness)},
                 {"itemStyle", {{"color", look.marks[index]}}},
                 {"emphasis", {{"disabled", true}}},
                 {"data", data_of(plan, spec, index, look)}};
  if (plan.kind == BarKind::kStacked) {
    series["stack"] = "all";
    series["itemStyle"]["borderColor"] = look.palette.paper;
    series["itemStyle"]["borderWidth"] = 0.5;
  }
  if (const auto hatching = hatching_of(spec, index, look); !hatching.is_null())
    series["itemStyle"]["decal"] = hatching;
  if (plan.kind == BarKind::kHanging)
    series["itemStyle"]["color"] = mix(look.marks[index], look.palette.paper, 0.5);
  return series;
}

/// The dots of a hanging chart: a pictorial bar shares the layout of the stems.
Json dot_series(const BarPlan& plan, const ChartSpec& spec, std::size_t index, const Look& look) {
  Json data = Json::array();
  for (std::size_t i = 0; i < spec.categories.size(); ++i) {
    const std::optional<double> value = value_at(spec.series[index], i);
    if (!value) {
      data.push_back(nullptr);
    } else if (*value == 100) {  // a stem of no length points the other way
      data.push_back({{"value", 100}, {"symbolOffset", plan.horizontal ? Json{"50%", 0} : Json{0, "-50%"}}});
    } else {
      data.push_back(*value);
    }
  }
  return {{"type", "pictorialBar"},
          {"name", spec.series[index].name},
          {"symbol", "circle"},
          {"symbolSize", {kDotSize, kDotSize}},
          {"symbolPosition", "end"},
          {"symbolOffset", plan.horizontal ? Json{"-50%", 0} : Json{0, "50%"}},
          {"z", 4},
          {"barWidth", kDotSize},
          {"barGap", bar_gap(plan, kDotSize)},
          {"itemStyle", {{"color", look.marks[index]}}},
          {"emphasis", {{"disabled", true}}},
          {"data", data}};
}

/// Lines across the plot: the zero line where there are negative values, and the target.
Json rules_of(const BarPlan& plan, const ChartSpec& spec, const Look& look) {
  const std::string axis = plan.horizontal ? "xAxis" : "yAxis";
  Json lines = Json::array();
  if (plan.scale.min < 0) lines.push_back(rule_line(axis, 0, look.palette.secondary, 1));
  if (plan.kind == BarKind::kHanging) lines.push_back(rule_line(axis, 100, look.palette.secondary, 1));
  if (spec.target) {
    Json line = rule_line(axis, spec.target->value, look.palette.ink, 1.2);
    if (!plan.target_label.empty()) {
      line["label"] = text_style(look.palette.ink);
      line["label"].update({{"show", true},
                            {"position", plan.horizontal ? "start" : "end"},
                            {"formatter", plan.target_label},
                            {"lineHeight", kLineHeight},
                            {"distance", 5}});
    }
    lines.push_back(line);
  }
  return {{"silent", true}, {"symbol", {"none", "none"}}, {"animation", false}, {"data", lines}};
}

/// A dash where a value is missing, so that a gap isn't taken for zero.
Json gaps_of(const BarPlan& plan, const ChartSpec& spec, std::size_t index, const Look& look) {
  Json points = Json::array();
  const double bars = plan.kind == BarKind::kStacked ? 1 : static_cast<double>(spec.series.size());
  const double offset =
      plan.kind == BarKind::kStacked ? 0 : (static_cast<double>(index) - (bars - 1) / 2) * plan.pitch;
  const double base = plan.kind == BarKind::kHanging ? 100 : 0;
  for (std::size_t i = 0; i < spec.categories.size(); ++i) {
    if (value_at(spec.series[index], i)) continue;
    Json coord = plan.horizontal ? Json{base, i} : Json{i, base};
    const bool before = plan.kind == BarKind::kHanging;
    points.push_back({{"coord", coord},
                      {"symbolOffset",
                       plan.horizontal ? Json{before ? -10 : 10, offset} : Json{offset, before ? 10 : -10}}});
  }
  Json label = text_style(look.palette.secondary);
  label.update({{"show", true}, {"formatter", "—"}, {"position", "inside"}});
  return {
      {"silent", true}, {"symbol", "circle"}, {"symbolSize", 1}, {"itemStyle", {{"color", "transparent"}}},
      {"label", label}, {"animation", false}, {"data", points}};
}

void add_series(Json& option, const BarPlan& plan, const ChartSpec& spec, const Look& look) {
  Json all = Json::array();
  for (std::size_t i = 0; i < spec.series.size(); ++i) {
    Json series = bar_series(plan, spec, i, look);
    if (i == 0) {
      Json rules = rules_of(plan, spec, look);
      if (!rules["data"].empty()) series["markLine"] = rules;
    }
    if (plan.kind != BarKind::kStacked) {
      Json gaps = gaps_of(plan, spec, i, look);
      if (!gaps["data"].empty()) series["markPoint"] = gaps;
    }
    all.push_back(series);
  }
  if (plan.kind == BarKind::kHanging) {
    for (std::size_t i = 0; i < spec.series.size(); ++i) all.push_back(dot_series(plan, spec, i, look));
  }
  option["series"] = all;
}

void add_axes(Json& option, const BarPlan& plan, const ChartSpec& spec, const Look& look) {
  Json category = category_axis(plan.names, look);
  Json value = value_axis(plan.scale, look);
  if (plan.kind == BarKind::kHanging) value["startValue"] = 100;
  const Json ticks = tick_axis(plan.tick_texts, plan.horizontal ? "bottom" : "left", look);
  if (!spec.unit.empty() && !unit_at_ticks(spec)) {
    Json style = text_style(look.palette.secondary);
    value["name"] = spec.unit;
    value["nameLocation"] = "end";
    value["nameMoveOverlap"] = false;
    if (plan.horizontal) {
      value["nameGap"] = 4 + text_width(plan.tick_texts.back(), kFontSize) / 2;
      style.update({{"align", "left"}, {"verticalAlign", "top"}, {"padding", {8, 0, 0, 0}}});
    } else {
      value["nameGap"] = plan.plot.top - 16;
      style.update(
          {{"align", "left"}, {"verticalAlign", "bottom"}, {"padding", {0, 0, 0, kEdge - plan.plot.left}}});
    }
    value["nameTextStyle"] = style;
  }
  if (plan.horizontal) category["inverse"] = true;
  if (plan.scale.min < 0) category["axisLine"]["show"] = false;  // the zero line is the axis
  option[plan.horizontal ? "yAxis" : "xAxis"] = category;
  option[plan.horizontal ? "xAxis" : "yAxis"] = Json::array({value, ticks});
}

}  // namespace

Json bars_option(const ChartSpec& spec, const Look& look) {
  const bool lying = spec.type == ChartType::kHbar || spec.type == ChartType::kHstacked;
  const bool stacked = spec.type == ChartType::kStacked || spec.type == ChartType::kHstacked;
  const BarKind kind = stacked             ? BarKind::kStacked
                       : nearly_full(spec) ? BarKind::kHanging
                                           : BarKind::kGrouped;
  Json option = base_option(look);
  const double legend = add_legend(option, spec, look, kind == BarKind::kHanging ? "circle" : "rect");
  std::optional<BarPlan> plan;
  if (!lying) plan = plan_upright(spec, kind, legend);
  if (!plan) plan = plan_lying(spec, kind, legend);
  option["grid"] = {{"left", plan->plot.left},
                    {"top", plan->plot.top},
                    {"width", plan->plot.width()},
                    {"height", plan->plot.height()},
                    {"outerBoundsMode", "none"}};
  add_axes(option, *plan, spec, look);
  add_series(option, *plan, spec, look);
  return option;
}

}  // namespace zhiheng::chart
