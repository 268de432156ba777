#include "chart/gantt.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/error.h"
#include "chart/layout/colours.h"
#include "chart/layout/frame.h"
#include "chart/layout/lettering.h"

namespace zhiheng::chart {
namespace {

constexpr ErrorCode kNothingToDraw{"chart-nothing-to-draw", "图中没有可画的数据：{}",
                                   "the chart has nothing to draw: {}"};
constexpr double kSafety = 1.04;      // other faces than the measured one are up to 4 % wider
constexpr double kLabelShare = 0.36;  // of the width, at most
constexpr double kPeriodRow = 26;
constexpr double kNowRow = 20;
constexpr double kRowGap = 9;
constexpr double kBar = 15;

/// Where everything stands; geometry only.
struct Layout {
  std::vector<std::string> labels;  // wrapped
  double left = 0;                  // of the plot
  double band = 0;                  // px of a row
};

Layout layout_of(const GanttSpec& spec) {
  Layout layout;
  const double room = spec.width * kLabelShare;
  int lines = 1;
  for (const GanttRow& row : spec.rows) {
    layout.labels.push_back(wrap(spaced(row.label), room, kFontSize));
    layout.left = std::max(layout.left, block_width(layout.labels.back(), kFontSize) * kSafety);
    lines = std::max(lines, line_count(layout.labels.back()));
  }
  layout.left += kEdge + 8;
  layout.band = lines * kLineHeight + kRowGap;
  return layout;
}

struct Inks {
  Palette palette;
  std::vector<std::string> fills;  // by state
  std::vector<std::string> words;  // upon them
};

std::string tone_colour(GanttTone tone, const Theme& theme, const Palette& palette) {
  switch (tone) {
    case GanttTone::kReached:
      return theme.reached;
    case GanttTone::kOnTrack:
      return theme.on_track;
    case GanttTone::kAtRisk:
      return theme.at_risk;
    case GanttTone::kBehind:
      return theme.behind;
    case GanttTone::kNoData:
      return theme.no_data;
    case GanttTone::kPlain:
      break;
  }
  return palette.hairline;
}

Inks inks_of(const GanttSpec& spec, const Theme& theme, bool dark) {
  Inks inks{dark ? theme.dark : theme.light, {}, {}};
  for (const GanttState& state : spec.states) {
    const std::string colour = tone_colour(state.tone, theme, inks.palette);
    inks.fills.push_back(colour);
    const bool paper = contrast(inks.palette.paper, colour) >= contrast(inks.palette.ink, colour);
    inks.words.push_back(paper ? inks.palette.paper : inks.palette.ink);
  }
  return inks;
}

/// The states that some bar has.
std::set<int> used_states(const GanttSpec& spec) {
  std::set<int> used;
  for (const GanttRow& row : spec.rows) {
    for (const GanttSpan& span : row.spans) used.insert(span.state);
  }
  return used;
}

/// The legend's entries: series without bars, for the bars themselves are coloured one by one.
Json legend_series(const GanttSpec& spec, const Inks& inks) {
  Json all = Json::array();
  for (const int state : used_states(spec)) {
    const auto at = static_cast<size_t>(state);
    all.push_back({{"type", "bar"},
                   {"name", spaced(spec.states[at].name)},
                   {"stack", "all"},
                   {"itemStyle", {{"color", inks.fills[at]}}},
                   {"data", Json::array()}});
  }
  return all;
}

/// At the bar's beginning, or at its end where the line of the day would go through it.
Json bar_of(const GanttSpec& spec, const GanttSpan& span, const Inks& inks, double period_width) {
  const auto at = static_cast<size_t>(span.state);
  Json bar = {{"value", span.to - span.from}, {"itemStyle", {{"color", inks.fills[at]}}}};
  const std::string text = spaced(span.text);
  const double taken = (text_width(text, kFontSize - 1) * kSafety + 8) / period_width;
  if (text.empty() || taken > span.to - span.from) return bar;
  const bool crossed = spec.now >= span.from && spec.now <= span.from + taken;
  bar["label"] = text_style(inks.words[at], kFontSize - 1);
  bar["label"].update(
      {{"show", true}, {"position", crossed ? "insideRight" : "insideLeft"}, {"formatter", text}});
  return bar;
}

/// Spans as stacked bars: the n-th of every row, each after a gap that is not seen.
Json span_series(const GanttSpec& spec, const Inks& inks, double period_width) {
  size_t most = 0;
  for (const GanttRow& row : spec.rows) most = std::max(most, row.spans.size());
  const Json base = {{"type", "bar"},
                     {"stack", "all"},
                     {"barWidth", kBar},
                     {"emphasis", {{"disabled", true}}},
                     {"data", Json::array()}};
  Json all = Json::array();
  for (size_t n = 0; n < most; ++n) {
    Json gaps = base, bars = base;
    gaps["silent"] = true;
    gaps["itemStyle"] = {{"color", "transparent"}};
    bars["itemStyle"] = {{"borderColor", inks.palette.paper}, {"borderWidth", 1}};
    for (const GanttRow& row : spec.rows) {
      const bool there = n < row.spans.size();
      const double before = n == 0 || !there ? 0 : row.spans[n - 1].to;
      gaps["data"].push_back(there ? Json(row.spans[n].from - before) : Json(nullptr));
      bars["data"].push_back(there ? bar_of(spec, row.spans[n], inks, period_width) : Json(nullptr));
    }
    all.push_back(std::move(gaps));
    all.push_back(std::move(bars));
  }
  return all;
}

Json now_line(const GanttSpec& spec, const Inks& inks) {
  Json line = rule_line("xAxis", spec.now, inks.palette.ink, 1.2);
  if (!spec.now_label.empty()) {
    line["label"] = text_style(inks.palette.ink);
    line["label"].update(
        {{"show", true}, {"position", "start"}, {"formatter", spaced(spec.now_label)}, {"distance", 4}});
  }
  return {
      {"silent", true}, {"symbol", {"none", "none"}}, {"animation", false}, {"data", Json::array({line})}};
}

void add_axes(Json& option, const GanttSpec& spec, const Layout& layout, const Look& look) {
  Json rows = category_axis(layout.labels, look);
  rows["inverse"] = true;
  Json time = value_axis({0, static_cast<double>(spec.periods.size()), 1}, look);
  std::vector<std::string> titles;
  for (const std::string& period : spec.periods) titles.push_back(spaced(period));
  Json periods = tick_axis(titles, "bottom", look);
  periods["boundaryGap"] = true;  // a period's title stands in its middle
  option["yAxis"] = rows;
  option["xAxis"] = Json::array({time, periods});
}

/// Puts the legend and gives its height.
double put_legend(Json& option, const GanttSpec& spec, const Look& look) {
  ChartSpec named;
  named.width = spec.width;
  for (const int state : used_states(spec))
    named.series.emplace_back().name = spaced(spec.states[static_cast<size_t>(state)].name);
  const double height = add_legend(option, named, look, "rect");
  if (option.contains("legend")) option["legend"]["selectedMode"] = false;
  return height;
}

}  // namespace

int gantt_height(const GanttSpec& spec) {
  const Layout layout = layout_of(spec);
  Json unused;
  const double legend = put_legend(unused, spec, Look{});
  return static_cast<int>(
      std::ceil(kNowRow + layout.band * static_cast<double>(spec.rows.size()) + kPeriodRow + legend));
}

std::string gantt_option(const GanttSpec& spec, const Theme& theme, bool dark) {
  if (spec.rows.empty() || spec.periods.empty()) throw Error(kNothingToDraw, {}, {"rows, periods"});
  const Layout layout = layout_of(spec);
  const Inks inks = inks_of(spec, theme, dark);
  const Look look = look_of(ChartSpec{}, theme, dark);
  Json option = base_option(look);
  option["color"] = inks.fills;
  put_legend(option, spec, look);
  const Json entries = legend_series(spec, inks);
  const double width = spec.width - kEdge - layout.left;
  option["grid"] = {{"left", layout.left},
                    {"top", kNowRow},
                    {"width", width},
                    {"height", layout.band * static_cast<double>(spec.rows.size())},
                    {"outerBoundsMode", "none"}};
  add_axes(option, spec, layout, look);
  option["series"] = entries;
  const double period_width = width / static_cast<double>(spec.periods.size());
  for (Json& series : span_series(spec, inks, period_width)) option["series"].push_back(std::move(series));
  const bool has_now = spec.now >= 0 && spec.now <= static_cast<double>(spec.periods.size());
  if (has_now) option["series"].back()["markLine"] = now_line(spec, inks);
  return option.dump();
}

}  // namespace zhiheng::chart
