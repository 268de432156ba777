#include "report/build/plain_table.h"

namespace zhiheng::report {

Table plain_table(const std::string& id, const std::string& title,
                  const std::vector<std::pair<std::string, double>>& heads) {
  Table table;
  table.id = id;
  table.title = title;
  TableRow head;
  head.kind = TableRow::Kind::kHead;
  for (const auto& [text, width] : heads) {
    Cell cell = text_cell(text);
    cell.kind = Cell::Kind::kLabel;
    head.cells.push_back(std::move(cell));
    table.columns.push_back({Align::kLeft, width, 0, false});
  }
  table.head.push_back(std::move(head));
  return table;
}

Cell text_cell(std::string text) {
  Cell cell;
  cell.kind = Cell::Kind::kText;
  cell.text = std::move(text);
  return cell;
}

Cell runs_cell(Runs runs) {
  Cell cell;
  cell.kind = Cell::Kind::kText;
  cell.text = plain_text(runs);
  cell.runs = std::move(runs);
  return cell;
}

void add_row(Table& table, std::vector<Cell> cells) {
  TableRow row;
  row.cells = std::move(cells);
  table.body.push_back(std::move(row));
}

void add_row(Table& table, const std::vector<std::string>& texts) {
  std::vector<Cell> cells;
  cells.reserve(texts.size());
  for (const auto& text : texts) cells.push_back(text_cell(text));
  add_row(table, std::move(cells));
}

void add_group(Table& table, std::string label) {
  TableRow row;
  row.kind = TableRow::Kind::kGroup;
  row.cells.resize(table.columns.size());
  row.cells[0].kind = Cell::Kind::kLabel;
  row.cells[0].text = std::move(label);
  row.cells[0].col_span = static_cast<int>(table.columns.size());
  for (size_t i = 1; i < row.cells.size(); ++i) row.cells[i].covered = true;
  table.body.push_back(std::move(row));
}

Run text_run(std::string text) {
  Run run;
  run.text = std::move(text);
  return run;
}

Run reference_run(std::string target) {
  Run run;
  run.kind = Run::Kind::kReference;
  run.target = std::move(target);
  return run;
}

}  // namespace zhiheng::report
