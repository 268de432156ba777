#pragma once
#include <string_view>
#include <vector>

#include "audit/table.h"
#include "audit/table_layout.h"

namespace zhiheng::audit {

/// What a row's own words say about its place in the hierarchy.
struct RowMark {
  int indent = 0;     // display columns before the label
  int numbering = 0;  // kind, see Numbering
  int marks = 0;      // how many '#'
};

/// A table that may still grow by a continuation.
struct Draft {
  TableModel model;
  std::vector<RowMark> marks;  // as many as model.rows
};

/// What stands around a table: read by `read_surroundings`.
struct Surroundings {
  read::Span caption;
  std::string number;
  std::string title;
  std::string_view unit;
  Period period;
  bool continued = false;   // 续表
  bool only_notes = false;  // nothing but notes and page numbers between this table and the one before
  bool comparable = false;
};

/// Of the table in `blocks[block]`: caption above, or below as text extraction often has it, unit line,
/// notes.
Surroundings read_surroundings(const read::Document& document, size_t block);

/// Columns of a section with labels, units, periods and measures.
std::vector<Line> read_columns(const Grid& grid, const Section& section);

/// Appends the section's rows and values to `draft`, whose columns are set already (as many as the section
/// has value columns).
void append_rows(const Grid& grid, const Section& section, Draft& draft);

/// Sets depth, of_which and groups of the rows from their marks.
void set_hierarchy(Draft& draft);

}  // namespace zhiheng::audit
