#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "report/office/grid.h"
#include "report/office/text.h"
#include "report/office/xlsx_book.h"

namespace zhiheng::report::office {
namespace {

constexpr int kFirstRow = 2;  // below the title and the line with the way back and the unit
constexpr double kNarrowest = 8, kWidest = 52, kFreezable = 34;  // characters
constexpr double kLineHeight = 15, kNoteHeight = 13;             // points

std::string quoted(const std::string& words) {
  std::string out;
  for (const char c : words) out += c == '"' ? "\"\"" : std::string(1, c);
  return words.empty() ? "" : "\"" + out + "\"";
}

// "+5.3" and "个百分点" → +0.0" 个百分点";-0.0" 个百分点";0.0" 个百分点"
std::string number_format(const Cell& cell, int decimals) {
  const bool percent = cell.text.ends_with('%');
  const std::string unit = percent ? "%" + cell.unit : cell.unit.empty() ? "" : with_unit("", cell.unit);
  const std::string plain = decimals_format(decimals) + quoted(unit + cell.after);
  return cell.text.starts_with('+') ? "+" + plain + ";-" + plain + ";" + plain : plain;
}

std::optional<Decimal> value_of(const Cell& cell, const Document& document) {
  if (cell.kind != Cell::Kind::kNumber) return std::nullopt;
  if (cell.number >= 0 && static_cast<size_t>(cell.number) < document.numbers.size()) {
    return document.numbers[static_cast<size_t>(cell.number)].value;
  }
  return Decimal::parse(cell.text.ends_with('%') ? cell.text.substr(0, cell.text.size() - 1) : cell.text);
}

class TableSheet {
 public:
  TableSheet(Book& book, const Document& document, const Table& table, lxw_worksheet* sheet)
      : book_(book), document_(document), table_(table), grid_(table), sheet_(sheet) {}

  void write(const std::string& title) {
    book_.text(sheet_, 0, 0, title, book_.format({.title = true}));
    book_.link(sheet_, 1, 0, "返回目录", "目录");
    set_widths();
    if (!table_.unit.empty() && grid_.columns() > 1) {
      book_.text(sheet_, 1, grid_.columns() - 1, "单位：" + table_.unit,
                 book_.format({.note = true, .align = LXW_ALIGN_RIGHT}));
    }
    for (int row = 0; row < grid_.rows(); ++row) {
      for (int column = 0; column < grid_.columns(); ++column) {
        if (grid_.starts_at(row, column)) write_cell(grid_.at(row, column));
      }
    }
    set_heights();
    write_notes();
    set_page();
  }

 private:
  Look look_of(const Grid::Place& place) const {
    const bool head = place.row < grid_.head_rows();
    const auto kind = grid_.row(place.row).kind;
    const int last = place.row + place.row_span - 1;
    Look look{.bold = kind == TableRow::Kind::kTotal || kind == TableRow::Kind::kGroup, .head = head};
    look.wrap = head || place.cell->kind == Cell::Kind::kText || place.cell->kind == Cell::Kind::kLabel;
    look.rule_above = place.row == 0;
    look.rule_below = last == grid_.rows() - 1;
    look.hairline_below = last == grid_.head_rows() - 1 || (head && place.col_span > 1);
    look.indent = head ? 0 : place.cell->indent;
    const Align align = table_.columns[static_cast<size_t>(place.column)].align;
    if (head || align == Align::kCenter) look.align = LXW_ALIGN_CENTER;
    if (!head && place.cell->kind == Cell::Kind::kMissing) look.align = LXW_ALIGN_RIGHT;
    return look;
  }

  void write_cell(const Grid::Place& place) {
    const Cell& cell = *place.cell;
    const int row = kFirstRow + place.row;
    Look look = look_of(place);
    const auto value = value_of(cell, document_);
    if (value) look.number = number_format(cell, value->scale());
    if (value) look.wrap = false;
    lxw_format* format = book_.format(look);
    if (place.row_span * place.col_span > 1) {
      book_.merge(sheet_, row, place.column, place.row_span, place.col_span, value ? "" : cell_text(cell),
                  format);
    }
    if (value) {
      book_.number(sheet_, row, place.column, value->to_double(), format);
    } else if (place.row_span * place.col_span == 1) {
      book_.text(sheet_, row, place.column, cell_text(cell), format);
    }
    if (cell.published) add_comment(row, place.column, "公布值：" + *cell.published);
  }

  void add_comment(int row, int column, const std::string& words) {
    worksheet_write_comment(sheet_, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                            words.c_str());
  }

  void set_widths() {
    const ColumnWidths measured = measure_columns(grid_);
    for (size_t i = 0; i < table_.columns.size(); ++i) {
      const double head = measured.head[i] > 8 ? std::max(8.0, measured.head[i] / 2) : measured.head[i];
      const double ems = std::max({head, measured.text[i], measured.numbers[i]});
      widths_.push_back(std::clamp(ems * 2.15 + 2.5, kNarrowest, kWidest));
      book_.column_width(sheet_, static_cast<int>(i), widths_.back());
    }
  }

  // Lines that the words need when they wrap. Programs size rows on opening, but not those with merged cells.
  static double lines_for(const std::string& words, double characters) {
    return std::max(1.0, std::ceil(width_in_em(words) * 2.15 / std::max(characters - 1.5, 1.0)));
  }

  void set_heights() {
    for (int row = 0; row < grid_.rows(); ++row) {
      double lines = 1;
      for (int column = 0; column < grid_.columns(); ++column) {
        const Grid::Place& place = grid_.at(row, column);
        if (place.column != column || place.cell->kind == Cell::Kind::kNumber) continue;
        const auto first = widths_.begin() + column;
        const double width = std::accumulate(first, first + place.col_span, 0.0);
        lines = std::max(lines, lines_for(cell_text(*place.cell), width) / place.row_span);
      }
      if (lines > 1)
        worksheet_set_row(sheet_, static_cast<lxw_row_t>(kFirstRow + row), kLineHeight * std::ceil(lines),
                          nullptr);
    }
  }

  // Notes run over the table's width; a row does not grow by itself where cells are merged.
  void write_notes() {
    int row = kFirstRow + grid_.rows();
    const double width = std::accumulate(widths_.begin(), widths_.end(), 0.0);
    lxw_format* format = book_.format({.wrap = true, .note = true, .align = LXW_ALIGN_LEFT});
    for (const auto& line : note_lines(table_.notes, table_.sources)) {
      book_.merge(sheet_, row, 0, 1, std::max(grid_.columns(), 1), line, format);
      const double lines = std::max(1.0, std::ceil(width_in_em(line) * 1.85 / std::max(width, 1.0)));
      worksheet_set_row(sheet_, static_cast<lxw_row_t>(row), kNoteHeight * lines, nullptr);
      ++row;
    }
  }

  void set_page() {
    const int head_end = kFirstRow + grid_.head_rows();
    const bool side = grid_.columns() > 2 && !widths_.empty() && widths_.front() <= kFreezable &&
                      !table_.columns.front().numeric;
    worksheet_freeze_panes(sheet_, static_cast<lxw_row_t>(head_end), side ? 1 : 0);
    worksheet_repeat_rows(sheet_, 0, static_cast<lxw_row_t>(head_end - 1));
    if (table_.landscape) worksheet_set_landscape(sheet_);
    // Years and codes are words here; without this every one of them gets a green corner.
    const std::string range = fmt::format("A1:{}{}", "XFD", kFirstRow + grid_.rows() + 1);
    worksheet_ignore_errors(sheet_, LXW_IGNORE_NUMBER_STORED_AS_TEXT, range.c_str());
  }

  Book& book_;
  const Document& document_;
  const Table& table_;
  Grid grid_;
  lxw_worksheet* sheet_;
  std::vector<double> widths_;
};

}  // namespace

std::string add_table_sheet(Book& book, const Document& document, const Table& table, const std::string& name,
                            const std::string& title) {
  lxw_worksheet* sheet = book.add_sheet(name);
  TableSheet(book, document, table, sheet).write(title);
  return book.last_name();
}

}  // namespace zhiheng::report::office
