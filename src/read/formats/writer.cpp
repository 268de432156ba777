#include "read/formats/writer.h"

#include <algorithm>

namespace zhiheng::read {
namespace {

constexpr ErrorCode kTextTooLarge{"read.too-large", "正文超过 256 MiB 或 200 万段，未读取",
                                  "more than 256 MiB of text or 2 million blocks; not read"};
constexpr ErrorCode kTooManyCells{"read.too-large", "表格超过 200 万格，未读取",
                                  "more than 2 million table cells; not read"};
constexpr ErrorCode kHugeCell{"read.hostile", "第 {} 行有一格超过 1 MiB 文字，拒绝读取",
                              "a cell on line {} holds over 1 MiB of text; refused"};
constexpr size_t kMaxText = size_t{256} << 20;
constexpr size_t kMaxCellText = size_t{1} << 20;
constexpr size_t kMaxItems = 2'000'000;

}  // namespace

void DocumentWriter::check_size() const {
  if (document_.text.size() > kMaxText || document_.blocks.size() > kMaxItems) {
    throw Error(kTextTooLarge, {document_.name});
  }
}

void DocumentWriter::block(BlockKind kind, std::string_view text, int level, int line, int page) {
  start(kind, level, line, page);
  add(text);
  finish();
}

void DocumentWriter::start(BlockKind kind, int level, int line, int page) {
  check_size();
  Block block;
  block.kind = kind;
  block.level = level;
  block.line = line_ = line;
  block.page = page_ = page;
  block.text = {end(), end()};
  document_.blocks.push_back(std::move(block));
}

void DocumentWriter::add(std::string_view text) {
  document_.text += text;
  line_ += static_cast<std::int32_t>(std::count(text.begin(), text.end(), '\n'));
}

void DocumentWriter::new_line(int line, int page) {
  document_.text += '\n';
  ++line_;
  if (line != line_ || page != page_) document_.jumps.push_back({end(), line, page});
  line_ = line;
  page_ = page;
}

namespace {

/// A line of numbers without marks between them: the cells of a table whose lines were lost.
bool is_lost_table(std::string_view text) {
  constexpr int kFewNumbers = 10;
  int numbers = 0, marks = 0;
  bool inside = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (digit && !inside) ++numbers;
    inside = digit || (inside && (text[i] == '.' || text[i] == '%'));
    const std::string_view wide = text.substr(i, 3);
    if (text[i] == ',' || text[i] == ';' || wide == "，" || wide == "。" || wide == "、" || wide == "；")
      ++marks;
  }
  return numbers >= kFewNumbers && marks * 6 < numbers;
}

}  // namespace

void DocumentWriter::finish() {
  Block& block = last();
  block.text.end = end();
  if (!block.text.empty()) {
    if (is_lost_table(document_.view(block.text))) {
      unread({block.line, block.page, ""}, "像是失去格线的表格，其中的数字未能按行列核对",
             "looks like a table that has lost its lines: its numbers could not be tested by row and column");
    }
    document_.text += '\n';
    return;
  }
  document_.blocks.pop_back();
}

void DocumentWriter::start_table(int line, int page, std::string name) {
  start(BlockKind::kTable, 0, line, page);
  last().name = std::move(name);
  last().first_cell = static_cast<std::uint32_t>(document_.cells.size());
  cell_text_ = 0;
}

void DocumentWriter::cell(std::string_view text, int row, int column, int line, int row_span,
                          int column_span) {
  if (text.size() > kMaxCellText) throw Error(kHugeCell, {document_.name, line}, {std::to_string(line)});
  if (document_.cells.size() >= kMaxItems) throw Error(kTooManyCells, {document_.name, line});
  check_size();
  Block& table = last();
  if (document_.cells.size() > table.first_cell) {
    document_.text += document_.cells.back().row == row ? '\t' : '\n';
  }
  const std::uint32_t begin = end();
  document_.text += text;
  cell_text_ += text.size();
  document_.cells.push_back({{begin, end()}, row, column, row_span, column_span, line});
  table.rows = std::max(table.rows, row + row_span);
  table.columns = std::max(table.columns, column + column_span);
}

bool DocumentWriter::finish_table() {
  Block& table = last();
  if (cell_text_ == 0) {
    document_.text.resize(table.text.begin);
    document_.cells.resize(table.first_cell);
    document_.blocks.pop_back();
    return false;
  }
  table.cell_count = static_cast<std::uint32_t>(document_.cells.size()) - table.first_cell;
  table.text.end = end();
  document_.text += '\n';
  return true;
}

void DocumentWriter::unread(Place place, std::string zh, std::string en) {
  constexpr size_t kEnough = 100;
  if (document_.unread.size() < kEnough) {
    document_.unread.push_back({std::move(place), std::move(zh), std::move(en)});
  }
}

}  // namespace zhiheng::read
