#pragma once
// The option of each family of charts; option.cpp chooses among them. The spec is checked already.
#include "chart/layout/frame.h"
#include "chart/spec.h"

namespace zhiheng::chart {

Json bars_option(const ChartSpec& spec, const Look& look);   // kBar, kHbar, kStacked
Json lines_option(const ChartSpec& spec, const Look& look);  // kLine
Json pie_option(const ChartSpec& spec, const Look& look);    // kPie: two to five parts
Json radar_option(const ChartSpec& spec, const Look& look);  // kRadar: three axes or more

}  // namespace zhiheng::chart
