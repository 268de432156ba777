#include "views/row_forms.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace zhiheng::views {
namespace {

using Json = nlohmann::ordered_json;
using catalog::DatasetColumn;

/// Of a personal value its first character.
std::string masked(const DatasetColumn& column, const std::string& text) {
  if (column.personal.empty() || text.empty()) return text;
  std::size_t end = 0;
  next_code_point(text, end);
  return text.substr(0, end) + "***";
}

class CsvForm final : public RowForm {
 public:
  CsvForm(const RowsHead& head, std::FILE* file) : head_(head), file_(file) {}

  void begin() override {
    std::vector<std::string> heads{"批次 Batch", "文件 File", "行 Line"};
    if (head_.simulated) heads.push_back("模拟 Simulated");
    for (const DatasetColumn* column : head_.columns) heads.push_back(column->title.zh);
    fmt::print(file_, "\xEF\xBB\xBF");
    put(heads);
  }
  void add(const FoundRow& row) override {
    std::vector<std::string> cells{row.batch.id(), row.batch.file, std::to_string(row.line)};
    if (head_.simulated) cells.push_back(row.batch.simulated ? "是" : "");
    for (std::size_t i = 0; i < row.values.size(); ++i)
      cells.push_back(row.values[i] ? shown_cell(*head_.columns[i], *row.values[i]) : "");
    put(cells);
  }
  void end() override {}

 private:
  void put(const std::vector<std::string>& cells) {
    std::string line;
    for (const auto& cell : cells) line += (line.empty() ? "" : ",") + csv_cell(cell);
    fmt::print(file_, "{}\r\n", line);
  }

  const RowsHead& head_;
  std::FILE* file_;
};

class JsonForm final : public RowForm {
 public:
  JsonForm(const RowsHead& head, std::FILE* file) : head_(head), file_(file) {}

  void begin() override {
    const Json head{{"dataset", head_.dataset.id},
                    {"where", head_.where.empty() ? Json(nullptr) : Json(head_.where)},
                    {"count", head_.rows},
                    {"simulated", head_.simulated}};
    std::string text = head.dump();
    text.back() = ',';
    fmt::print(file_, "{}\n\"rows\":[", text);
  }
  void add(const FoundRow& row) override {
    Json json{{"_batch", row.batch.id()}, {"_file", row.batch.file}, {"_line", row.line}};
    if (row.batch.simulated) json["_simulated"] = true;
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      const DatasetColumn& column = *head_.columns[i];
      Json& value = json[column.id];
      if (!row.values[i]) continue;
      value = column.type == DatasetColumn::Type::kBoolean ? Json(*row.values[i] != "0")
                                                           : Json(masked(column, *row.values[i]));
    }
    fmt::print(file_, "{}\n{}", first_ ? "" : ",", json.dump());
    first_ = false;
  }
  void end() override { fmt::print(file_, "\n]}}\n"); }

 private:
  const RowsHead& head_;
  std::FILE* file_;
  bool first_ = true;
};

}  // namespace

std::string shown_cell(const DatasetColumn& column, const std::string& stored) {
  if (column.type == DatasetColumn::Type::kBoolean) return stored == "0" ? "否" : "是";
  return masked(column, stored);
}

std::string csv_cell(const std::string& text) {
  const bool formula = !text.empty() &&
                       std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos &&
                       !Decimal::parse(text);
  const std::string safe = (formula ? "'" : "") + text;
  return safe.find_first_of(",\"\r\n") == std::string::npos ? safe : sql_quoted(safe, '"');
}

std::unique_ptr<RowForm> csv_rows(const RowsHead& head, std::FILE* file) {
  return std::make_unique<CsvForm>(head, file);
}

std::unique_ptr<RowForm> json_rows(const RowsHead& head, std::FILE* file) {
  return std::make_unique<JsonForm>(head, file);
}

}  // namespace zhiheng::views
