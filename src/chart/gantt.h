#pragma once
#include <string>
#include <vector>

#include "base/theme.h"

namespace zhiheng::chart {

/// The theme's colour of a state of work; kPlain is a faint one, for what counts no longer.
enum class GanttTone { kReached, kOnTrack, kAtRisk, kBehind, kNoData, kPlain };

struct GanttSpan {
  double from = 0, to = 0;  // on the axis
  int state = 0;            // into GanttSpec::states
  std::string text;         // inside the bar; left out where it has no room
};

struct GanttRow {
  std::string label;
  std::vector<GanttSpan> spans;  // in order, not overlapping
};

struct GanttState {
  std::string name;  // in the legend
  GanttTone tone = GanttTone::kNoData;
};

/// Rows with bars along a time axis of equal periods.
struct GanttSpec {
  std::vector<GanttRow> rows;
  std::vector<GanttState> states;    // all of them, in the order of the legend
  std::vector<std::string> periods;  // titles of the axis' units 0…1, 1…2 …: 2018年, 2019年
  double now = -1;                   // a line across; none where outside the axis
  std::string now_label;
  int width = 640;  // px
};

/// px of a chart of these rows.
int gantt_height(const GanttSpec& spec);

/// The option as chart_option() makes it: JSON without functions, no title, no animation. Throws Error (exit
/// code 2) for a spec without rows or periods.
std::string gantt_option(const GanttSpec& spec, const Theme& theme, bool dark);

}  // namespace zhiheng::chart
