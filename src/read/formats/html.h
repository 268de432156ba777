#pragma once
#include <string_view>

#include "read/document.h"
#include "read/formats/writer.h"

namespace zhiheng::read {

/// Reads UTF-8 HTML, however broken: headings, paragraphs, list items, tables with spans, captions, notes (by
/// class, id or role). Scripts, styles and what is hidden are dropped; nothing is fetched and no entities but
/// the standard ones are known. Lines are those of the source. Throws Error ("read.hostile") where tags are
/// nested deeper than 200; std::bad_alloc.
void read_html(std::string_view text, Document& document);

/// The same for HTML inside of another text, of which it begins at `first_line`.
void write_html(std::string_view text, int first_line, DocumentWriter& writer);

}  // namespace zhiheng::read
