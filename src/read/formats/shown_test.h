#pragma once
// For tests only: a document as short lines.
#include <string>
#include <vector>

#include "read/document.h"

namespace zhiheng::read {

/// A table's rows: "[a][b]"; a cell over several columns or rows "[a 1x2]" (rows by columns).
inline std::vector<std::string> shown_rows(const Document& document, const Block& table) {
  std::vector<std::string> rows(static_cast<size_t>(table.rows));
  for (std::uint32_t i = 0; i < table.cell_count; ++i) {
    const Cell& cell = document.cells[table.first_cell + i];
    std::string& row = rows[static_cast<size_t>(cell.row)];
    row += "[" + std::string(document.view(cell.text));
    if (cell.row_span > 1 || cell.column_span > 1) {
      row += " " + std::to_string(cell.row_span) + "x" + std::to_string(cell.column_span);
    }
    row += "]";
  }
  return rows;
}

/// Each block as "H1 title", "P text", "N note"; a table as its rows.
inline std::vector<std::string> shown(const Document& document) {
  std::vector<std::string> out;
  for (const Block& block : document.blocks) {
    const std::string text(document.view(block.text));
    switch (block.kind) {
      case BlockKind::kHeading:
        out.push_back("H" + std::to_string(block.level) + " " + text);
        break;
      case BlockKind::kParagraph:
        out.push_back("P " + text);
        break;
      case BlockKind::kNote:
        out.push_back("N " + text);
        break;
      case BlockKind::kTable:
        for (std::string& row : shown_rows(document, block)) out.push_back(std::move(row));
        break;
    }
  }
  return out;
}

}  // namespace zhiheng::read
