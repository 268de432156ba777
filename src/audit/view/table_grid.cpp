#include "audit/view/table_grid.h"

#include <algorithm>

#include "base/text.h"

namespace zhiheng::audit::view {
namespace {

constexpr int kMostColumns = 1000;
constexpr int kMostRowSpan = 1000;

/// How many further rows each column is covered by a span from above.
class Covered {
 public:
  bool at(int column) const {
    return static_cast<size_t>(column) < left_.size() && left_[static_cast<size_t>(column)] > 0;
  }
  bool any() const {
    return std::ranges::any_of(left_, [](int left) { return left > 0; });
  }
  void cover(int column, const GridCell& cell) {
    const auto end = static_cast<size_t>(column + cell.column_span);
    if (left_.size() < end) left_.resize(end);
    for (auto c = static_cast<size_t>(column); c < end; ++c) left_[c] = cell.row_span;
  }
  void next_row() {
    for (int& left : left_) left = std::max(0, left - 1);
  }

 private:
  std::vector<int> left_;
};

/// Places without a cell from `column` to `end`, each stretch of them as one, so that a lonely cell far to
/// the right costs no more than another.
void fill(int& column, int end, const Covered& covered, GridRow& row) {
  while (column < end) {
    int next = column;
    while (next < end && !covered.at(next)) ++next;
    if (next > column) row.cells.push_back({nullptr, 1, next - column});
    column = next;
    while (column < end && covered.at(column)) ++column;
  }
}

GridRow row_of(const read::Cell* first, const read::Cell* last, int rows_left, Covered& covered) {
  GridRow row;
  int column = 0;
  for (; first != last; ++first) {
    if (first->column >= kMostColumns) break;
    fill(column, first->column, covered, row);
    if (first->column < column || covered.at(column)) continue;  // under another cell's span
    GridCell cell{first, std::clamp(first->row_span, 1, std::min(kMostRowSpan, rows_left)),
                  std::clamp(first->column_span, 1, kMostColumns - column)};
    for (int c = column + 1; c < column + cell.column_span; ++c) {
      if (covered.at(c)) cell.column_span = c - column;
    }
    covered.cover(column, cell);
    column += cell.column_span;
    row.cells.push_back(cell);
  }
  return row;
}

}  // namespace

bool looks_numeric(std::string_view text) {
  size_t digits = 0, others = 0;
  for (size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if ((c >= '0' && c <= '9') || (c >= U'０' && c <= U'９'))
      ++digits;
    else if (c > ' ' && c != '.' && c != ',' && c != '%' && c != '-' && c != '+' && c != U'％' && c != U'，')
      ++others;
  }
  return digits > 0 && others <= 2 && digits >= others;
}

std::vector<GridRow> grid_rows(const read::Document& document, const read::Block& block) {
  std::vector<GridRow> rows;
  const read::Cell* cell = document.cells.data() + block.first_cell;
  const read::Cell* const end = cell + block.cell_count;
  Covered covered;
  bool head = true;
  int line = cell != end ? cell->row : 0;
  while (cell != end) {
    for (; line < cell->row && covered.any(); ++line, covered.next_row()) rows.push_back({head, {}});
    line = cell->row;
    const read::Cell* next = cell;
    while (next != end && next->row == line) ++next;
    head = head && std::none_of(cell, next, [&](const read::Cell& each) {
             return looks_numeric(document.view(each.text));
           });
    GridRow row = row_of(cell, next, std::max(1, block.rows - line), covered);
    row.head = head;
    rows.push_back(std::move(row));
    covered.next_row();
    ++line;
    cell = next;
  }
  if (std::ranges::all_of(rows, &GridRow::head)) {  // a table of words: its first row is the head
    for (size_t i = 0; i < rows.size(); ++i) rows[i].head = i == 0 && rows.size() > 1;
  }
  return rows;
}

}  // namespace zhiheng::audit::view
