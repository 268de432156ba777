#pragma once
// Rows and cells of CSV bytes as positions; nothing is copied. What a row is: after RFC 4180; lines end in
// LF, CRLF or CR; a quote opens only at the beginning of a cell and is text elsewhere. Works on UTF-8 and
// GB18030 alike, whose second bytes are never a separator, quote or line end.
#include <cstdint>
#include <string_view>
#include <vector>

#include "read/records/csv_masks.h"

namespace zhiheng::read {

/// A row is no longer: a quote that has not closed within it is taken as never closed.
constexpr size_t kMaxRow = size_t{16} << 20;

/// A row looked at byte by byte. A quote that never closes, or that closes on a later line in front of
/// something else than a separator or line end, spoils its line only: the row ends with that line, so that
/// nothing after it is lost.
struct CsvRow {
  enum class Kind {
    kWhole,
    kBadQuote,
    kOpen,  // the text ends within the row, and more might follow
  };
  Kind kind = Kind::kWhole;
  size_t end = 0;   // of its last cell
  size_t next = 0;  // where the next row begins
};

/// Looks at the row of `text` that begins at `begin`; `last`: nothing follows `text`. Appends where its cells
/// end, counted from `origin`, to `ends`.
CsvRow scan_csv_row(std::string_view text, size_t begin, char separator, bool last, size_t origin,
                    std::vector<std::uint32_t>& ends);

/// Number of line ends in `text`.
std::uint64_t count_lines(std::string_view text);

/// Rows of a text, some thousand at a time.
class CsvScan {
 public:
  /// A row that was looked at byte by byte.
  struct Odd {
    std::uint32_t row = 0;
    bool bad_quote = false;
  };

  /// Blocks looked at in one go: their masks stay in the nearest cache.
  static constexpr size_t kWindow = 48;

  /// `last`: nothing follows `text`. `kernel` is one of `csv_kernels()`.
  CsvScan(std::string_view text, char separator, bool last, const CsvKernel& kernel = csv_kernels().front());

  /// Finds rows from byte `begin`, where a row begins, on: until there are `most` or more, or the text ends.
  /// False when there are none.
  bool scan(size_t begin, size_t most);

  /// Their ends; lines and quotes are counted from the first row on.
  const CsvRowEnd* rows() const { return rows_.data(); }
  size_t row_count() const { return row_count_; }
  const std::vector<Odd>& odd() const { return odd_; }
  /// Where each cell ends, from `begin` on.
  const std::uint32_t* marks() const { return marks_.data(); }
  /// What was seen in the rows (and perhaps behind them).
  const ByteKinds& kinds() const { return kinds_; }
  /// Where the row after the row ending at `end` begins.
  size_t behind(size_t end) const;
  /// Where the rows found end.
  size_t end() const { return row_begin_; }

 private:
  size_t take_window(size_t at, size_t blocks);
  bool take_odd_row();
  bool window(size_t& at, bool& odd);
  void reserve(size_t blocks);

  std::string_view text_;
  char separator_;
  bool last_;
  const CsvKernel& kernel_;
  size_t window_ = kWindow;  // blocks to look at next
  size_t origin_ = 0;
  size_t row_begin_ = 0;  // of the first row not found yet
  CsvState state_;
  std::vector<CsvRowEnd> rows_;
  size_t row_count_ = 0;
  std::vector<std::uint32_t> marks_;
  size_t mark_count_ = 0;
  std::vector<Odd> odd_;
  std::vector<std::uint32_t> odd_ends_;
  ByteKinds kinds_;
};

}  // namespace zhiheng::read
