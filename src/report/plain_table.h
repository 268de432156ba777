#pragma once
// A table without a paper around it: one head row and rows of text and exact numbers.
#include <optional>
#include <string>
#include <vector>

namespace zhiheng::report {

struct PlainColumn {
  std::string id;
  std::string title;  // as people read it; ids are for programs
  bool is_number = false;
};

struct PlainTable {
  std::string title;
  std::vector<PlainColumn> columns;
  std::vector<std::vector<std::optional<std::string>>> rows;  // numbers as they print; nullopt: missing
  bool simulated = false;
};

/// UTF-8 with BOM after RFC 4180. A text that a spreadsheet would take for a formula (it begins with = + - @,
/// a tab or a line's end, whatever blanks or full-width forms stand before or for them) gets an apostrophe
/// before it.
std::string csv_of(const PlainTable& table);

/// A workbook with one sheet; texts are texts and never formulas. Throws Error ("file.unwritable", exit code
/// 3).
void write_sheet(const PlainTable& table, const std::string& path);

}  // namespace zhiheng::report
