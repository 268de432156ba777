#pragma once
#include <string_view>

#include "read/document.h"

namespace zhiheng::read {

/// Reads a DOCX text: headings by their styles or numbers, automatic numbers where they are simple, tables
/// with spans, footnotes and endnotes behind the block that calls them, text boxes. Tracked changes are read
/// as accepted; results of fields are kept. A line is the number of the paragraph. Throws Error as Archive
/// and parse_xml do.
void read_docx(std::string_view bytes, Document& document);

}  // namespace zhiheng::read
