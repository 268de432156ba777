#pragma once
#include <duckdb.h>

#include <vector>

#include "store/frame.h"

namespace zhiheng::store::duckdb_driver {

/// Reads a successful result run by run. The caller destroys the result, after the reader.
class ResultReader {
 public:
  /// Throws Error ("store.unsupported-type").
  explicit ResultReader(duckdb_result& result);

  /// A frame without rows that has the result's columns.
  Frame empty() const;
  /// Adds the next rows, some thousand at most, to such a frame; false where there are no more.
  bool read_run(Frame& frame);

 private:
  /// How a column's vectors are read: the physical type of a decimal, with its scale.
  struct ColumnType {
    duckdb_type type;
    int scale = 0;
  };
  static ColumnType column_type(duckdb_result& result, idx_t column);
  static std::optional<Decimal> read_number(const ColumnType& type, const void* data, idx_t row);
  static void read_column(const ColumnType& type, duckdb_vector vector, idx_t rows, Frame::Column& out);

  duckdb_result& result_;
  std::vector<ColumnType> types_;
};

}  // namespace zhiheng::store::duckdb_driver
