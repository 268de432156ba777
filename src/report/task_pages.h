#pragma once
#include <vector>

#include "base/theme.h"
#include "plan/tasks.h"
#include "report/document.h"

namespace zhiheng::report {

/// The pages on a plan's tasks: a paragraph that says as of which day and mentions what follows, the list by
/// goal (`tasks-list`), the roll-up (`tasks-roll-up`) and the Gantt view as figures that a page can hold
/// (`tasks-gantt-1` …). Where nothing was ever reported it says so, gives no states and no roll-up. Simulated
/// reports are marked 模拟数据 in every title. Tables and figures have no numbers and figures no svg yet:
/// settle_references() and FigureDrawing give them. No headings. Empty for a plan without tasks.
std::vector<Block> task_blocks(const catalog::Catalog& catalog, const plan::TaskBook& book,
                               const Theme& theme);

/// The parts, for a paper that puts its own words around them.
Table task_list(const catalog::Catalog& catalog, const plan::TaskBook& book);
std::vector<Figure> task_gantt(const catalog::Catalog& catalog, const plan::TaskBook& book,
                               const Theme& theme);
Table task_roll_up(const catalog::Catalog& catalog, const plan::TaskBook& book);

}  // namespace zhiheng::report
