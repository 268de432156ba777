#include "base/date.h"

#include <algorithm>
#include <cstdio>

namespace zhiheng {
namespace {

constexpr int kFirstYear = 1000, kLastYear = 9999;

/// -1 where a character is no digit.
int digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<Date> Date::of(int year, int month, int day) {
  if (year < kFirstYear || year > kLastYear || month < 1 || month > 12 || day < 1) return std::nullopt;
  const std::chrono::year_month_day civil{std::chrono::year(year),
                                          std::chrono::month(static_cast<unsigned>(month)),
                                          std::chrono::day(static_cast<unsigned>(std::min(day, 32)))};
  if (!civil.ok()) return std::nullopt;
  return Date(std::chrono::sys_days(civil));
}

std::optional<Date> Date::parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  return of(digits(text.substr(0, 4)), digits(text.substr(5, 2)), digits(text.substr(8)));
}

int Date::year() const { return static_cast<int>(std::chrono::year_month_day(days_).year()); }

int Date::month() const {
  return static_cast<int>(static_cast<unsigned>(std::chrono::year_month_day(days_).month()));
}

int Date::day() const {
  return static_cast<int>(static_cast<unsigned>(std::chrono::year_month_day(days_).day()));
}

std::string Date::to_string() const {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", year(), month(), day());
  return text;
}

}  // namespace zhiheng
