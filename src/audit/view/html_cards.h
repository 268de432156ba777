#pragma once
#include <string>
#include <vector>

#include "audit/view/marks.h"

namespace zhiheng::audit::view {

/// Both languages, of which the page shows one. The texts are escaped.
std::string both(const Words& words);
std::string both(const char* zh, const char* en);

/// A card for each entry: what is wrong, the values, all its places with their words; `id="f-1"` and so on.
std::string render_cards(const Report& report, const std::vector<Entry>& entries);

/// The boxes that choose what is shown: search, severity, certainty, kind, document, waived, held; each with
/// its count. Kinds and documents without anything are left out.
std::string render_filters(const Report& report, const std::vector<Entry>& entries);

/// Files and parts that could not be read and waivers that match nothing; empty when there are none.
std::string render_remarks(const Report& report);

}  // namespace zhiheng::audit::view
