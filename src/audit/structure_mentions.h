#pragma once
#include "audit/structure.h"

namespace zhiheng::audit {

/// Finds exhibits named in running text and adds them to `structure.mentions`; captions and contents lists,
/// which must have been read, are left out. O(length).
void read_mentions(const read::Document& document, Structure& structure);

}  // namespace zhiheng::audit
