#include "report/office/xlsx_book.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>

#include "base/error.h"
#include "base/text.h"
#include "report/office/text.h"
#include "report/office/xml.h"

namespace zhiheng::report::office {
namespace {

constexpr ErrorCode kBadSheet{"xlsx.bad_sheet", "工作簿 {} 放不下这份报告：{}",
                              "workbook {} cannot hold this report: {}"};
constexpr size_t kMostCharacters = 32767;

lxw_color_t colour(const std::string& text) {
  return static_cast<lxw_color_t>(std::strtoul(text.c_str() + (text.starts_with('#') ? 1 : 0), nullptr, 16));
}

// Excel counts UTF-16 units; bytes are at least as many, and are only counted exactly where they could be too
// many.
std::string fit_cell(const std::string& words) {
  std::string safe = xml_safe(words);
  if (safe.size() <= kMostCharacters) return safe;
  size_t units = 0;
  for (size_t i = 0; i < safe.size(); ++i) {
    const auto byte = static_cast<unsigned char>(safe[i]);
    const size_t more = (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1;
    if (units + more >= kMostCharacters) return safe.substr(0, i) + "…";
    units += more;
  }
  return safe;
}

// Flags in two characters, indent, alignment, then the number format: cells ask for it by the ten thousand.
std::string key_of(const Look& look) {
  int flags = 0;
  for (const bool flag : {look.bold, look.head, look.wrap, look.title, look.link, look.note, look.warning,
                          look.rule_above, look.hairline_below, look.rule_below, look.filled}) {
    flags = flags * 2 + (flag ? 1 : 0);
  }
  std::string key{static_cast<char>(flags & 31), static_cast<char>(flags >> 5),
                  static_cast<char>(look.indent), static_cast<char>(look.align)};
  return key += look.number;
}

void set_rules(lxw_format* format, const Look& look, lxw_color_t ink) {
  if (look.rule_above) {
    format_set_top(format, LXW_BORDER_MEDIUM);
    format_set_top_color(format, ink);
  }
  if (look.rule_below || look.hairline_below) {
    format_set_bottom(format, look.rule_below ? LXW_BORDER_MEDIUM : LXW_BORDER_THIN);
    format_set_bottom_color(format, ink);
  }
}

}  // namespace

Book::Book(const Document& document, const Theme& theme, const std::string& path)
    : path_(path), theme_(theme), simulated_(document.simulated) {
  // The library finds out only at the end, and then prints to the terminal.
  if (!std::ofstream(path, std::ios::binary)) throw Error(kWriteFailed, {}, {path}, 3);
  book_.reset(workbook_new(path.c_str()));
  if (book_ == nullptr) throw Error(kWriteFailed, {}, {path}, 3);
  set_properties(document);
}

void Book::set_properties(const Document& document) {
  std::string title = xml_safe(document.title), author = xml_safe(join(document.issuers, "、"));
  std::string subject = document.simulated ? kSimulatedLong : "", comments = xml_safe(document.engine);
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.author = author.data();
  properties.subject = subject.data();
  properties.comments = comments.data();
  // What has no date of issue is of the day it was written.
  if (document.year != 0 || !document.issued.empty()) {
    const Issued date = issued(document);
    const auto day = std::chrono::year(date.year) / std::chrono::month(static_cast<unsigned>(date.month)) / 1;
    properties.created = std::chrono::sys_days(day).time_since_epoch().count() * 86400;
  }
  check(workbook_set_properties(book_.get(), &properties));
}

lxw_worksheet* Book::add_sheet(const std::string& name) {
  last_name_ = name;
  for (int i = 2; !names_.insert(last_name_).second; ++i) last_name_ = fmt::format("{}-{}", name, i);
  lxw_worksheet* sheet = workbook_add_worksheet(book_.get(), last_name_.c_str());
  if (sheet == nullptr) throw Error(kBadSheet, {}, {path_, last_name_}, 70);
  worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
  worksheet_set_paper(sheet, 9);  // A4
  worksheet_fit_to_pages(sheet, 1, 0);
  if (simulated_) check(worksheet_set_header(sheet, fmt::format("&R{}", kSimulated).c_str()));
  check(worksheet_set_footer(sheet, "&C&P / &N"));
  return sheet;
}

lxw_format* Book::format(const Look& look) {
  lxw_format*& format = formats_[key_of(look)];
  if (format != nullptr) return format;
  format = workbook_add_format(book_.get());
  const Palette& palette = theme_.light;
  const std::string& face = look.head || look.title ? theme_.office_heading : theme_.office_body;
  format_set_font_name(format, face.c_str());
  format_set_font_size(format, look.title ? 14 : look.note ? 9 : 11);
  format_set_font_color(format, colour(look.filled    ? palette.paper
                                       : look.warning ? theme_.behind
                                       : look.link    ? palette.accent
                                       : look.note    ? palette.secondary
                                                      : palette.ink));
  if (look.bold) format_set_bold(format);
  if (look.filled) {
    format_set_pattern(format, LXW_PATTERN_SOLID);
    format_set_fg_color(format, colour(palette.accent));
  }
  if (look.wrap) format_set_text_wrap(format);
  if (look.link) format_set_underline(format, LXW_UNDERLINE_SINGLE);
  if (look.indent > 0) format_set_indent(format, static_cast<uint8_t>(std::min(look.indent * 2, 15)));
  if (look.align != LXW_ALIGN_NONE && look.indent == 0)
    format_set_align(format, static_cast<uint8_t>(look.align));
  format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
  if (!look.number.empty()) format_set_num_format(format, look.number.c_str());
  set_rules(format, look, colour(palette.ink));
  return format;
}

void Book::text(lxw_worksheet* sheet, int row, int column, const std::string& words, lxw_format* format) {
  if (words.empty()) return blank(sheet, row, column, format);
  check(worksheet_write_string(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                               fit_cell(words).c_str(), format));
}

void Book::number(lxw_worksheet* sheet, int row, int column, double value, lxw_format* format) {
  check(worksheet_write_number(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), value,
                               format));
}

void Book::blank(lxw_worksheet* sheet, int row, int column, lxw_format* format) {
  check(worksheet_write_blank(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), format));
}

void Book::merge(lxw_worksheet* sheet, int row, int column, int rows, int columns, const std::string& words,
                 lxw_format* format) {
  if (rows * columns == 1) return text(sheet, row, column, words, format);
  check(worksheet_merge_range(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                              static_cast<lxw_row_t>(row + rows - 1),
                              static_cast<lxw_col_t>(column + columns - 1), fit_cell(words).c_str(), format));
}

void Book::link(lxw_worksheet* sheet, int row, int column, const std::string& words,
                const std::string& target) {
  const std::string url = "internal:'" + target + "'!A1";
  check(worksheet_write_url_opt(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                                url.c_str(), format({.link = true}), fit_cell(words).c_str(), nullptr));
}

void Book::column_width(lxw_worksheet* sheet, int column, double characters, lxw_format* format) {
  const auto number = static_cast<lxw_col_t>(column);
  check(worksheet_set_column(sheet, number, number, characters, format));
}

void Book::close() {
  const lxw_error error = workbook_close(book_.release());  // frees the book, whatever comes of it
  if (error != LXW_NO_ERROR) throw Error(kWriteFailed, {}, {path_}, 3);
}

void Book::check(lxw_error error) const {
  if (error != LXW_NO_ERROR) throw Error(kBadSheet, {}, {path_, lxw_strerror(error)}, 70);
}

std::string decimals_format(int decimals) {
  return decimals > 0 ? "0." + std::string(static_cast<size_t>(decimals), '0') : "0";
}

}  // namespace zhiheng::report::office
