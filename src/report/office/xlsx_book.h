#pragma once
#include <xlsxwriter.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "base/error.h"
#include "base/theme.h"
#include "report/document.h"
#include "report/office/outline.h"

namespace zhiheng::report::office {

inline constexpr ErrorCode kWriteFailed{"xlsx.write_failed", "不能写文件 {}：请检查路径、权限和磁盘空间",
                                        "cannot write {}: check the path, your rights and the free space"};

/// What a cell looks like; two cells of the same look share one format of the workbook.
struct Look {
  bool bold = false;
  bool head = false;  // heading face, middle
  bool wrap = false;
  bool title = false;  // larger letters
  bool link = false;
  bool note = false;  // smaller letters, secondary colour
  bool warning = false;
  bool rule_above = false, hairline_below = false, rule_below = false;
  int indent = 0;
  int align = LXW_ALIGN_NONE;
  std::string number{};  // number format; empty for text
  bool filled = false;   // on the accent, in the paper's colour
};

/// One workbook while it is being written. Every failure of the library becomes an Error (xlsx.bad_sheet,
/// xlsx.write_failed).
class Book {
 public:
  Book(const Document& document, const Theme& theme, const std::string& path);

  /// Adds a sheet set up for A4 with page numbers, and 模拟数据 at the head where it is one; a name that is
  /// taken gets a number behind it.
  lxw_worksheet* add_sheet(const std::string& name);
  /// The name that the last added sheet got.
  const std::string& last_name() const { return last_name_; }
  /// Owned by the workbook. Ask once where many cells look the same.
  lxw_format* format(const Look& look);

  /// Text never becomes a formula, number or link. More than a cell holds (32 767 characters) is cut and ends
  /// in "…".
  void text(lxw_worksheet* sheet, int row, int column, const std::string& words, lxw_format* format);
  void number(lxw_worksheet* sheet, int row, int column, double value, lxw_format* format);
  void blank(lxw_worksheet* sheet, int row, int column, lxw_format* format);
  void merge(lxw_worksheet* sheet, int row, int column, int rows, int columns, const std::string& words,
             lxw_format* format);
  /// Words that lead to the first cell of another sheet.
  void link(lxw_worksheet* sheet, int row, int column, const std::string& words, const std::string& target);
  /// `format` is that of the cells nothing is written to.
  void column_width(lxw_worksheet* sheet, int column, double characters, lxw_format* format = nullptr);

  /// Throws Error (xlsx.bad_sheet) for what the library refuses: what Book doesn't do itself goes through
  /// here.
  void check(lxw_error error) const;

  /// Writes the file.
  void close();

 private:
  struct Free {
    void operator()(lxw_workbook* book) const { lxw_workbook_free(book); }
  };
  void set_properties(const Document& document);

  std::string path_;
  Theme theme_;
  bool simulated_;
  std::unique_ptr<lxw_workbook, Free> book_;
  std::unordered_map<std::string, lxw_format*> formats_;
  std::unordered_set<std::string> names_;
  std::string last_name_;
};

/// "0", "0.00": a number format with so many decimals.
std::string decimals_format(int decimals);

/// A sheet of a table of the paper or of the data behind a figure; gives the sheet's name.
std::string add_table_sheet(Book& book, const Document& document, const Table& table, const std::string& name,
                            const std::string& title);

/// Sheets 数值, 来源, 核对发现, 输入文件.
void add_annex_sheets(Book& book, const Document& document, const Outline& outline);

}  // namespace zhiheng::report::office
