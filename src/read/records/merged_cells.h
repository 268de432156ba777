#pragma once
#include <string>
#include <vector>

#include "read/records/sheet_cells.h"

namespace zhiheng::read {

/// The merged ranges of a sheet, and what else is known only from the whole of it.
class MergedCells {
 public:
  struct Range {
    CellName from;
    CellName to;
  };

  MergedCells() = default;
  /// Looks through the sheet's bytes. Throws Error ("read.hostile") for over 200,000 ranges.
  MergedCells(Workbook& workbook, const Workbook::Sheet& sheet);
  explicit MergedCells(std::vector<Range> ranges);

  const std::vector<Range>& ranges() const { return ranges_; }
  size_t hidden_rows() const { return hidden_rows_; }

  /// Puts the value of each range that goes over this row into all its cells in columns `first` to `last`.
  /// Rows come from the top.
  void spread(SheetRow& row, int first, int last);

 private:
  struct Open {
    Range range;
    std::string value;
  };
  void open_ranges(const SheetRow& row);

  std::vector<Range> ranges_;  // by first row
  size_t hidden_rows_ = 0;
  size_t next_ = 0;
  std::vector<Open> open_;
};

}  // namespace zhiheng::read
