#include "report/office/grid.h"

#include <algorithm>

#include "report/office/text.h"

namespace zhiheng::report::office {
namespace {

bool is_blank(const Cell& cell) {
  return cell.covered || (cell.kind == Cell::Kind::kEmpty && cell.text.empty() && cell.runs.empty());
}

}  // namespace

Grid::Grid(const Table& table)
    : head_rows_(static_cast<int>(table.head.size())), columns_(static_cast<int>(table.columns.size())) {
  for (const auto& row : table.head) rows_.push_back(&row);
  for (const auto& row : table.body) rows_.push_back(&row);
  places_.resize(rows_.size() * table.columns.size());
  for (int row = 0; row < rows(); ++row) {
    for (int column = 0; column < columns_; ++column) {
      if (slot(row, column).cell == nullptr) put(row, column);
    }
  }
}

Grid::Place& Grid::slot(int row, int column) {
  return places_[static_cast<size_t>(row) * static_cast<size_t>(columns_) + static_cast<size_t>(column)];
}

const Grid::Place& Grid::at(int row, int column) const {
  return places_[static_cast<size_t>(row) * static_cast<size_t>(columns_) + static_cast<size_t>(column)];
}

// A group's label covers the whole row, whether or not the builder spelled the span out.
int Grid::wanted_columns(const TableRow& row, int column) const {
  const bool alone = std::all_of(row.cells.begin() + column + 1, row.cells.end(), is_blank);
  if (row.kind == TableRow::Kind::kGroup && column == 0 && alone) return columns_;
  return row.cells[static_cast<size_t>(column)].col_span;
}

void Grid::put(int row, int column) {
  static const Cell kBlank{};
  const TableRow& source = this->row(row);
  const bool present = static_cast<size_t>(column) < source.cells.size();
  const Cell& cell = present ? source.cells[static_cast<size_t>(column)] : kBlank;
  const int last_row = row < head_rows_ ? head_rows_ : rows();
  Place place{&cell, row, column, 1, 1};
  const int wanted = present && !cell.covered ? wanted_columns(source, column) : 1;
  while (place.col_span < wanted && column + place.col_span < columns_ &&
         slot(row, column + place.col_span).cell == nullptr) {
    ++place.col_span;
  }
  if (!cell.covered) place.row_span = std::clamp(cell.row_span, 1, last_row - row);
  for (int r = row; r < row + place.row_span; ++r) {
    for (int c = column; c < column + place.col_span; ++c) slot(r, c) = place;
  }
}

ColumnWidths measure_columns(const Grid& grid) {
  const auto columns = static_cast<size_t>(grid.columns());
  ColumnWidths out{std::vector<double>(columns), std::vector<double>(columns), std::vector<double>(columns)};
  for (int row = 0; row < grid.rows(); ++row) {
    for (int column = 0; column < grid.columns(); ++column) {
      const Grid::Place& place = grid.at(row, column);
      if (!grid.starts_at(row, column) || place.col_span > 1) continue;
      const double width = width_in_em(cell_text(*place.cell)) + 2.0 * place.cell->indent;
      const auto i = static_cast<size_t>(column);
      const auto kind = place.cell->kind;
      const bool number = kind == Cell::Kind::kNumber || kind == Cell::Kind::kMissing;
      double& widest = row < grid.head_rows() ? out.head[i] : number ? out.numbers[i] : out.text[i];
      widest = std::max(widest, width);
    }
  }
  return out;
}

}  // namespace zhiheng::report::office
