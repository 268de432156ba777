#pragma once
#include <cstdint>
#include <vector>

#include "read/document.h"

namespace zhiheng::audit {

/// For each block, the heading above it that names a place of its own (a town, a park), or -1: what is said
/// under two of them is about two places.
std::vector<std::int32_t> places_of(const read::Document& document);

}  // namespace zhiheng::audit
