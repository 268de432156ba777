#include "read/records/sheet_head.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "read/formats/lines.h"
#include "read/records/head_names.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kEmpty{"read.empty", "没有表头", "it has no heads"};
constexpr size_t kLooked = 20;  // rows whose width counts
constexpr int kMaxHeadRows = 5;

using Range = MergedCells::Range;
using Texts = std::map<int, std::string>;  // by column

struct HeadLine {
  int number = 0;
  Texts texts;
};

std::vector<HeadLine> spread_lines(const std::vector<SheetRow>& rows, const MergedCells& merged) {
  MergedCells spreading(merged.ranges());
  std::vector<HeadLine> out;
  for (SheetRow row : rows) {
    // One column more than there may be, so that a head too wide is told.
    spreading.spread(row, 1, static_cast<int>(kMaxColumns) + 1);
    HeadLine line{row.number, {}};
    for (const SheetRow::Value& value : row.values) {
      const std::string_view text = trim_wide(row.of(value));
      if (!text.empty()) line.texts[value.column] = text;
    }
    if (!line.texts.empty()) out.push_back(std::move(line));
  }
  return out;
}

size_t distinct(const Texts& texts) {
  std::set<std::string_view> seen;
  for (const auto& [column, text] : texts) seen.insert(text);
  return seen.size();
}

bool is_one_merged_cell(const HeadLine& line, const std::vector<Range>& ranges) {
  return std::any_of(ranges.begin(), ranges.end(), [&line](const Range& range) {
    return range.from.row <= line.number && range.to.row >= line.number &&
           range.from.column < range.to.column && range.from.column <= line.texts.begin()->first &&
           range.to.column >= line.texts.rbegin()->first;
  });
}

/// The number of the line in which the head begins.
size_t first_line(const std::vector<HeadLine>& lines, const std::vector<Range>& ranges) {
  size_t fullest = 0;
  for (size_t i = 0; i < std::min(lines.size(), kLooked); ++i)
    fullest = std::max(fullest, lines[i].texts.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    if (distinct(lines[i].texts) >= 2 && 2 * lines[i].texts.size() > fullest) return i;
  }
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!is_one_merged_cell(lines[i], ranges)) return i;
  }
  return 0;
}

/// The last row that cells merged over rows first..last reach.
int reach(const std::vector<Range>& ranges, int first, int last) {
  int out = last;
  for (const Range& range : ranges) {
    if (range.from.row > last) break;
    const bool in_head = range.from.row >= first && range.to.row - first < kMaxHeadRows;
    if (in_head) out = std::max(out, range.to.row);
  }
  return out;
}

/// Whether `below` names the columns of cells merged in `row` over columns.
bool divides(const HeadLine& below, int row, const HeadLine& above, const std::vector<Range>& ranges) {
  std::set<int> covered;
  bool divided = false;
  for (const Range& range : ranges) {
    if (range.from.row > row) break;
    if (range.from.row != row || range.to.row != row || range.from.column == range.to.column) continue;
    Texts under;
    for (auto it = below.texts.lower_bound(range.from.column);
         it != below.texts.end() && it->first <= range.to.column; ++it) {
      covered.insert(it->first);
      under.insert(*it);
    }
    divided = divided || distinct(under) >= 2;
  }
  const bool elsewhere = std::any_of(below.texts.begin(), below.texts.end(),
                                     [&covered](const auto& cell) { return !covered.contains(cell.first); });
  return divided && !elsewhere && above.number == row;
}

int last_row(const std::vector<HeadLine>& lines, size_t first, const std::vector<Range>& ranges) {
  const int begin = lines[first].number;
  int last = begin;
  while (last - begin < kMaxHeadRows - 1) {
    const int reached = reach(ranges, begin, last);
    if (reached > last) {
      last = reached;
      continue;
    }
    const auto at = std::find_if(lines.begin(), lines.end(),
                                 [last](const HeadLine& line) { return line.number == last; });
    if (at == lines.end() || at + 1 == lines.end() || (at + 1)->number != last + 1) break;
    if (!divides(*(at + 1), last, *at, ranges)) break;
    ++last;
  }
  return last;
}

std::string column_name(const std::vector<HeadLine>& lines, int first, int last, int column) {
  std::vector<std::string> parts;
  for (const HeadLine& line : lines) {
    if (line.number < first || line.number > last) continue;
    const auto text = line.texts.find(column);
    if (text == line.texts.end()) continue;
    if (std::find(parts.begin(), parts.end(), text->second) == parts.end()) parts.push_back(text->second);
  }
  std::string out;
  for (const std::string& part : parts) out += out.empty() ? part : " " + part;
  return out;
}

/// A name over merged columns that nothing below tells apart is the first one's.
void keep_first(const std::vector<Range>& ranges, SheetHead& head) {
  for (const Range& range : ranges) {
    if (range.from.row > head.last_row) break;
    if (range.to.row < head.first_row || range.from.column < head.first_column) continue;
    const auto from = static_cast<size_t>(range.from.column - head.first_column);
    const auto to = std::min(static_cast<size_t>(range.to.column - head.first_column) + 1, head.names.size());
    for (size_t i = from + 1; i < to; ++i) {
      if (head.names[i] == head.names[from]) head.names[i].clear();
    }
  }
}

}  // namespace

SheetHead find_sheet_head(const std::vector<SheetRow>& rows, const MergedCells& merged,
                          const std::string& shown) {
  const std::vector<HeadLine> lines = spread_lines(rows, merged);
  if (lines.empty()) throw Error(kEmpty, {shown});
  const size_t first = first_line(lines, merged.ranges());
  SheetHead head;
  head.first_row = lines[first].number;
  head.last_row = last_row(lines, first, merged.ranges());
  int last_column = 0;
  head.first_column = lines[first].texts.begin()->first;
  for (const HeadLine& line : lines) {
    if (line.number < head.first_row || line.number > head.last_row) continue;
    head.first_column = std::min(head.first_column, line.texts.begin()->first);
    last_column = std::max(last_column, line.texts.rbegin()->first);
  }
  for (int column = head.first_column; column <= last_column; ++column) {
    head.names.push_back(column_name(lines, head.first_row, head.last_row, column));
  }
  keep_first(merged.ranges(), head);
  head.names = tidy_heads(std::move(head.names), shown);
  return head;
}

}  // namespace zhiheng::read
