#pragma once
// Files of records, however large: told apart, cut into chunks of whole rows, and read into blocks of cells.
// Runs in a child process (workers.h) on what a stranger sent; nothing here opens a file.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace zhiheng::read {

struct RecordFormat {
  enum class Kind { kCsv, kXlsx, kNdjson };
  enum class Encoding { kUtf8, kGb18030, kUtf16Le, kUtf16Be };
  Kind kind = Kind::kCsv;
  Encoding encoding = Encoding::kUtf8;
  char separator = ',';  // , tab ; of a CSV
};

/// What the beginning of a file says: its format and the heads of its columns.
struct RecordHead {
  RecordFormat format;
  std::vector<std::string> names;  // trimmed; merged heads of two or more rows joined by a space
  size_t begin = 0;                // byte at which the rows begin (CSV, NDJSON)
  std::uint64_t line = 1;          // line of the first row there
  std::string sheet;               // the sheet's name (XLSX)
  std::vector<std::string> notes;  // what a person should know: hidden rows, other sheets that were not read
};

/// Reads the head from a file's first bytes (`whole`: there are no more). By content, then by the name in
/// `shown`. XLSX needs the whole file. Throws Error: "read.unknown-format", "read.encoding", "read.empty" (no
/// head), "read.too-wide" (over 2,000 columns), "read.duplicate-head" (names which), "read.hostile" (macros
/// are ignored; zip bombs, entities and too deep XML are refused), "read.encrypted".
RecordHead read_record_head(std::string_view bytes, bool whole, const std::string& shown);

/// Where to cut: the longest beginning of `bytes` that consists of whole rows, outside quotes. 0 where there
/// is none; then more bytes are needed. Counts quotes, not columns: as fast as memory. `bytes` begins at a
/// row. GB18030 and UTF-8 alike.
size_t whole_rows(std::string_view bytes, const RecordFormat& format);

/// Some rows of a file. Cells are unquoted, UTF-8, not trimmed; an XLSX date is 2020-12-31 or 2020-12-31
/// 08:30:00, its numbers are written as plain decimals (1e-7 is 0.0000001), its truth values true/false; a
/// cell of an error value
/// (#N/A) is that text.
struct RowBlock {
  static constexpr size_t kRows = 1024;

  struct Cell {
    std::uint32_t begin = 0;  // in `text`
    std::uint32_t size = 0;
  };

  /// A row that could not be read as one.
  struct Problem {
    enum class Kind { kTooFew, kTooMany, kQuote, kEncoding, kTooLong, kNotAnObject, kUnknownField };
    Kind kind = Kind::kTooFew;
    std::uint64_t line = 0;
    size_t found = 0;  // cells
    std::string raw;   // the row as it came, at most 64 KiB
  };

  std::string_view text;  // what the cells point into
  size_t columns = 0;
  std::vector<Cell> cells;  // rows × columns, row by row
  std::vector<std::uint64_t>
      lines;                      // of each row: line of the file, from `first_line`; row number of a sheet
  std::vector<Problem> problems;  // rows that are not among `lines`

  size_t rows() const { return lines.size(); }
  std::string_view cell(size_t row, size_t column) const {
    const Cell& c = cells[row * columns + column];
    return text.substr(c.begin, c.size);
  }
};

/// Reads rows one block after another.
class RecordReader {
 public:
  virtual ~RecordReader() = default;
  /// Fills the block with up to RowBlock::kRows rows; false where there are no more (the block is then
  /// empty). What the block points into lives until the next call.
  virtual bool next(RowBlock& block) = 0;
  /// Lines read so far (CSV, NDJSON): what the lines of the next chunk begin after.
  virtual std::uint64_t lines() const = 0;
};

/// Reads a chunk of whole rows of a CSV or NDJSON file with these heads. `rows` must outlive the reader. A
/// row of another number of cells than heads is a problem, except that trailing empty cells beyond the heads
/// are ignored; an empty line is no row. A cell is at most 1 MiB.
std::unique_ptr<RecordReader> read_rows(std::string_view rows, const RecordHead& head,
                                        std::uint64_t first_line);

/// Reads the rows below the head of the sheet of an XLSX file, without holding the whole sheet. `file` must
/// outlive the reader. A cell merged over rows counts in each of them; hidden rows are read; empty rows are
/// no rows; formulas give their stored value.
std::unique_ptr<RecordReader> read_sheet_rows(std::string_view file, const RecordHead& head);

}  // namespace zhiheng::read
