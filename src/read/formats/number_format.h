#pragma once
#include <string>
#include <string_view>

namespace zhiheng::read {

/// What a spreadsheet shows for `value` under the number format `code` ("0.0", "0.00%", "#,##0", "General",
/// "yyyy/m/d", with sections): with the decimals, separators and signs of the display. Rounds as spreadsheets
/// do, half away from zero on 15 digits. Fractions and colours are shown as General and not at all.
/// `date_1904` is the workbook's day count.
std::string displayed_number(double value, std::string_view code, bool date_1904);

/// The format of one of the numbers that need no definition in the file: 10 is "0.00%".
std::string_view builtin_format(int id);

}  // namespace zhiheng::read
