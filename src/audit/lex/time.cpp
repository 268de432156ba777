#include "audit/lex/time.h"

#include <cmath>

#include "audit/lex/cursor.h"

namespace zhiheng::audit::lex {
namespace {

constexpr Words kDashes{"—", "–", "－", "～", "-", "~", "至", "到", "、"};

bool is_year(const Number& number) {
  return number.digits == 4 && number.decimals == 0 && !number.grouped && number.value >= 1949 &&
         number.value <= 2100;
}

TimeMark mark_of(const Number& from, size_t end) {
  TimeMark mark;
  mark.span = {offset(from.begin), offset(end)};
  mark.period.from = mark.period.to = static_cast<std::int16_t>(from.value);
  return mark;
}

/// `12月`, `1-9月`, `3月5日` behind a year or alone; returns behind it, or `at`.
size_t read_months(std::string_view text, size_t at, Period& period) {
  const size_t begin = skip_spaces(text, at);
  const auto first = read_number(text, begin);
  if (!first || first->decimals || first->value < 1 || first->value > 12) return at;
  Number last = *first;
  size_t end = skip_spaces(text, starts(text, first->end, "月") ? first->end + 3 : first->end);
  if (const size_t dash = first_of(text, end, kDashes)) {
    const auto second = read_number(text, skip_spaces(text, end + dash));
    if (second && !second->decimals && second->value >= 1 && second->value <= 12) last = *second;
  }
  end = skip_spaces(text, last.end);
  if (!starts(text, end, "月") || starts(text, end, "月台")) return at;
  end += starts(text, end, "月份") ? 6 : 3;
  period.month = static_cast<std::int8_t>(first->value);
  period.month_to = static_cast<std::int8_t>(last.value);
  const auto day = read_number(text, skip_spaces(text, end));
  if (day && !day->decimals && day->value >= 1 && day->value <= 39) {
    const size_t behind = skip_spaces(text, day->end);
    if (starts(text, behind, "日")) end = behind + 3;
    if (starts(text, behind, "号")) end = behind + 3;
  }
  return end;
}

/// `上半年`, `前三季度`, `一季度` …: the months of a part of a year.
struct Part {
  std::string_view word;
  std::int8_t from, to;
};
constexpr Part kParts[] = {{"上半年", 1, 6},   {"下半年", 7, 12},  {"前三季度", 1, 9}, {"前3季度", 1, 9},
                           {"一季度", 1, 3},   {"二季度", 4, 6},   {"三季度", 7, 9},   {"四季度", 10, 12},
                           {"第一季度", 1, 3}, {"第二季度", 4, 6}, {"第三季度", 7, 9}, {"第四季度", 10, 12}};

size_t read_part(std::string_view text, size_t at, Period& period) {
  const size_t begin = skip_spaces(text, at);
  static constexpr Words kSecond{"半", "季", "三", "3", "一", "二", "四"};
  if (!first_of(text, begin + 3, kSecond)) return at;
  for (const auto& part : kParts) {
    if (!starts(text, begin, part.word)) continue;
    period.month = part.from;
    period.month_to = part.to;
    return begin + part.word.size();
  }
  return at;
}

/// `2020-12-31`, `2020/12/31`, `2020-12`: returns behind it, or 0.
size_t read_numeric_date(std::string_view text, const Number& year, Period& period) {
  const size_t at = year.end;
  if (at >= text.size() || (text[at] != '-' && text[at] != '/')) return 0;
  const auto month = read_number(text, at + 1);
  if (!month || month->digits > 2 || month->decimals || month->value < 1 || month->value > 12) return 0;
  period.month = period.month_to = static_cast<std::int8_t>(month->value);
  if (month->end < text.size() && text[month->end] == text[at]) {
    if (const auto day = read_number(text, month->end + 1); day && day->digits <= 2) return day->end;
  }
  return month->digits == 2 ? month->end : 0;
}

}  // namespace

TimeMark read_date(std::string_view text, const Number& number) {
  if (!is_year(number)) {
    TimeMark mark;
    if (number.digits > 2 || number.decimals || number.value > 12) return mark;
    // A month without a year; `3 月` of a duration is `3 个月`.
    const size_t end = read_months(text, number.begin, mark.period);
    if (end > number.begin) mark.span = {offset(number.begin), offset(end)};
    mark.is_relative = end > number.begin;
    return mark;
  }
  TimeMark mark = mark_of(number, number.end);
  size_t end = skip_spaces(text, number.end);
  if (starts(text, end, "年代")) return mark;
  if (starts(text, end, "年度")) {
    mark.span.end = offset(end + 6);
    return mark;
  }
  if (starts(text, end, "年")) {
    end = read_months(text, end + 3, mark.period);
    end = read_part(text, end, mark.period);
    mark.span.end = offset(end);
    if (mark.period.month != 0) return mark;
  }
  size_t after = skip_spaces(text, end);
  if (const size_t dash = first_of(text, after, kDashes)) {
    const auto last = read_number(text, skip_spaces(text, after + dash));
    const bool listed = starts(text, after, "、");
    if (last && is_year(*last) && last->value > number.value && !listed) {
      mark.period.to = static_cast<std::int16_t>(last->value);
      after = skip_spaces(text, last->end);
      mark.span.end =
          offset(starts(text, after, "年") ? after + (starts(text, after, "年度") ? 6 : 3) : last->end);
      return mark;
    }
  }
  if (const size_t date = read_numeric_date(text, number, mark.period)) mark.span.end = offset(date);
  return mark;
}

TimeMark read_period_word(std::string_view text, size_t at) {
  // The second character tells nearly all other words apart.
  static constexpr Words kSecond{"年", "半", "季", "三", "3",  "一", "二",
                                 "四", "五", "内", "末", "底", "月", "期"};
  if (!first_of(text, at + 3, kSecond)) return {};
  struct Word {
    std::string_view word;
    std::int8_t years;
  };
  static constexpr Word kWords[] = {{"上年同期", -1}, {"去年同期", -1}, {"上年度", -1}, {"上年末", -1},
                                    {"上年底", -1},   {"去年底", -1},   {"去年末", -1}, {"上一年", -1},
                                    {"上年", -1},     {"去年", -1},     {"前年", -2},   {"今年", 0},
                                    {"本年度", 0},    {"本年", 0},      {"当年", 0},    {"全年", 0},
                                    {"年内", 0},      {"年末", 0},      {"年底", 0},    {"明年", 1}};
  TimeMark mark;
  for (const auto& [word, years] : kWords) {
    if (!starts(text, at, word)) continue;
    mark.is_relative = true;
    mark.relative = years;
    size_t end = read_part(text, at + word.size(), mark.period);
    if (!mark.period.month) end = read_months(text, end, mark.period);
    mark.span = {offset(at), offset(end)};
    return mark;
  }
  if (const size_t end = read_part(text, at, mark.period); end > at) {
    mark.is_relative = true;
    mark.span = {offset(at), offset(end)};
    return mark;
  }
  // The month, quarter or number before: some part of a year that comes before the one spoken of.
  static constexpr Words kBefore{"上季度", "上季", "上月", "上期"};
  if (const size_t length = first_of(text, at, kBefore)) {
    mark.is_relative = true;
    mark.period.month = mark.period.month_to = -1;
    mark.span = {offset(at), offset(at + length)};
    return mark;
  }
  static constexpr Word kPlans[] = {{"十二五", 12}, {"十三五", 13}, {"十四五", 14}, {"十五五", 15}};
  for (const auto& [word, plan] : kPlans) {
    if (!starts(text, at, word)) continue;
    mark.plan = plan;
    mark.period.from = static_cast<std::int16_t>(1951 + 5 * plan);
    mark.period.to = static_cast<std::int16_t>(mark.period.from + 4);
    mark.span = {offset(at), offset(at + word.size())};
    return mark;
  }
  return mark;
}

}  // namespace zhiheng::audit::lex
