#include "read/records/sheet_rows.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "read/records/block_text.h"
#include "read/records/csv_scan.h"
#include "read/records/sheet_head.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kEmpty{"read.empty", "工作簿中没有可见且有内容的工作表",
                           "no visible sheet has anything in it"};
constexpr ErrorCode kNoSheet{"read.damaged", "没有工作表“{}”", "there is no sheet '{}'"};
using Kind = RowBlock::Problem::Kind;

/// The rows among which the head is looked for.
std::vector<SheetRow> first_rows(Workbook& workbook, const Workbook::Sheet& sheet) {
  constexpr size_t kRows = 40;
  SheetCells cells(workbook, sheet);
  std::vector<SheetRow> rows;
  SheetRow row;
  while (rows.size() < kRows && cells.next(row)) rows.push_back(row);
  return rows;
}

/// A sheet's head and merged cells, which must be known before its rows are read.
struct Table {
  Table(Workbook& workbook, const Workbook::Sheet& sheet, const std::vector<SheetRow>& rows)
      : merged(workbook, sheet), head(find_sheet_head(rows, merged, workbook.shown())) {}
  MergedCells merged;
  SheetHead head;
};

void add_notes(const Workbook& workbook, const Workbook::Sheet& taken, const Table& table, RecordHead& head) {
  std::vector<std::string> others;
  std::vector<std::string> hidden;
  for (const Workbook::Sheet& sheet : workbook.sheets()) {
    if (&sheet == &taken) continue;
    (sheet.hidden ? hidden : others).push_back(sheet.name);
  }
  if (!others.empty()) {
    const std::string names = join(others, "、");
    head.notes.push_back(fmt::format("未读其他工作表：{} (other sheets were not read: {})", names, names));
  }
  if (!hidden.empty()) {
    const std::string names = join(hidden, "、");
    head.notes.push_back(fmt::format("未读隐藏的工作表：{} (hidden sheets were not read: {})", names, names));
  }
  if (const size_t rows = table.merged.hidden_rows(); rows > 0) {
    head.notes.push_back(
        fmt::format("{} 行是隐藏的，已照常读取 ({} hidden rows were read like the others)", rows, rows));
  }
  if (workbook.has_macros()) {
    head.notes.push_back("工作簿含有宏，已忽略 (the workbook has macros; they are ignored)");
  }
}

class SheetRows : public RecordReader {
 public:
  SheetRows(std::string_view file, const RecordHead& head)
      : workbook_(file, ""),
        sheet_(find_sheet(head.sheet)),
        table_(workbook_, sheet_, first_rows(workbook_, sheet_)),
        columns_(head.names.size()),
        last_column_(table_.head.first_column + static_cast<int>(columns_) - 1),
        cells_(workbook_, sheet_) {}

  bool next(RowBlock& block) override {
    block.columns = columns_;
    block.cells.clear();
    block.lines.clear();
    block.problems.clear();
    text_.clear();
    while (block.rows() < RowBlock::kRows && block.problems.size() < RowBlock::kRows &&
           text_.size() < kMaxRow && cells_.next(row_)) {
      // Values are spread in the head's rows too: one may reach below it.
      table_.merged.spread(row_, table_.head.first_column, last_column_);
      if (row_.number > table_.head.last_row) take(block);
    }
    block.text = text_;
    return block.rows() > 0 || !block.problems.empty();
  }

  std::uint64_t lines() const override { return static_cast<std::uint64_t>(std::max(row_.number, 0)); }

 private:
  const Workbook::Sheet& find_sheet(const std::string& name) const {
    for (const Workbook::Sheet& sheet : workbook_.sheets()) {
      if (sheet.name == name) return sheet;
    }
    throw Error(kNoSheet, {}, {name});
  }

  void take(RowBlock& block) {
    const auto line = static_cast<std::uint64_t>(row_.number);
    if (row_.too_long) {
      block.problems.push_back(row_problem(Kind::kTooLong, line, row_.values.size(), row_.text));
      return;
    }
    const auto too_far = std::count_if(row_.values.begin(), row_.values.end(),
                                       [this](const SheetRow::Value& v) { return v.column > last_column_; });
    if (too_far > 0) {
      const size_t found = columns_ + static_cast<size_t>(too_far);
      block.problems.push_back(row_problem(Kind::kTooMany, line, found, joined()));
      return;
    }
    const size_t first = block.cells.size();
    block.cells.resize(first + columns_);
    const auto base = static_cast<std::uint32_t>(text_.size());
    text_ += row_.text;
    for (const SheetRow::Value& value : row_.values) {
      if (value.column < table_.head.first_column) continue;
      block.cells[first + static_cast<size_t>(value.column - table_.head.first_column)] = {
          base + static_cast<std::uint32_t>(value.begin), static_cast<std::uint32_t>(value.size)};
    }
    block.lines.push_back(line);
  }

  /// The row as text, for a person.
  std::string joined() const {
    std::vector<SheetRow::Value> values = row_.values;
    std::stable_sort(values.begin(), values.end(),
                     [](const SheetRow::Value& a, const SheetRow::Value& b) { return a.column < b.column; });
    std::string out;
    for (const SheetRow::Value& value : values) {
      if (!out.empty()) out += '\t';
      out += row_.of(value);
    }
    return out;
  }

  Workbook workbook_;
  const Workbook::Sheet& sheet_;
  Table table_;
  size_t columns_;
  int last_column_;
  SheetCells cells_;
  SheetRow row_;
  std::string text_;
};

}  // namespace

RecordHead read_sheet_head(std::string_view file, const std::string& shown) {
  Workbook workbook(file, shown);
  for (const Workbook::Sheet& sheet : workbook.sheets()) {
    if (sheet.hidden) continue;
    const std::vector<SheetRow> rows = first_rows(workbook, sheet);
    if (rows.empty()) continue;
    const Table table(workbook, sheet, rows);
    RecordHead head;
    head.format.kind = RecordFormat::Kind::kXlsx;
    head.names = table.head.names;
    head.line = static_cast<std::uint64_t>(table.head.last_row) + 1;
    head.sheet = sheet.name;
    add_notes(workbook, sheet, table, head);
    return head;
  }
  throw Error(kEmpty, {shown});
}

std::unique_ptr<RecordReader> read_sheet_rows(std::string_view file, const RecordHead& head) {
  return std::make_unique<SheetRows>(file, head);
}

}  // namespace zhiheng::read
