#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"

namespace zhiheng::simulate {

/// Working days as arithmetic needs them, by number of days since 1970-01-01. In years that the calendar
/// lacks Monday to Friday are taken as worked: made-up dates only need to be likely ones.
class DayBook {
 public:
  explicit DayBook(const WorkingCalendar& calendar);

  bool is_worked(std::int64_t day) const {
    return covers(day) && worked_[static_cast<std::size_t>(day - kFirst)] != 0;
  }
  /// The n-th working day after `day`, before it for negative n; the day itself for 0.
  std::int64_t workday(std::int64_t day, std::int64_t n) const;

 private:
  static constexpr std::int64_t kFirst = -10957, kLast = 32872;  // 1940 … 2059
  static bool covers(std::int64_t day) { return day >= kFirst && day <= kLast; }

  std::vector<std::uint8_t> worked_;
  std::vector<std::int32_t> before_;  // working days up to and with each day
  std::vector<std::int32_t> days_;    // the working days
};

/// How likely each day of a year is.
class DayTable {
 public:
  /// `weights` by day of the year from `first`; at least one is above 0.
  DayTable(std::int64_t first, const std::vector<double>& weights);
  std::int64_t day(double unit) const;

 private:
  std::int64_t first_;
  std::vector<double> upto_;
  std::array<std::uint16_t, 257> start_{};  // where to begin to look, by the unit's first 8 bits
};

/// 0 … days since 1970-01-01 of a day that exists.
std::int64_t day_number(int year, int month, int day);

}  // namespace zhiheng::simulate
