#include "report/xlsx.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/cover_title.h"
#include "report/office/text.h"
#include "report/office/xlsx_book.h"

namespace zhiheng::report {
namespace {

using office::Book;

struct Entry {
  std::string sheet, title, unit;
};

std::vector<Entry> add_sheets(Book& book, const Document& document, const office::Outline& outline) {
  std::vector<Entry> entries;
  for (const Table& table : document.sheets)
    entries.push_back(
        {office::add_table_sheet(book, document, table, table.title, table.title), table.title, table.unit});
  for (const Table* table : outline.tables) {
    const std::string name = fmt::format("表{}", table->number);
    const std::string sheet =
        office::add_table_sheet(book, document, *table, name, fmt::format("{}　{}", name, table->title));
    entries.push_back({sheet, table->title, table->unit});
  }
  for (const Figure* figure : outline.figures) {
    const std::string name = fmt::format("图{}", figure->number);
    Table data = figure->data;
    if (data.notes.empty()) data.notes = figure->notes;
    if (data.sources.empty()) data.sources = figure->sources;
    const std::string title = fmt::format("{}　{}{}", name, figure->title,
                                          figure->subtitle.empty() ? "" : "（" + figure->subtitle + "）");
    entries.push_back({office::add_table_sheet(book, document, data, name, title), figure->title, data.unit});
  }
  return entries;
}

int write_entries(Book& book, lxw_worksheet* sheet, int row, const std::vector<Entry>& entries) {
  lxw_format* head = book.format({.head = true, .rule_above = true, .hairline_below = true});
  lxw_format* plain = book.format({.wrap = true});
  const char* const heads[] = {"工作表", "名称", "单位"};
  for (int column = 0; column < 3; ++column) book.text(sheet, row, column, heads[column], head);
  for (const auto& entry : entries) {
    ++row;
    book.link(sheet, row, 0, entry.sheet, entry.sheet);
    book.text(sheet, row, 1, entry.title, plain);
    book.text(sheet, row, 2, entry.unit, plain);
  }
  return row + 2;
}

void write_index(Book& book, lxw_worksheet* sheet, const Document& document, std::vector<Entry> entries) {
  book.column_width(sheet, 0, 14);
  book.column_width(sheet, 1, 58);
  book.column_width(sheet, 2, 14);
  book.text(sheet, 0, 0, document.title, book.format({.title = true}));
  lxw_format* note = book.format({.note = true});
  int row = 1;
  book.text(sheet, row++, 0, join(document.issuers, "　") + "　" + issued_words(document), note);
  if (!document.edition.empty()) book.text(sheet, row++, 0, document.edition, note);
  if (document.simulated)
    book.text(sheet, row++, 0, office::kSimulatedLong, book.format({.bold = true, .warning = true}));
  book.text(sheet, row++, 0, "数值按正文印出的小数位存放：98.62% 存为 98.62；未修约的值见“来源”。", note);
  entries.insert(entries.end(), {{"数值", "正文、表和图中的全部数值", ""},
                                 {"来源", "每个数值的来源：定义、口径、分子分母、查询语句、输入文件", ""},
                                 {"核对发现", "公布数值与核算结果的差异", ""},
                                 {"输入文件", "生成本报告所用的全部文件", ""}});
  row = write_entries(book, sheet, row + 1, entries);
  if (!document.omitted.empty()) book.text(sheet, row++, 0, "未列入的章节", book.format({.bold = true}));
  for (const auto& title : document.omitted) book.text(sheet, row++, 0, title, book.format({}));
}

}  // namespace

void write_xlsx(const Document& document, const Theme& theme, const std::string& path) {
  const office::Outline outline = office::outline_of(document);
  Book book(document, theme, path);
  lxw_worksheet* index = book.add_sheet("目录");  // the first sheet, filled when the others have their names
  const std::vector<Entry> entries = add_sheets(book, document, outline);
  office::add_annex_sheets(book, document, outline);
  write_index(book, index, document, entries);
  book.close();
}

}  // namespace zhiheng::report
