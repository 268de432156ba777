#include "report/office/docx_table.h"

#include <numeric>

#include "report/office/docx_runs.h"
#include "report/office/grid.h"
#include "report/office/table_layout.h"
#include "report/office/text.h"
#include "report/office/xml.h"

namespace zhiheng::report::office {
namespace {

constexpr int kRule = 12;       // eighths of a point: top and foot
constexpr int kHairline = 6;    // under the head
constexpr int kShortTable = 8;  // rows that are kept on one page with their caption

void add_border(pugi::xml_node borders, const char* side, int eighths, const std::string& colour) {
  add(borders, side, {{"w:val", "single"}, {"w:sz", eighths}, {"w:space", 0}, {"w:color", colour}});
}

class TableWriter {
 public:
  TableWriter(const Table& table, int width, DocxContext& context)
      : table_(table), grid_(table), layout_(layout_table(table, grid_, width)), context_(context) {}

  void write(pugi::xml_node parent) {
    pugi::xml_node frame = add_frame(parent, layout_.columns);
    if (!table_.title.empty()) {
      add(frame.child("w:tblPr"), "w:tblCaption", {{"w:val", xml_safe(table_.title)}});
    }
    for (int row = 0; row < grid_.rows(); ++row) write_row(frame, row);
  }

 private:
  bool is_head(int row) const { return row < grid_.head_rows(); }

  // Whether a row must stay with the one below: heads, the first and the last rows, all of a short table.
  bool stays_with_next(int row) const {
    const int last = grid_.rows() - 1;
    if (row == last) return !table_.notes.empty() || !table_.sources.empty();
    const bool group = grid_.row(row).kind == TableRow::Kind::kGroup;
    return group || row <= grid_.head_rows() + 1 || row == last - 1 || grid_.rows() <= kShortTable;
  }

  void write_row(pugi::xml_node frame, int row) {
    pugi::xml_node node = add(frame, "w:tr");
    pugi::xml_node properties = add(node, "w:trPr");
    add(properties, "w:cantSplit");
    if (is_head(row)) add(properties, "w:tblHeader");
    for (int column = 0; column < grid_.columns();) {
      const Grid::Place& place = grid_.at(row, column);
      write_cell(node, row, place);
      column += place.col_span;
    }
  }

  void write_cell(pugi::xml_node node, int row, const Grid::Place& place) {
    pugi::xml_node cell = add(node, "w:tc");
    pugi::xml_node properties = add(cell, "w:tcPr");
    const auto first = layout_.columns.begin() + place.column;
    add(properties, "w:tcW", {{"w:w", std::accumulate(first, first + place.col_span, 0)}, {"w:type", "dxa"}});
    if (place.col_span > 1) add(properties, "w:gridSpan", {{"w:val", place.col_span}});
    if (place.row_span > 1)
      add(properties, "w:vMerge", {{"w:val", row == place.row ? "restart" : "continue"}});
    write_borders(properties, row, place);
    add(properties, "w:vAlign", {{"w:val", "center"}});
    write_words(cell, row, place);
  }

  void write_borders(pugi::xml_node properties, int row, const Grid::Place& place) {
    const bool top = row == 0, foot = row == grid_.rows() - 1;
    const bool under_head = row == grid_.head_rows() - 1;
    const bool bridge = is_head(row) && place.col_span > 1 && row == place.row + place.row_span - 1;
    if (!top && !foot && !under_head && !bridge) return;
    const std::string ink = hex(context_.theme.light.ink);
    pugi::xml_node borders = add(properties, "w:tcBorders");
    if (top) add_border(borders, "w:top", kRule, ink);
    if (foot || under_head || bridge)
      add_border(borders, "w:bottom", foot ? kRule : under_head ? kHairline : 4, ink);
  }

  void write_words(pugi::xml_node cell, int row, const Grid::Place& place) {
    pugi::xml_node paragraph = add_paragraph(cell, style(is_head(row)));
    pugi::xml_node properties = paragraph.child("w:pPr");
    if (stays_with_next(row)) add(properties, "w:keepNext");
    write_alignment(properties, row, place);
    if (row != place.row) return;
    const TableRow::Kind kind = grid_.row(row).kind;
    const bool bold = kind == TableRow::Kind::kTotal || kind == TableRow::Kind::kGroup;
    if (!place.cell->runs.empty() && place.cell->kind == Cell::Kind::kText) {
      add_runs(paragraph, place.cell->runs, context_, bold);
    } else {
      add_words(paragraph, cell_text(*place.cell), {.bold = bold});
    }
  }

  void write_alignment(pugi::xml_node properties, int row, const Grid::Place& place) {
    if (is_head(row)) return;
    const auto column = static_cast<size_t>(place.column);
    const auto kind = place.cell->kind;
    const bool number = kind == Cell::Kind::kNumber || kind == Cell::Kind::kMissing;
    const Align align = number ? Align::kRight : table_.columns[column].align;
    const bool label = kind == Cell::Kind::kLabel && place.row_span == 1;
    if (place.cell->indent > 0) {
      add(properties, "w:ind", {{"w:left", place.cell->indent * layout_.half_points * 20}});
    } else if (number && place.col_span == 1) {
      add(properties, "w:ind", {{"w:right", layout_.number_indents[column]}});
    }
    const bool middle = align == Align::kCenter || (number && place.col_span > 1);
    if (middle || (align == Align::kRight && !label)) {
      add(properties, "w:jc", {{"w:val", middle ? "center" : "right"}});
    }
  }

  // The styles with smaller letters are for tables that would not fit otherwise.
  const char* style(bool head) const {
    switch (layout_.half_points) {
      case 18:
        return head ? "TableHead18" : "TableText18";
      case 15:
        return head ? "TableHead15" : "TableText15";
      case 13:
        return head ? "TableHead13" : "TableText13";
      default:
        return head ? "TableHead" : "TableText";
    }
  }

  const Table& table_;
  Grid grid_;
  TableLayout layout_;
  DocxContext& context_;
};

void add_caption(pugi::xml_node parent, const Table& table, const DocxContext& context) {
  const int place = context.outline.places.at(&table);
  pugi::xml_node paragraph = add_paragraph(parent, "Caption");
  begin_mark(paragraph, Mark::kContents, place);
  add_label(paragraph, "表", table.number, place);
  add_words(paragraph, "　" + table.title);
  end_mark(paragraph, Mark::kContents, place);
}

}  // namespace

void add_label(pugi::xml_node paragraph, const char* label, int number, int place) {
  begin_mark(paragraph, Mark::kReference, place);
  add_words(paragraph, label);
  add_field(paragraph, std::string(" SEQ ") + label + " \\* ARABIC ", std::to_string(number));
  end_mark(paragraph, Mark::kReference, place);
}

pugi::xml_node add_frame(pugi::xml_node parent, const std::vector<int>& columns) {
  pugi::xml_node frame = add(parent, "w:tbl");
  pugi::xml_node properties = add(frame, "w:tblPr");
  add(properties, "w:tblW", {{"w:w", std::accumulate(columns.begin(), columns.end(), 0)}, {"w:type", "dxa"}});
  add(properties, "w:jc", {{"w:val", "center"}});
  add(properties, "w:tblLayout", {{"w:type", "fixed"}});
  pugi::xml_node margins = add(properties, "w:tblCellMar");
  for (const char* side : {"w:left", "w:right"})
    add(margins, side, {{"w:w", kCellMargin}, {"w:type", "dxa"}});
  pugi::xml_node grid = add(frame, "w:tblGrid");
  for (const int column : columns) add(grid, "w:gridCol", {{"w:w", column}});
  return frame;
}

void add_spacer(pugi::xml_node parent) { add_paragraph(parent, "Spacer"); }

void add_table(pugi::xml_node parent, const Table& table, int width, DocxContext& context) {
  if (table.number > 0 || !table.title.empty()) add_caption(parent, table, context);
  if (!table.unit.empty()) add_words(add_paragraph(parent, "TableUnit"), "单位：" + table.unit);
  if (!table.columns.empty() && !(table.head.empty() && table.body.empty())) {
    TableWriter(table, width, context).write(parent);
  }
  const auto lines = note_lines(table.notes, table.sources);
  for (size_t i = 0; i < lines.size(); ++i) {
    pugi::xml_node paragraph = add_paragraph(parent, "TableNote");
    if (i + 1 < lines.size()) add(paragraph.child("w:pPr"), "w:keepNext");
    add_words(paragraph, lines[i]);
  }
  add_spacer(parent);
}

}  // namespace zhiheng::report::office
