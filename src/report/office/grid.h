#pragma once
#include <vector>

#include "report/document.h"

namespace zhiheng::report::office {

/// A table's cells on their grid with merges made consistent: every place belongs to exactly one cell, spans
/// stay inside the head or the body and never overlap (a later one gives way). Points into the table, which
/// must outlive it.
class Grid {
 public:
  struct Place {
    const Cell* cell = nullptr;
    int row = 0;  // of the cell's first place
    int column = 0;
    int row_span = 1;
    int col_span = 1;
  };

  explicit Grid(const Table& table);

  int rows() const { return static_cast<int>(rows_.size()); }  // head and body
  int head_rows() const { return head_rows_; }
  int columns() const { return columns_; }
  const TableRow& row(int row) const { return *rows_[static_cast<size_t>(row)]; }
  /// The cell that covers this place.
  const Place& at(int row, int column) const;
  bool starts_at(int row, int column) const {
    const Place& place = at(row, column);
    return place.row == row && place.column == column;
  }

 private:
  void put(int row, int column);
  Place& slot(int row, int column);
  int wanted_columns(const TableRow& row, int column) const;

  std::vector<const TableRow*> rows_;
  std::vector<Place> places_;
  int head_rows_ = 0;
  int columns_ = 0;
};

/// Widest one-line text in ems of each column, over cells of one column: all cells, and numbers only.
struct ColumnWidths {
  std::vector<double> text;
  std::vector<double> head;     // longest head
  std::vector<double> numbers;  // numbers and missing values
};
ColumnWidths measure_columns(const Grid& grid);

}  // namespace zhiheng::report::office
