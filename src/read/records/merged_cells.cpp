#include "read/records/merged_cells.h"

#include <algorithm>

#include "base/error.h"
#include "read/records/csv_scan.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kTooMany{"read.hostile", "合并单元格过多，拒绝读取", "too many merged cells; refused"};
constexpr size_t kMaxRanges = 200'000;
constexpr size_t kMaxOpen = 4096;

/// Calls `use` with each tag that holds `word`, looking for nothing else: many times as fast as reading the
/// XML. In a text `<` is written otherwise, so that what is found is a tag. The word's first letter should be
/// a rare one. All pieces but the last are longer than a tag.
class TagSearch {
 public:
  TagSearch(std::string_view word, std::function<void(std::string_view)> use)
      : word_(word), use_(std::move(use)) {}

  void take(std::string_view piece) {
    // A tag may be cut in two: the end of the former piece is looked at again.
    const size_t kept = carried_.size();
    carried_ += piece.substr(0, kTag);
    search(carried_, kept);
    const size_t sure = piece.size() > kTag ? piece.size() - kTag : 0;
    search(piece, sure);
    carried_ = piece.substr(sure);
  }
  void finish() { search(carried_, carried_.size()); }

 private:
  static constexpr size_t kTag = 1024;

  /// Uses the tags that begin before `end`.
  void search(std::string_view text, size_t end) const {
    for (size_t at = text.find(word_); at != std::string_view::npos; at = text.find(word_, at + 1)) {
      const size_t open = text.rfind('<', at);
      const size_t close = text.find('>', at);
      if (open == std::string_view::npos || close == std::string_view::npos || open >= end ||
          at - open > kTag)
        continue;
      if (text.substr(open, at - open).find('>') == std::string_view::npos)
        use_(text.substr(open, close - open));
    }
  }

  std::string_view word_;
  std::function<void(std::string_view)> use_;
  std::string carried_;
};

std::string_view local_tag(std::string_view tag) {
  const std::string_view name = tag.substr(1, tag.find_first_of(" \t\r\n/", 1) - 1);
  return name.substr(name.find(':') + 1);  // npos + 1 is 0
}

std::string_view value_of(std::string_view tag, std::string_view name) {
  const size_t at = tag.find(name);
  if (at == std::string_view::npos || at + name.size() + 2 > tag.size()) return {};
  const char quote = tag[at + name.size()];
  const std::string_view rest = tag.substr(at + name.size() + 1);
  return rest.substr(0, rest.find(quote));
}

}  // namespace

MergedCells::MergedCells(Workbook& workbook, const Workbook::Sheet& sheet) {
  TagSearch merges("mergeCell ", [this](std::string_view tag) {
    if (local_tag(tag) != "mergeCell") return;
    const std::string_view name = value_of(tag, " ref=");
    const size_t colon = name.find(':');
    if (colon == std::string_view::npos) return;
    const Range range{parse_cell_name(name.substr(0, colon)), parse_cell_name(name.substr(colon + 1))};
    if (range.from.row > 0 && range.to.row >= range.from.row && range.to.column >= range.from.column) {
      ranges_.push_back(range);
    }
  });
  TagSearch hidden("hidden=", [this](std::string_view tag) {
    const std::string_view value = value_of(tag, " hidden=");
    if (local_tag(tag) == "row" && (value == "1" || value == "true")) ++hidden_rows_;
  });
  workbook.each_piece(sheet, [&](std::string_view piece) {
    merges.take(piece);
    hidden.take(piece);
    if (ranges_.size() > kMaxRanges) throw Error(kTooMany, {workbook.shown()});
  });
  merges.finish();
  hidden.finish();
  std::stable_sort(ranges_.begin(), ranges_.end(),
                   [](const Range& a, const Range& b) { return a.from.row < b.from.row; });
}

MergedCells::MergedCells(std::vector<Range> ranges) : ranges_(std::move(ranges)) {}

/// Keeps the values of the ranges that begin in this row, or above it where there was no row.
void MergedCells::open_ranges(const SheetRow& row) {
  std::erase_if(open_, [&row](const Open& open) { return open.range.to.row < row.number; });
  for (; next_ < ranges_.size() && ranges_[next_].from.row <= row.number; ++next_) {
    const Range& range = ranges_[next_];
    if (range.from.row != row.number) continue;
    const auto value = std::find_if(row.values.begin(), row.values.end(), [&range](const SheetRow::Value& v) {
      return v.column == range.from.column;
    });
    if (value == row.values.end()) continue;
    open_.push_back({range, std::string(row.of(*value))});
    if (open_.size() > kMaxOpen) throw Error(kTooMany, {});
  }
}

void MergedCells::spread(SheetRow& row, int first, int last) {
  if (open_.empty() && next_ >= ranges_.size()) return;
  open_ranges(row);
  for (const Open& open : open_) {
    const int from = std::max(open.range.from.column, first);
    const int to = std::min(open.range.to.column, last);
    if (from > to) continue;
    if (row.text.size() + open.value.size() > kMaxRow) {
      row.too_long = true;
      return;
    }
    const size_t begin = row.text.size();
    row.text += open.value;
    std::erase_if(row.values,
                  [from, to](const SheetRow::Value& v) { return v.column >= from && v.column <= to; });
    for (int column = from; column <= to; ++column) row.values.push_back({column, begin, open.value.size()});
  }
}

}  // namespace zhiheng::read
