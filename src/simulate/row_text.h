#pragma once
// Made-up rows as the text of a file.
#include <string>
#include <vector>

#include "simulate/batch.h"

namespace zhiheng::simulate {

enum class Format { kCsv, kXlsx, kNdjson };

/// Appends what stands in a cell, without any quoting.
void append_cell(const catalog::DatasetColumn& column, const formula::Vector& values, std::size_t row,
                 std::string& out);

/// Appends rows of a CSV or NDJSON file.
class RowText {
 public:
  RowText(const catalog::Dataset& dataset, Format format);
  std::string head() const;
  void append(const Batch& batch, std::size_t row, std::string& out) const;
  /// A row of cells that are text already.
  void append(const std::vector<std::string>& cells, std::string& out) const;

 private:
  void append_json(const std::vector<std::string>& cells, std::string& out) const;

  const catalog::Dataset& dataset_;
  Format format_;
  std::vector<std::string> json_heads_;
};

/// The cells of a row, one text each.
std::vector<std::string> cells_of(const catalog::Dataset& dataset, const Batch& batch, std::size_t row);

}  // namespace zhiheng::simulate
