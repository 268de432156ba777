// Charts without axes of their own: the pie and the radar.
#include <algorithm>
#include <cmath>

#include "chart/layout/charts.h"
#include "chart/layout/colours.h"
#include "chart/layout/lettering.h"

namespace zhiheng::chart {
namespace {

constexpr double kSafety = 1.04;
constexpr double kLeader = 26;  // px from the rim of a pie to its labels
constexpr double kLeaderRise = 16;
constexpr double kRingNameGap = 10;

double widest(const std::vector<std::string>& texts) {
  double width = 0;
  for (const std::string& text : texts) width = std::max(width, block_width(text, kFontSize) * kSafety);
  return width;
}

int most_lines(const std::vector<std::string>& texts) {
  int most = 1;
  for (const std::string& text : texts) most = std::max(most, line_count(text));
  return most;
}

/// Name and value of each part, one under the other.
std::vector<std::string> part_labels(const ChartSpec& spec, double room, const ChartSeries* values) {
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < spec.categories.size(); ++i) {
    std::string label = wrap(spec.categories[i], room, kFontSize);
    const std::string text = values ? label_text(*values, i) : "";
    if (!text.empty()) label += "\n" + text;
    std::erase_if(label, [](char c) { return c == '{' || c == '}'; });
    labels.push_back(label);
  }
  return labels;
}

/// The highest value that a radar's rim stands for, and the lowest at its centre.
Scale radar_scale(const ChartSpec& spec) {
  const Range range = range_of(spec, false);
  if (nearly_full(spec)) return shortfall_scale(range, 4);
  if (spec.percent && range.low >= 0 && range.high <= 100) return {0, 100, 25};
  return round_scale({std::min(0.0, range.low), std::max(0.0, range.high), 4, range.whole});
}

/// Tick labels up the first axis only; not where the names carry the values.
Json indicators_of(const std::vector<std::string>& names, const Scale& scale, bool with_ticks,
                   const Look& look) {
  Json indicators = Json::array();
  for (std::size_t i = 0; i < names.size(); ++i) {
    Json indicator = {{"text", names[i]}, {"min", scale.min}, {"max", scale.max}};
    if (i == 0 && with_ticks) {
      indicator["axisLabel"] = text_style(look.palette.secondary, 10);
      indicator["axisLabel"].update({{"show", true}, {"showMinLabel", false}, {"margin", 4}});
    }
    indicators.push_back(indicator);
  }
  return indicators;
}

Json radar_data(const ChartSpec& spec, const Look& look) {
  const auto full =
      std::count_if(spec.series.begin(), spec.series.end(), [](const ChartSeries& s) { return !s.muted; });
  Json data = Json::array();
  for (std::size_t s = 0; s < spec.series.size(); ++s) {
    Json values = Json::array();
    for (std::size_t i = 0; i < spec.categories.size(); ++i) {
      const std::optional<double> value = value_at(spec.series[s], i);
      values.push_back(value ? Json(*value) : Json("-"));
    }
    const bool is_muted = spec.series[s].muted;
    const bool filled = !is_muted && full == 1;  // several areas would mix to mud
    data.push_back({{"name", spec.series[s].name},
                    {"value", values},
                    {"symbolSize", 5},
                    {"itemStyle", {{"color", look.marks[s]}}},
                    {"lineStyle", {{"color", look.marks[s]}, {"width", is_muted ? 1.5 : 2}}},
                    {"areaStyle", {{"color", look.marks[s]}, {"opacity", filled ? 0.1 : 0}}}});
  }
  return data;
}

}  // namespace

Json pie_option(const ChartSpec& spec, const Look& look) {
  const std::vector<std::string> labels = part_labels(spec, spec.width * 0.26, &spec.series.front());
  const double across = (spec.width - 2 * kEdge) / 2.0 - widest(labels) - kLeader - 8;
  const double upright = spec.height / 2.0 - kEdge - kLeaderRise - most_lines(labels) * kLineHeight / 2;
  Json data = Json::array();
  for (std::size_t i = 0; i < spec.categories.size(); ++i) {
    Json label = text_style(look.palette.ink);
    label.update({{"formatter", labels[i]}, {"lineHeight", kLineHeight}});
    data.push_back({{"name", spec.categories[i]},
                    {"value", *spec.series.front().values[i]},
                    {"itemStyle",
                     {{"color", look.parts[i % look.parts.size()]},
                      {"borderColor", look.palette.paper},
                      {"borderWidth", 1.5}}},
                    {"label", label},
                    {"labelLine", {{"lineStyle", {{"color", look.palette.secondary}, {"width", 1}}}}}});
  }
  Json option = base_option(look);
  option["series"] = Json::array(
      {{{"type", "pie"},
        {"name", spec.series.front().name},
        {"radius", std::max(30.0, std::min(across, upright))},
        {"center", {"50%", "50%"}},
        {"startAngle", 90},
        {"avoidLabelOverlap", true},
        {"percentPrecision", 1},
        {"emphasis", {{"disabled", true}}},
        {"label", {{"show", true}, {"position", "outside"}, {"overflow", "none"}, {"bleedMargin", 2}}},
        {"labelLine", {{"show", true}, {"length", 12}, {"length2", 10}}},
        {"data", data}}});
  return option;
}

Json radar_option(const ChartSpec& spec, const Look& look) {
  Json option = base_option(look);
  const double legend = add_legend(option, spec, look, "circle");
  const auto full =
      std::find_if(spec.series.begin(), spec.series.end(), [](const ChartSeries& s) { return !s.muted; });
  const auto count =
      std::count_if(spec.series.begin(), spec.series.end(), [](const ChartSeries& s) { return !s.muted; });
  const ChartSeries* labelled = count == 1 && spec.categories.size() <= 10 ? &*full : nullptr;
  const std::vector<std::string> names = part_labels(spec, spec.width * 0.22, labelled);
  const double across = spec.width / 2.0 - kEdge - widest(names) - kRingNameGap;
  const double room = spec.height - legend - 2 * kEdge;
  const double upright = room / 2 - most_lines(names) * kLineHeight - kRingNameGap;
  const Scale scale = radar_scale(spec);
  const Json hairline = {{"lineStyle", {{"color", look.palette.hairline}, {"width", 1}}}};
  Json name_style = text_style(look.palette.ink);
  name_style["lineHeight"] = kLineHeight;
  option["radar"] = {{"indicator", indicators_of(names, scale, labelled == nullptr, look)},
                     {"center", {"50%", kEdge + room / 2}},
                     {"radius", std::max(40.0, std::min(across, upright))},
                     {"splitNumber", std::lround((scale.max - scale.min) / scale.step)},
                     {"axisNameGap", kRingNameGap},
                     {"axisName", name_style},
                     {"axisLine", hairline},
                     {"splitLine", hairline},
                     {"splitArea", {{"show", false}}},
                     {"axisTick", {{"show", false}}},
                     {"axisLabel", {{"show", false}}}};
  option["series"] = Json::array(
      {{{"type", "radar"}, {"emphasis", {{"disabled", true}}}, {"data", radar_data(spec, look)}}});
  return option;
}

}  // namespace zhiheng::chart
