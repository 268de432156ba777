#pragma once
#include <string_view>

#include "read/document.h"

namespace zhiheng::read {

/// Reads an XLSX workbook: every sheet, also hidden ones, with each cell's text as it is displayed (formats,
/// dates, the results kept with formulas) and merged cells as spans. Formulas without a kept result are told
/// in `document.unread`. Throws Error as Archive and parse_xml do.
void read_xlsx(std::string_view bytes, Document& document);

}  // namespace zhiheng::read
