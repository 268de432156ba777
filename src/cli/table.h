#pragma once
#include <string>
#include <vector>

namespace zhiheng::cli {

struct TableColumn {
  std::string head;
  bool right = false;  // numbers
  bool wraps = false;  // may be narrowed to fit; others keep their width
};

struct TableCell {
  std::string text;
  std::string colour;  // of the ANSI codes: "31"; empty for none
};

/// Rows as an aligned table of at most `width` columns of a terminal (wide characters count two): cells of
/// columns that wrap are broken onto further lines. With `colours` cells are coloured and the head is bold.
std::string fitted_table(const std::vector<TableColumn>& columns,
                         const std::vector<std::vector<TableCell>>& rows, int width, bool colours);

/// `text` broken into lines of at most `width` columns, at any character; at least one line.
std::vector<std::string> wrapped(const std::string& text, int width);

/// The columns of the terminal that stdout goes to; 120 where it is none. $COLUMNS is heard first.
int terminal_width();

/// Whether stdout is a terminal that wants colours (not with NO_COLOR or TERM=dumb).
bool wants_colours();

}  // namespace zhiheng::cli
