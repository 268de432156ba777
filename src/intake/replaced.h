#pragma once
// Rows of earlier batches whose keys a later batch has too: it replaces them.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "intake/workspace.h"

namespace zhiheng::intake {

/// By number of the earlier batch: its rows, ascending.
using Replaced = std::map<std::uint64_t, std::vector<std::uint32_t>>;

Replaced find_replaced(const catalog::Dataset& dataset, const segment::Segment& later,
                       const std::vector<LiveBatch>& earlier);
void write_replaced_file(const std::string& path, const Replaced& replaced);
/// Nothing where there is no such file. Throws Error ("segment.damaged").
Replaced read_replaced(const std::string& path);
void mark_dead(LiveBatch& batch, const std::vector<std::uint32_t>& rows);

}  // namespace zhiheng::intake
