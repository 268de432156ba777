#pragma once
#include <string>
#include <vector>

#include "read/records/merged_cells.h"

namespace zhiheng::read {

/// Where a sheet's table is.
struct SheetHead {
  std::vector<std::string> names;  // of the columns from `first_column` on
  int first_column = 1;
  int first_row = 0;
  int last_row = 0;  // of the head; the records are below
};

/// Finds the head among the first rows of a sheet, which have their own values only (not yet spread). The
/// rule, where a merged cell counts in all its columns and rows:
///
/// 1. The head begins in the first row that has two cells of different text at least, and a value in more
/// than half as
///    many columns as the fullest of the first 20 rows. A title over the whole width has one text; a line
///    with the unit or the author fills few columns. Where no row has two different texts, it is the first
///    row that is not one merged cell.
/// 2. It goes on for as long as a cell merged over rows reaches down, five rows at most. Else, where cells of
/// its last
///    row are merged over columns, the next row belongs to it if it has different texts under one of these
///    and nothing under the cells that are not merged.
/// 3. A column's name is its texts from top to bottom, each once, joined by a space. A name over merged
/// columns without
///    others below it is the first column's.
///
/// Throws Error as `tidy_heads`.
SheetHead find_sheet_head(const std::vector<SheetRow>& rows, const MergedCells& merged,
                          const std::string& shown);

}  // namespace zhiheng::read
