#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

#include "audit/checks/structure_checks.h"
#include "audit/lex/cursor.h"
#include "audit/structure_mark.h"

namespace zhiheng::audit {
namespace {

constexpr std::string_view kYear = "年";
constexpr std::string_view kMonth = "月";
constexpr std::string_view kYearOnly[] = {kYear};
constexpr std::string_view kDay = "日";
constexpr std::string_view kJoints[] = {"—", "–", "-", "－", "~", "～", "至", "到"};
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2100;

/// A month with what stands around it; 0 for what doesn't.
struct Date {
  int year = 0;
  int month = 0;
  int day = 0;
  read::Span span;
};

/// The digits, ASCII or full-width, that end at `end`: their value and beginning; value -1 if there are none
/// or more than four.
std::pair<int, size_t> digits_before(std::string_view text, size_t end) {
  int value = 0;
  int scale = 1;
  int count = 0;
  while (end > 0) {
    int digit = -1;
    size_t length = 1;
    if (lex::is_digit(text[end - 1])) {
      digit = text[end - 1] - '0';
    } else if (end >= 3) {
      const char32_t wide = lex::wide_at(text, end - 3);
      if (wide >= U'０' && wide <= U'９') digit = static_cast<int>(wide - U'０');
      length = 3;
    }
    if (digit < 0) break;
    if (++count > 4) return {-1, end};
    value += digit * scale;
    scale *= 10;
    end -= length;
  }
  return {count == 0 ? -1 : value, end};
}

/// 二〇二一 before `end`.
std::pair<int, size_t> han_year_before(std::string_view text, size_t end) {
  constexpr std::string_view kDigits = "〇一二三四五六七八九";
  if (end < 12) return {-1, end};
  int value = 0;
  for (size_t at = end - 12; at < end; at += 3) {
    const size_t digit =
        text.substr(at, 3) == "零" || text.substr(at, 3) == "○" ? 0 : kDigits.find(text.substr(at, 3));
    if (digit == std::string_view::npos || digit % 3 != 0) return {-1, end};
    value = value * 10 + static_cast<int>(digit / 3);
  }
  return {value, end - 12};
}

/// The numeral that ends at `end`, of at most two digits or 三十一.
std::pair<int, size_t> numeral_before(std::string_view text, size_t end) {
  const auto [value, begin] = digits_before(text, end);
  if (value >= 0) return {value, begin};
  for (const size_t length : {9u, 6u, 3u}) {
    if (end < length) continue;
    const auto numeral = read_numeral(text.substr(0, end), end - length);
    if (numeral && numeral->han && numeral->end == end) return {numeral->value, end - length};
  }
  return {-1, end};
}

/// The year that ends with 年 at `end`.
std::pair<int, size_t> year_before(std::string_view text, size_t end) {
  if (lex::last_of(text, end, kYearOnly) == 0) return {0, end};
  const size_t mark = lex::back_over_spaces(text, end - kYear.size());
  auto [value, begin] = digits_before(text, mark);
  if (value < 0) std::tie(value, begin) = han_year_before(text, mark);
  return value >= kFirstYear && value <= kLastYear ? std::pair(value, begin) : std::pair(0, end);
}

int days_of(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year == 0 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
  return month == 2 && !leap ? 28 : kDays[static_cast<size_t>(month - 1)];
}

/// All months written as N月, with year and day where they stand beside it.
std::vector<Date> read_dates(std::string_view text) {
  std::vector<Date> out;
  for (size_t at = text.find(kMonth); at != std::string_view::npos;
       at = text.find(kMonth, at + kMonth.size())) {
    const auto [month, begin] = numeral_before(text, lex::back_over_spaces(text, at));
    if (month < 0 || month > 99 || (begin > 0 && (text[begin - 1] == '.' || lex::is_letter(text[begin - 1]))))
      continue;
    Date date;
    date.month = month;
    size_t first = begin;
    std::tie(date.year, first) = year_before(text, lex::back_over_spaces(text, begin));
    if (date.year == 0) first = begin;
    size_t end = at + kMonth.size();
    if (const auto day = read_numeral(text, lex::skip_spaces(text, end)); day && day->value < 100) {
      const size_t unit = lex::skip_spaces(text, day->end);
      constexpr std::string_view kUnits[] = {kDay, "号"};
      if (const size_t length = lex::first_of(text, unit, kUnits)) {
        date.day = day->value;
        end = unit + length;
      }
    }
    date.span = {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(end)};
    out.push_back(date);
  }
  return out;
}

void report_date(const StructureTest& test, const Date& date) {
  const std::string shown(test.view(date.span));
  const bool no_month = date.month > 12;
  const int days = no_month ? 0 : days_of(date.year, date.month);
  std::string zh = no_month
                       ? fmt::format("没有 {} 月。", date.month)
                       : fmt::format("{}{} 月只有 {} 天。",
                                     date.year > 0 ? fmt::format("{} 年 ", date.year) : "", date.month, days);
  std::string en = no_month ? fmt::format("There is no month {}.", date.month)
                            : fmt::format("The month has {} days only.", days);
  report(test,
         {Kind::kImpossible, Weight::kError, true, {date.span}, shown, "", {std::move(zh), std::move(en)}});
}

void report_backwards(const StructureTest& test, read::Span from, read::Span to, bool certain) {
  const read::Span both{from.begin, to.end};
  report(test, {Kind::kImpossible,
                Weight::kError,
                certain,
                {both},
                std::string(test.view(both)),
                "",
                {"起止时间颠倒：终点早于起点。", "The period ends before it begins."}});
}

/// 至 between two dates, with nothing else.
bool joined(std::string_view text, size_t end, size_t begin) {
  if (begin <= end || begin - end > 8) return false;
  size_t at = lex::skip_spaces(text, end);
  const size_t joint = lex::first_of(text, at, kJoints);
  if (joint == 0) return false;
  at += joint;
  if (const size_t again = lex::first_of(text, at, kJoints)) at += again;  // 2020年——2021年
  return lex::skip_spaces(text, at) == begin;
}

void check_days(const StructureTest& test, const std::vector<Date>& dates) {
  for (size_t i = 0; i < dates.size(); ++i) {
    const Date& date = dates[i];
    const bool full = date.year > 0 || date.day > 0;
    if (full && date.month > 0 && (date.month > 12 || date.day > days_of(date.year, date.month))) {
      report_date(test, date);
      continue;
    }
    if (i == 0 || date.year == 0 || dates[i - 1].year == 0) continue;
    const Date& from = dates[i - 1];
    if (!joined(test.document.text, from.span.end, date.span.begin)) continue;
    const bool days = from.day > 0 && date.day > 0;
    const auto start = std::tuple(from.year, from.month, days ? from.day : 0);
    const auto end = std::tuple(date.year, date.month, days ? date.day : 0);
    if (end < start) report_backwards(test, from.span, date.span, true);
  }
}

/// A span of years that ends with 年 at `at`: 2025—2021年.
struct Years {
  int first = 0;
  int last = 0;
  read::Span from;
  read::Span to;
};

std::optional<Years> years_before(std::string_view text, size_t at) {
  Years years;
  const auto [last, last_begin] = digits_before(text, lex::back_over_spaces(text, at));
  if (last < kFirstYear || last > kLastYear) return std::nullopt;
  size_t end = lex::back_over_spaces(text, last_begin);
  const size_t joint = lex::last_of(text, end, kJoints);
  if (joint == 0) return std::nullopt;
  end -= joint;
  if (const size_t again = lex::last_of(text, end, kJoints)) end -= again;
  end = lex::back_over_spaces(text, end);
  const size_t behind = end;
  if (const size_t unit = lex::last_of(text, end, kYearOnly)) end = lex::back_over_spaces(text, end - unit);
  const auto [first, begin] = digits_before(text, end);
  if (first < kFirstYear || first > kLastYear) return std::nullopt;
  // GB/T 2021-2020, 15.2021-2020年: no years.
  if (begin > 0 && (lex::is_letter(text[begin - 1]) || text[begin - 1] == '.' || text[begin - 1] == '/' ||
                    lex::ends(text, lex::back_over_spaces(text, begin), "T"))) {
    return std::nullopt;
  }
  years.first = first;
  years.last = last;
  years.from = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(behind)};
  years.to = {static_cast<std::uint32_t>(last_begin), static_cast<std::uint32_t>(at + kYear.size())};
  return years;
}

/// First year of the 十一五 to 十七五 whose name ends before `end` (“十四五”, "十四五"规划), 0 if none.
int plan_before(std::string_view text, size_t end, size_t& begin) {
  constexpr std::string_view kBehind[] = {"规划", "时期", "期间", "计划", "”", "\"",
                                          "」",   "’",    "（",   "(",    " "};
  while (const size_t length = lex::last_of(text, end, kBehind)) end -= length;
  constexpr std::array<std::string_view, 7> kPlans{"十一五", "十二五", "十三五", "十四五",
                                                   "十五五", "十六五", "十七五"};
  for (size_t i = 0; i < kPlans.size(); ++i) {
    if (!lex::ends(text, end, kPlans[i])) continue;
    begin = end - kPlans[i].size();
    return 2006 + 5 * static_cast<int>(i);
  }
  return 0;
}

void check_plan(const StructureTest& test, const Years& years) {
  const std::string_view text = test.document.text;
  size_t begin = 0;
  size_t open = lex::back_over_spaces(text, years.from.begin);
  constexpr std::string_view kOpen[] = {"（", "("};
  if (lex::last_of(text, open, kOpen) == 0) return;
  const int first = plan_before(text, open, begin);
  const bool inside = years.first >= first && years.last <= first + 4;
  // A longer span may be of two plans.
  if (first == 0 || inside || years.last - years.first > 5 || years.last < years.first) return;
  const std::string due = fmt::format("{}—{}年", first, first + 4);
  const read::Span span{years.from.begin, years.to.end};
  const std::string plan(text.substr(begin, 9));
  report(test, {Kind::kImpossible,
                Weight::kWarning,
                false,
                {span, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + 9)}},
                std::string(test.view(span)),
                due,
                {fmt::format("“{}”为 {}。", plan, due),
                 fmt::format("The plan named {} covers {} to {}.", plan, first, first + 4)}});
}

void check_years(const StructureTest& test) {
  const std::string_view text = test.document.text;
  for (size_t at = text.find(kYear); at != std::string_view::npos; at = text.find(kYear, at + kYear.size())) {
    const auto years = years_before(text, at);
    if (!years) continue;
    check_plan(test, *years);
    // 2020年12月至2020年3月 is compared by months.
    const size_t behind = lex::skip_spaces(text, at + kYear.size());
    const auto month = read_numeral(text, behind);
    if (month && lex::starts(text, lex::skip_spaces(text, month->end), kMonth)) continue;
    const read::Block& block = test.document.blocks[test.document.block_at(years->from.begin)];
    if (years->last < years->first && block.kind != read::BlockKind::kTable) {
      const bool dash = text.substr(years->from.end, years->to.begin - years->from.end).find("到") ==
                        std::string_view::npos;
      report_backwards(test, years->from, years->to, dash);
    }
  }
}

/// 31 April, February 30.
void check_english(const StructureTest& test) {
  struct MonthName {
    std::string_view name;
    int days;
  };
  constexpr std::array<MonthName, 5> kShort{
      {{"February", 29}, {"April", 30}, {"June", 30}, {"September", 30}, {"November", 30}}};
  const std::string_view text = test.document.text;
  for (const auto& [name, days] : kShort) {
    for (size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + name.size())) {
      const size_t end = at + name.size();
      const auto [before, begin] = digits_before(text, lex::back_over_spaces(text, at));
      const auto behind = read_numeral(text, lex::skip_spaces(text, end));
      read::Span span{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
      if (before > days && before < 32) {
        span.begin = static_cast<std::uint32_t>(begin);
      } else if (before < 0 && behind && behind->value > days && behind->value < 32) {
        span.end = static_cast<std::uint32_t>(behind->end);
      } else {
        continue;
      }
      report(test, {Kind::kImpossible,
                    Weight::kError,
                    true,
                    {span},
                    std::string(test.view(span)),
                    "",
                    {fmt::format("{} 没有这一天，最多 {} 天。", name, days),
                     fmt::format("{} has at most {} days.", name, days)}});
    }
  }
}

}  // namespace

void check_dates(const StructureTest& test) {
  check_days(test, read_dates(test.document.text));
  check_years(test);
  check_english(test);
}

}  // namespace zhiheng::audit
