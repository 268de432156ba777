#pragma once
#include <string>

#include "base/theme.h"
#include "report/document.h"

namespace zhiheng::report {

/// The paper as one HTML file that needs nothing else: no network, no server. Where scripts run, every number
/// opens a panel with its lineage, charts can be explored, and light and dark can be switched; where they
/// don't, it is a complete document with drawn charts. A content security policy allows our two scripts and
/// nothing more. Every text of the document is escaped; only Figure::svg is taken as it is. The same document
/// gives the same bytes.
std::string render_html(const Document& document, const Theme& theme);

}  // namespace zhiheng::report
