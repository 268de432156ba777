#pragma once
#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace zhiheng {

/// A day of the Gregorian calendar in the years 1000 to 9999, without time of day and without zone.
/// Arithmetic counts days; the caller keeps it within those years.
class Date {
 public:
  /// 1970-01-01.
  constexpr Date() = default;

  /// nullopt where there is no such day: 29 February of a common year, month 13, year 999.
  static std::optional<Date> of(int year, int month, int day);
  /// Parses `2018-06-30`: exactly ten characters. nullopt for anything else and for days that do not exist.
  static std::optional<Date> parse(std::string_view text);

  int year() const;
  int month() const;  // 1 to 12
  int day() const;    // 1 to 31
  std::chrono::weekday weekday() const { return std::chrono::weekday(days_); }
  /// "2018-06-30"; what `parse` reads.
  std::string to_string() const;

  friend Date operator+(Date date, int days) { return Date(date.days_ + std::chrono::days(days)); }
  friend Date operator-(Date date, int days) { return date + -days; }
  /// Days from `b` to `a`; negative where `a` is earlier.
  friend int operator-(Date a, Date b) { return static_cast<int>((a.days_ - b.days_).count()); }
  friend auto operator<=>(const Date&, const Date&) = default;

 private:
  explicit Date(std::chrono::sys_days days) : days_(days) {}

  std::chrono::sys_days days_{};
};

}  // namespace zhiheng
