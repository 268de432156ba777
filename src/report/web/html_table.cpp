#include "report/web/html_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/markup.h"
#include "base/text.h"

namespace zhiheng::report::web {
namespace {

constexpr int kDeepestIndent = 4;
constexpr int kOneWord = 12;   // columns: up to that words are kept on one line
constexpr int kFewWords = 28;  // columns: up to that a cell of words needs no room of its own

/// The invisible digits that put right-aligned numbers on a common decimal point.
std::string tail(const std::string& text, const TableColumn& column) {
  const bool plain = !text.empty() && text.back() >= '0' && text.back() <= '9';
  const size_t point = text.find('.');
  const int own = point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
  if (!plain || !column.numeric || own >= column.decimals) return "";
  return fmt::format("<span class=\"z\" data-z=\"{}{}\"></span>", own == 0 ? "." : "",
                     std::string(static_cast<size_t>(column.decimals - own), '0'));
}

std::string content(const Cell& cell, const TableColumn& column, HtmlWords& words) {
  if (cell.kind == Cell::Kind::kMissing) return "<span aria-label=\"没有数据\" title=\"No data\">—</span>";
  if (!cell.runs.empty()) return words.runs(cell.runs);
  if (cell.kind != Cell::Kind::kNumber && cell.number < 0) return html(cell.text);
  const std::string out = words.number(cell.number, cell.text, cell.unit, cell.published);
  if (!cell.after.empty()) return out + html(cell.after);
  return out + (cell.unit.empty() && cell.col_span == 1 ? tail(cell.text, column) : "");
}

int words_width(const Cell& cell) {
  return display_width(cell.runs.empty() ? cell.text : plain_text(cell.runs));
}

std::string classes(const Cell& cell, const TableColumn& column, bool head, bool first) {
  std::string out = first && cell.col_span == 1 ? " s" : "";
  const bool centred = head && cell.col_span > 1;
  if (centred || column.align == Align::kCenter) {
    out += " c";
  } else if (column.align == Align::kRight) {
    out += " r";
  }
  if (cell.kind == Cell::Kind::kText && words_width(cell) > kFewWords) out += " t";
  if (cell.kind == Cell::Kind::kText && words_width(cell) <= kOneWord) out += " k";
  if (cell.indent > 0) out += fmt::format(" i{}", std::min(cell.indent, kDeepestIndent));
  return out.empty() ? "" : " class=\"" + out.substr(1) + "\"";
}

std::string html_cell(const Cell& cell, const TableColumn& column, TableRow::Kind kind, bool first,
                      HtmlWords& words) {
  const bool head = kind == TableRow::Kind::kHead;
  const bool names = head || cell.kind == Cell::Kind::kLabel;
  std::string out = names ? "<th" : "<td";
  if (names) out += head ? (cell.col_span > 1 ? " scope=\"colgroup\"" : " scope=\"col\"") : " scope=\"row\"";
  if (cell.col_span > 1) out += fmt::format(" colspan=\"{}\"", cell.col_span);
  if (cell.row_span > 1) out += fmt::format(" rowspan=\"{}\"", cell.row_span);
  return out + classes(cell, column, head, first) + ">" + content(cell, column, words) +
         (names ? "</th>" : "</td>");
}

std::string html_rows(const std::vector<TableRow>& rows, const Table& table, HtmlWords& words) {
  std::string out;
  for (const TableRow& row : rows) {
    out += row.kind == TableRow::Kind::kTotal   ? "<tr class=\"total\">"
           : row.kind == TableRow::Kind::kGroup ? "<tr class=\"group\">"
                                                : "<tr>";
    for (size_t i = 0; i < row.cells.size() && i < table.columns.size(); ++i) {
      if (!row.cells[i].covered) out += html_cell(row.cells[i], table.columns[i], row.kind, i == 0, words);
    }
    out += "</tr>\n";
  }
  return out;
}

bool wordy(const Table& table) {
  for (const TableRow& row : table.body) {
    for (const Cell& cell : row.cells) {
      if (cell.kind == Cell::Kind::kText && words_width(cell) > 60) return true;
    }
  }
  return false;
}

}  // namespace

std::string html_grid(const Table& table, const std::string& label, HtmlWords& words) {
  std::string out =
      fmt::format("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\"><table{}>\n",
                  html(label), wordy(table) ? " class=\"wordy\"" : "");
  out += "<thead>\n" + html_rows(table.head, table, words) + "</thead>\n";
  return out + "<tbody>\n" + html_rows(table.body, table, words) + "</tbody>\n</table></div>\n";
}

std::string html_table(const Table& table, HtmlWords& words) {
  const std::string name = fmt::format("表 {}", table.number);
  std::string out = fmt::format("<figure class=\"table\" id=\"{}\">\n<figcaption><b>{}</b>{}</figcaption>\n",
                                html(table.id), name, html(table.title));
  if (!table.unit.empty())
    out += fmt::format("<p class=\"unit\" title=\"Unit\">单位：{}</p>\n", html(table.unit));
  return out + html_grid(table, name + " " + table.title, words) + html_notes(table.notes, table.sources) +
         "</figure>\n";
}

std::string html_notes(const std::vector<std::string>& notes, const std::vector<std::string>& sources) {
  if (notes.empty() && sources.empty()) return "";
  std::string out = "<div class=\"notes\">\n";
  for (size_t i = 0; i < notes.size(); ++i) {
    out += fmt::format("<p>注{}：{}</p>\n", notes.size() > 1 ? std::to_string(i + 1) : "", html(notes[i]));
  }
  if (!sources.empty()) out += "<p title=\"Source\">数据来源：" + html(join(sources, "、")) + "</p>\n";
  return out + "</div>\n";
}

}  // namespace zhiheng::report::web
