#include "audit/sections.h"

#include <array>

#include "base/text.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kLevels = 8;

/// `一、浦江镇——…`, `（二）江川路街道`: a heading whose first words are the name of a place.
bool names_place(std::string_view heading) {
  const std::string_view head = heading.substr(0, 48);
  for (const std::string_view word : {"镇", "街道", "工业区", "开发区", "园区", "乡", "村"}) {
    if (const size_t at = head.find(word); at != head.npos && at >= 6) return true;
  }
  return false;
}

}  // namespace

std::vector<std::int32_t> places_of(const read::Document& document) {
  std::vector<std::int32_t> places(document.blocks.size(), -1);
  std::array<std::int32_t, kLevels> by_level{};
  by_level.fill(-1);
  for (size_t b = 0; b < document.blocks.size(); ++b) {
    const read::Block& block = document.blocks[b];
    if (block.kind == read::BlockKind::kHeading) {
      const auto level = static_cast<size_t>(block.level < 1                           ? 1
                                             : block.level < static_cast<int>(kLevels) ? block.level
                                                                                       : kLevels - 1);
      for (size_t l = level; l < kLevels; ++l) by_level[l] = -1;
      if (names_place(document.view(block.text))) by_level[level] = static_cast<std::int32_t>(b);
    }
    for (const std::int32_t place : by_level) {
      if (place >= 0) places[b] = place;
    }
  }
  return places;
}

}  // namespace zhiheng::audit
