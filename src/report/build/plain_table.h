#pragma once
#include <string>
#include <utility>
#include <vector>

#include "report/document.h"

namespace zhiheng::report {

/// A table with one row of heads, each with its relative width, and no body yet. All columns are aligned
/// left.
Table plain_table(const std::string& id, const std::string& title,
                  const std::vector<std::pair<std::string, double>>& heads);

Cell text_cell(std::string text);
/// A cell of words with bound numbers in them.
Cell runs_cell(Runs runs);

/// One body row, a cell a column.
void add_row(Table& table, std::vector<Cell> cells);
void add_row(Table& table, const std::vector<std::string>& texts);
/// A heading inside the table: one label over all columns.
void add_group(Table& table, std::string label);

/// Words of a paragraph or heading.
Run text_run(std::string text);
/// “表 9”, once the references are settled.
Run reference_run(std::string target);

}  // namespace zhiheng::report
