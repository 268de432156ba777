#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "read/records/workbook.h"

namespace zhiheng::read {

/// A row of a sheet: the cells that are not empty, in the file's order, from left to right or not.
struct SheetRow {
  struct Value {
    int column = 0;  // 1-based
    size_t begin = 0;
    size_t size = 0;
  };
  int number = 0;  // 1-based
  std::vector<Value> values;
  std::string text;
  bool too_long = false;  // cells were left out: the row has over 16 MiB, or one of them over 1 MiB

  std::string_view of(const Value& value) const {
    return std::string_view(text).substr(value.begin, value.size);
  }
};

/// "B7" as row and column, 1-based; 0 where the text is none or beyond a sheet's edge (1,048,576 × 16,384).
struct CellName {
  int row = 0;
  int column = 0;
};
CellName parse_cell_name(std::string_view name);

/// A number as the file has it, written as a plain decimal: 1e-7 is 0.0000001. Numbers of more than 15 digits
/// are rounded to the 15 that a spreadsheet keeps, except integers that are exact. What is no number stays as
/// it is.
void append_plain_number(std::string_view number, std::string& to);

/// The rows of a sheet from the top, one at a time. Cells have the texts that `RowBlock` describes.
class SheetCells {
 public:
  SheetCells(Workbook& workbook, const Workbook::Sheet& sheet);
  /// The next row that has a cell with a value; false where there is none. Throws Error ("read.damaged")
  /// where rows are not in order.
  bool next(SheetRow& row);

 private:
  enum class Type { kNumber, kShared, kText, kTruth, kDate };
  void begin_row(SheetRow& row);
  void begin_cell();
  bool read_row(SheetRow& row);
  void read_cell(SheetRow& row);
  void take_value(SheetRow& row);
  void append_moment_or_number(SheetRow& row) const;

  Workbook& workbook_;
  XmlPull xml_;
  bool in_data_ = false;
  int row_ = 0;
  int column_ = 0;
  Type type_ = Type::kNumber;
  size_t style_ = 0;
  std::string value_;
};

}  // namespace zhiheng::read
