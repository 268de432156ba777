#pragma once
// Segments where SQL finds them.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "segment/segment.h"
#include "store/bulk_load.h"
#include "store/database.h"

namespace zhiheng::store {

/// A table that is read out of segments and never copied: the rows of one after another, but for dead ones.
struct SegmentTable {
  struct Column {
    std::string id;  // of the segments' columns
    LoadColumn::Kind kind = LoadColumn::Kind::kNumber;
    int decimals = 0;
  };
  struct Part {
    std::shared_ptr<const segment::Segment> segment;
    std::vector<std::uint64_t> dead;  // one bit a row that is left out; empty: none is
    std::int64_t batch = 0;           // what its rows have in the table's last column, "_batch"
  };
  std::string name;
  std::vector<Column> columns;  // of the types that dialect.h `column_type` gives
  std::vector<Part> parts;
};

/// A database like `open_memory_database`, with these tables, and on as many threads as the machine has: rows
/// come in no order unless the query asks for one. A query reads only the columns that it names. Throws Error
/// ("segment.other-columns", exit code 3) where a segment lacks a column or has it in another form. A damaged
/// segment is an error of the query that meets it ("sql.failed").
std::unique_ptr<Database> open_segment_database(std::vector<SegmentTable> tables);

}  // namespace zhiheng::store
