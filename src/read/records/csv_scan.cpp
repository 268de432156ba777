#include "read/records/csv_scan.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace zhiheng::read {
namespace {

constexpr size_t kBlock = 64;
constexpr size_t kWindow = CsvScan::kWindow;
constexpr size_t kMaxBatch = size_t{1} << 30;
constexpr auto kNone = std::string_view::npos;

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

size_t find_line_end(std::string_view text, size_t at) {
  while (at < text.size() && !is_line_end(text[at])) ++at;
  return at;
}

size_t find_cell_end(std::string_view text, size_t at, char separator) {
  while (at < text.size() && text[at] != separator && !is_line_end(text[at])) ++at;
  return at;
}

size_t behind_line_end(std::string_view text, size_t at) {
  if (at >= text.size()) return text.size();
  return at + 1 + (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n' ? 1 : 0);
}

/// The quote that closes the cell opened at `at`, looked for up to `most`; npos where there is none.
size_t find_closing(std::string_view text, size_t at, size_t most) {
  const std::string_view part = text.substr(0, most);
  for (size_t quote = part.find('"', at + 1); quote != kNone; quote = part.find('"', quote + 2)) {
    if (quote + 1 >= text.size() || text[quote + 1] != '"') return quote;
  }
  return kNone;
}

CsvRow broken_row(std::string_view text, size_t quote, bool last) {
  const size_t end = find_line_end(text, quote);
  // A line end as the last byte may be half of one.
  if (!last && end + 1 >= text.size()) return {CsvRow::Kind::kOpen, end, end};
  return {CsvRow::Kind::kBadQuote, end, behind_line_end(text, end)};
}

}  // namespace

CsvRow scan_csv_row(std::string_view text, size_t begin, char separator, bool last, size_t origin,
                    std::vector<std::uint32_t>& ends) {
  const size_t before = ends.size();
  const auto mark = [&](size_t at) { ends.push_back(static_cast<std::uint32_t>(at - origin)); };
  const auto broken = [&](size_t quote) {
    const CsvRow row = broken_row(text, quote, last);
    ends.resize(before);
    mark(row.end);
    return row;
  };
  bool bad_quote = false;
  size_t at = begin;
  while (true) {
    if (at < text.size() && text[at] == '"') {
      const size_t close = find_closing(text, at, begin + kMaxRow);
      if (close == kNone && !last && text.size() < begin + kMaxRow) return {CsvRow::Kind::kOpen, at, at};
      if (close == kNone) return broken(at);
      const size_t end = find_cell_end(text, close + 1, separator);
      if (end != close + 1) {
        if (find_line_end(text.substr(0, close), at) < close) return broken(at);
        bad_quote = true;
      }
      at = end;
    } else {
      at = find_cell_end(text, at, separator);
    }
    mark(at);
    if (at >= text.size() || is_line_end(text[at])) break;
    ++at;
  }
  if (!last && at + 1 >= text.size() && (at >= text.size() || text[at] == '\r'))
    return {CsvRow::Kind::kOpen, at, at};
  return {bad_quote ? CsvRow::Kind::kBadQuote : CsvRow::Kind::kWhole, at, behind_line_end(text, at)};
}

std::uint64_t count_lines(std::string_view text) {
  std::uint64_t lines = 0;
  for (size_t at = find_line_end(text, 0); at < text.size();
       at = find_line_end(text, behind_line_end(text, at))) {
    ++lines;
  }
  return lines;
}

CsvScan::CsvScan(std::string_view text, char separator, bool last, const CsvKernel& kernel)
    : text_(text), separator_(separator), last_(last), kernel_(kernel) {}

size_t CsvScan::behind(size_t end) const { return behind_line_end(text_, end); }

void CsvScan::reserve(size_t blocks) {
  const size_t more = blocks * kBlock + kBlock;
  if (marks_.size() < mark_count_ + more) marks_.resize(2 * (mark_count_ + more));
  if (rows_.size() < row_count_ + more) rows_.resize(2 * (row_count_ + more));
}

/// Looks at `blocks` whole blocks; returns how many of them are done.
size_t CsvScan::take_window(size_t at, size_t blocks) {
  std::array<ByteMasks, kWindow> masks;
  std::array<std::uint64_t, kWindow> found;
  const char* bytes = text_.data() + at;
  std::array<char, kBlock> padded;
  if (blocks == 0) {
    // The end of the text, as if it ended in a line end.
    blocks = 1;
    padded.fill(' ');
    std::memcpy(padded.data(), bytes, text_.size() - at);
    padded[text_.size() - at] = '\n';
    bytes = padded.data();
  }
  reserve(blocks);
  kernel_.classify(bytes, blocks, separator_, masks.data(), kinds_);
  CsvRowEnd* end = rows_.data() + row_count_;
  const size_t done = kernel_.resolve(masks.data(), blocks, state_, found.data(), end);
  std::uint32_t* const marks_end = kernel_.positions(
      found.data(), done, static_cast<std::uint32_t>(at - origin_), marks_.data() + mark_count_);
  mark_count_ = static_cast<size_t>(marks_end - marks_.data());
  const auto rows = static_cast<size_t>(end - rows_.data());
  if (rows > row_count_) row_begin_ = behind(origin_ + marks_[rows_[rows - 1].mark]);
  row_count_ = rows;
  return done;
}

/// Takes the row at `row_begin_` byte by byte; false where it is open.
bool CsvScan::take_odd_row() {
  const CsvRowEnd before = row_count_ > 0 ? rows_[row_count_ - 1] : CsvRowEnd{};
  odd_ends_.clear();
  const CsvRow row = scan_csv_row(text_, row_begin_, separator_, last_, origin_, odd_ends_);
  if (row.kind == CsvRow::Kind::kOpen) return false;
  mark_count_ = row_count_ > 0 ? before.mark + 1 : 0;
  reserve(odd_ends_.size() / kBlock + 1);
  std::copy(odd_ends_.begin(), odd_ends_.end(), marks_.begin() + static_cast<std::ptrdiff_t>(mark_count_));
  mark_count_ += odd_ends_.size();
  const std::string_view bytes = text_.substr(row_begin_, row.next - row_begin_);
  const auto lines = count_lines(bytes) + (row.end == text_.size() ? 1 : 0);
  const auto quotes = std::count(bytes.begin(), bytes.end(), '"');
  odd_.push_back({static_cast<std::uint32_t>(row_count_), row.kind == CsvRow::Kind::kBadQuote});
  rows_[row_count_++] = {static_cast<std::uint32_t>(mark_count_ - 1),
                         before.lines + static_cast<std::uint32_t>(lines),
                         before.quotes + static_cast<std::uint32_t>(quotes)};
  kinds_ = {true, true};
  row_begin_ = row.next;
  state_ = {};
  state_.marks = static_cast<std::uint32_t>(mark_count_);
  state_.lines = rows_[row_count_ - 1].lines;
  state_.quotes = rows_[row_count_ - 1].quotes;
  return true;
}

/// One step from `at` on, which it moves; `odd` where the row there needs a closer look. False at the text's
/// end.
bool CsvScan::window(size_t& at, bool& odd) {
  if (at - row_begin_ > kMaxRow - kWindow * kBlock) {
    odd = true;
    return true;
  }
  const size_t blocks = std::min(window_, (text_.size() - at) / kBlock);
  if (blocks == 0 && !last_) {
    odd = true;
    return true;
  }
  const size_t done = take_window(at, blocks);
  at = std::min(at + done * kBlock, text_.size());
  window_ = std::min(2 * window_, kWindow);
  odd = done < std::max<size_t>(blocks, 1) || (blocks == 0 && state_.inside != 0);
  return blocks > 0 || odd;
}

bool CsvScan::scan(size_t begin, size_t most) {
  origin_ = row_begin_ = begin;
  state_ = {};
  row_count_ = mark_count_ = 0;
  odd_.clear();
  kinds_ = {};
  size_t at = begin;
  bool more = begin < text_.size();
  while (more && row_count_ < most && at - origin_ < kMaxBatch) {
    bool odd = false;
    more = window(at, odd);
    if (!odd) continue;
    if (row_begin_ >= text_.size() || !take_odd_row()) break;
    // Odd rows seldom come alone: less is looked at in vain.
    window_ = 1;
    at = row_begin_;
    more = at < text_.size();
  }
  return row_count_ > 0;
}

}  // namespace zhiheng::read
