#pragma once
#include <functional>
#include <optional>
#include <string>

#include "audit/report.h"

namespace zhiheng::serve {

/// The audit of `report.documents` as audit::render_json() tells it, computed in a child process: what a
/// stranger's document makes it cost is bounded (2 GiB, two minutes) and ends with it. Asks `goes_on` several
/// times a second; where that says no, ends the child and gives nullopt. Throws Error ("job.limits"), or
/// "job.no-child" (exit code 3).
std::optional<std::string> audit_in_child(audit::Report& report, const std::function<bool()>& goes_on);

}  // namespace zhiheng::serve
