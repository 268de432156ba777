#pragma once
#include <string_view>

#include "read/document.h"

namespace zhiheng::read {

/// Reads UTF-8 text of fields separated by commas, tabs, semicolons or bars, whichever fits best, quoted as
/// in RFC 4180. Unlike parse_csv it takes what a stranger wrote: rows of any length, stray quotes; both are
/// told in `document.unread`.
void read_csv_sheet(std::string_view text, Document& document);

}  // namespace zhiheng::read
