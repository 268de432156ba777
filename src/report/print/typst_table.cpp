#include "report/print/typst_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace zhiheng::report::print {
namespace {

constexpr double kInset = 8;     // left and right of a cell, pt
constexpr int kWholeLines = 12;  // a body of so few lines is kept on one page
constexpr int kGroupLines = 15;  // rows that are kept together are never taller than that
constexpr int kSolidLines = 10;  // a row of more lines may break inside

std::string words_of(const Cell& cell) {
  return cell.runs.empty() ? cell.text + cell.unit + cell.after : plain_text(cell.runs);
}

/// What the page will look like, estimated from the lengths of the texts: enough to choose sizes and to keep
/// rows together.
struct Layout {
  double size = 10.5;
  std::vector<double> weights;
  std::vector<int> lines;  // of each body row
  bool ruled = false;      // rows of several lines need a hairline between them
};

double font_size(size_t columns) { return columns <= 7 ? 10.5 : columns <= 11 ? 9 : 8; }

/// The widths that the report asks for; where it asks for nothing, after the longest text in each column,
/// within limits.
std::vector<double> weights(const Table& table) {
  std::vector<double> out;
  const bool chosen = std::any_of(table.columns.begin(), table.columns.end(), [&](const TableColumn& c) {
    return std::abs(c.width - table.columns[0].width) > 1e-9;
  });
  for (size_t i = 0; i < table.columns.size(); ++i) {
    int widest = 5;
    for (const auto* rows : {&table.head, &table.body}) {
      for (const TableRow& row : *rows) {
        const Cell& cell = row.cells[i];
        if (cell.covered || cell.col_span > 1) continue;
        const int most = cell.kind == Cell::Kind::kText ? 56 : rows == &table.head ? 16 : 30;
        widest = std::max(widest, std::min(most, display_width(words_of(cell)) + 4 * cell.indent));
      }
    }
    out.push_back(chosen ? table.columns[i].width : widest + 3);
  }
  return out;
}

int lines_of(const TableRow& row, const Layout& layout, double width) {
  double total = 0;
  for (const double weight : layout.weights) total += weight;
  int most = 1;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    const Cell& cell = row.cells[i];
    if (cell.covered) continue;
    double share = 0;
    for (size_t k = i; k < std::min(row.cells.size(), i + static_cast<size_t>(cell.col_span)); ++k)
      share += layout.weights[k];
    const double room =
        std::max(1.0, (share / total * width - kInset - 2 * layout.size * cell.indent) / (layout.size / 2));
    const double need = std::ceil(display_width(words_of(cell)) / room) / std::max(1, cell.row_span);
    most = std::max(most, static_cast<int>(std::ceil(need)));
  }
  return most;
}

Layout layout_of(const Table& table, double width) {
  Layout layout{font_size(table.columns.size()), weights(table), {}, false};
  for (const TableRow& row : table.body) {
    layout.lines.push_back(lines_of(row, layout, width));
    layout.ruled = layout.ruled || layout.lines.back() > 2;
  }
  return layout;
}

/// Number of rows that the invisible cell beginning at each row spans; 0 where another one covers the row, 1
/// for none.
std::vector<int> kept_together(const Table& table, const Layout& layout) {
  const size_t rows = layout.lines.size();
  std::vector<int> spans(rows + 1, 1);  // the last one is the row of notes
  auto span = [&](size_t from, size_t count) {
    for (size_t i = from; i < from + count; ++i) spans[i] = 0;
    spans[from] = static_cast<int>(count);
  };
  auto lines = [&](size_t from, size_t to) {
    int sum = 0;
    for (size_t i = from; i < to; ++i) sum += layout.lines[i];
    return sum;
  };
  if (layout
          .ruled) {  // rows of many lines would drag half a page with them: only a group keeps its first row
    for (size_t i = 0; i + 1 < rows; ++i) {
      const bool heads =
          table.body[i].kind == TableRow::Kind::kGroup && table.body[i + 1].kind != TableRow::Kind::kGroup;
      if (heads && layout.lines[i + 1] <= kSolidLines) span(i, 2);
    }
    return spans;
  }
  if (lines(0, rows) <= kWholeLines) {
    span(0, rows + 1);
    return spans;
  }
  size_t first = std::min<size_t>(3, rows), last = std::min<size_t>(3, rows);
  while (first > 1 && lines(0, first) > kGroupLines) --first;
  while (last > 0 && lines(rows - last, rows) > kGroupLines) --last;
  if (first + last > rows) return spans;
  span(0, first);
  span(rows - last, last + 1);
  return spans;
}

/// Digits with an invisible tail, so that right-aligned numbers stand on a common decimal point.
std::string aligned(const std::string& text, int decimals) {
  const bool plain = !text.empty() && text.back() >= '0' && text.back() <= '9';
  const size_t point = text.find('.');
  const int own = point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
  if (!plain || own >= decimals) return typst_string(text);
  const std::string tail = (own == 0 ? "." : "") + std::string(static_cast<size_t>(decimals - own), '0');
  return fmt::format("digits({}, {})", typst_string(text), typst_string(tail));
}

std::string content(const Cell& cell, const TableColumn& column, Words& words) {
  if (cell.kind == Cell::Kind::kMissing) return "\"—\"";
  if (!cell.runs.empty()) return words.runs(cell.runs);
  if (cell.kind != Cell::Kind::kNumber) return typst_string(tight(cell.text + cell.after));
  if (!cell.after.empty()) {
    const std::string number = fmt::format("n({}, {})", typst_string(cell.text), typst_string(cell.unit));
    return (cell.unit.empty() ? typst_string(cell.text) : number) + " + " + typst_string(cell.after);
  }
  if (!cell.unit.empty()) return fmt::format("n({}, {})", typst_string(cell.text), typst_string(cell.unit));
  return column.numeric && cell.col_span == 1 ? aligned(cell.text, column.decimals) : typst_string(cell.text);
}

std::string typst_cell(const Cell& cell, const TableColumn& column, TableRow::Kind kind, Words& words) {
  std::string out = content(cell, column, words);
  if (kind == TableRow::Kind::kTotal || kind == TableRow::Kind::kGroup) out = "strong(" + out + ")";
  if (kind == TableRow::Kind::kHead) out = "gothic(size: 1em, weight: \"medium\", " + out + ")";
  out = (kind == TableRow::Kind::kHead ? "th(" : "td(") + out;
  if (cell.col_span > 1) out += fmt::format(", colspan: {}", cell.col_span);
  if (cell.row_span > 1) out += fmt::format(", rowspan: {}, breakable: true", cell.row_span);
  if (cell.indent > 0) out += fmt::format(", indent: {}", cell.indent);
  return out + "), ";
}

std::string typst_row(const TableRow& row, const Table& table, int keep, Words& words) {
  std::string out = keep == 0 ? "" : keep == 1 ? "[], " : fmt::format("keep({}), ", keep);
  for (size_t i = 0; i < row.cells.size(); ++i) {
    if (!row.cells[i].covered) out += typst_cell(row.cells[i], table.columns[i], row.kind, words);
  }
  return out + "\n  ";
}

std::string list_of(const std::vector<std::string>& texts) {
  std::string out = "(";
  for (const std::string& text : texts) out += typst_string(tight(text)) + ", ";
  return out + ")";
}

std::string columns_of(const Table& table, const Layout& layout) {
  std::string widths = "(", aligns = "(";
  for (size_t i = 0; i < table.columns.size(); ++i) {
    widths += fmt::format("{:.3f}fr, ", layout.weights[i]);
    const Align align = table.columns[i].align;
    aligns += align == Align::kRight ? "right, " : align == Align::kCenter ? "center, " : "left, ";
  }
  return widths + "), " + aligns + ")";
}

}  // namespace

std::string typst_table(const Table& table, Words& words, double width) {
  const Layout layout = layout_of(table, width);
  const std::vector<int> keep = kept_together(table, layout);
  const bool solid =
      std::all_of(layout.lines.begin(), layout.lines.end(), [](int n) { return n <= kSolidLines; });
  std::string head, body;
  for (const TableRow& row : table.head) head += typst_row(row, table, 1, words);
  for (size_t i = 0; i < table.body.size(); ++i) {
    if (i > 0 && layout.ruled) body += "table.hline(), ";
    body += typst_row(table.body[i], table, keep[i], words);
  }
  return fmt::format(
      "tbl({}, {}, {}, {}, {}, (\n  {}), (\n  {}), {}, {}, size: {}pt, solid: {}, ruled: {}, loose: {})",
      typst_string(table.id), table.number, typst_string(tight(table.title)), typst_string(table.unit),
      columns_of(table, layout), head, body, list_of(table.notes), list_of(table.sources), layout.size, solid,
      layout.ruled, keep.back() == 1);
}

}  // namespace zhiheng::report::print
