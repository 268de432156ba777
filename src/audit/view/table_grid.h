#pragma once
#include <string_view>
#include <vector>

#include "read/document.h"

namespace zhiheng::audit::view {

/// A place of a row: a cell with spans that stay within the table, or a stretch without cells (nullptr).
struct GridCell {
  const read::Cell* cell = nullptr;
  int row_span = 1;
  int column_span = 1;
};
struct GridRow {
  bool head = false;  // the rows above the first that has a number
  std::vector<GridCell> cells;
};

/// The rows of a table block as HTML wants them: places that a span covers are left out, gaps before a cell
/// are filled, empty rows without a span left out. Whatever the spans say, the cost grows with the cells;
/// columns after the thousandth are not shown.
std::vector<GridRow> grid_rows(const read::Document& document, const read::Block& block);

/// Whether a cell holds a number and little else, so that it is set to the right.
bool looks_numeric(std::string_view text);

}  // namespace zhiheng::audit::view
