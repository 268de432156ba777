// Rows of records as a table on the terminal.
#include "cli/row_text.h"

#include <fmt/core.h>

#include "cli/table.h"

namespace zhiheng::cli {
namespace {

using catalog::DatasetColumn;

class TextForm final : public views::RowForm {
 public:
  TextForm(const views::RowsHead& head, std::FILE* file) : head_(head), file_(file) {}

  void begin() override {
    fmt::print(file_, "{} {}{}：{} 行 rows{}\n", head_.dataset.title.zh, head_.dataset.id,
               head_.where.empty() ? "" : "，" + head_.where, head_.rows,
               head_.simulated ? "  含模拟数据 SIMULATED" : "");
    columns_ = {{"批次 Batch"}, {"文件 File", false, true}, {"行 Line", true}};
    for (const DatasetColumn* column : head_.columns) {
      const bool number =
          column->type == DatasetColumn::Type::kInteger || column->type == DatasetColumn::Type::kDecimal;
      columns_.push_back({column->title.zh, number, true});
    }
  }
  void add(const views::FoundRow& row) override {
    auto& cells = rows_.emplace_back();
    cells.push_back({row.batch.id(), ""});
    cells.push_back({row.batch.file, ""});
    cells.push_back({std::to_string(row.line), ""});
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      const DatasetColumn& column = *head_.columns[i];
      std::string text = row.values[i] ? views::shown_cell(column, *row.values[i]) : "—";
      if (row.values[i] && !column.codes.empty()) text = head_.catalog.code_title(column.codes, text);
      cells.push_back({std::move(text), ""});
    }
  }
  void end() override {
    fmt::print(file_, "{}", fitted_table(columns_, rows_, terminal_width(), wants_colours()));
    if (rows_.size() < head_.rows)
      fmt::print(
          file_,
          "只列出前 {0} 行；--limit 改行数，--format csv 取全部 the first {0} rows: --limit, --format csv\n",
          rows_.size());
    if (head_.left_out != 0)
      fmt::print(file_, "另有 {0} 列，用 --columns 选取 {0} more columns: --columns\n", head_.left_out);
  }

 private:
  const views::RowsHead& head_;
  std::FILE* file_;
  std::vector<TableColumn> columns_;
  std::vector<std::vector<TableCell>> rows_;
};

}  // namespace

std::unique_ptr<views::RowForm> text_rows(const views::RowsHead& head, std::FILE* file) {
  return std::make_unique<TextForm>(head, file);
}

}  // namespace zhiheng::cli
