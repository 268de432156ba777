#pragma once
// Where the points of a line chart stand and which labels have room. Geometry only; lines.cpp turns it into
// an option.
#include <string>
#include <vector>

#include "chart/layout/frame.h"
#include "chart/spec.h"

namespace zhiheng::chart {

struct PointLabel {
  bool shown = false;
  bool above = true;
  double shift = 0;  // px to the right
};

struct LinePlan {
  Scale scale;
  std::vector<std::string> tick_texts;
  std::vector<std::string> names;
  int every = 1;  // of the category names: thinned where not all fit
  Box plot;
  double band = 0;
  double names_left = 0;                        // where the names at the line ends begin
  bool direct = false;                          // names at the line ends instead of a legend
  std::vector<std::string> end_names;           // wrapped; empty without direct labels
  std::vector<double> end_shifts;               // px down, so that the names at the ends keep apart
  std::vector<std::vector<PointLabel>> labels;  // [series][category]
  std::string target_label;
  double target_shift = 0;
};

LinePlan plan_lines(const ChartSpec& spec, double legend_height, bool direct);

/// Whether a line chart of this spec leaves out zero.
bool lines_leave_out_zero(const ChartSpec& spec);

/// The last category with a value; -1 if there is none.
int last_point(const ChartSeries& series, std::size_t categories);

}  // namespace zhiheng::chart
