#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/error.h"
#include "catalog/model.h"
#include "read/csv.h"

namespace zhiheng::intake {

/// Finds columns of a file by name and reports those that are missing or unknown, once. Of a file whose
/// header could not be read nothing more is reported.
class Columns {
 public:
  /// `required` must be there, `optional` may be; anything else in the header is reported with what is
  /// allowed.
  Columns(const read::CsvFile& file, const std::vector<std::string>& required,
          const std::vector<std::string>& optional, Diagnostics& diagnostics);

  bool complete() const { return complete_; }
  bool has(const std::string& name) const { return at_.contains(name); }
  /// The cell of that column; an empty one if the file has no such column.
  const read::CsvCell& cell(const std::vector<read::CsvCell>& row, const std::string& name) const;

 private:
  std::map<std::string, size_t> at_;
  bool complete_ = true;
};

/// Checks of single cells. Each reports what is wrong and clears `ok`.
class CellCheck {
 public:
  CellCheck(const read::CsvFile& file, const catalog::Catalog& catalog, Diagnostics& diagnostics)
      : file_(file), catalog_(catalog), diagnostics_(diagnostics) {}

  /// A number below 10^18 with at most `kMaxDecimals` decimals; nullopt if the cell is empty.
  std::optional<Decimal> number(const read::CsvCell& cell, const std::string& column, bool& ok) const;
  int year(const read::CsvCell& cell, bool& ok) const;
  /// A day as 2020-12-31; an empty cell is missing and right.
  void date(const read::CsvCell& cell, const std::string& column, bool& ok) const;
  /// A code of the list, or `*` where totals are allowed.
  void code(const read::CsvCell& cell, const std::string& column, const std::string& list, bool total_allowed,
            bool& ok) const;
  void one_of(const read::CsvCell& cell, const std::string& column, const std::vector<std::string>& allowed,
              bool& ok) const;
  Location place(const read::CsvCell& cell) const { return {file_.path, cell.line, cell.column}; }

  static constexpr int kMaxDecimals = 6;

 private:
  const read::CsvFile& file_;
  const catalog::Catalog& catalog_;
  Diagnostics& diagnostics_;
};

}  // namespace zhiheng::intake
