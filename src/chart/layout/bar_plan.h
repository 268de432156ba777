#pragma once
// Where the bars of a chart stand and which of their labels have room. Geometry only; bars.cpp turns it into
// an option.
#include <optional>
#include <string>
#include <vector>

#include "chart/layout/frame.h"
#include "chart/spec.h"

namespace zhiheng::chart {

/// `kHanging`: a dot at the value on a stem that hangs from 100 %, so that length shows what is missing.
enum class BarKind { kGrouped, kStacked, kHanging };

enum class LabelSide { kOutside, kInside, kNone };

struct BarLabel {
  std::string text;  // empty: none
  double font_size = kFontSize;
  double shift = 0;  // px further away from the bar, to clear the target line
  bool turned = false;
};

struct BarPlan {
  BarKind kind = BarKind::kGrouped;
  bool horizontal = false;
  Scale scale;
  std::vector<std::string> tick_texts;
  std::vector<std::string> names;  // categories, wrapped
  Box plot;
  double band = 0;                            // px of one category
  double pitch = 0;                           // px from one bar of a category to the next
  double thickness = 0;                       // px of a bar across
  std::vector<std::vector<BarLabel>> labels;  // [series][category]
  std::string target_label;                   // wrapped
};

/// nullopt if the category names can't stand under upright bars.
std::optional<BarPlan> plan_upright(const ChartSpec& spec, BarKind kind, double legend_height);
BarPlan plan_lying(const ChartSpec& spec, BarKind kind, double legend_height);

/// px that a category of a lying chart needs for names and labels.
double natural_band(const ChartSpec& spec, BarKind kind);

}  // namespace zhiheng::chart
