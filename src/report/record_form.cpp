#include "report/record_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "base/date.h"
#include "base/text.h"
#include "report/office/text.h"
#include "report/office/xlsx_book.h"

namespace zhiheng::report {
namespace {

using catalog::CodeList;
using catalog::Dataset;
using catalog::DatasetColumn;
using catalog::Title;
using office::Book;
using Type = DatasetColumn::Type;

constexpr lxw_row_t kRows = 5000;
constexpr size_t kMostInline = 255;                 // what a list of choices may be, with its commas
constexpr double kMostWhole = 999'999'999'999'999;  // a spreadsheet keeps 15 digits
constexpr const char* kChoices = "_codes";
constexpr double kGuideWidths[] = {24, 26, 12, 22, 10, 34, 26, 26, 16, 40};  // characters
constexpr double kLine = 16;                                                 // points

std::string both(const Title& title) { return title.en.empty() ? title.zh : title.zh + " " + title.en; }

/// A name that a sheet may have: 31 characters, without those that references need.
std::string sheet_name(const std::string& title) {
  std::string name;
  size_t offset = 0;
  for (int characters = 0; offset < title.size() && characters < 31; ++characters) {
    const size_t start = offset;
    next_code_point(title, offset);
    const std::string one = title.substr(start, offset - start);
    name += std::string_view("[]:*?/\\'").find(one) == std::string_view::npos ? one : " ";
  }
  return name;
}

lxw_datetime datetime(const DatasetColumn& column, std::int64_t value) {
  const std::string text = stored_text(column, value);
  const auto part = [&](size_t from, size_t size) { return std::stoi(text.substr(from, size)); };
  lxw_datetime out{part(0, 4), part(5, 2), part(8, 2), 0, 0, 0};
  if (column.type == Type::kTime) {
    out.hour = part(11, 2);
    out.min = part(14, 2);
    out.sec = part(17, 2);
  }
  return out;
}

std::string number_format(const DatasetColumn& column) {
  switch (column.type) {
    case Type::kInteger:
      return "0";
    case Type::kDecimal:
      return office::decimals_format(column.decimals);
    case Type::kDate:
      return "yyyy-mm-dd";
    case Type::kTime:
      return "yyyy-mm-dd hh:mm:ss";
    case Type::kBoolean:
    case Type::kText:
      break;
  }
  return "@";
}

class RecordForm {
 public:
  RecordForm(Book& book, const Dataset& dataset, const catalog::Catalog& catalog)
      : book_(book), dataset_(dataset), catalog_(catalog) {}

  void write() {
    lxw_worksheet* form = book_.add_sheet(sheet_name(dataset_.title.zh));
    worksheet_gridlines(form, LXW_SHOW_ALL_GRIDLINES);
    worksheet_freeze_panes(form, 1, 0);
    worksheet_repeat_rows(form, 0, 0);
    worksheet_set_landscape(form);
    book_.check(worksheet_set_row(form, 0, 30, nullptr));
    for (size_t i = 0; i < dataset_.columns.size(); ++i) write_head(form, static_cast<int>(i));
    write_guide(book_.add_sheet("填写说明"));
    write_codes(book_.add_sheet("代码"));
    // The form's choices refer to a sheet that comes after those that people read.
    if (needs_choices()) write_choices(book_.add_sheet(kChoices));
    for (size_t i = 0; i < dataset_.columns.size(); ++i) restrict(form, static_cast<int>(i));
    worksheet_activate(form);
  }

 private:
  const DatasetColumn& column(int index) const { return dataset_.columns[static_cast<size_t>(index)]; }
  const CodeList* codes_of(const DatasetColumn& column) const {
    return column.codes.empty() ? nullptr : catalog_.code_list(column.codes);
  }

  void write_head(lxw_worksheet* sheet, int index) {
    const DatasetColumn& own = column(index);
    lxw_format* head = book_.format({.bold = own.required,
                                     .head = true,
                                     .wrap = true,
                                     .rule_below = true,
                                     .align = LXW_ALIGN_CENTER,
                                     .filled = own.required});
    book_.text(sheet, 0, index, own.title.zh, head);
    double width = office::width_in_em(own.title.zh) * 2 + 3;
    if (own.type == Type::kDate) width = std::max(width, 12.0);
    if (own.type == Type::kTime) width = std::max(width, 21.0);
    if (own.form != DatasetColumn::Form::kFree) width = std::max(width, 22.0);
    book_.column_width(sheet, index, std::clamp(width, 10.0, 36.0),
                       book_.format({.number = number_format(own)}));
    std::string words = comment(own);
    const auto lines = static_cast<uint16_t>(std::count(words.begin(), words.end(), '\n') + 3);
    std::string author = "质衡 Zhiheng";
    lxw_comment_options options{};
    options.author = author.data();
    options.width = 320;
    options.height = static_cast<uint16_t>(lines * 18);
    book_.check(
        worksheet_write_comment_opt(sheet, 0, static_cast<lxw_col_t>(index), words.c_str(), &options));
  }

  std::string comment(const DatasetColumn& own) const {
    std::vector<std::string> lines{both(own.title)};
    lines.push_back(own.required ? "必填 required" : "选填 optional");
    lines.push_back("类型 type: " + both(type_title(own)));
    if (!own.unit.empty()) lines.push_back("单位 unit: " + own.unit);
    if (const Title limits = limits_in_words(own); !limits.zh.empty()) lines.push_back(both(limits));
    if (const CodeList* codes = codes_of(own))
      lines.push_back(
          fmt::format("从 {} 项中选择，见“代码” one of {} codes", codes->codes.size(), codes->codes.size()));
    if (!own.ref.empty()) lines.push_back("见数据集 of dataset: " + ref_title(own));
    if (!own.example.empty()) lines.push_back("示例 example: " + example(own));
    if (!own.note.zh.empty()) lines.push_back(both(own.note));
    return join(lines, "\n");
  }

  std::string ref_title(const DatasetColumn& own) const {
    const Dataset* of = catalog_.dataset(own.ref);
    return of == nullptr ? own.ref : of->title.zh + " " + own.ref;
  }

  /// Codes are shown as they are chosen: by their Chinese title.
  std::string example(const DatasetColumn& own) const {
    return own.codes.empty() ? own.example : catalog_.code_title(own.codes, own.example);
  }

  // ---- what may be entered ----

  void restrict(lxw_worksheet* sheet, int index) {
    const DatasetColumn& own = column(index);
    lxw_data_validation rule{};
    rule.ignore_blank = own.required ? LXW_VALIDATION_OFF : LXW_VALIDATION_ON;
    rule.error_type = LXW_VALIDATION_ERROR_TYPE_STOP;
    std::string title = "不能填写 Not accepted", message = refusal(own), formula;
    std::vector<std::string> choices;
    std::vector<char*> pointers;
    rule.error_title = title.data();
    rule.error_message = message.data();
    if (const CodeList* codes = codes_of(own); codes != nullptr && !is_inline(*codes)) {
      formula = choice_range(*codes);
      rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
      rule.value_formula = formula.data();
    } else if (codes != nullptr || own.type == Type::kBoolean) {
      choices = codes == nullptr ? std::vector<std::string>{"是", "否"} : titles(*codes);
      for (std::string& choice : choices) pointers.push_back(choice.data());
      pointers.push_back(nullptr);
      rule.validate = LXW_VALIDATION_TYPE_LIST;
      rule.value_list = pointers.data();
    } else {
      limit(rule, own);
    }
    const auto number = static_cast<lxw_col_t>(index);
    book_.check(worksheet_data_validation_range(sheet, 1, number, kRows, number, &rule));
  }

  void limit(lxw_data_validation& rule, const DatasetColumn& own) const {
    rule.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
    if (own.type == Type::kText) {
      rule.validate = LXW_VALIDATION_TYPE_LENGTH;
      rule.criteria = LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO;
      rule.value_number = own.length;
    } else if (own.type == Type::kDate || own.type == Type::kTime) {
      // A spreadsheet knows no day before 1900.
      const bool old = !own.least || stored_text(own, *own.least) < "1900-01-01";
      rule.validate = LXW_VALIDATION_TYPE_DATE;
      rule.minimum_datetime = old ? lxw_datetime{1900, 1, 1, 0, 0, 0} : datetime(own, *own.least);
      rule.maximum_datetime = own.most ? datetime(own, *own.most) : lxw_datetime{9999, 12, 31, 0, 0, 0};
    } else {
      const auto value = [&](const std::optional<std::int64_t>& stored, double other) {
        return stored ? Decimal(*stored, own.type == Type::kDecimal ? own.decimals : 0).to_double() : other;
      };
      rule.validate = own.type == Type::kInteger ? LXW_VALIDATION_TYPE_INTEGER : LXW_VALIDATION_TYPE_DECIMAL;
      rule.minimum_number = value(own.least, -kMostWhole);
      rule.maximum_number = value(own.most, kMostWhole);
    }
  }

  std::string refusal(const DatasetColumn& own) const {
    if (!own.codes.empty() || own.type == Type::kBoolean)
      return "请从下拉列表中选择。 Choose one of the list.";
    const Title type = type_title(own);
    const Title limits = limits_in_words(own);
    const std::string words = fmt::format("“{}”应为{}{}。 {}{} is wanted.", own.title.zh, type.zh,
                                          limits.zh.empty() ? "" : "，" + limits.zh, type.en,
                                          limits.en.empty() ? "" : ", " + limits.en);
    constexpr size_t kMostMessage = 255;
    return words.size() <= kMostMessage ? words : fmt::format("应为{}。 {} is wanted.", type.zh, type.en);
  }

  static std::vector<std::string> titles(const CodeList& codes) {
    std::vector<std::string> out;
    for (const auto& code : codes.codes) out.push_back(code.title.zh);
    return out;
  }

  static bool is_inline(const CodeList& codes) {
    const std::string all = join(titles(codes), ",");
    const auto commas = static_cast<size_t>(std::count(all.begin(), all.end(), ','));
    return all.size() <= kMostInline && commas + 1 == codes.codes.size();
  }

  /// The lists too long to stand in the cell's rule, each once, in the order of the columns.
  std::vector<const CodeList*> long_lists() const {
    std::vector<const CodeList*> lists;
    for (const DatasetColumn& own : dataset_.columns) {
      const CodeList* codes = codes_of(own);
      const bool known = std::find(lists.begin(), lists.end(), codes) != lists.end();
      if (codes != nullptr && !known && !is_inline(*codes)) lists.push_back(codes);
    }
    return lists;
  }
  bool needs_choices() const { return !long_lists().empty(); }

  std::string choice_range(const CodeList& codes) const {
    const auto lists = long_lists();
    const auto at = static_cast<lxw_col_t>(std::find(lists.begin(), lists.end(), &codes) - lists.begin());
    char first[LXW_MAX_CELL_NAME_LENGTH], last[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell_abs(first, 0, at, 1, 1);
    lxw_rowcol_to_cell_abs(last, static_cast<lxw_row_t>(codes.codes.size() - 1), at, 1, 1);
    return fmt::format("='{}'!{}:{}", kChoices, first, last);
  }

  void write_choices(lxw_worksheet* sheet) {
    lxw_format* plain = book_.format({.number = "@"});
    int index = 0;
    for (const CodeList* codes : long_lists()) {
      int row = 0;
      for (const auto& code : codes->codes) book_.text(sheet, row++, index, code.title.zh, plain);
      ++index;
    }
    worksheet_hide(sheet);
  }

  // ---- 填写说明 ----

  void write_row(lxw_worksheet* sheet, int row, const std::vector<std::string>& cells, lxw_format* format) {
    for (size_t i = 0; i < cells.size(); ++i) book_.text(sheet, row, static_cast<int>(i), cells[i], format);
  }

  /// A row as high as its longest cell needs: not every program finds that out when it opens the file.
  void write_guide_row(lxw_worksheet* sheet, int row, const std::vector<std::string>& cells,
                       lxw_format* format) {
    double lines = 1;
    for (size_t i = 0; i < cells.size(); ++i)
      lines = std::max(lines, std::ceil(office::width_in_em(cells[i]) * 2 / kGuideWidths[i]));
    book_.check(worksheet_set_row(sheet, static_cast<lxw_row_t>(row), lines * kLine, nullptr));
    write_row(sheet, row, cells, format);
  }

  void write_guide(lxw_worksheet* sheet) {
    worksheet_set_landscape(sheet);
    for (int i = 0; i < 10; ++i) book_.column_width(sheet, i, kGuideWidths[i]);
    lxw_format* head =
        book_.format({.bold = true, .head = true, .wrap = true, .rule_above = true, .hairline_below = true});
    lxw_format* plain = book_.format({.wrap = true});
    book_.text(sheet, 0, 0, both(dataset_.title), book_.format({.title = true}));
    int row = write_facts(sheet, 1) + 1;
    write_guide_row(sheet, row,
                    {"列", "Column", "必填 Required", "类型 Type", "单位 Unit", "取值 Limits",
                     "代码表或数据集 Codes or dataset", "示例 Example", "个人信息 Personal", "说明 Note"},
                    head);
    for (const DatasetColumn& own : dataset_.columns)
      write_guide_row(sheet, ++row,
                      {own.title.zh, own.title.en, own.required ? "是" : "", both(type_title(own)), own.unit,
                       both(limits_in_words(own)), own.ref.empty() ? own.codes : ref_title(own), example(own),
                       both(personal_in_words(own)), both(own.note)},
                      plain);
    if (dataset_.checks.empty()) return;
    row += 2;
    write_guide_row(sheet, row, {"核对", "Check", "", "结果 Result", "", "怎么办 What to do"}, head);
    for (const auto& check : dataset_.checks)
      write_guide_row(sheet, ++row,
                      {check.title.zh, check.title.en, "", check.rejects ? "退回 rejected" : "提示 warning",
                       "", both(check.remedy)},
                      plain);
  }

  int write_facts(lxw_worksheet* sheet, int row) {
    std::vector<std::string> keys;
    for (const std::string& id : dataset_.key) keys.push_back(dataset_.column(id)->title.zh);
    const std::vector<std::pair<std::string, std::string>> facts{
        {"口径 Scope", both(dataset_.scope)},
        {"责任部门 Department", catalog_.code_title("department", dataset_.owner)},
        {"报送 Due", both(frequency_in_words(dataset_))},
        {"每行 A row is", dataset_.unit},
        {"不得重复 Tells rows apart", join(keys, "、")},
        {"填写 How",
         "每行一条记录；表头和列名不要改动；深色表头必填。 One record a row; leave the heads as they are; "
         "dark heads are required."}};
    lxw_format* plain = book_.format({});
    for (const auto& [name, value] : facts) {
      if (value.empty()) continue;
      book_.text(sheet, row, 0, name, book_.format({.note = true}));
      book_.text(sheet, row++, 1, value, plain);
    }
    return row;
  }

  // ---- 代码 ----

  /// The columns that take their values from a list, by their titles.
  std::string columns_of(const CodeList* codes) const {
    std::vector<std::string> titles;
    for (const DatasetColumn& own : dataset_.columns) {
      if (codes_of(own) == codes) titles.push_back(own.title.zh);
    }
    return join(titles, "、");
  }

  void write_codes(lxw_worksheet* sheet) {
    const double widths[] = {26, 24, 24, 34, 44, 18};
    for (int i = 0; i < 6; ++i) book_.column_width(sheet, i, widths[i]);
    write_row(sheet, 0,
              {"列 Column", "代码表 List", "代码 Code", "中文 Chinese", "英文 English", "官方代码 Official"},
              book_.format({.bold = true, .head = true, .rule_above = true, .hairline_below = true}));
    worksheet_freeze_panes(sheet, 1, 0);
    lxw_format* plain = book_.format({.number = "@"});
    std::vector<const CodeList*> written;
    int row = 0;
    for (const DatasetColumn& own : dataset_.columns) {
      const CodeList* codes = codes_of(own);
      if (codes == nullptr || std::find(written.begin(), written.end(), codes) != written.end()) continue;
      written.push_back(codes);
      const std::string columns = columns_of(codes);
      for (const auto& code : codes->codes)
        write_row(sheet, ++row, {columns, own.codes, code.code, code.title.zh, code.title.en, code.official},
                  plain);
    }
  }

  Book& book_;
  const Dataset& dataset_;
  const catalog::Catalog& catalog_;
};

}  // namespace

void write_record_form(const Dataset& dataset, const catalog::Catalog& catalog, const Theme& theme,
                       const std::string& path) {
  Document about;
  about.title = dataset.title.zh;
  about.issuers = {catalog.code_title("department", dataset.owner)};
  const std::string unfinished = path + ".unfinished";
  try {
    Book book(about, theme, unfinished);
    RecordForm(book, dataset, catalog).write();
    book.close();
    std::filesystem::rename(unfinished, path);
  } catch (const std::filesystem::filesystem_error&) {
    std::error_code none;
    std::filesystem::remove(unfinished, none);
    throw Error(office::kWriteFailed, {}, {path}, 3);
  } catch (...) {
    std::error_code none;
    std::filesystem::remove(unfinished, none);
    throw;
  }
}

}  // namespace zhiheng::report
