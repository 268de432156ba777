#include "read/formats/grid.h"

#include <algorithm>
#include <span>

#include "base/text.h"
#include "read/formats/lines.h"
#include "read/formats/prose.h"

namespace zhiheng::read {
namespace {

using Cells = std::span<const GridCell>;

/// Cells of one row.
struct Row {
  Cells cells;
  int number = 0;
  size_t filled = 0;
};

std::vector<Row> rows_of(const std::vector<GridCell>& cells) {
  std::vector<Row> rows;
  for (size_t first = 0; first < cells.size();) {
    size_t end = first;
    Row row{{}, cells[first].row, 0};
    for (; end < cells.size() && cells[end].row == row.number; ++end)
      row.filled += cells[end].text.empty() ? 0 : 1;
    row.cells = Cells(cells).subspan(first, end - first);
    rows.push_back(row);
    first = end;
  }
  return rows;
}

const GridCell& only_filled(const Row& row) {
  return *std::find_if(row.cells.begin(), row.cells.end(),
                       [](const GridCell& cell) { return !cell.text.empty(); });
}

class GridWriter {
 public:
  GridWriter(const std::string& name, bool places, DocumentWriter& writer)
      : name_(name), places_(places), writer_(writer) {}

  /// Rows without an empty one between them.
  void region(std::span<const Row> rows) {
    const auto is_full = [](const Row& row) { return row.filled > 1; };
    const auto first = std::find_if(rows.begin(), rows.end(), is_full);
    if (first == rows.end()) {
      for (const Row& row : rows) prose(row);
      return;
    }
    for (auto row = rows.begin(); row != first; ++row) prose(*row);
    auto last = rows.end();
    while (last - 1 > first && is_remark(*(last - 1))) --last;
    table({first, last});
    for (auto row = last; row != rows.end(); ++row) prose(*row);
  }

 private:
  static bool is_remark(const Row& row) {
    if (row.filled != 1) return false;
    const GridCell& cell = only_filled(row);
    constexpr int kLongText = 40;
    return starts_like_note(cell.text) || display_width(cell.text) > kLongText;
  }

  void place_last(int row, int column) {
    writer_.last().name = name_;
    if (!places_) return;
    writer_.last().sheet_row = row + 1;
    writer_.last().sheet_column = column + 1;
  }

  void prose(const Row& row) {
    for (const GridCell& cell : row.cells) {
      if (cell.text.empty()) continue;
      const size_t before = writer_.document().blocks.size();
      write_prose(cell.text, cell.line, 0, writer_);
      if (writer_.document().blocks.size() > before) place_last(cell.row, cell.column);
    }
  }

  void table(std::span<const Row> rows) {
    int left = rows[0].cells[0].column;
    int right = left;
    size_t present = 0;
    for (const Row& row : rows) {
      for (const GridCell& cell : row.cells) {
        if (cell.text.empty()) continue;
        left = std::min(left, cell.column);
        right = std::max(right, cell.column + cell.column_span);
        ++present;
      }
    }
    const int top = rows[0].number;
    const int bottom = rows.back().number + 1;
    // Far apart cells would need a wide grid of empty ones.
    const bool fill = static_cast<size_t>(right - left) * rows.size() <= 1000 + 8 * present;
    writer_.start_table(rows[0].cells[0].line, 0);
    place_last(top, left);
    std::vector<int> covered_until(static_cast<size_t>(fill ? right - left : 0), 0);  // row, per column
    for (const Row& row : rows) {
      int next = left;
      const auto fill_to = [&](int column) {
        for (; fill && next < column; ++next) {
          if (covered_until[static_cast<size_t>(next - left)] > row.number) continue;
          writer_.cell({}, row.number - top, next - left, row.cells[0].line);
        }
      };
      for (const GridCell& cell : row.cells) {
        if (cell.column < left || cell.column >= right) continue;
        fill_to(cell.column);
        const int rows_down = std::min(cell.row_span, bottom - cell.row);
        const int columns_across = std::min(cell.column_span, right - cell.column);
        writer_.cell(cell.text, cell.row - top, cell.column - left, cell.line, rows_down, columns_across);
        for (int c = cell.column; fill && c < cell.column + columns_across; ++c) {
          covered_until[static_cast<size_t>(c - left)] = cell.row + rows_down;
        }
        next = std::max(next, cell.column + columns_across);
      }
      fill_to(right);
    }
    writer_.finish_table();
  }

  const std::string& name_;
  bool places_;
  DocumentWriter& writer_;
};

}  // namespace

void write_grid(const std::vector<GridCell>& cells, const std::string& name, bool places,
                DocumentWriter& writer) {
  std::vector<Row> rows = rows_of(cells);
  GridWriter out(name, places, writer);
  // A cell spanning rows holds a region together.
  size_t first = 0;
  int reaches = 0;
  for (size_t i = 0; i <= rows.size(); ++i) {
    const bool parted =
        i == rows.size() || (i > first && rows[i].number >= reaches &&
                             (rows[i].number > rows[i - 1].number + 1 || rows[i].filled == 0));
    if (parted && i > first) {
      out.region(std::span(rows).subspan(first, i - first));
      first = i;
    }
    if (i == rows.size()) break;
    if (rows[i].filled == 0 && i == first) {
      ++first;
      continue;
    }
    for (const GridCell& cell : rows[i].cells) {
      reaches = std::max(reaches, cell.row + (cell.text.empty() ? 1 : cell.row_span));
    }
  }
}

}  // namespace zhiheng::read
