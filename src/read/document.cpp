#include "read/document.h"

#include <algorithm>
#include <iterator>

namespace zhiheng::read {
namespace {

/// "B7" for row 7 and column 2.
std::string cell_name(int row, int column) {
  std::string letters;
  for (int left = column; left > 0; left = (left - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % 26));
  }
  return letters + std::to_string(row);
}

/// The cell that holds `offset` or ends before it; the table has at least one cell.
const Cell& cell_at(const Document& document, const Block& table, std::uint32_t offset) {
  const auto first = document.cells.begin() + table.first_cell;
  const auto after =
      std::upper_bound(first, first + table.cell_count, offset,
                       [](std::uint32_t at, const Cell& cell) { return at < cell.text.begin; });
  return after == first ? *first : *std::prev(after);
}

/// "Sheet1!B7", of a block in a spreadsheet; empty elsewhere.
std::string sheet_place(const Block& block, int row, int column) {
  if (block.sheet_row == 0) return {};
  const std::string name = cell_name(block.sheet_row + row, block.sheet_column + column);
  return block.name.empty() ? name : block.name + "!" + name;
}

Place place_in_table(const Document& document, const Block& table, std::uint32_t offset) {
  const Cell& cell = cell_at(document, table, offset);
  return {cell.line, table.page, sheet_place(table, cell.row, cell.column)};
}

}  // namespace

size_t Document::block_at(std::uint32_t offset) const {
  const auto after =
      std::upper_bound(blocks.begin(), blocks.end(), offset,
                       [](std::uint32_t at, const Block& block) { return at < block.text.begin; });
  if (blocks.empty()) return std::string::npos;
  return after == blocks.begin() ? 0 : static_cast<size_t>(after - blocks.begin()) - 1;
}

Place Document::place(std::uint32_t offset) const {
  const size_t index = block_at(offset);
  if (index == std::string::npos) return {};
  const Block& block = blocks[index];
  if (block.kind == BlockKind::kTable && block.cell_count > 0) return place_in_table(*this, block, offset);
  Place place{block.line, block.page, sheet_place(block, 0, 0)};
  std::uint32_t from = block.text.begin;
  const auto after = std::upper_bound(jumps.begin(), jumps.end(), offset,
                                      [](std::uint32_t at, const Jump& jump) { return at < jump.offset; });
  if (after != jumps.begin() && std::prev(after)->offset >= from) {
    from = std::prev(after)->offset;
    place.line = std::prev(after)->line;
    place.page = std::prev(after)->page;
  }
  const std::string_view before = view({from, std::clamp(offset, from, std::max(from, block.text.end))});
  if (place.line > 0) place.line += static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  return place;
}

}  // namespace zhiheng::read
