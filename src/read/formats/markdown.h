#pragma once
#include <string_view>

#include "read/document.h"

namespace zhiheng::read {

/// Reads Markdown that is UTF-8: headings, paragraphs, list items, pipe tables, HTML tables inside,
/// footnotes. Marks for emphasis, links and code are left out of the text. Lines inside a paragraph stay
/// lines.
void read_markdown(std::string_view text, Document& document);

}  // namespace zhiheng::read
