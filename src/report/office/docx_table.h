#pragma once
#include "report/office/docx_context.h"

namespace zhiheng::report::office {

/// Appends caption, unit, the three-line table itself, notes and sources, for `width` twips of paper. What
/// follows is set apart by a paragraph in any case: two neighbouring tables would grow into one.
void add_table(pugi::xml_node parent, const Table& table, int width, DocxContext& context);

/// Appends a low empty paragraph.
void add_spacer(pugi::xml_node parent);

/// Appends a table element with fixed columns (twips) and its grid, ready for rows.
pugi::xml_node add_frame(pugi::xml_node parent, const std::vector<int>& columns);

/// A label with its SEQ field, both between the reference bookmark: "表" and 9. Goes into a paragraph whose
/// contents bookmark is open.
void add_label(pugi::xml_node paragraph, const char* label, int number, int place);

}  // namespace zhiheng::report::office
