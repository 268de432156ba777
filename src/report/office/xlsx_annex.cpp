#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "report/office/text.h"
#include "report/office/xlsx_book.h"

namespace zhiheng::report::office {
namespace {

// What a sheet needs while its rows are written.
struct Sheet {
  Book& book;
  lxw_worksheet* sheet;
  lxw_format* plain;
};

template <typename T>
struct Field {
  const char* head;
  double width;  // characters
  std::function<void(const Sheet&, int row, int column, const T&)> write;
};

template <typename T>
Field<T> words(const char* head, double width, std::string T::*field) {
  return {head, width, [field](const Sheet& to, int row, int column, const T& item) {
            if (!(item.*field).empty()) to.book.text(to.sheet, row, column, item.*field, to.plain);
          }};
}

template <typename T>
Field<T> made(const char* head, double width, std::function<std::string(const T&)> make) {
  return {head, width, [make](const Sheet& to, int row, int column, const T& item) {
            if (const std::string text = make(item); !text.empty())
              to.book.text(to.sheet, row, column, text, to.plain);
          }};
}

template <typename T>
Field<T> decimal(const char* head, double width, std::optional<Decimal> T::*field) {
  return {head, width, [field](const Sheet& to, int row, int column, const T& item) {
            if (item.*field) to.book.number(to.sheet, row, column, (item.*field)->to_double(), to.plain);
          }};
}

// A list as a sheet: title, way back, head with filter, one row an item.
template <typename T>
void add_list_sheet(Book& book, const std::string& name, const std::string& title,
                    const std::vector<Field<T>>& fields, const std::vector<T>& items) {
  const Sheet to{book, book.add_sheet(name), book.format({})};
  book.text(to.sheet, 0, 0, title, book.format({.title = true}));
  book.link(to.sheet, 1, 0, "返回目录", "目录");
  lxw_format* head = book.format(
      {.head = true, .wrap = true, .rule_above = true, .hairline_below = true, .align = LXW_ALIGN_CENTER});
  for (size_t i = 0; i < fields.size(); ++i) {
    book.column_width(to.sheet, static_cast<int>(i), fields[i].width);
    book.text(to.sheet, 2, static_cast<int>(i), fields[i].head, head);
  }
  int row = 3;  // row by row: the library is slow in going back to a row
  for (const auto& item : items) {
    for (size_t i = 0; i < fields.size(); ++i) fields[i].write(to, row, static_cast<int>(i), item);
    ++row;
  }
  const auto last_row = static_cast<lxw_row_t>(std::max(row - 1, 3));
  worksheet_autofilter(to.sheet, 2, 0, last_row, static_cast<lxw_col_t>(fields.size() - 1));
  worksheet_freeze_panes(to.sheet, 3, 1);
  worksheet_repeat_rows(to.sheet, 2, 2);
  worksheet_set_landscape(to.sheet);
  worksheet_ignore_errors(to.sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT,
                          fmt::format("A1:XFD{}", last_row + 1).c_str());
}

std::string method_name(const std::string& method) {
  if (method == "reported") return "填报";
  return method == "computed" ? "计算" : method;
}

std::string kind_name(const std::string& kind) {
  if (kind == "recompute") return "重算不符";
  if (kind == "total") return "合计不符";
  if (kind == "growth") return "增幅不符";
  if (kind == "conflict") return "前后不一";
  return kind == "check" ? "校验不符" : kind;
}

std::string each_input(const Lineage& lineage, std::string LineageInput::*field) {
  std::vector<std::string> lines;
  for (const auto& input : lineage.inputs) lines.push_back(input.*field);
  return join(lines, "\n");
}

// "表9", "图1", "案例2" or the heading's words, for people who do not know our ids.
std::string place_title(const std::string& id, const std::unordered_map<std::string, std::string>& titles) {
  const auto found = titles.find(id);
  return found == titles.end() ? id : found->second;
}

std::unordered_map<std::string, std::string> titles_of(const Document& document, const Outline& outline) {
  std::unordered_map<std::string, std::string> out;
  for (const Table& sheet : document.sheets) out.emplace(sheet.id, sheet.title);
  for (const auto* heading : outline.headings) out.emplace(heading->id, heading_text(*heading));
  for (const auto* table : outline.tables) out.emplace(table->id, fmt::format("表{}", table->number));
  for (const auto* figure : outline.figures) {
    out.emplace(figure->id, fmt::format("图{}", figure->number));
    out.emplace(figure->data.id, fmt::format("图{}", figure->number));
  }
  for (const auto* box : outline.cases) out.emplace(box->id, fmt::format("案例{}", box->number));
  return out;
}

void add_numbers(Book& book, const Document& document, const Outline& outline) {
  using T = NumberRecord;
  const auto titles = titles_of(document, outline);
  const std::vector<Field<T>> fields = {
      words<T>("编号", 10, &T::id),
      words<T>("文字", 16, &T::text),
      {"数值", 16,
       [](const Sheet& to, int row, int column, const T& n) {
         to.book.number(to.sheet, row, column, n.value.to_double(),
                        to.book.format({.number = decimals_format(n.value.scale())}));
       }},
      words<T>("单位", 12, &T::unit),
      made<T>("所在位置", 30, [&titles](const T& n) { return place_title(n.where, titles); }),
      words<T>("位置标识", 24, &T::where),
      words<T>("来源编号", 12, &T::lineage),
      made<T>("可靠程度", 40, [](const T& n) { return n.certainty ? n.certainty->words : std::string(); })};
  add_list_sheet<T>(book, "数值", "正文、表和图中的全部数值", fields, document.numbers);
}

void add_lineages(Book& book, const Document& document) {
  using T = Lineage;
  const std::vector<Field<T>> fields = {
      words<T>("来源编号", 10, &T::id),
      words<T>("名称", 30, &T::title),
      words<T>("定义", 36, &T::definition),
      words<T>("口径", 24, &T::scope),
      words<T>("区域", 12, &T::area),
      {"年份", 8,
       [](const Sheet& to, int row, int column, const T& l) {
         if (l.year != 0) to.book.number(to.sheet, row, column, l.year, to.plain);
       }},
      words<T>("单位", 10, &T::unit),
      made<T>("方式", 8, [](const T& l) { return method_name(l.method); }),
      words<T>("公式", 24, &T::formula),
      decimal<T>("未修约值", 18, &T::exact),
      words<T>("分子名称", 16, &T::numerator_title),
      decimal<T>("分子", 14, &T::numerator),
      words<T>("分母名称", 16, &T::denominator_title),
      decimal<T>("分母", 14, &T::denominator),
      words<T>("责任部门", 18, &T::owner),
      made<T>("公布出处", 14, [](const T& l) { return join(l.sources, "、"); }),
      words<T>("公布值", 14, &T::published),
      made<T>("状态", 8, [](const T& l) { return l.status == "inferred" ? std::string("推算") : l.status; }),
      words<T>("说明", 30, &T::note),
      made<T>("输入文件", 34, [](const T& l) { return each_input(l, &LineageInput::path); }),
      made<T>("输入行", 14, [](const T& l) { return each_input(l, &LineageInput::lines); }),
      made<T>("输入文件 SHA-256", 30, [](const T& l) { return each_input(l, &LineageInput::sha256); }),
      words<T>("查询语句", 50, &T::query)};
  add_list_sheet<T>(book, "来源", "每个数值的来源", fields, document.lineages);
}

void add_findings(Book& book, const Document& document) {
  using T = Finding;
  const std::vector<Field<T>> fields = {
      words<T>("编号", 8, &T::id),
      made<T>("类型", 12, [](const T& f) { return kind_name(f.kind); }),
      words<T>("内容", 34, &T::title),
      words<T>("位置", 18, &T::where),
      words<T>("公布", 16, &T::published),
      words<T>("核算", 16, &T::computed),
      words<T>("差异", 16, &T::difference),
      made<T>("修约可解释", 12, [](const T& f) { return std::string(f.within_rounding ? "是" : "否"); }),
      words<T>("说明", 50, &T::note),
      words<T>("来源编号", 10, &T::lineage)};
  add_list_sheet<T>(book, "核对发现", "公布数值与核算结果的差异", fields, document.findings);
}

void add_inputs(Book& book, const Document& document) {
  using T = LineageInput;
  const std::vector<Field<T>> fields = {words<T>("文件", 50, &T::path), words<T>("SHA-256", 70, &T::sha256),
                                        words<T>("行", 20, &T::lines)};
  add_list_sheet<T>(book, "输入文件", "生成本报告所用的全部文件", fields, document.generated_from);
}

}  // namespace

void add_annex_sheets(Book& book, const Document& document, const Outline& outline) {
  add_numbers(book, document, outline);
  add_lineages(book, document);
  add_findings(book, document);
  add_inputs(book, document);
}

}  // namespace zhiheng::report::office
