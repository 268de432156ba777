#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "read/formats/lines.h"
#include "read/formats/writer.h"

namespace zhiheng::read {

/// How places in a line are counted: a person lines up what is seen, pdftotext counts characters.
enum class Measure { kWidth, kCharacters };

/// A part of a line between gaps of two or more spaces, a full-width space or a tab; its place in the line.
struct Field {
  std::string_view text;
  int begin = 0;
  int end = 0;
};

/// The fields of a line as it stands.
std::vector<Field> space_fields(std::string_view raw, Measure measure);

/// A run of lines that might be a table.
struct TableRun {
  size_t length = 0;  // lines that form a table, 0 if they form none
  size_t looked_at = 0;
};

/// Finds how many of the lines, from the first on, form a table whose columns are told by position, as
/// `pdftotext -layout` leaves it. At most two blank lines between rows.
TableRun find_space_table(std::span<const Line> lines);

/// Writes these lines as a table: a field goes to the column that it stands under, one over several columns
/// spans them, a position without field is an empty cell.
void write_space_table(std::span<const Line> lines, DocumentWriter& writer);

}  // namespace zhiheng::read
