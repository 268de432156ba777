#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "read/document.h"

namespace zhiheng::audit {

enum class CellKind : std::uint8_t { kNone, kDash, kNumber, kYear, kWords };

/// The cells of a table block by place. A cell that spreads is found at each of its places; `is_origin` tells
/// where it begins.
class Grid {
 public:
  /// `block` must be a table of `document`, which must outlive the grid. A grid that would be much larger
  /// than its cells (a spread of a hostile file) is cut.
  Grid(const read::Document& document, const read::Block& block);

  int rows() const { return rows_; }
  int columns() const { return columns_; }
  CellKind kind(int row, int column) const { return kinds_[index(row, column)]; }
  read::Span span(int row, int column) const;
  std::string_view text(int row, int column) const;
  bool is_origin(int row, int column) const;
  const read::Document& document() const { return document_; }
  /// Whether `1 846.3` is one number here.
  bool spaced() const { return spaced_; }

  /// What one row holds, cells that spread counted once and in their first row only.
  struct Row {
    int numbers = 0;
    int words = 0;  // years included
    int years = 0;
    int first = -1;  // column of the first cell that is not empty
    bool lone() const { return numbers == 0 && words == 1; }
  };
  const Row& row(int row) const { return summary_[static_cast<size_t>(row)]; }

 private:
  size_t index(int row, int column) const {
    return static_cast<size_t>(row) * static_cast<size_t>(columns_) + static_cast<size_t>(column);
  }
  void place(const read::Cell& cell, std::int32_t id);
  void summarise();

  const read::Document& document_;
  int rows_ = 0;
  int columns_ = 0;
  bool spaced_ = false;
  std::vector<std::int32_t> cells_;  // index into document.cells, or -1
  std::vector<CellKind> kinds_;
  std::vector<Row> summary_;
};

/// A part of a grid with one head: which rows are its head and body, which columns labels and values.
struct Section {
  int title_row = -1;  // a lone line above the head
  int unit_row = -1;   // "单位：万元" inside the table
  int head_begin = 0;
  int head_end = 0;  // equal to head_begin when there is none
  std::vector<int> body;
  std::vector<int> label_columns;
  std::vector<int> value_columns;
  std::vector<int> empty_columns;  // without anything in the body
  int unit_column = -1;
};

/// The sections of a grid that have numbers: a new head in the middle begins one, heads that are repeated are
/// left out, tables side by side are parted. O(cells).
std::vector<Section> find_sections(const Grid& grid);

}  // namespace zhiheng::audit
