#include "read/records/csv_rows.h"

#include <algorithm>
#include <cstring>

#include "read/encoding.h"
#include "read/records/block_text.h"
#include "read/records/csv_scan.h"
#include "read/records/transcode.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kRowTooLong{"read.too-large", "有一行超过 16 MiB，未读取",
                                "a row is longer than 16 MiB; not read"};
constexpr ErrorCode kChunkTooLarge{"read.too-large", "一次读取超过 2 GiB", "more than 2 GiB to read at once"};
constexpr size_t kMaxChunk = size_t{2} << 30;
using Cell = RowBlock::Cell;
using Kind = RowBlock::Problem::Kind;

class CsvRows : public RecordReader {
 public:
  CsvRows(std::string_view rows, const RecordHead& head, std::uint64_t first_line, const CsvKernel& kernel)
      : converted_(utf8_of(rows, head.format.encoding)),
        text_(converted_ ? std::string_view(*converted_) : rows),
        columns_(head.names.size()),
        first_line_(first_line),
        scan_(text_, head.format.separator, true, kernel) {}

  bool next(RowBlock& block) override {
    block.columns = columns_;
    block.problems.clear();
    while (scan_.scan(at_, RowBlock::kRows)) {
      if (fill(block)) return true;
    }
    block.cells.clear();
    block.lines.clear();
    block.text = {};
    return false;
  }

  std::uint64_t lines() const override { return lines_; }

 private:
  /// A row as found, before it is known to be one.
  struct Found {
    size_t begin = 0;
    size_t end = 0;
    std::uint64_t line = 0;
    const std::uint32_t* ends = nullptr;
    size_t count = 0;
    std::uint32_t quotes = 0;
    bool odd = false;
    bool bad_quote = false;
  };

  /// Puts the rows scanned into the block; false where they are none.
  bool fill(RowBlock& block) {
    const size_t count = std::min(scan_.row_count(), RowBlock::kRows);
    origin_ = at_;
    block.cells.resize(RowBlock::kRows * columns_);
    block.lines.resize(RowBlock::kRows);
    cells_ = block.cells.data();
    escaped_.clear();
    look_closer_ = needs_closer_look();
    rows_ = 0;
    take_rows(block, count);
    block.cells.resize(rows_ * columns_);
    block.lines.resize(rows_);
    block.text = text_.substr(origin_, at_ - origin_);
    if (!escaped_.empty()) unescape(block);
    return rows_ > 0 || !block.problems.empty();
  }

  void take_rows(RowBlock& block, size_t count) {
    CsvRowEnd before;
    std::uint32_t first_mark = 0;
    auto odd = scan_.odd().begin();
    const auto odd_end = scan_.odd().end();
    const std::uint64_t line = first_line_ + lines_;
    for (size_t i = 0; i < count; ++i) {
      const CsvRowEnd& row = scan_.rows()[i];
      Found found{at_,
                  origin_ + scan_.marks()[row.mark],
                  line + before.lines,
                  scan_.marks() + first_mark,
                  row.mark + 1 - first_mark,
                  row.quotes - before.quotes};
      if (odd != odd_end && odd->row == i) {
        found.odd = true;
        found.bad_quote = odd->bad_quote;
        ++odd;
      }
      at_ = scan_.behind(found.end);
      // The end of the text is no line of its own.
      if (found.begin == text_.size()) break;
      first_mark = row.mark + 1;
      before = row;
      take(found, block);
    }
    lines_ += before.lines;
  }

  bool needs_closer_look() const {
    return scan_.kinds().zero || (scan_.kinds().high && !is_utf8(text_.substr(at_, scan_.end() - at_)));
  }

  void take(const Found& row, RowBlock& block) {
    if (row.begin == row.end) return;
    if (row.count == columns_ && row.quotes == 0 && !look_closer_ && row.end - row.begin <= kMaxCell)
        [[likely]] {
      plain_cells(row, cells_ + rows_ * columns_);
    } else if (const auto problem = careful(row)) {
      block.problems.push_back(
          row_problem(*problem, row.line, row.count, text_.substr(row.begin, row.end - row.begin)));
      return;
    }
    block.lines[rows_++] = row.line;
  }

  void plain_cells(const Found& row, Cell* out) const {
    const auto begin = static_cast<std::uint32_t>(row.begin - origin_);
    out[0] = {begin, row.ends[0] - begin};
    for (size_t c = 1; c < columns_; ++c) {
      const std::uint32_t from = row.ends[c - 1] + 1;
      out[c] = {from, row.ends[c] - from};
    }
  }

  std::optional<Kind> careful(const Found& row) {
    const std::string_view bytes = text_.substr(row.begin, row.end - row.begin);
    if (bytes.size() > kMaxRow) return Kind::kTooLong;
    if (look_closer_ && !is_row_text(bytes)) return Kind::kEncoding;
    if (row.bad_quote) return Kind::kQuote;
    if (row.count < columns_) return Kind::kTooFew;
    if (row.count > columns_ && !empty_beyond(row)) return Kind::kTooMany;
    const size_t first = rows_ * columns_;
    plain_cells(row, cells_ + first);
    if (row.quotes > 0) unquote_cells(row, first);
    const bool too_long = std::any_of(cells_ + first, cells_ + first + columns_,
                                      [](const Cell& c) { return c.size > kMaxCell; });
    if (!too_long) return std::nullopt;
    std::erase_if(escaped_, [first](size_t cell) { return cell >= first; });
    return Kind::kTooLong;
  }

  bool empty_beyond(const Found& row) const {
    for (size_t c = columns_; c < row.count; ++c) {
      const size_t from = origin_ + row.ends[c - 1] + 1;
      const std::string_view cell = text_.substr(from, origin_ + row.ends[c] - from);
      if (!cell.empty() && cell != "\"\"") return false;
    }
    return true;
  }

  void unquote_cells(const Found& row, size_t first) {
    const char* const bytes = text_.data() + origin_;
    std::uint32_t quoted = 0;
    for (size_t c = first; c < first + columns_; ++c) {
      Cell& cell = cells_[c];
      if (cell.size == 0 || bytes[cell.begin] != '"') continue;
      ++cell.begin;
      cell.size -= 2;
      ++quoted;
    }
    // No quote but those around cells.
    if (!row.odd && row.count == columns_ && row.quotes == 2 * quoted) return;
    for (size_t c = first; c < first + columns_; ++c) {
      const Cell& cell = cells_[c];
      const bool is_quoted = cell.begin > row.begin - origin_ && bytes[cell.begin - 1] == '"';
      if (is_quoted && std::memchr(bytes + cell.begin, '"', cell.size) != nullptr) escaped_.push_back(c);
    }
  }

  void unescape(RowBlock& block) {
    scratch_ = block.text;
    for (const size_t cell : escaped_) {
      Cell& c = block.cells[cell];
      c.size = static_cast<std::uint32_t>(unquote(scratch_.data() + c.begin, c.size));
    }
    block.text = scratch_;
  }

  std::optional<std::string> converted_;
  std::string_view text_;
  size_t columns_;
  std::uint64_t first_line_;
  CsvScan scan_;
  size_t at_ = 0;      // the next row's first byte
  size_t origin_ = 0;  // the block's first byte
  std::uint64_t lines_ = 0;
  size_t rows_ = 0;  // in the block
  Cell* cells_ = nullptr;
  bool look_closer_ = false;
  std::vector<size_t> escaped_;  // cells with doubled quotes
  std::string scratch_;          // the block's text without them
};

size_t behind_last_line_end(std::string_view bytes) {
  const size_t begin = bytes.rfind('\n') + 1;  // npos + 1 is 0
  return begin + (bytes.substr(begin).rfind('\r') + 1);
}

}  // namespace

size_t unquote(char* text, size_t size) {
  size_t to = 0;
  for (size_t at = 0; at < size; ++at) {
    text[to++] = text[at];
    if (text[at] == '"') ++at;
  }
  return to;
}

std::unique_ptr<RecordReader> read_csv_rows(std::string_view rows, const RecordHead& head,
                                            std::uint64_t first_line, const CsvKernel& kernel) {
  if (rows.size() > kMaxChunk) throw Error(kChunkTooLarge, {});
  return std::make_unique<CsvRows>(rows, head, first_line, kernel);
}

size_t whole_csv_rows(std::string_view bytes, const RecordFormat& format) {
  size_t end = 0;
  // A CR as the last byte may be half of a line end.
  if (bytes.ends_with('\r')) bytes.remove_suffix(1);
  if (bytes.find('"') == std::string_view::npos) {
    end = behind_last_line_end(bytes);
  } else {
    constexpr size_t kRows = 4096;
    CsvScan scan(bytes, format.separator, false);
    while (scan.scan(end, kRows)) end = scan.end();
  }
  if (bytes.size() - end > kMaxRow) throw Error(kRowTooLong, {});
  return end;
}

}  // namespace zhiheng::read
