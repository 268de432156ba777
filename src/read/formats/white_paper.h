#pragma once
#include <string_view>

#include "read/document.h"

namespace zhiheng::read {

/// Whether JSON text is our own white-paper.json, or looks so from its beginning.
bool is_white_paper(std::string_view text);

/// Reads our own white-paper.json: headings, tables with captions ("表 N 标题"), units, notes and sources,
/// the data behind figures. The file has no running text: that is told in `document.unread`. Throws Error
/// ("read.damaged").
void read_white_paper(std::string_view text, Document& document);

}  // namespace zhiheng::read
