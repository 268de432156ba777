#include "read/formats/csv_sheet.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "read/formats/grid.h"
#include "read/formats/lines.h"

namespace zhiheng::read {
namespace {

constexpr size_t kMaxColumns = 16'384;
constexpr ErrorCode kTooManyColumns{"read.too-large", "第 {} 行超过 16384 列，未读取",
                                    "line {} has more than 16,384 columns; not read"};

/// How evenly a separator divides the first lines: the count of lines that have as many of it as most have.
size_t fitness(std::string_view text, char separator) {
  std::map<size_t, size_t> lines_by_count;
  size_t count = 0;
  size_t lines = 0;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == separator) ++count;
    if (c != '\n') continue;
    if (count > 0) ++lines_by_count[count];
    count = 0;
    if (++lines == 50) break;
  }
  if (count > 0) ++lines_by_count[count];
  size_t best = 0;
  for (const auto& [separators, having] : lines_by_count)
    best = std::max(best, having * 10 + std::min<size_t>(separators, 9));
  return best;
}

char find_separator(std::string_view text) {
  char best = ',';
  for (const char separator : {'\t', ';', '|'}) {
    if (fitness(text, separator) > fitness(text, best)) best = separator;
  }
  return best;
}

class SheetReader {
 public:
  SheetReader(std::string_view text, char separator, DocumentWriter& writer)
      : text_(text), separator_(separator), writer_(writer) {}

  void read() {
    for (int row = 0; at_ < text_.size(); ++row) record(row);
    tell_ragged_rows();
    write_grid(cells_, "", false, writer_);
  }

 private:
  void record(int row) {
    const int line = line_;
    size_t filled = 0;
    for (int column = 0;; ++column) {
      if (static_cast<size_t>(column) >= kMaxColumns) {
        throw Error(kTooManyColumns, {writer_.document().name, line}, {std::to_string(line)});
      }
      std::string value = at_ < text_.size() && text_[at_] == '"' ? quoted() : plain();
      value = std::string(trim_wide(value));
      if (!value.empty()) filled = static_cast<size_t>(column) + 1;
      cells_.push_back({std::move(value), row, column, 1, 1, line});
      if (at_ >= text_.size() || text_[at_] != separator_) break;
      ++at_;
    }
    end_line();
    if (filled > 0) lengths_.emplace_back(filled, line);
  }

  std::string plain() {
    const size_t end = std::min(text_.find_first_of(std::string{separator_, '\n'}, at_), text_.size());
    std::string out(text_.substr(at_, end - at_));
    at_ = end;
    return out;
  }

  std::string quoted() {
    const size_t start = at_++;
    std::string out;
    int lines = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"' && (at_ >= text_.size() || text_[at_] != '"')) {
        line_ += lines;
        return out + plain();
      }
      if (c == '"') ++at_;
      lines += c == '\n' ? 1 : 0;
      out += c;
    }
    // Never closed: the quote is part of the text.
    writer_.unread({line_, 0, ""}, "引号未闭合，按普通字符读取",
                   "a quote is never closed; read as a character");
    at_ = start;
    return plain();
  }

  void end_line() {
    at_ = std::min(text_.find('\n', at_), text_.size());
    if (at_ < text_.size()) ++at_;
    ++line_;
  }

  /// Rows longer than the widest common length, or shorter than it inside of the data.
  void tell_ragged_rows() {
    std::map<size_t, size_t> rows_by_length;
    for (const auto& [length, line] : lengths_) ++rows_by_length[length];
    const auto common = std::max_element(rows_by_length.begin(), rows_by_length.end(),
                                         [](const auto& a, const auto& b) { return a.second < b.second; });
    if (common == rows_by_length.end() || common->first < 2) return;
    for (const auto& [length, line] : lengths_) {
      if (length <= common->first || length == 1) continue;
      writer_.unread(
          {line, 0, ""},
          "本行有 " + std::to_string(length) + " 格，多数行为 " + std::to_string(common->first) + " 格",
          "this row has " + std::to_string(length) + " cells, most have " + std::to_string(common->first));
    }
  }

  std::string_view text_;
  char separator_;
  DocumentWriter& writer_;
  size_t at_ = 0;
  int line_ = 1;
  std::vector<GridCell> cells_;
  std::vector<std::pair<size_t, int>> lengths_;
};

}  // namespace

void read_csv_sheet(std::string_view text, Document& document) {
  DocumentWriter writer(document);
  SheetReader(text, find_separator(text), writer).read();
}

}  // namespace zhiheng::read
