#include "read/records/sheet_cells.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/error.h"
#include "read/records/block_text.h"
#include "read/records/csv_scan.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kDisorder{"read.damaged", "工作表的行次序混乱（第 {} 行）",
                              "the sheet's rows are out of order (row {})"};
constexpr ErrorCode kOddCell{"read.damaged", "工作表中有单元格的位置不对（{}）",
                             "a cell of the sheet is where it can't be ({})"};
constexpr int kMaxSheetRow = 1'048'576;
constexpr int kMaxSheetColumn = 16'384;
using Event = XmlPull::Event;

/// Digits with at most one point and a minus before them, 15 of them at most: as a spreadsheet writes most
/// numbers.
bool is_plain(std::string_view number) {
  constexpr size_t kDigits = 15;
  if (number.starts_with('-')) number.remove_prefix(1);
  size_t digits = 0;
  size_t points = 0;
  for (const char c : number) {
    if (c == '.') {
      ++points;
    } else if (c >= '0' && c <= '9') {
      ++digits;
    } else {
      return false;
    }
  }
  const bool ends = !number.empty() && number.front() != '.' && number.back() != '.';
  const bool leading_zero = number.size() > 1 && number[0] == '0' && number[1] != '.';
  return ends && !leading_zero && digits <= kDigits && points <= 1;
}

/// A number in digits ("12345") and a power of ten, as std::to_chars writes them ("1.2345e+02"), without the
/// power.
void append_without_exponent(std::string_view scientific, std::string& to) {
  const size_t e = scientific.find('e');
  const char* const exponent_begin = scientific.data() + e + (scientific[e + 1] == '+' ? 2 : 1);
  int exponent = 0;
  std::from_chars(exponent_begin, scientific.data() + scientific.size(), exponent);
  if (scientific[0] == '-') to += '-';
  std::string digits;
  for (const char c : scientific.substr(0, e)) {
    if (c >= '0' && c <= '9') digits += c;
  }
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
  const int whole = exponent + 1;  // digits before the point
  const auto size = static_cast<int>(digits.size());
  if (whole <= 0) {
    to += "0." + std::string(static_cast<size_t>(-whole), '0') + digits;
  } else if (whole >= size) {
    to += digits + std::string(static_cast<size_t>(whole - size), '0');
  } else {
    to += digits.substr(0, static_cast<size_t>(whole)) + "." + digits.substr(static_cast<size_t>(whole));
  }
}

std::optional<double> parsed(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

/// 2020-12-31T08:30:00Z as it is kept.
void append_date(std::string_view text, std::string& to) {
  const size_t begin = to.size();
  to += text.substr(0, std::min(text.find_first_of("Z."), text.size()));
  std::replace(to.begin() + static_cast<std::ptrdiff_t>(begin), to.end(), 'T', ' ');
  if (to.ends_with(" 00:00:00")) to.resize(to.size() - 9);
}

}  // namespace

CellName parse_cell_name(std::string_view name) {
  CellName out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z' && out.column <= kMaxSheetColumn) out.column = out.column * 26 + (c - 'A') + 1;
    if (c >= '0' && c <= '9' && out.row <= kMaxSheetRow) out.row = out.row * 10 + (c - '0');
  }
  if (out.row < 1 || out.row > kMaxSheetRow || out.column < 1 || out.column > kMaxSheetColumn) return {};
  return out;
}

void append_plain_number(std::string_view number, std::string& to) {
  if (is_plain(number)) {
    to += number;
    return;
  }
  const auto value = parsed(number);
  if (!value) {
    to += number;
    return;
  }
  if (*value == 0) {
    to += '0';
    return;
  }
  constexpr double kExact = 9007199254740992;  // integers up to here are exact
  constexpr std::ptrdiff_t kDigits = 15;
  std::array<char, 40> buffer;
  char* const begin = buffer.data();
  char* const limit = begin + buffer.size();
  if (std::fabs(*value) < kExact && *value == std::floor(*value)) {
    to.append(begin, std::to_chars(begin, limit, static_cast<std::int64_t>(*value)).ptr);
    return;
  }
  const char* end = std::to_chars(begin, limit, *value, std::chars_format::scientific).ptr;
  const auto digits =
      std::count_if(begin, std::find(buffer.data(), limit, 'e'), [](char c) { return c >= '0' && c <= '9'; });
  if (digits > kDigits)
    end = std::to_chars(begin, limit, *value, std::chars_format::scientific, kDigits - 1).ptr;
  append_without_exponent({begin, end}, to);
}

SheetCells::SheetCells(Workbook& workbook, const Workbook::Sheet& sheet)
    : workbook_(workbook), xml_(workbook.open(sheet)) {}

bool SheetCells::next(SheetRow& row) {
  for (Event event = xml_.next(); event != Event::kDone; event = xml_.next()) {
    if (event == Event::kText) continue;
    if (xml_.name() == "sheetData") {
      in_data_ = event == Event::kStart;
    } else if (in_data_ && event == Event::kStart && xml_.name() == "row") {
      begin_row(row);
      if (read_row(row)) return true;
    }
  }
  return false;
}

void SheetCells::begin_row(SheetRow& row) {
  const std::string_view given = xml_.attribute("r");
  int number = row_ + 1;
  if (!given.empty()) std::from_chars(given.data(), given.data() + given.size(), number);
  if (number <= row_ || number > kMaxSheetRow)
    throw Error(kDisorder, {workbook_.shown()}, {std::to_string(number)});
  row_ = number;
  column_ = 0;
  row.number = row_;
  row.values.clear();
  row.text.clear();
  row.too_long = false;
}

/// Reads up to the row's end; false where it is empty.
bool SheetCells::read_row(SheetRow& row) {
  while (true) {
    const Event event = xml_.next();
    if (event == Event::kDone || (event == Event::kEnd && xml_.name() == "row")) break;
    if (event != Event::kStart || xml_.name() != "c") continue;
    begin_cell();
    read_cell(row);
  }
  return !row.values.empty() || row.too_long;
}

void SheetCells::begin_cell() {
  const std::string_view given = xml_.attribute("r");
  const CellName name = parse_cell_name(given);
  if (!given.empty() && name.row != row_)
    throw Error(kOddCell, {workbook_.shown()}, {std::string(given.substr(0, 20))});
  column_ = given.empty() ? column_ + 1 : name.column;
  const std::string_view type = xml_.attribute("t");
  const std::string_view style = xml_.attribute("s");
  style_ = 0;
  std::from_chars(style.data(), style.data() + style.size(), style_);
  type_ = type.empty() || type == "n" ? Type::kNumber
          : type == "s"               ? Type::kShared
          : type == "b"               ? Type::kTruth
          : type == "d"               ? Type::kDate
                                      : Type::kText;
  value_.clear();
}

/// Collects the text of <v>, or of <t> in <is>, up to the cell's end.
void SheetCells::read_cell(SheetRow& row) {
  bool wanted = false;
  bool phonetic = false;
  while (true) {
    const Event event = xml_.next();
    if (event == Event::kText) {
      // One byte more than a cell may have tells that it is too long.
      if (wanted && !phonetic && value_.size() <= kMaxCell) xml_.append_text(value_, kMaxCell + 1);
      continue;
    }
    const std::string_view name = xml_.name();
    if (event == Event::kDone || (event == Event::kEnd && name == "c")) break;
    if (name == "v" || name == "t") wanted = event == Event::kStart;
    if (name == "rPh") phonetic = event == Event::kStart;
  }
  if (!value_.empty() && column_ <= kMaxSheetColumn) take_value(row);
}

void SheetCells::take_value(SheetRow& row) {
  const size_t begin = row.text.size();
  switch (type_) {
    case Type::kNumber:
      append_moment_or_number(row);
      break;
    case Type::kShared: {
      size_t index = std::string::npos;
      std::from_chars(value_.data(), value_.data() + value_.size(), index);
      row.text += workbook_.shared(index);
      break;
    }
    case Type::kTruth:
      row.text += value_ == "1" || value_ == "true" ? "true" : "false";
      break;
    case Type::kDate:
      append_date(value_, row.text);
      break;
    case Type::kText:
      replace_control_escapes(value_, 0);
      row.text += value_;
      break;
  }
  const size_t size = row.text.size() - begin;
  if (size > kMaxCell || row.text.size() > kMaxRow) {
    row.too_long = true;
    row.text.resize(begin);
  } else if (size > 0) {
    row.values.push_back({column_, begin, size});
  }
}

void SheetCells::append_moment_or_number(SheetRow& row) const {
  if (const MomentFormat format = workbook_.moment(style_); format != MomentFormat::kNone) {
    const auto serial = parsed(value_);
    const std::string moment = serial ? iso_moment(*serial, format, workbook_.date_1904()) : "";
    row.text += moment;
    if (!moment.empty()) return;
  }
  append_plain_number(value_, row.text);
}

}  // namespace zhiheng::read
