#pragma once
#include <string_view>

#include "read/document.h"

namespace zhiheng::read {

/// Reads text that is UTF-8 already (text_from_bytes) into `document`: headings by their numbers, paragraphs
/// with lines that the extraction broke joined again (also behind a page's notes), tables of tab-, space- and
/// pipe-separated fields, captions, notes. A form feed begins a page. Cost grows with the text.
void read_plain_text(std::string_view text, Document& document);

}  // namespace zhiheng::read
