#include "chart/option.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "chart/layout/bar_plan.h"
#include "chart/layout/charts.h"
#include "chart/layout/lettering.h"
#include "chart/layout/line_plan.h"

namespace zhiheng::chart {
namespace {

constexpr ErrorCode kNothingToDraw{"chart-nothing-to-draw", "图中没有可画的数据：{}",
                                   "the chart has nothing to draw: {}"};
constexpr ErrorCode kNotFinite{"chart-value-not-finite", "图中“{}”的值不是有限数",
                               "the value of '{}' in the chart is not finite"};
constexpr std::size_t kMostParts = 5;
constexpr std::size_t kFewestAxes = 3;

void check(const ChartSpec& spec) {
  if (spec.categories.empty()) throw Error(kNothingToDraw, {}, {"categories"});
  bool any = false;
  for (const ChartSeries& series : spec.series) {
    for (std::size_t i = 0; i < spec.categories.size(); ++i) {
      const std::optional<double> value = value_at(series, i);
      if (value && !std::isfinite(*value)) throw Error(kNotFinite, {}, {spec.categories[i]});
      any = any || value;
    }
  }
  if (!any) throw Error(kNothingToDraw, {}, {"values"});
  if (spec.width < 120 || spec.height < 80) throw Error(kNothingToDraw, {}, {"width, height"});
}

bool can_be_pie(const ChartSpec& spec) {
  const std::size_t parts = spec.categories.size();
  if (spec.series.size() != 1 || parts < 2 || parts > kMostParts) return false;
  double sum = 0;
  for (std::size_t i = 0; i < parts; ++i) {
    const std::optional<double> value = value_at(spec.series.front(), i);
    if (!value || *value < 0) return false;
    sum += *value;
  }
  return sum > 0;
}

/// The spec that is laid out: the type that can be drawn, and all words spaced as in the paper.
ChartSpec prepared(ChartSpec spec) {
  spec.type = drawn_type(spec);
  for (std::string& category : spec.categories) category = spaced(category);
  for (ChartSeries& series : spec.series) {
    series.name = spaced(series.name);
    for (std::string& text : series.texts) text = spaced(text);
  }
  if (spec.target) spec.target->label = spaced(spec.target->label);
  spec.unit = spaced(spec.unit);
  return spec;
}

}  // namespace

ChartType drawn_type(const ChartSpec& spec) {
  if (spec.type == ChartType::kPie && !can_be_pie(spec)) return ChartType::kHbar;
  if (spec.type == ChartType::kRadar && spec.categories.size() < kFewestAxes) return ChartType::kBar;
  return spec.type;
}

bool leaves_out_zero(const ChartSpec& spec) {
  switch (drawn_type(spec)) {
    case ChartType::kLine:
      return lines_leave_out_zero(spec);
    case ChartType::kBar:
    case ChartType::kHbar:
    case ChartType::kRadar:
      return nearly_full(spec);
    case ChartType::kStacked:
    case ChartType::kHstacked:
    case ChartType::kPie:
      return false;
  }
  return false;
}

int natural_height(const ChartSpec& spec) {
  const ChartType type = drawn_type(spec);
  if (type != ChartType::kHbar && type != ChartType::kHstacked) return spec.height;
  constexpr double kFrame = 60;  // ticks, legend, target label
  const BarKind kind = type == ChartType::kHbar ? BarKind::kGrouped : BarKind::kStacked;
  const double bands = static_cast<double>(spec.categories.size()) * natural_band(spec, kind);
  return static_cast<int>(std::ceil(bands + kFrame));
}

std::string chart_option(const ChartSpec& spec, const Theme& theme, bool dark) {
  check(spec);
  const ChartSpec drawn = prepared(spec);
  const Look look = look_of(drawn, theme, dark);
  Json option;
  switch (drawn.type) {
    case ChartType::kLine:
      option = lines_option(drawn, look);
      break;
    case ChartType::kPie:
      option = pie_option(drawn, look);
      break;
    case ChartType::kRadar:
      option = radar_option(drawn, look);
      break;
    case ChartType::kBar:
    case ChartType::kHbar:
    case ChartType::kStacked:
    case ChartType::kHstacked:
      option = bars_option(drawn, look);
      break;
  }
  return option.dump();
}

}  // namespace zhiheng::chart
