#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "audit/structure.h"

namespace zhiheng::audit {

/// A line of a block, without surrounding spaces.
struct TextLine {
  read::Span span;
  std::uint32_t block = 0;
  bool begins = false;  // a block or, behind the end of a clause, a line of its own
  bool in_table = false;
};

/// All lines that are not blank; a table's row is a line.
std::vector<TextLine> text_lines(const read::Document& document);

/// Finds the contents lists among the lines: behind 目录 and its like, or any run of entries with leaders and
/// page numbers. Adds to `contents` and `contents_lists` of `structure`. O(lines).
void read_contents_lists(const read::Document& document, const std::vector<TextLine>& lines,
                         Structure& structure);

}  // namespace zhiheng::audit
