#pragma once
// What a chart shows, without how it looks. Language-neutral: every text arrives as it should be printed.
#include <optional>
#include <string>
#include <vector>

namespace zhiheng::chart {

/// kStacked stands where its names fit under the bars; kHstacked always lies.
enum class ChartType { kBar, kHbar, kLine, kStacked, kHstacked, kPie, kRadar };

/// What a series stands for where its colour has to say so. States of targets have colours of their own;
/// kMissed and kNoData are hatched too, so that no two states differ by colour alone.
enum class Tone { kSeries, kReached, kOnTrack, kAtRisk, kBehind, kMissed, kNoData };

struct ChartSeries {
  std::string name;                           // legend or direct label; may be empty for a single series
  std::vector<std::optional<double>> values;  // one a category; nullopt is a gap, never zero
  std::vector<std::string> texts;             // the values as printed ("98.62%", "7263"); empty: no labels
  bool muted = false;  // a comparison (last year): the hue of the series it goes with, lighter
  Tone tone = Tone::kSeries;
};

struct ChartTarget {
  double value = 0;
  std::string label;  // "目标 98%"; may be empty
};

/// `values` and `texts` of a series may be shorter than `categories`; what is missing is a gap.
struct ChartSpec {
  ChartType type = ChartType::kBar;
  std::vector<std::string> categories;  // bars, points, slices or radar axes, in reading order
  std::vector<ChartSeries> series;
  std::string unit;  // "亿元", "%"; printed at the value axis
  std::optional<ChartTarget> target;
  bool from_zero = true;  // a line chart's axis; bars always begin at zero
  bool percent = false;   // shares of a whole, 0 to 100: values near 100 are drawn by what they lack
  int width = 640;        // px
  int height = 360;       // px; see natural_height()
};

}  // namespace zhiheng::chart
