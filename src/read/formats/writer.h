#pragma once
#include <string>
#include <string_view>

#include "read/document.h"

namespace zhiheng::read {

/// Appends blocks to a document in reading order and keeps its parts in agreement: every reader writes
/// through it. Blocks are separated by a line break, cells by a tab, rows by a line break. Throws Error
/// ("read.too-large") beyond 256 MiB of text, 2 M blocks, 2 M cells or 1 MiB in one cell.
class DocumentWriter {
 public:
  explicit DocumentWriter(Document& document) : document_(document) {}

  /// A whole block of one line. Nothing is written for an empty text.
  void block(BlockKind kind, std::string_view text, int level, int line, int page);

  /// A block in parts: `start`, then `add` and `new_line` in any order, then `finish`, which takes back a
  /// block that stayed empty.
  void start(BlockKind kind, int level, int line, int page);
  void add(std::string_view text);
  void new_line(int line, int page);
  void finish();

  /// A table: `start_table`, its cells in row order, `finish_table`. Rows and columns follow from the cells.
  void start_table(int line, int page, std::string name = {});
  void cell(std::string_view text, int row, int column, int line, int row_span = 1, int column_span = 1);
  /// Takes back a table without any text; false then.
  bool finish_table();

  /// The block that was begun last.
  Block& last() { return document_.blocks.back(); }
  Document& document() { return document_; }

  void unread(Place place, std::string zh, std::string en);

 private:
  std::uint32_t end() const { return static_cast<std::uint32_t>(document_.text.size()); }
  void check_size() const;

  Document& document_;
  std::int32_t line_ = 0;  // of what is written next
  std::int32_t page_ = 0;
  size_t cell_text_ = 0;  // bytes in the table's cells
};

}  // namespace zhiheng::read
