#pragma once
#include <string>
#include <vector>

#include "audit/view/marks.h"

namespace zhiheng::audit::view {

/// The blocks of one document as HTML, its marks as links to their cards (`#f-1`), in pieces that a browser
/// draws when they come near.
std::string render_blocks(const Report& report, const std::vector<Entry>& entries, std::uint32_t document);

}  // namespace zhiheng::audit::view
