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

/// What kind of moment a number format shows.
enum class MomentFormat {
  kNone,
  kDate,  // with or without the time of day
  kTime,  // of the day only
};

/// Of the format's first section. Elapsed time ([h]:mm) is a quantity and no moment.
MomentFormat moment_format(std::string_view code);

/// A day count as "2020-12-31", "2020-12-31 08:30:00" or, for a time of day, "08:30:00"; to the second. Empty
/// where it is none: before 1900 (the first day is 1), after 9999.
std::string iso_moment(double serial, MomentFormat format, bool date_1904);

}  // namespace zhiheng::read
