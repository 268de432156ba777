#pragma once
#include "base/error.h"
#include "report/document.h"

namespace zhiheng::report {

/// Counts tables, figures and cases through the document, puts “表 9” into references, adds to the first mention of a table or figure
/// a footnote with its source, and numbers the footnotes in the order of reading. A reference to nothing, an id that stands twice, and
/// a table or figure that no sentence mentions go to `diagnostics`.
void settle_references(Document& document, Diagnostics& diagnostics);

}  // namespace zhiheng::report
