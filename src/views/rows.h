#pragma once
// The rows behind a cell of a cube, or those for which a condition holds.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "views/records.h"
#include "views/row_forms.h"

namespace zhiheng::views {

struct RowQuestion {
  std::string dataset, cube;
  std::vector<std::string> cells;    // "stage=流通": DIMENSION=VALUE of the cube; a code or its title
  std::string where;                 // a condition, as formulas of a dataset
  std::vector<std::string> columns;  // empty: all
  std::optional<std::uint64_t> limit;
  bool brief = false;  // where none are named: only the columns that every row has, and what was asked about
};

using RowForms = std::function<std::unique_ptr<RowForm>(const RowsHead&)>;

/// Writes them in the form that `form` makes. Throws Error: "rows.unknown-cube", "rows.unknown-dimension",
/// "rows.unknown-column", "rows.not-a-cell", "rows.not-a-value", "rows.not-a-condition", what the formula has
/// wrong.
void write_rows(const Records& records, const RowQuestion& question, const RowForms& forms);

}  // namespace zhiheng::views
