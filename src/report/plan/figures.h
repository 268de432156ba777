#pragma once
#include "report/plan/pages.h"

namespace zhiheng::report {

/// How many targets of each goal stand in which state: lying stacked bars, a row a goal. Its svg is left
/// empty.
Figure status_figure(PlanPages& pages);

}  // namespace zhiheng::report
