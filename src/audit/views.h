#pragma once
#include <string>

#include "audit/report.h"

namespace zhiheng::audit {

/// All four are pure: the same report gives the same bytes. Texts of documents, names and waivers may be a
/// stranger's; whatever they hold, they come out as text.

/// For a terminal, like a compiler's messages: place, quote with the doubted number underlined,
/// recomputation, cause, the other places; at the end counts by kind, what held and what could not be read.
/// Lines that quote are cut to `width` columns around the number (at least 40; wide characters count two).
/// Control and direction characters of the documents never reach the terminal. `colours`: ANSI sequences.
std::string render_text(const Report& report, bool colours, int width);

/// For programs: catalog/schema/audit.schema.json. UTF-8, ends in a line break.
std::string render_json(const Report& report);

/// SARIF 2.1.0 for editors and code hosts: a rule a kind, a result a finding with its other places as related
/// locations, waived ones as suppressed, what could not be read as notifications.
std::string render_sarif(const Report& report);

/// One HTML file that needs nothing else: the documents with marked numbers, cards beside them, filters,
/// search, keyboard walk; complete without scripts and on paper too. A content security policy allows its own
/// script and nothing more.
std::string render_html(const Report& report);

}  // namespace zhiheng::audit
