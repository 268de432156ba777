#pragma once
#include <string>
#include <vector>

#include "cli/command.h"
#include "report/document.h"

namespace zhiheng::cli {

/// Whether every one of `formats` is html, pdf, docx, xlsx or json. Throws Error ("report.bad-format").
void check_formats(const std::vector<std::string>& formats);

/// Writes a document in `formats` (JSON always) into `out`, which is replaced in one step when all is done,
/// and says on stderr how far it is. Returns the paths written, sorted. Throws Error: unknown formats, a
/// folder that is not ours, no space …
std::vector<std::string> write_paper(const Settings& settings, report::Document& document,
                                     const std::vector<std::string>& formats, const std::string& out);

}  // namespace zhiheng::cli
