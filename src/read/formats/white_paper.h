#pragma once
#include <string_view>

#include "read/document.h"

namespace zhiheng::read {

/// Whether JSON text is our own white-paper.json, or looks so from its beginning.
bool is_white_paper(std::string_view text);

/// Reads our own white-paper.json, the whole paper in reading order: headings, paragraphs, items of lists,
/// key numbers, tables and the data behind figures with captions ("表 N 标题"), units, notes and sources; at
/// the end the footnotes. A line is a piece or a row. Throws Error ("read.damaged").
void read_white_paper(std::string_view text, Document& document);

}  // namespace zhiheng::read
