#pragma once
#include <string>
#include <string_view>

#include "read/document.h"

namespace zhiheng::read {

/// Reads a PDF's text layer as text_of_pdf gave it: running heads and feet that repeat on most pages and page
/// numbers are dropped, the rest is read as plain text with pages. Throws Error ("read.no-text") for a PDF
/// that holds pictures of pages only.
void read_pdf_text(std::string text, Document& document);

/// The text with lines that stand at the edge of many pages, and page numbers there, left empty.
std::string without_running_lines(std::string_view text);

}  // namespace zhiheng::read
