#pragma once
#include "base/theme.h"
#include "report/build/binder.h"
#include "report/build/table_spec.h"

namespace zhiheng::report {

/// Evaluates a table: heads, rows, totals, merges, sources. An empty cell that the spec does not allow, an
/// unknown measure, a dimension that the cube does not have: each goes to the context's diagnostics with its
/// place. The table's number is left at 0.
Table build_table(const TableSpec& spec, BuildContext& context);

/// The figure over the same kind of spec: option for light and dark, data table, text alternative. Its svg is
/// left empty.
Figure build_figure(const TableSpec& spec, const Theme& theme, BuildContext& context);

}  // namespace zhiheng::report
