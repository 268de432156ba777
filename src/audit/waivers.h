#pragma once
#include <string>
#include <vector>

#include "audit/report.h"

namespace zhiheng::audit {

/// Where the decisions on a document are kept: beside it, "FILE.waivers.csv".
std::string waiver_path(const std::string& document);

/// Reads a waiver file: CSV with the columns id, reason, who and when in any order. No file, no waivers.
/// Mistakes are added to `diagnostics` with file:line:column: a missing or unknown column, an empty cell, a
/// day that does not exist, an id that stands there twice; such rows are left out. Throws Error when the file
/// can't be read.
std::vector<Waiver> read_waivers(const std::string& path, const std::string& shown, Diagnostics& diagnostics);

/// Moves the findings that the waivers of `document` (an index into `report.documents`) name, if they have a
/// place in it, from the results to `report.waived`; waivers that name none go to `report.unmatched`.
void apply_waivers(const std::vector<Waiver>& waivers, size_t document, Report& report);

/// Adds rows to a waiver file, or makes it. The new file takes the old one's place in one step, so a failure
/// leaves the old one. Throws Error: "waiver.incomplete" for an empty cell or a day that does not exist,
/// "waiver.repeated" for an id that is waived already, the mistakes of a file that has some ("csv.…",
/// "waiver.…"), and exit code 3 where it can't be written.
void add_waivers(const std::string& path, const std::vector<Waiver>& waivers);

}  // namespace zhiheng::audit
