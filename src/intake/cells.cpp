#include "intake/cells.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "base/text.h"

namespace zhiheng::intake {
namespace {

constexpr ErrorCode kMissingColumn{"data.missing-column", "缺少列 {}；本文件应有：{}",
                                   "the column {} is missing; this file needs: {}"};
constexpr ErrorCode kUnknownColumn{"data.unknown-column", "未知的列 {}；可用：{}",
                                   "unknown column {}; allowed: {}"};
constexpr ErrorCode kDuplicateColumn{"data.duplicate-column", "列 {} 重复", "the column {} stands twice"};
constexpr ErrorCode kNotNumber{"data.not-number", "列 {} 应为数字，实为“{}”（不写千分位、单位和 %）",
                               "column {} must be a number, not “{}” (no separators, unit or %)"};
constexpr ErrorCode kTooFine{"data.too-many-decimals", "列 {} 的小数超过 {} 位：{}",
                             "column {} has more than {} decimals: {}"};
constexpr ErrorCode kNotYear{"data.not-year", "year 应为四位年份，实为“{}”",
                             "year must have four digits, not “{}”"};
constexpr ErrorCode kUnknownCode{"data.unknown-code", "列 {} 的代码“{}”不在代码表 {} 中{}；可用：{}",
                                 "column {}: the code “{}” is not in the list {}{}; allowed: {}"};
constexpr ErrorCode kNotAllowed{"data.not-allowed", "列 {} 不能是“{}”；可用：{}",
                                "column {} can't be “{}”; allowed: {}"};

constexpr ErrorCode kTooLarge{"data.too-large", "列 {} 的数字过大：{}",
                              "the number in column {} is too large: {}"};
constexpr ErrorCode kNotDate{"data.not-date", "列 {} 应为日期（如 2020-12-31），实为“{}”",
                             "column {} must be a date such as 2020-12-31, not “{}”"};
constexpr std::int64_t kTooLargeFrom =
    1'000'000'000'000'000'000;  // what the store's DECIMAL(24, 6) can't hold

/// A day that the calendar has, written 2020-12-31.
bool is_date(const std::string& text) {
  const auto parts = split(text, '-');
  if (parts.size() != 3 || text.size() != 10 || parts[0].size() != 4 || parts[1].size() != 2) return false;
  int numbers[3] = {};
  for (size_t i = 0; i < 3; ++i) {
    const char* end = parts[i].data() + parts[i].size();
    if (std::from_chars(parts[i].data(), end, numbers[i]).ptr != end || numbers[i] < 0) return false;
  }
  const std::chrono::year_month_day day{std::chrono::year(numbers[0]),
                                        std::chrono::month(static_cast<unsigned>(numbers[1])),
                                        std::chrono::day(static_cast<unsigned>(numbers[2]))};
  return day.ok();
}

}  // namespace

Columns::Columns(const read::CsvFile& file, const std::vector<std::string>& required,
                 const std::vector<std::string>& optional, Diagnostics& diagnostics) {
  complete_ = !file.header.empty();
  if (!complete_) return;  // reported by the reader
  std::vector<std::string> allowed = required;
  allowed.insert(allowed.end(), optional.begin(), optional.end());
  for (size_t i = 0; i < file.header.size(); ++i) {
    const auto& cell = file.header[i];
    const Location where{file.path, cell.line, cell.column};
    if (std::find(allowed.begin(), allowed.end(), cell.text) == allowed.end()) {
      diagnostics.add(kUnknownColumn, where, {cell.text, join(allowed, ", ")});
      complete_ = false;
    } else if (!at_.emplace(cell.text, i).second) {
      diagnostics.add(kDuplicateColumn, where, {cell.text});
      complete_ = false;
    }
  }
  for (const auto& name : required) {
    if (at_.contains(name)) continue;
    diagnostics.add(kMissingColumn, {file.path, file.header[0].line, 1}, {name, join(required, ", ")});
    complete_ = false;
  }
}

const read::CsvCell& Columns::cell(const std::vector<read::CsvCell>& row, const std::string& name) const {
  static const read::CsvCell kEmpty;
  const auto found = at_.find(name);
  return found == at_.end() ? kEmpty : row[found->second];
}

std::optional<Decimal> CellCheck::number(const read::CsvCell& cell, const std::string& column,
                                         bool& ok) const {
  if (cell.text.empty()) return std::nullopt;
  const auto value = Decimal::parse(cell.text);
  if (!value) {
    diagnostics_.add(kNotNumber, place(cell), {column, cell.text});
    ok = false;
  } else if (value->abs() >= Decimal(kTooLargeFrom)) {
    diagnostics_.add(kTooLarge, place(cell), {column, cell.text});
    ok = false;
  } else if (value->scale() > kMaxDecimals) {
    diagnostics_.add(kTooFine, place(cell), {column, std::to_string(kMaxDecimals), cell.text});
    ok = false;
  }
  return value;
}

int CellCheck::year(const read::CsvCell& cell, bool& ok) const {
  const auto value = Decimal::parse(cell.text);
  if (cell.text.size() == 4 && value && value->scale() == 0 && *value > Decimal(1900)) {
    return static_cast<int>(value->mantissa());
  }
  diagnostics_.add(kNotYear, place(cell), {cell.text});
  ok = false;
  return 0;
}

void CellCheck::date(const read::CsvCell& cell, const std::string& column, bool& ok) const {
  if (cell.text.empty() || is_date(cell.text)) return;
  diagnostics_.add(kNotDate, place(cell), {column, cell.text});
  ok = false;
}

void CellCheck::code(const read::CsvCell& cell, const std::string& column, const std::string& list,
                     bool total_allowed, bool& ok) const {
  const catalog::CodeList* codes = catalog_.code_list(list);
  if (codes == nullptr || (total_allowed && cell.text == "*") || codes->find(cell.text) != nullptr) return;
  std::vector<std::string> names;
  for (const auto& code : codes->codes) names.push_back(code.code);
  const std::string near = nearest(cell.text, names);
  const std::string hint = near.empty() ? "" : "（" + near + "？）";
  if (names.size() > 30) names.resize(30);
  diagnostics_.add(kUnknownCode, place(cell), {column, cell.text, list, hint, join(names, ", ")});
  ok = false;
}

void CellCheck::one_of(const read::CsvCell& cell, const std::string& column,
                       const std::vector<std::string>& allowed, bool& ok) const {
  if (std::find(allowed.begin(), allowed.end(), cell.text) != allowed.end()) return;
  diagnostics_.add(kNotAllowed, place(cell), {column, cell.text, "“" + join(allowed, "”, “") + "”"});
  ok = false;
}

}  // namespace zhiheng::intake
