#pragma once
#include <string>

#include "report/document.h"

namespace zhiheng::report::web {

/// What the panel shows, as compact JSON that is safe inside <script>: `{s, l, n, f}`. `s` holds every text
/// once; everything else points into it. `l` are lineages as arrays (the order is that of paper.js), `n` one
/// `[lineage, unit]` a number of Document::numbers, `f` findings by lineage.
std::string lineage_script(const Document& document);

}  // namespace zhiheng::report::web
