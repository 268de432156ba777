#pragma once
#include <vector>

#include "audit/finding.h"

namespace zhiheng::audit {

/// Tests every number of each document, and the documents against one another. `documents` must outlive the
/// results' use, whose spans are into their texts. Pure: no I/O, no clock; equal documents give equal
/// results. Cost grows with the text.
Results audit(const std::vector<read::Document>& documents);

}  // namespace zhiheng::audit
