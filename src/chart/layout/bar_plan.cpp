#include "chart/layout/bar_plan.h"

#include <algorithm>
#include <cmath>

#include "chart/layout/bar_labels.h"
#include "chart/layout/lettering.h"

namespace zhiheng::chart {
namespace {

constexpr double kSafety = 1.04;  // other faces than the measured one are up to 4 % wider
constexpr double kTickGap = 8;
constexpr double kRoundedParts = 0.5;  // parts rounded one by one may add up to a little more than 100 %
constexpr double kUnitRow = 26;
constexpr double kTickRow = 26;
constexpr int kMostNameLines = 4;
constexpr double kWidestBar = 40;
constexpr double kWidestStack = 64;  // its labels stand inside

Scale scale_of(const ChartSpec& spec, BarKind kind, int intervals) {
  const Range range = range_of(spec, kind == BarKind::kStacked);
  if (kind == BarKind::kHanging) return shortfall_scale(range, intervals);
  const double low = std::min(0.0, range.low);
  const double high = std::max(0.0, range.high);
  Scale scale = round_scale({low, high, intervals, range.whole});
  constexpr double kLabelRoom = 17.0 / 270;  // of a usual plot's height, below the lowest bar
  if (low < 0 && scale.share(low) < kLabelRoom) scale.min -= scale.step;
  const bool within_whole = spec.percent && range.high <= 100 + kRoundedParts && range.low >= 0;
  if (within_whole && scale.max > 90) scale = {0, 100, 20};
  return scale;
}

int bars_a_category(const ChartSpec& spec, BarKind kind) {
  return kind == BarKind::kStacked ? 1 : static_cast<int>(spec.series.size());
}

double widest_label(const ChartSpec& spec) {
  double widest = 0;
  for (const ChartSeries& series : spec.series) {
    for (std::size_t i = 0; i < spec.categories.size(); ++i) {
      widest = std::max(widest, text_width(label_text(series, i), kFontSize) * kSafety);
    }
  }
  return widest;
}

/// Upright bars of one category stand far enough apart for their labels, if there is room.
void set_upright_bars(BarPlan& plan, const ChartSpec& spec) {
  const int bars = bars_a_category(spec, plan.kind);
  if (plan.kind == BarKind::kHanging || bars == 1) {
    plan.pitch = bars == 1 ? plan.band * 0.6 : std::min(plan.band * 0.86 / bars, 56.0);
  } else {
    plan.pitch = std::clamp(widest_label(spec) + 6, 8.0, kWidestBar * 1.3);
    plan.pitch = std::min(plan.pitch, plan.band * 0.86 / bars);
  }
  const double widest_bar = plan.kind == BarKind::kStacked ? kWidestStack : kWidestBar;
  plan.thickness = std::clamp(bars == 1 ? plan.pitch : plan.pitch * 0.92, 2.0, widest_bar);
}

bool wrap_names_upright(BarPlan& plan, const ChartSpec& spec) {
  const double room = plan.band - 5;
  plan.names.clear();
  for (const std::string& category : spec.categories) {
    const std::string name = wrap(category, room, kFontSize);
    if (line_count(name) > kMostNameLines || block_width(name, kFontSize) > room) return false;
    plan.names.push_back(name);
  }
  return true;
}

int most_lines(const std::vector<std::string>& names) {
  int most = 1;
  for (const std::string& name : names) most = std::max(most, line_count(name));
  return most;
}

double widest(const std::vector<std::string>& texts) {
  double width = 0;
  for (const std::string& text : texts) width = std::max(width, block_width(text, kFontSize) * kSafety);
  return width;
}

/// The right edge of a lying plot, so that labels, last tick and target label stay inside the chart.
double right_edge(const BarPlan& plan, const ChartSpec& spec) {
  const double limit = spec.width - kEdge;
  const double left = plan.plot.left;
  double right = limit;
  const auto keep = [&](double share, double beyond) {
    if (share > 0.01) right = std::min(right, left + (limit - beyond - left) / share);
  };
  const double last_tick = text_width(plan.tick_texts.back(), kFontSize) * kSafety / 2;
  keep(1,
       last_tick +
           (spec.unit.empty() || unit_at_ticks(spec) ? 0 : 6 + text_width(spec.unit, kFontSize) * kSafety));
  if (spec.target)
    keep(plan.scale.share(spec.target->value), block_width(plan.target_label, kFontSize) * kSafety / 2);
  if (plan.kind != BarKind::kGrouped) return right;
  for (const ChartSeries& series : spec.series) {
    for (std::size_t i = 0; i < spec.categories.size(); ++i) {
      const std::string text = label_text(series, i);
      if (!text.empty() && *series.values[i] >= 0) {
        const double lift = spec.target && *series.values[i] <= spec.target->value ? 6 : 0;
        keep(plan.scale.share(*series.values[i]), 6 + lift + text_width(text, kFontSize) * kSafety);
      }
    }
  }
  return right;
}

/// px that labels of negative bars reach beyond the left end of the scale.
double left_overhang(const BarPlan& plan, const ChartSpec& spec, double least_plot_width) {
  double overhang = 0;
  for (const ChartSeries& series : spec.series) {
    for (std::size_t i = 0; i < spec.categories.size(); ++i) {
      const std::string text = label_text(series, i);
      if (text.empty() || *series.values[i] >= 0 || plan.kind != BarKind::kGrouped) continue;
      const double space = plan.scale.share(*series.values[i]) * least_plot_width;
      overhang = std::max(overhang, 8 + text_width(text, kFontSize) * kSafety - space);
    }
  }
  return overhang;
}

}  // namespace

std::optional<BarPlan> plan_upright(const ChartSpec& spec, BarKind kind, double legend_height) {
  BarPlan plan;
  plan.kind = kind;
  plan.scale = scale_of(spec, kind, std::clamp(spec.height / 65, 2, 6));
  plan.tick_texts = plan.scale.tick_texts(unit_at_ticks(spec) ? spec.unit : "");
  plan.plot.left = kEdge + widest(plan.tick_texts) + kTickGap;
  plan.plot.right = spec.width - kEdge;
  if (spec.target) {
    plan.target_label = wrap(spec.target->label, 84, kFontSize);
    plan.plot.right -=
        block_width(plan.target_label, kFontSize) * kSafety + (plan.target_label.empty() ? 0 : 8);
  }
  plan.band = plan.plot.width() / static_cast<double>(spec.categories.size());
  if (!wrap_names_upright(plan, spec)) return std::nullopt;
  set_upright_bars(plan, spec);
  plan.plot.bottom = spec.height - legend_height - 12 - most_lines(plan.names) * kLineHeight;
  plan.plot.top = spec.unit.empty() || unit_at_ticks(spec) ? kEdge + 2 : kUnitRow;
  place_labels(plan, spec);
  return plan;
}

BarPlan plan_lying(const ChartSpec& spec, BarKind kind, double legend_height) {
  BarPlan plan;
  plan.kind = kind;
  plan.horizontal = true;
  plan.scale = scale_of(spec, kind, std::clamp(spec.width / 110, 2, 6));
  plan.tick_texts = plan.scale.tick_texts(unit_at_ticks(spec) ? spec.unit : "");
  plan.target_label = spec.target ? spec.target->label : "";
  plan.plot.top = plan.target_label.empty() ? kEdge : kUnitRow;
  plan.plot.bottom = spec.height - legend_height - kTickRow;
  plan.band = plan.plot.height() / static_cast<double>(spec.categories.size());
  const double column = spec.width * 0.36;
  for (const std::string& category : spec.categories)
    plan.names.push_back(wrap(category, column / kSafety, kFontSize));
  plan.plot.left = kEdge + widest(plan.names) + kTickGap;
  plan.plot.left += std::max(0.0, left_overhang(plan, spec, spec.width * 0.4));
  plan.plot.right = right_edge(plan, spec);
  const int bars = bars_a_category(spec, kind);
  plan.pitch = std::min(plan.band * (bars == 1 ? 0.62 : 0.84) / bars, 24.0);
  plan.thickness = std::max(2.0, bars == 1 ? plan.pitch : plan.pitch * 0.92);
  place_labels(plan, spec);
  return plan;
}

double natural_band(const ChartSpec& spec, BarKind kind) {
  double lines = 1;
  for (const std::string& category : spec.categories) {
    lines = std::max<double>(lines, line_count(wrap(category, spec.width * 0.36 / kSafety, kFontSize)));
  }
  const int bars = bars_a_category(spec, kind);
  return std::max(lines * kLineHeight + 8, bars == 1 ? 30 : bars * 20.0 + 10);
}

}  // namespace zhiheng::chart
