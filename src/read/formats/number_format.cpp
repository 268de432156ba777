#include "read/formats/number_format.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "base/decimal.h"

namespace zhiheng::read {
namespace {

/// The 15 digits that a spreadsheet keeps, exactly.
std::optional<Decimal> exact(double value) {
  if (value == 0) return Decimal(0);
  const int magnitude = static_cast<int>(std::floor(std::log10(std::fabs(value))));
  if (magnitude > 15 || magnitude < -15) return std::nullopt;
  return Decimal::parse(fmt::format("{:.{}f}", value, std::max(0, 14 - magnitude)));
}

std::string without_final_zeros(std::string number, size_t keep) {
  const size_t point = number.find('.');
  if (point == std::string::npos) return number;
  while (number.size() > point + 1 + keep && number.back() == '0') number.pop_back();
  if (number.back() == '.') number.pop_back();
  return number;
}

/// As a cell without format shows it: eleven characters.
std::string general(double value) {
  const auto decimal = exact(value);
  const double size = std::fabs(value);
  if (!decimal || (value != 0 && (size < 1e-9 || size >= 1e15))) return fmt::format("{:.5E}", value);
  const int whole_digits = size < 1 ? 1 : static_cast<int>(std::floor(std::log10(size))) + 1;
  return without_final_zeros(decimal->rounded(std::max(0, 10 - whole_digits)).to_string(), 0);
}

std::string grouped(const std::string& digits) {
  std::string out;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

/// A section of a format without what isn't shown, literals marked.
struct Piece {
  char code = 0;        // 0 for a literal
  std::string literal;  // or "[h]" for elapsed time
};

std::vector<Piece> pieces_of(std::string_view section) {
  std::vector<Piece> out;
  for (size_t i = 0; i < section.size(); ++i) {
    const char c = section[i];
    if (c == '"') {
      const size_t end = std::min(section.find('"', i + 1), section.size());
      out.push_back({0, std::string(section.substr(i + 1, end - i - 1))});
      i = end;
    } else if (c == '\\' && i + 1 < section.size()) {
      // A character may have several bytes: the others follow as literals of their own.
      out.push_back({0, std::string(1, section[++i])});
    } else if (c == '_' || c == '*') {
      // The width or filling is of one character, which may have several bytes.
      for (++i; i + 1 < section.size() && (static_cast<unsigned char>(section[i + 1]) & 0xC0) == 0x80;) ++i;
    } else if (c == '[') {
      const size_t end = std::min(section.find(']', i), section.size());
      const std::string_view inside = section.substr(i + 1, end - i - 1);
      if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) {
        out.push_back({'[', std::string(inside)});
      } else if (inside.starts_with('$')) {  // a currency sign: [$¥-804]
        out.push_back({0, std::string(inside.substr(1, inside.find('-') == std::string_view::npos
                                                           ? std::string_view::npos
                                                           : inside.find('-') - 1))});
      }
      i = end;
    } else if (std::string_view("0#?.,%yYmMdDhHsSaApP@/E+").find(c) != std::string_view::npos) {
      out.push_back({c, std::string(1, c)});
    } else {
      out.push_back({0, std::string(1, c)});
    }
  }
  return out;
}

bool has_code(const std::vector<Piece>& pieces, std::string_view codes) {
  return std::any_of(pieces.begin(), pieces.end(), [codes](const Piece& piece) {
    return piece.code != 0 && codes.find(piece.code) != std::string_view::npos;
  });
}

struct Shape {
  size_t whole_zeros = 0;
  size_t decimals = 0;
  size_t zero_decimals = 0;
  bool grouped = false;
  int thousands = 0;  // commas behind the digits: divided by 1,000 each
  int percents = 0;
};

bool is_digit_place(char code) { return code == '0' || code == '#' || code == '?'; }

Shape shape_of(const std::vector<Piece>& pieces) {
  Shape shape;
  bool behind_point = false;
  int commas = 0;
  for (const Piece& piece : pieces) {
    if (piece.code == '.') behind_point = true;
    if (piece.code == '%') ++shape.percents;
    if (piece.code == ',') ++commas;
    if (!is_digit_place(piece.code)) continue;
    shape.grouped = shape.grouped || (commas > 0 && !behind_point);
    commas = 0;
    if (behind_point) ++shape.decimals;
    if (piece.code != '0') continue;
    if (behind_point)
      shape.zero_decimals = shape.decimals;
    else
      ++shape.whole_zeros;
  }
  shape.thousands = commas;
  return shape;
}

std::string digits_of(double value, const Shape& shape) {
  auto decimal = exact(value);
  if (!decimal) return fmt::format("{:.{}f}", value, shape.decimals);
  Int128 factor = 1;
  for (int i = 0; i < shape.percents && i < 4; ++i) factor *= 100;
  Decimal scaled = *decimal * Decimal(factor, 0);
  scaled = scaled * Decimal(Int128{1}, 3 * std::min(shape.thousands, 4));
  std::string number = scaled.rounded(static_cast<int>(std::min<size_t>(shape.decimals, 15))).to_string();
  number = without_final_zeros(std::move(number), shape.zero_decimals);
  const size_t point = std::min(number.find('.'), number.size());
  std::string whole = number.substr(0, point);
  if (whole == "0" && shape.whole_zeros == 0 && point < number.size()) whole.clear();
  if (whole.size() < shape.whole_zeros) whole.insert(0, shape.whole_zeros - whole.size(), '0');
  return (shape.grouped ? grouped(whole) : whole) + number.substr(point);
}

std::string number_text(double value, const std::vector<Piece>& pieces) {
  const Shape shape = shape_of(pieces);
  std::string out;
  bool written = false;
  for (const Piece& piece : pieces) {
    const bool number = is_digit_place(piece.code) || piece.code == '.' || piece.code == ',';
    if (number && !written) out += digits_of(value, shape);
    written = written || number;
    if (!number) out += piece.literal;
  }
  return out;
}

struct Moment {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  double days = 0;
};

Moment moment_of(double serial, bool date_1904) {
  using std::chrono::days;
  const double shifted = date_1904 ? serial + 1462 : serial;
  auto day = static_cast<int>(std::floor(shifted));
  auto seconds = static_cast<int>(std::lround((shifted - std::floor(shifted)) * 86400));
  if (seconds == 86400) {
    seconds = 0;
    ++day;
  }
  // The count has a 29 February 1900 that never was.
  const auto base = std::chrono::sys_days(std::chrono::year{1899} / 12 / (day < 60 ? 31 : 30));
  const std::chrono::year_month_day date(base + days(day));
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          seconds / 3600,
          seconds / 60 % 60,
          seconds % 60,
          serial};
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string month_text(int month, size_t length) {
  constexpr std::array<const char*, 12> kNames = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (length >= 3) return kNames[static_cast<size_t>(std::clamp(month, 1, 12) - 1)];
  return length == 2 ? fmt::format("{:02}", month) : std::to_string(month);
}

std::string two(int value, size_t length) {
  return length >= 2 ? fmt::format("{:02}", value) : std::to_string(value);
}

/// One run of a date code, as long as it is repeated; `minutes` says what `m` means here.
std::string date_part(char code, size_t length, bool minutes, bool half_day, const Moment& at) {
  switch (code) {
    case 'y':
      return length <= 2 ? fmt::format("{:02}", at.year % 100) : std::to_string(at.year);
    case 'm':
      return minutes ? two(at.minute, length) : month_text(at.month, length);
    case 'd': {
      constexpr std::array<const char*, 7> kDays = {"星期日", "星期一", "星期二", "星期三",
                                                    "星期四", "星期五", "星期六"};
      const auto number = static_cast<long>(std::floor(at.days));
      return length >= 3 ? kDays[static_cast<size_t>(((number - 1) % 7 + 7) % 7)] : two(at.day, length);
    }
    case 'h':
      return two(half_day ? (at.hour + 11) % 12 + 1 : at.hour, length);
    default:
      return two(at.second, length);
  }
}

std::string elapsed(const std::string& unit, double days) {
  const double units = lower(unit[0]) == 'h' ? 24 : lower(unit[0]) == 'm' ? 1440 : 86400;
  return two(static_cast<int>(std::clamp(std::floor(days * units + 1e-6), 0.0, 2e9)), unit.size());
}

std::string date_text(double value, const std::vector<Piece>& pieces, bool date_1904) {
  const Moment at = moment_of(value, date_1904);
  const bool half_day = has_code(pieces, "aA");
  std::string out;
  char before = 0;
  for (size_t i = 0; i < pieces.size();) {
    const char code = lower(pieces[i].code);
    size_t end = i + 1;
    while (end < pieces.size() && code != 0 && lower(pieces[end].code) == code) ++end;
    if (code == '[') {
      out += elapsed(pieces[i].literal, at.days);
      before = lower(pieces[i].literal[0]);
    } else if (code == 'a') {
      out += at.hour < 12 ? "AM" : "PM";
      while (end < pieces.size() &&
             std::string_view("mp/a").find(lower(pieces[end].literal[0])) != std::string_view::npos) {
        ++end;
      }
    } else if (code != 0 && std::string_view("ymdhs").find(code) != std::string_view::npos) {
      size_t next = end;
      while (next < pieces.size() &&
             std::string_view("ymdhs").find(lower(pieces[next].code)) == std::string_view::npos)
        ++next;
      const bool minutes = before == 'h' || (next < pieces.size() && lower(pieces[next].code) == 's');
      out += date_part(code, end - i, minutes, half_day, at);
      before = code;
    } else {
      for (size_t k = i; k < end; ++k) out += pieces[k].literal;
    }
    i = end;
  }
  return out;
}

std::vector<std::string_view> sections_of(std::string_view code) {
  std::vector<std::string_view> out;
  size_t start = 0;
  bool quoted = false;
  for (size_t i = 0; i <= code.size(); ++i) {
    if (i < code.size() && code[i] == '"') quoted = !quoted;
    if (i < code.size() && code[i] == '\\') ++i;
    if (i < code.size() && (code[i] != ';' || quoted)) continue;
    out.push_back(code.substr(start, std::min(i, code.size()) - start));
    start = i + 1;
  }
  return out;
}

/// Whether the section's condition ("[>=100]") holds; nullopt where it has none.
std::optional<bool> condition_holds(std::string_view section, double value) {
  const size_t open = section.find_first_of("<>=");
  if (open == std::string_view::npos || open == 0 || section[open - 1] != '[') return std::nullopt;
  const size_t number = section.find_first_not_of("<>=", open);
  if (number == std::string_view::npos) return std::nullopt;
  const double limit = std::strtod(std::string(section.substr(number)).c_str(), nullptr);
  const std::string_view sign = section.substr(open, number - open);
  if (sign == "<") return value < limit;
  if (sign == "<=") return value <= limit;
  if (sign == ">") return value > limit;
  if (sign == ">=") return value >= limit;
  return sign == "=" ? value == limit : value != limit;
}

/// The section for the value, and whether it shows the sign itself.
std::pair<std::string_view, bool> section_for(std::string_view code, double value) {
  const auto sections = sections_of(code);
  if (condition_holds(sections[0], value)) {
    for (size_t i = 0; i < sections.size() && i < 3; ++i) {
      if (condition_holds(sections[i], value).value_or(true)) return {sections[i], false};
    }
    return {"General", false};
  }
  if (value < 0 && sections.size() > 1) return {sections[1], true};
  if (value == 0 && sections.size() > 2) return {sections[2], false};
  return {sections[0], false};
}

bool is_general(std::string_view section) {
  return section.empty() || section.find("General") != std::string_view::npos || section == "@";
}

}  // namespace

std::string displayed_number(double value, std::string_view code, bool date_1904) {
  if (!std::isfinite(value)) return {};
  if (code.find(";") == std::string_view::npos && is_general(code)) return general(value);
  const auto [section, signed_by_itself] = section_for(code, value);
  if (is_general(section)) return section.empty() ? "" : general(signed_by_itself ? -value : value);
  const std::vector<Piece> pieces = pieces_of(section);
  if (has_code(pieces, "yYmMdDhHsS[")) {
    constexpr double kLastDay = 2958466;  // 9999-12-31
    return value < 0 || value >= kLastDay ? general(value) : date_text(value, pieces, date_1904);
  }
  const bool minus = value < 0 && !signed_by_itself;
  if (has_code(pieces, "E")) return fmt::format("{:.{}E}", value, shape_of(pieces).zero_decimals);
  if (!has_code(pieces, "0#?")) {
    std::string out;
    for (const Piece& piece : pieces) out += piece.code == '@' ? general(value) : piece.literal;
    return out;
  }
  if (has_code(pieces, "/")) return general(value);
  std::string out = number_text(std::fabs(value), pieces);
  // "-0.0" is shown as "0.0".
  const bool zero = out.find_first_of("123456789") == std::string::npos;
  return minus && !zero ? "-" + out : out;
}

MomentFormat moment_format(std::string_view code) {
  const std::string_view section = sections_of(code)[0];
  if (is_general(section)) return MomentFormat::kNone;
  const std::vector<Piece> pieces = pieces_of(section);
  if (has_code(pieces, "[")) return MomentFormat::kNone;
  if (has_code(pieces, "yYdD")) return MomentFormat::kDate;
  const bool hours_or_seconds = has_code(pieces, "hHsS");
  if (hours_or_seconds) return MomentFormat::kTime;
  return has_code(pieces, "mM") ? MomentFormat::kDate : MomentFormat::kNone;
}

std::string iso_moment(double serial, MomentFormat format, bool date_1904) {
  constexpr double kLastDay = 2958466;  // behind 9999-12-31
  const double shifted = date_1904 ? serial + 1462 : serial;
  const bool time_only = format == MomentFormat::kTime && serial >= 0 && serial < 1;
  if (!time_only && !(shifted >= 1 && shifted < kLastDay)) return {};
  const Moment at = moment_of(serial, date_1904);
  const std::string time = fmt::format("{:02}:{:02}:{:02}", at.hour, at.minute, at.second);
  if (time_only) return time;
  if (at.year > 9999) return {};
  const std::string date = fmt::format("{:04}-{:02}-{:02}", at.year, at.month, at.day);
  return time == "00:00:00" ? date : date + " " + time;
}

std::string_view builtin_format(int id) {
  struct Builtin {
    int first;
    int last;
    std::string_view code;
  };
  constexpr std::string_view kYearMonth = "yyyy\"年\"m\"月\"";
  constexpr std::string_view kMonthDay = "m\"月\"d\"日\"";
  constexpr Builtin kBuiltins[] = {{1, 1, "0"},
                                   {2, 2, "0.00"},
                                   {3, 3, "#,##0"},
                                   {4, 4, "#,##0.00"},
                                   {5, 6, "#,##0"},
                                   {7, 8, "#,##0.00"},
                                   {9, 9, "0%"},
                                   {10, 10, "0.00%"},
                                   {11, 11, "0.00E+00"},
                                   {14, 14, "yyyy/m/d"},
                                   {15, 15, "d-mmm-yy"},
                                   {16, 16, "d-mmm"},
                                   {17, 17, "mmm-yy"},
                                   {18, 18, "h:mm AM/PM"},
                                   {19, 19, "h:mm:ss AM/PM"},
                                   {20, 20, "h:mm"},
                                   {21, 21, "h:mm:ss"},
                                   {22, 22, "yyyy/m/d h:mm"},
                                   {27, 27, kYearMonth},
                                   {28, 29, kMonthDay},
                                   {30, 30, "m-d-yy"},
                                   {31, 31, "yyyy\"年\"m\"月\"d\"日\""},
                                   {32, 32, "h\"时\"mm\"分\""},
                                   {33, 33, "h\"时\"mm\"分\"ss\"秒\""},
                                   {36, 36, kYearMonth},
                                   {37, 38, "#,##0;-#,##0"},
                                   {39, 40, "#,##0.00;-#,##0.00"},
                                   {41, 42, "#,##0;-#,##0;\"-\""},
                                   {43, 44, "#,##0.00;-#,##0.00;\"-\""},
                                   {45, 45, "mm:ss"},
                                   {46, 46, "[h]:mm:ss"},
                                   {47, 47, "mm:ss"},
                                   {48, 48, "0.0E+0"},
                                   {50, 50, kYearMonth},
                                   {51, 51, kMonthDay},
                                   {52, 52, kYearMonth},
                                   {53, 54, kMonthDay},
                                   {55, 55, "h\"时\"mm\"分\""},
                                   {56, 56, "h\"时\"mm\"分\"ss\"秒\""},
                                   {57, 57, kYearMonth},
                                   {58, 58, kMonthDay}};
  for (const Builtin& format : kBuiltins) {
    if (id >= format.first && id <= format.last) return format.code;
  }
  return "General";
}

}  // namespace zhiheng::read
