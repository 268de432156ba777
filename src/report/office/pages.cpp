#include "report/office/pages.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "report/office/docx_context.h"
#include "report/office/grid.h"
#include "report/office/table_layout.h"
#include "report/office/text.h"

namespace zhiheng::report::office {
namespace {

constexpr double kLine = 384;     // body, twips
constexpr double kSingle = 1.35;  // line height of one em set single, over faces
constexpr double kNoteLine = 18 * 10 * kSingle;
constexpr double kSpacer = 12 * 10 * kSingle;

double lines(double ems, double half_points, double width) {
  return std::max(1.0, std::ceil(ems * half_points * 10 * 1.03 / std::max(width, 1.0)));
}

double text_ems(const Runs& runs) {
  double ems = 0;
  for (const auto& run : runs) ems += width_in_em(with_unit(run.text, run.unit));
  return ems;
}

bool has_footnote(const Runs& runs) {
  return std::any_of(runs.begin(), runs.end(),
                     [](const Run& run) { return run.kind == Run::Kind::kFootnote; });
}

// Heights of rows, as TableText sets them.
std::vector<double> row_heights(const Table& table, const Grid& grid, int width) {
  const TableLayout layout = layout_table(table, grid, width);
  const double line = layout.half_points * 10 * kSingle;
  std::vector<double> heights(static_cast<size_t>(grid.rows()), line + 80);
  for (int row = 0; row < grid.rows(); ++row) {
    for (int column = 0; column < grid.columns(); ++column) {
      if (!grid.starts_at(row, column)) continue;
      const Grid::Place& place = grid.at(row, column);
      if (place.row_span > 1) continue;
      double room = -2.0 * kCellMargin;
      for (int c = column; c < column + place.col_span; ++c) room += layout.columns[static_cast<size_t>(c)];
      const double count = lines(width_in_em(cell_text(*place.cell)), layout.half_points, room);
      heights[static_cast<size_t>(row)] = std::max(heights[static_cast<size_t>(row)], count * line + 80);
    }
  }
  return heights;
}

class Estimate {
 public:
  explicit Estimate(std::unordered_map<const void*, int>& out) : out_(out) {}

  void visit_all(const std::vector<Block>& blocks) {
    for (size_t i = 0; i < blocks.size(); ++i) {
      if (const bool wide = stands_wide(blocks, i); wide != wide_) turn(wide, i > 0);
      std::visit(*this, blocks[i]);
    }
  }

  void operator()(const Heading& heading) {
    static constexpr double kHeights[] = {1560, 992, 818, 624, 584};
    if (heading.level <= 1 && used_ > 0) new_page();
    const double height = kHeights[std::clamp(heading.level, 1, 5) - 1];
    keep(height + 2 * kLine);  // never last on a page
    place(&heading);
    used_ += height;
  }
  void operator()(const Paragraph& paragraph) { flow(paragraph.runs, 2); }
  void operator()(const List& list) {
    for (const auto& item : list.items) flow(item, 3.75);
  }
  void operator()(const KeyNumbers& block) {
    if (block.items.empty()) return;
    const auto count = static_cast<int>(block.items.size());
    const int across = key_numbers_across(block, static_cast<int>(width_));
    solid(static_cast<double>((count + across - 1) / across) * 1150 + kSpacer);
  }
  void operator()(const Figure& figure) {
    const double scale = std::min(1.0, width_ / (figure.width * 15.0));
    const auto extra = static_cast<double>(note_lines(figure.notes, figure.sources).size() + 1);
    const double height = figure.height * 15 * scale + 240 + 400 + extra * (kNoteLine + 40) + kSpacer;
    keep(height);
    place(&figure);
    used_ += height;
  }
  void operator()(const Table& table) {
    const Grid grid(table);
    const std::vector<double> heights =
        grid.columns() > 0 ? row_heights(table, grid, static_cast<int>(width_)) : std::vector<double>{};
    const double above = 583 + (table.unit.empty() ? 0 : kNoteLine + 40);
    double whole = above, head = 0;
    for (size_t i = 0; i < heights.size(); ++i) whole += heights[i];
    for (int i = 0; i < grid.head_rows(); ++i) head += heights[static_cast<size_t>(i)];
    keep(heights.size() <= 8 ? whole : above + head + 3 * kLine);
    place(&table);
    used_ += above;
    for (const double height : heights) {
      if (used_ + height > room_) {
        new_page();
        used_ = head;
      }
      used_ += height;
    }
    used_ += static_cast<double>(note_lines(table.notes, table.sources).size()) * (kNoteLine + 40) + kSpacer;
  }
  void operator()(const Case& box) {
    keep(4 * kLine);
    place(&box);
    used_ += 560 + 200;
    const double width = std::exchange(width_, width_ - 400);
    for (const auto& block : box.blocks) std::visit(*this, block);
    width_ = width;
    used_ += kSpacer;
  }

 private:
  void flow(const Runs& runs, double indent) {
    if (has_footnote(runs)) room_ -= kNoteLine;  // footnotes take from the foot of the page
    for (double left = lines(text_ems(runs) + indent, 24, width_); left > 0; --left) {
      if (used_ + kLine > room_) new_page();
      used_ += kLine;
    }
  }
  void solid(double height) {
    keep(height);
    used_ += height;
  }
  void keep(double height) {
    if (used_ > 0 && used_ + height > room_) new_page();
  }
  void new_page() {
    ++page_;
    used_ = 0;
    room_ = (wide_ ? kLandscape : kPortrait).text_height();
  }
  void turn(bool wide, bool break_page) {
    wide_ = wide;
    width_ = (wide ? kLandscape : kPortrait).text_width();
    if (break_page) ++page_;
    used_ = 0;
    room_ = (wide ? kLandscape : kPortrait).text_height();
  }
  void place(const void* thing) { out_[thing] = page_; }

  std::unordered_map<const void*, int>& out_;
  int page_ = 1;
  bool wide_ = false;
  double used_ = 0;
  double width_ = kPortrait.text_width();
  double room_ = kPortrait.text_height();
};

}  // namespace

bool stands_wide(const std::vector<Block>& blocks, size_t i) {
  while (i < blocks.size() && std::holds_alternative<Heading>(blocks[i])) ++i;
  if (i == blocks.size()) return false;
  const auto* table = std::get_if<Table>(&blocks[i]);
  return table != nullptr && table->landscape;
}

int key_numbers_across(const KeyNumbers& block, int width) {
  double widest = 0;
  for (const auto& item : block.items) {
    double value = 0;  // digits 20 pt, units 五号
    for (const auto& run : item.value)
      value += 400 * width_in_em(run.text) + 210 * width_in_em(with_unit("", run.unit));
    widest = std::max({widest, value, 210 * width_in_em(item.label), 180 * text_ems(item.detail)});
  }
  const auto count = static_cast<int>(block.items.size());
  const int room = static_cast<int>(width / (widest * 1.05 + 2 * kCellMargin));
  const int most = std::clamp(std::min(room, count), std::min(2, count), 4);
  const int rows = (count + most - 1) / most;
  return (count + rows - 1) / rows;
}

std::unordered_map<const void*, int> estimate_pages(const Document& document, const Outline& outline) {
  std::unordered_map<const void*, int> out;
  out.reserve(outline.places.size());
  Estimate(out).visit_all(document.blocks);
  return out;
}

}  // namespace zhiheng::report::office
