#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "report/document.h"

namespace zhiheng::report {

/// Where in the templates ids are given and used: for messages, which are written when all is known.
struct ReferencePlaces {
  std::map<std::string, std::vector<Location>> defined;   // by id, in the order of the document
  std::map<std::string, std::vector<Location>> referred;  // by id
};

/// Counts tables, figures and cases through the document, puts “表 9” into references, adds to the first
/// mention of a table or figure a footnote with its source, and numbers the footnotes in the order of
/// reading. A reference to nothing, an id that stands twice, and a table or figure that no sentence mentions
/// go to `diagnostics`.
void settle_references(Document& document, const ReferencePlaces& places, Diagnostics& diagnostics);

}  // namespace zhiheng::report
