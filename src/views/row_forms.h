#pragma once
// Rows of records written as CSV and as JSON.
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "catalog/model.h"
#include "intake/record_store.h"

namespace zhiheng::views {

/// What the rows are, said once.
struct RowsHead {
  const catalog::Catalog& catalog;
  const catalog::Dataset& dataset;
  std::vector<const catalog::DatasetColumn*> columns;
  std::string where;         // the formula; empty: all rows
  std::uint64_t rows = 0;    // for which it holds; not all of them need be written
  std::size_t left_out = 0;  // columns that aren't shown, and that nobody asked for
  bool simulated = false;    // some batch is
};

/// One row: the batch it came in, its line in that batch's file, and its values as they are stored.
struct FoundRow {
  const intake::Batch& batch;
  std::int64_t line;
  std::vector<std::optional<std::string>> values;
};

/// Writes rows one after another. Of a personal value nothing but its first character leaves.
class RowForm {
 public:
  virtual ~RowForm() = default;
  virtual void begin() = 0;
  virtual void add(const FoundRow& row) = 0;
  virtual void end() = 0;
};

/// What cannot be written is seen in the file's error mark. The head must outlive the form.
std::unique_ptr<RowForm> csv_rows(const RowsHead& head, std::FILE* file);
std::unique_ptr<RowForm> json_rows(const RowsHead& head, std::FILE* file);

/// A value as people read it, out of how it is stored: 是, 否; of a personal one its first character.
std::string shown_cell(const catalog::DatasetColumn& column, const std::string& stored);

/// A cell of CSV as no spreadsheet takes it for a formula: what begins like one gets an apostrophe before it,
/// unless it is a number.
std::string csv_cell(const std::string& text);

}  // namespace zhiheng::views
