#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"

namespace zhiheng::report {

/// Rejected rows on their way back to the sender: the columns as they came, and behind them line, what is
/// wrong, what would be right, and the codes. A path that ends in .xlsx makes a workbook, one in .ndjson JSON
/// lines, anything else CSV in UTF-8 with BOM. Rows that a sheet has no room for go on in the next. Made with
/// the first row, so that nothing is left behind where every row was right.
class ReturnedRows {
 public:
  explicit ReturnedRows(std::string path);
  ~ReturnedRows();
  ReturnedRows(const ReturnedRows&) = delete;
  ReturnedRows& operator=(const ReturnedRows&) = delete;

  void begin(const std::vector<std::string>& heads);
  void add(std::uint64_t line, const std::vector<std::string>& cells, const std::vector<Diagnostic>& reasons);
  /// Puts the file in place. Throws Error ("file.unwritable", exit code 3), as `add` may.
  void finish();

 private:
  class Form;
  class Lines;
  class Csv;
  class Ndjson;
  class Workbook;
  std::string path_;
  std::vector<std::string> heads_;
  std::unique_ptr<Form> form_;
};

}  // namespace zhiheng::report
