#include "read/csv.h"

#include <algorithm>

#include "base/file.h"
#include "base/text.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kEncoding{"csv.encoding",
                              "不是 UTF-8 编码（第 {} 字节起）；如为 GBK/GB18030，请另存为 UTF-8",
                              "not UTF-8 (from byte {}); if it is GBK/GB18030, save it as UTF-8"};
constexpr ErrorCode kNoHeader{"csv.no-header", "缺少表头行", "the header row is missing"};
constexpr ErrorCode kOpenQuote{"csv.open-quote", "引号未闭合", "a quote is never closed"};
constexpr ErrorCode kAfterQuote{"csv.after-quote", "右引号之后应为逗号或行尾",
                                "a comma or the end of the line must follow a closing quote"};
constexpr ErrorCode kStrayQuote{
    "csv.stray-quote", "未加引号的单元格中出现引号；整格应加引号，格内引号写两次",
    "a quote inside an unquoted cell; quote the whole cell and double the inner quote"};
constexpr ErrorCode kCellCount{"csv.cell-count", "本行有 {} 格，表头有 {} 格",
                               "this row has {} cells, the header has {}"};
constexpr ErrorCode kTooManyColumns{"csv.too-many-columns", "列数超过 1000", "more than 1,000 columns"};
constexpr size_t kMaxColumns = 1000;

class Scanner {
 public:
  Scanner(std::string_view text, const std::string& shown, Diagnostics& diagnostics)
      : text_(text), shown_(shown), diagnostics_(diagnostics) {}

  bool at_end() const { return at_ >= text_.size(); }

  /// One record; empty for an empty line. `ok` is false when a mistake was reported.
  std::vector<CsvCell> record(bool& ok) {
    std::vector<CsvCell> cells;
    const size_t start = at_;
    ok = true;
    while (true) {
      CsvCell cell{"", line_, column()};
      ok &= at_quote() ? quoted(cell) : plain(cell);
      cells.push_back(std::move(cell));
      if (!at_end() && text_[at_] == ',') {
        ++at_;
        continue;
      }
      end_line();
      break;
    }
    if (cells.size() == 1 && cells[0].text.empty() && text_[start] != '"') cells.clear();
    return cells;
  }

 private:
  int column() const { return static_cast<int>(at_ - line_start_) + 1; }
  bool at_quote() const { return !at_end() && text_[at_] == '"'; }
  bool at_line_end() const { return at_end() || text_[at_] == '\n' || text_.substr(at_, 2) == "\r\n"; }

  bool plain(CsvCell& cell) {
    bool ok = true;
    while (!at_line_end() && text_[at_] != ',') {
      if (text_[at_] == '"' && ok) {
        diagnostics_.add(kStrayQuote, {shown_, line_, column()});
        ok = false;
      }
      cell.text += text_[at_++];
    }
    return ok;
  }

  bool quoted(CsvCell& cell) {
    ++at_;
    while (!at_end()) {
      const char c = text_[at_++];
      if (c == '"' && !at_quote()) return after_quote();
      if (c == '"') ++at_;
      cell.text += c;
      if (c == '\n') new_line();
    }
    diagnostics_.add(kOpenQuote, {shown_, cell.line, cell.column});
    return false;
  }

  bool after_quote() {
    if (at_line_end() || text_[at_] == ',') return true;
    diagnostics_.add(kAfterQuote, {shown_, line_, column()});
    while (!at_line_end() && text_[at_] != ',') ++at_;
    return false;
  }

  void end_line() {
    if (at_end()) return;
    at_ += text_[at_] == '\r' ? 2 : 1;
    new_line();
  }

  void new_line() {
    ++line_;
    line_start_ = at_;
  }

  std::string_view text_;
  const std::string& shown_;
  Diagnostics& diagnostics_;
  size_t at_ = 0;
  size_t line_start_ = 0;
  int line_ = 1;
};

Location place_of(std::string_view text, size_t offset, const std::string& shown) {
  const std::string_view before = text.substr(0, offset);
  const size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return {shown, 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n')),
          static_cast<int>(offset - line_start) + 1};
}

}  // namespace

CsvFile parse_csv(std::string_view text, const std::string& shown, Diagnostics& diagnostics) {
  CsvFile file;
  file.path = shown;
  file.sha256 = sha256_hex(text);
  const bool marked = text.starts_with("\xEF\xBB\xBF");
  if (marked) text.remove_prefix(3);
  if (const size_t bad = find_invalid_utf8(text); bad != std::string_view::npos) {
    diagnostics.add(kEncoding, place_of(text, bad, shown), {std::to_string(bad + (marked ? 4 : 1))});
    return file;
  }
  Scanner scanner(text, shown, diagnostics);
  while (!scanner.at_end()) {
    bool ok = true;
    auto cells = scanner.record(ok);
    if (cells.empty()) continue;
    if (file.header.empty()) {
      if (cells.size() > kMaxColumns) {
        diagnostics.add(kTooManyColumns, {shown, cells[kMaxColumns].line, cells[kMaxColumns].column});
        return file;
      }
      file.header = std::move(cells);
      continue;
    }
    if (ok && cells.size() != file.header.size()) {
      // The first cell too many, or the last before those that are missing.
      const CsvCell& cell = cells[std::min(cells.size() - 1, file.header.size())];
      diagnostics.add(kCellCount, {shown, cell.line, cell.column},
                      {std::to_string(cells.size()), std::to_string(file.header.size())});
      continue;
    }
    if (ok) file.rows.push_back(std::move(cells));
  }
  if (file.header.empty()) diagnostics.add(kNoHeader, {shown, 1, 1});
  return file;
}

CsvFile read_csv(const std::string& path, const std::string& shown, Diagnostics& diagnostics) {
  return parse_csv(read_file(path, shown), shown, diagnostics);
}

}  // namespace zhiheng::read
