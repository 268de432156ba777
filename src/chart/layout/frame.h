#pragma once
// What all chart types share: colours, letters, legend, axes. Pixels are those of the whole chart, origin at
// the top left.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/theme.h"
#include "chart/layout/scale.h"
#include "chart/spec.h"

namespace zhiheng::chart {

using Json = nlohmann::ordered_json;

inline constexpr double kFontSize = 12;
inline constexpr double kLineHeight = 15;
inline constexpr double kEdge = 6;  // px kept free at the chart's edges

/// The colours of one scheme, ready for marks and words.
struct Look {
  Palette palette;
  std::string font;
  std::vector<std::string> marks;  // one a series, comparisons already muted
  std::vector<std::string> words;  // the same, dark (or light) enough to be read as text
  std::vector<std::string> parts;  // for the parts of one series, in order
};
Look look_of(const ChartSpec& spec, const Theme& theme, bool dark);

struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
  double width() const { return right - left; }
  double height() const { return bottom - top; }
  bool meets(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

/// Smallest and greatest value drawn, the target included. `stacked` adds up each category, by sign.
struct Range {
  double low = 0, high = 0;
  bool whole = true;  // only whole numbers
};
Range range_of(const ChartSpec& spec, bool stacked);

/// Whether all values are shares so near to 100 % that bars from zero would be a wall of equals.
bool nearly_full(const ChartSpec& spec);

/// The scale between `range` and 100, with room below the lowest value.
Scale shortfall_scale(const Range& range, int intervals);

/// "%" goes to every tick; any other unit is written once, at the end of the axis.
bool unit_at_ticks(const ChartSpec& spec);

/// `text` of a value, made safe for an ECharts label template; empty for a gap.
std::string label_text(const ChartSeries& series, std::size_t index);
std::optional<double> value_at(const ChartSeries& series, std::size_t index);

/// Options with animation off, fonts, background none.
Json base_option(const Look& look);
Json text_style(const std::string& colour, double font_size = kFontSize);

/// Puts a legend at the bottom where there are several named series and returns the height it takes, else 0.
double add_legend(Json& option, const ChartSpec& spec, const Look& look, const std::string& icon);

Json category_axis(const std::vector<std::string>& labels, const Look& look);
Json value_axis(const Scale& scale, const Look& look);
/// Tick labels as a second, category axis: ECharts puts commas into the labels of a value axis, the paper has
/// none.
Json tick_axis(const std::vector<std::string>& texts, const std::string& position, const Look& look);

/// A mark line across the plot at `value`. `axis` is "xAxis" or "yAxis".
Json rule_line(const std::string& axis, double value, const std::string& colour, double width);

}  // namespace zhiheng::chart
