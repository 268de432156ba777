#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace zhiheng::read {

/// Bytes [begin, end) of `Document::text`.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool empty() const { return begin == end; }
  friend bool operator==(const Span&, const Span&) = default;
};

/// Where something stands in its source, for a person who opens it. Unknown parts are 0 or empty.
struct Place {
  int line = 0;      // 1-based; in a spreadsheet the row; in DOCX and HTML the block's number or source line
  int page = 0;      // 1-based, where the format has pages (PDF, text with form feeds)
  std::string cell;  // "Sheet1!B7" in a spreadsheet
};

enum class BlockKind : std::uint8_t { kHeading, kParagraph, kTable, kNote };

/// One cell of a table: its text, its place in the grid (0-based) and how far it spreads.
struct Cell {
  Span text;
  std::int32_t row = 0;
  std::int32_t column = 0;
  std::int32_t row_span = 1;
  std::int32_t column_span = 1;
  std::int32_t line = 0;
};

/// One block in reading order. A heading has a level (1-based, 0 where the format gives none). A paragraph
/// may hold line breaks where the source wrapped it. A note is a footnote or endnote. A table's cells are
/// `cells[first_cell, first_cell + cell_count)`, in row order; positions covered by a span have no cell.
struct Block {
  BlockKind kind = BlockKind::kParagraph;
  std::int32_t level = 0;
  Span text;  // of a table: from its first to its last cell
  std::int32_t line = 0;
  std::int32_t page = 0;
  std::uint32_t first_cell = 0;
  std::uint32_t cell_count = 0;
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  std::string name;  // of a sheet, or empty
  // In a spreadsheet the place of the block's first cell, 1-based; 0 elsewhere.
  std::int32_t sheet_row = 0;
  std::int32_t sheet_column = 0;
};

/// Text from `offset` on stands at `line` of `page`: told where that does not follow from the block's own
/// place by counting line breaks, as in a paragraph that goes on behind a page's footnotes.
struct Jump {
  std::uint32_t offset = 0;
  std::int32_t line = 0;
  std::int32_t page = 0;
};

/// A part that could not be read, told rather than skipped in silence.
struct Unread {
  Place place;
  std::string zh;
  std::string en;
};

/// A document of any format as text with structure. `text` is well-formed UTF-8 without invisible characters
/// (BOM, zero-width, word joiner, soft hyphen) and holds every block's and cell's text once, in reading
/// order.
struct Document {
  std::string name;    // as the user gave it
  std::string format;  // "text", "markdown", "html", "csv", "xlsx", "docx", "pdf", "white-paper"
  std::string sha256;  // of the bytes as read
  std::string text;
  std::vector<Block> blocks;
  std::vector<Cell> cells;
  std::vector<Jump> jumps;  // in order of offset
  std::vector<Unread> unread;

  std::string_view view(Span span) const {
    return std::string_view(text).substr(span.begin, span.end - span.begin);
  }
  /// The block that holds byte `offset`, or the one before it; npos when there are no blocks. O(log n).
  size_t block_at(std::uint32_t offset) const;
  /// Where byte `offset` of `text` stands in the source. O(log n) and the length of one block.
  Place place(std::uint32_t offset) const;
};

}  // namespace zhiheng::read
