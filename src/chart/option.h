#pragma once
#include <string>

#include "base/theme.h"
#include "chart/spec.h"

namespace zhiheng::chart {

/// The ECharts 6 option of a chart, as JSON without functions; the same option is drawn here and in a
/// browser. No title (the paper has captions), no animation. Labels that would overlap or be cut are wrapped,
/// turned or, last, left out: the figure's data table has them all. Throws Error (exit code 2) for a spec
/// without categories or values, or with values that are not finite.
std::string chart_option(const ChartSpec& spec, const Theme& theme, bool dark);

/// What chart_option draws: a pie of more than five parts, with a gap, several series or a negative part
/// becomes kHbar; a radar of fewer than three axes kBar.
ChartType drawn_type(const ChartSpec& spec);

/// Whether the value axis of the drawn chart leaves out zero, so that the caption can say so.
bool leaves_out_zero(const ChartSpec& spec);

/// Height in px that suits a horizontal chart's rows: few rows make it low, many make it tall. `spec.height`
/// for other types.
int natural_height(const ChartSpec& spec);

}  // namespace zhiheng::chart
