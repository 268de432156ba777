#include "chart/layout/frame.h"

#include <algorithm>
#include <cmath>

#include "chart/layout/colours.h"
#include "chart/layout/lettering.h"

namespace zhiheng::chart {
namespace {

/// The theme's series colours are chosen for light paper; on dark they have to be lightened.
std::string on_paper(const std::string& colour, const Theme& theme, const Palette& palette) {
  if (colour == theme.light.accent) return palette.accent;
  return readable(colour, palette.paper, palette.ink, contrast(palette.paper, "#ffffff") < 2 ? 2.5 : 4.5);
}

/// The series whose hue a comparison takes: the one after it if the comparison comes first, else the one
/// before.
std::size_t partner_of(const ChartSpec& spec, std::size_t index) {
  const auto is_full = [&](std::size_t i) { return !spec.series[i].muted; };
  if (!spec.series.front().muted) {
    for (std::size_t i = index; i-- > 0;) {
      if (is_full(i)) return i;
    }
  }
  for (std::size_t i = index + 1; i < spec.series.size(); ++i) {
    if (is_full(i)) return i;
  }
  return index;
}

/// The theme's colour of a state; empty for a series without one.
std::string state_colour(Tone tone, const Theme& theme) {
  switch (tone) {
    case Tone::kReached:
      return theme.reached;
    case Tone::kOnTrack:
      return theme.on_track;
    case Tone::kAtRisk:
      return theme.at_risk;
    case Tone::kBehind:
    case Tone::kMissed:
      return theme.behind;
    case Tone::kNoData:
      return theme.no_data;
    case Tone::kSeries:
      break;
  }
  return {};
}

std::string full_colour(const ChartSpec& spec, std::size_t index, const Theme& theme,
                        const Palette& palette) {
  const std::string state = state_colour(spec.series[index].tone, theme);
  if (!state.empty()) return on_paper(state, theme, palette);
  const auto is_full = [](const ChartSeries& series) { return !series.muted; };
  std::size_t order = 0;
  for (std::size_t i = 0; i < index; ++i) order += is_full(spec.series[i]) ? 1 : 0;
  if (theme.series.empty() || std::count_if(spec.series.begin(), spec.series.end(), is_full) <= 1) {
    return palette.accent;
  }
  return on_paper(theme.series[order % theme.series.size()], theme, palette);
}

constexpr double kLegendMark = 12;
constexpr double kLegendGap = 18;
constexpr double kLegendRow = 20;

}  // namespace

Look look_of(const ChartSpec& spec, const Theme& theme, bool dark) {
  Look look{dark ? theme.dark : theme.light, theme.screen_font, {}, {}, {}};
  // ECharts writes the family into an attribute as it is: double quotes would end it.
  std::replace(look.font.begin(), look.font.end(), '"', '\'');
  for (std::size_t i = 0; i < spec.series.size(); ++i) {
    const bool is_muted = spec.series[i].muted;
    const std::string colour = full_colour(spec, is_muted ? partner_of(spec, i) : i, theme, look.palette);
    look.marks.push_back(is_muted ? muted(colour, look.palette.paper) : colour);
    look.words.push_back(readable(look.marks.back(), look.palette.paper, look.palette.ink, 4.5));
  }
  for (const std::string& colour : theme.series) look.parts.push_back(on_paper(colour, theme, look.palette));
  if (look.parts.empty()) look.parts.push_back(look.palette.accent);
  return look;
}

std::optional<double> value_at(const ChartSeries& series, std::size_t index) {
  return index < series.values.size() ? series.values[index] : std::nullopt;
}

std::string label_text(const ChartSeries& series, std::size_t index) {
  std::string text = value_at(series, index) && index < series.texts.size() ? series.texts[index] : "";
  std::erase_if(text, [](char c) { return c == '{' || c == '}'; });  // {…} is ECharts' template syntax
  return text;
}

Range range_of(const ChartSpec& spec, bool stacked) {
  Range range;
  bool first = true;
  const auto take = [&](double value) {
    range.low = first ? value : std::min(range.low, value);
    range.high = first ? value : std::max(range.high, value);
    first = false;
  };
  for (std::size_t i = 0; i < spec.categories.size(); ++i) {
    double above = 0;
    double below = 0;
    for (const ChartSeries& series : spec.series) {
      const std::optional<double> value = value_at(series, i);
      if (!value) continue;
      range.whole = range.whole && *value == std::floor(*value);
      (*value < 0 ? below : above) += *value;
      if (!stacked) take(*value);
    }
    if (stacked) take(above), take(below);
  }
  if (spec.target) take(spec.target->value);
  return range;
}

bool nearly_full(const ChartSpec& spec) {
  constexpr double kNearlyFull = 80;
  const Range range = range_of(spec, false);
  return spec.percent && range.low >= kNearlyFull && range.high <= 100;
}

Scale shortfall_scale(const Range& range, int intervals) {
  const double missing = std::max(100 - range.low, 0.4);
  Scale scale = round_scale({100 - missing * 1.2, 100, intervals, false});
  scale.max = 100;
  return scale;
}

bool unit_at_ticks(const ChartSpec& spec) {
  return spec.unit == "%" || spec.unit == "％" || spec.unit == "‰";
}

Json text_style(const std::string& colour, double font_size) {
  return {{"color", colour}, {"fontSize", font_size}, {"textBorderWidth", 0}};
}

Json base_option(const Look& look) {
  return {{"animation", false},
          {"backgroundColor", "transparent"},
          {"color", look.marks},
          {"textStyle", {{"fontFamily", look.font}, {"color", look.palette.ink}, {"fontSize", kFontSize}}}};
}

double add_legend(Json& option, const ChartSpec& spec, const Look& look, const std::string& icon) {
  Json names = Json::array();
  double rows = 1;
  double used = 0;
  const double width = spec.width - 2 * kEdge;
  for (const ChartSeries& series : spec.series) {
    if (series.name.empty()) continue;
    const double item = kLegendMark + 6 + block_width(series.name, kFontSize) * 1.03;
    if (used > 0 && used + kLegendGap + item > width) ++rows, used = 0;
    used += (used > 0 ? kLegendGap : 0) + item;
    names.push_back(series.name);
  }
  if (names.size() < 2) return 0;
  option["legend"] = {{"data", names},
                      {"bottom", 0},
                      {"left", "center"},
                      {"width", width},
                      {"padding", 2},
                      {"itemGap", kLegendGap},
                      {"itemWidth", kLegendMark},
                      {"itemHeight", kLegendMark - 2},
                      {"textStyle", text_style(look.palette.ink)}};
  if (!icon.empty()) option["legend"]["icon"] = icon;
  return rows * kLegendRow + 4;
}

Json category_axis(const std::vector<std::string>& labels, const Look& look) {
  Json label = text_style(look.palette.ink);
  label.update({{"interval", 0}, {"lineHeight", kLineHeight}, {"hideOverlap", false}, {"margin", 8}});
  return {{"type", "category"},
          {"data", labels},
          {"axisLine", {{"onZero", false}, {"lineStyle", {{"color", look.palette.secondary}, {"width", 1}}}}},
          {"axisTick", {{"show", false}}},
          {"axisLabel", label}};
}

Json value_axis(const Scale& scale, const Look& look) {
  return {{"type", "value"},
          {"min", scale.min},
          {"max", scale.max},
          {"interval", scale.step},
          {"axisLine", {{"show", false}}},
          {"axisTick", {{"show", false}}},
          {"axisLabel", {{"show", false}}},
          {"splitLine", {{"show", true}, {"lineStyle", {{"color", look.palette.hairline}, {"width", 1}}}}}};
}

Json tick_axis(const std::vector<std::string>& texts, const std::string& position, const Look& look) {
  Json label = text_style(look.palette.secondary);
  label.update({{"interval", 0}, {"hideOverlap", false}, {"margin", 8}});
  return {{"type", "category"},
          {"data", texts},
          {"boundaryGap", false},
          {"position", position},
          {"axisLine", {{"show", false}}},
          {"axisTick", {{"show", false}}},
          {"splitLine", {{"show", false}}},
          {"axisLabel", label},
          {"axisPointer", {{"show", false}}}};
}

Json rule_line(const std::string& axis, double value, const std::string& colour, double width) {
  return {{axis, value},
          {"lineStyle", {{"color", colour}, {"width", width}, {"type", "solid"}}},
          {"label", {{"show", false}}}};
}

}  // namespace zhiheng::chart
