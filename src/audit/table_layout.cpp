#include "audit/table_layout.h"

#include <algorithm>

#include "audit/quantity.h"
#include "audit/table_label.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

constexpr size_t kMostEmptyPlaces = 1'000'000;
constexpr size_t kLongestNumber = 60;  // bytes

bool is_dash(std::string_view text) {
  static constexpr std::string_view kDashes[] = {"-", "—",  "–",  "－", "_",    "/", "\\",
                                                 "―", "──", "--", "——", "－－", "×"};
  return std::ranges::find(kDashes, text) != std::end(kDashes);
}

/// Whether a cell may be a number: digits behind an optional sign or bound.
bool begins_like_number(std::string_view text) {
  static constexpr std::string_view kBefore[] = {"-", "+", "−",      "－",     "＋",   "—",  "≥",
                                                 "≤", ">", "<",      "＞",     "＜",   "约", "↑",
                                                 "↓", "▼", "不少于", "不低于", "达到", "*",  " "};
  for (bool moved = true; moved;) {
    if (text.empty()) return false;
    if (text[0] >= '0' && text[0] <= '9') return true;
    moved = false;
    for (const auto word : kBefore) {
      if (text[0] != word[0] || !text.starts_with(word)) continue;
      text.remove_prefix(word.size());
      moved = true;
      break;
    }
  }
  return text.size() >= 3 && text.starts_with("\xEF\xBC") && text[2] >= '\x90' && text[2] <= '\x99';
}

/// 412, 1,290, -3.5: a number beyond doubt and no year.
bool is_simple_number(std::string_view text) {
  size_t digits = 0;
  const size_t first = text[0] == '-' ? 1 : 0;
  bool point = false;
  for (size_t i = first; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (text[i] == '.' && !point && digits > 0 && i + 1 < text.size()) {
      point = true;
    } else if (!digit) {
      return false;
    }
    digits += digit ? 1 : 0;
  }
  return digits > 0 && (point || digits != 4 || first == 1);
}

CellKind kind_of(const read::Document& document, read::Span span, bool spaced) {
  const std::string_view text = trim(document.view(span));
  if (text.empty() || text == "　") return CellKind::kNone;
  if (text.size() > kLongestNumber || !begins_like_number(text)) {
    return is_dash(text) ? CellKind::kDash : CellKind::kWords;
  }
  if (is_simple_number(text)) return CellKind::kNumber;
  if (plain_year(text) != 0) return CellKind::kYear;
  return parse_cell(document.text, span, {}, spaced).number.empty() ? CellKind::kWords : CellKind::kNumber;
}

/// How the numbers of a block's cells set their thousands apart.
struct Thousands {
  int spaced = 0;  // 1 846.3
  int other = 0;   // 1846.3, 1,846.3
};

void count_thousands(std::string_view text, Thousands& count) {
  const std::string_view whole = text.substr(0, text.find('.'));
  const auto digits = std::ranges::count_if(whole, [](char c) { return c >= '0' && c <= '9'; });
  if (digits < 4 || text.size() > kLongestNumber || !begins_like_number(text) || plain_year(text) != 0)
    return;
  const read::Span all{0, static_cast<std::uint32_t>(text.size())};
  if (!parse_cell(text, all, {}).number.empty()) {
    ++count.other;
  } else if (!parse_cell(text, all, {}, true).number.empty()) {
    ++count.spaced;
  }
}

/// Whether the block sets thousands apart by plain spaces: then no number of it does otherwise. In a PDF a
/// single such cell may also be two cells run together.
bool spaces_thousands(const read::Document& document, const read::Block& block) {
  Thousands count;
  for (std::uint32_t i = 0; i < block.cell_count && count.other == 0; ++i) {
    count_thousands(trim(document.view(document.cells[block.first_cell + i].text)), count);
  }
  return count.other == 0 && count.spaced >= (document.format == "pdf" ? 2 : 1);
}

}  // namespace

Grid::Grid(const read::Document& document, const read::Block& block) : document_(document) {
  const size_t places =
      static_cast<size_t>(std::max(block.rows, 0)) * static_cast<size_t>(std::max(block.columns, 0));
  if (places > kMostEmptyPlaces && places / 16 > block.cell_count) return;
  rows_ = block.rows;
  columns_ = block.columns;
  cells_.assign(places, -1);
  kinds_.assign(places, CellKind::kNone);
  spaced_ = spaces_thousands(document, block);
  for (std::uint32_t i = 0; i < block.cell_count; ++i) {
    place(document.cells[block.first_cell + i], static_cast<std::int32_t>(block.first_cell + i));
  }
  summarise();
}

void Grid::place(const read::Cell& cell, std::int32_t id) {
  if (cell.row < 0 || cell.column < 0 || cell.row >= rows_ || cell.column >= columns_) return;
  const CellKind kind = kind_of(document_, cell.text, spaced_);
  const int last_row = std::min(rows_, cell.row + std::max(1, cell.row_span));
  const int last_column = std::min(columns_, cell.column + std::max(1, cell.column_span));
  for (int r = cell.row; r < last_row; ++r) {
    for (int c = cell.column; c < last_column; ++c) {
      const bool origin = r == cell.row && c == cell.column;
      if (!origin && cells_[index(r, c)] >= 0) continue;
      cells_[index(r, c)] = id;
      // A number belongs to one place only; words spread.
      kinds_[index(r, c)] = origin || kind != CellKind::kNumber ? kind : CellKind::kNone;
    }
  }
}

void Grid::summarise() {
  summary_.assign(static_cast<size_t>(rows_), {});
  for (int r = 0; r < rows_; ++r) {
    Row& row = summary_[static_cast<size_t>(r)];
    for (int c = 0; c < columns_; ++c) {
      const CellKind kind = kinds_[index(r, c)];
      if (kind == CellKind::kNone || !is_origin(r, c)) continue;
      if (row.first < 0) row.first = c;
      if (kind == CellKind::kNumber) ++row.numbers;
      if (kind == CellKind::kWords || kind == CellKind::kYear) ++row.words;
      if (kind == CellKind::kYear) ++row.years;
    }
  }
}

read::Span Grid::span(int row, int column) const {
  const std::int32_t id = cells_[index(row, column)];
  return id < 0 ? read::Span{} : document_.cells[static_cast<size_t>(id)].text;
}

std::string_view Grid::text(int row, int column) const { return document_.view(span(row, column)); }

bool Grid::is_origin(int row, int column) const {
  const std::int32_t id = cells_[index(row, column)];
  if (id < 0) return false;
  const read::Cell& cell = document_.cells[static_cast<size_t>(id)];
  return cell.row == row && cell.column == column;
}

}  // namespace zhiheng::audit
