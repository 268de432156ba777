#include "report/plain_table.h"

#include <xlsxwriter.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/text.h"

namespace zhiheng::report {
namespace {

/// Whether a spreadsheet could compute it: = + - @ as the first sign behind blanks, or a tab or line's end
/// before it.
bool looks_computed(std::string_view text) {
  if (!text.empty() && (text[0] == '\t' || text[0] == '\r' || text[0] == '\n')) return true;
  const std::string_view rest = trim_wide(text);
  std::size_t at = 0;
  const char32_t first = rest.empty() ? 0 : next_code_point(rest, at);
  switch (first) {
    case U'=':
    case U'+':
    case U'-':
    case U'@':
    case U'\uFF1D':
    case U'\uFF0B':
    case U'\uFF0D':
    case U'\uFF20':
      return true;
    default:
      return false;
  }
}

std::string cell_text(const PlainColumn& column, const std::string& text) {
  const std::string safe = !column.is_number && looks_computed(text) ? "'" + text : text;
  return safe.find_first_of(",\"\r\n") == std::string::npos ? safe : sql_quoted(safe, '"');
}

}  // namespace

std::string csv_of(const PlainTable& table) {
  std::string out = "\xEF\xBB\xBF";
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    out += (i == 0 ? "" : ",") + cell_text({}, table.columns[i].title);
  out += "\r\n";
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i)
      out += (i == 0 ? "" : ",") + cell_text(table.columns[i], row[i].value_or(""));
    out += "\r\n";
  }
  return out;
}

void write_sheet(const PlainTable& table, const std::string& path) {
  lxw_workbook* book = workbook_new(path.c_str());
  if (book == nullptr) throw Error(kFileUnwritable, {path}, {path}, 3);
  lxw_worksheet* sheet = workbook_add_worksheet(book, table.simulated ? "模拟数据" : nullptr);
  lxw_format* head = workbook_add_format(book);
  format_set_bold(head);
  constexpr int kWidth = 18;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    worksheet_set_column(sheet, column, column, kWidth, nullptr);
    worksheet_write_string(sheet, 0, column, table.columns[i].title.c_str(), head);
  }
  worksheet_freeze_panes(sheet, 1, 0);
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    for (std::size_t i = 0; i < table.rows[r].size(); ++i) {
      const auto& cell = table.rows[r][i];
      if (!cell) continue;
      const auto row = static_cast<lxw_row_t>(r + 1);
      const auto column = static_cast<lxw_col_t>(i);
      const auto number = table.columns[i].is_number ? Decimal::parse(*cell) : std::nullopt;
      if (number)
        worksheet_write_number(sheet, row, column, number->to_double(), nullptr);
      else
        worksheet_write_string(sheet, row, column, cell->c_str(), nullptr);
    }
  }
  if (const lxw_error failed = workbook_close(book); failed != LXW_NO_ERROR)
    throw Error(kFileUnwritable, {path}, {lxw_strerror(failed)}, 3);
}

}  // namespace zhiheng::report
