#pragma once
#include "chart/layout/bar_plan.h"

namespace zhiheng::chart {

/// Fills plan.labels with the labels that fit, as large as they fit: all of them at 12, 11 or 10 px, then
/// turned by 90°, then without the comparison's, then none. Moves plan.plot.top (upright) so that the highest
/// label has room. Inside stacked bars each segment that is large enough keeps its own.
void place_labels(BarPlan& plan, const ChartSpec& spec);

}  // namespace zhiheng::chart
