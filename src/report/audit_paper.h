#pragma once
#include <string>

#include "audit/report.h"
#include "report/document.h"

namespace zhiheng::report {

/// Where a district keeps its decisions on what the audit finds in its paper, in the folder of its own parts.
std::string paper_waivers(const std::string& district_folder, const std::string& report);

/// Puts every number of the finished paper on trial, as `zhiheng audit` does with its JSON file: same
/// findings, same ids. Findings that the file `waivers` names are moved to `waived` (no file, no waivers);
/// mistakes in it go to `diagnostics` under the name `shown`.
audit::Report audit_paper(const Document& document, const std::string& waivers, const std::string& shown,
                          Diagnostics& diagnostics);

}  // namespace zhiheng::report
