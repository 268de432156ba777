#pragma once
#include <vector>

#include "report/office/grid.h"

namespace zhiheng::report::office {

/// How wide a table's columns are and how large its letters, for a given width of paper. Lengths in twips.
struct TableLayout {
  std::vector<int> columns;  // sum = the width asked for
  std::vector<int>
      number_indents;  // right indent that puts a column's right-aligned numbers in the middle under its head
  int half_points = 21;  // 五号, or smaller where the numbers would not fit
};

/// Declared widths (TableColumn::width) where they differ, else widths by content. No column is narrower than
/// its widest number.
TableLayout layout_table(const Table& table, const Grid& grid, int width);

inline constexpr int kCellMargin = 70;

}  // namespace zhiheng::report::office
