#pragma once
#include <string>
#include <utility>
#include <vector>

#include "read/formats/writer.h"

namespace zhiheng::read {

/// A cell of a sheet of which most may be empty; 0-based.
struct GridCell {
  std::string text;
  int row = 0;
  int column = 0;
  int row_span = 1;
  int column_span = 1;
  int line = 0;
};

/// Writes the cells of a sheet, in row order, as blocks: an empty row parts two tables; lone cells above a
/// table (its title, its unit) and lone long cells or notes below it are paragraphs and notes. `name` is the
/// sheet's. With `places` the blocks know their cells ("Sheet1!B7").
void write_grid(const std::vector<GridCell>& cells, const std::string& name, bool places,
                DocumentWriter& writer);

}  // namespace zhiheng::read
