#pragma once
#include <string>

#include "report/document.h"

namespace zhiheng::report {

/// The tables, figures, numbers, findings and lineage of a paper for programs:
/// catalog/schema/white-paper.schema.json. A value is a JSON number with exactly the printed decimals (98.60
/// stays 98.60). UTF-8; the same document gives the same bytes.
std::string render_json(const Document& document);

/// The findings alone: {title, district, year, findings: […]} with the same items.
std::string render_findings_json(const Document& document);

}  // namespace zhiheng::report
