#pragma once
#include "audit/checks/table_view.h"
#include "audit/finding.h"

namespace zhiheng::audit {

/// 当月 and 累计 side by side: each running total is the one above it and the number of its own row.
void check_running_totals(const TableView& rows, Results& results);

}  // namespace zhiheng::audit
