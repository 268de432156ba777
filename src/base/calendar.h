#pragma once
#include <array>
#include <chrono>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/error.h"

namespace zhiheng {

/// A break with one name, from its first to its last day, both included. Weekend days may be among them.
struct Holiday {
  Date first;
  Date last;
  std::string zh;
  std::string en;
};

/// What was announced for one year. The break of New Year's Day, and a weekend day worked for it, may lie at
/// the end of the year before.
struct CalendarYear {
  int year = 0;
  std::vector<std::string> notices;  // official numbers, in the order of their issue; empty where unknown
  bool verified = false;             // two independent sources agree on every day
  std::vector<Holiday> holidays;
  std::vector<Date> working;  // 调休上班日: weekend days that are worked
};

/// The mistake of counting into a year that the calendar does not cover; its argument is that year.
inline constexpr ErrorCode kMissingCalendarYear{
    "calendar.missing-year", "工作日历没有 {} 年，不能推算：请按国务院办公厅的放假通知补上",
    "the working calendar lacks the year {} and nothing is guessed: "
    "add what the State Council announced"};

/// What the calendar answers: a value, or the year that is missing for it. There is no conversion to bool, so
/// that "is a working day" and "is known" cannot be mixed up.
template <typename T>
class CalendarAnswer {
 public:
  static CalendarAnswer of(T value) { return CalendarAnswer(Content(std::in_place_index<0>, value)); }
  static CalendarAnswer missing(int year) { return CalendarAnswer(Content(std::in_place_index<1>, year)); }

  bool known() const { return content_.index() == 0; }
  /// The year that is missing; 0 where the answer is known.
  int missing_year() const { return known() ? 0 : std::get<1>(content_); }
  /// Throws Error ("calendar.missing-year") where it is not known.
  T value() const {
    if (!known()) throw Error(kMissingCalendarYear, {}, {std::to_string(missing_year())});
    return std::get<0>(content_);
  }

 private:
  using Content = std::variant<T, int>;
  explicit CalendarAnswer(Content content) : content_(content) {}

  Content content_;
};

/// Which days are worked, in the years that were announced. A year that is not covered is never guessed:
/// every answer that would need one of its days names it instead. The last days of the last covered year can
/// still change when the next year's notice moves the New Year break forward.
class WorkingCalendar {
 public:
  /// Covers nothing.
  WorkingCalendar() = default;
  /// `weekend` are the days off of an ordinary week. Of two entries for one year the later one stands.
  WorkingCalendar(const std::vector<std::chrono::weekday>& weekend, const std::vector<CalendarYear>& years);

  bool covers(int year) const { return years_.contains(year); }
  /// The covered years, ascending.
  const std::map<int, CalendarYear>& years() const { return years_; }
  /// The break that `day` belongs to, or nullptr: an ordinary day, a weekend, a year that is not covered.
  /// Valid as long as the calendar.
  const Holiday* holiday(Date day) const;

  CalendarAnswer<bool> is_working_day(Date day) const;
  /// The n-th working day after `start`, for negative `n` before it; `start` itself for 0, whatever day it
  /// is. The start is not counted, so it may be any day: Friday + 1 and Saturday + 1 are the same Monday.
  CalendarAnswer<Date> add_working_days(Date start, int n) const;
  /// Working days from `from` to `to`: `from` not counted, `to` counted; negative where `to` is earlier. So
  /// `working_days_between(day, add_working_days(day, n))` is `n`.
  CalendarAnswer<int> working_days_between(Date from, Date to) const;
  /// `day` itself where it is worked, otherwise the first working day after it: where a period ends whose
  /// last day is a holiday.
  CalendarAnswer<Date> next_working_day(Date day) const;

 private:
  bool is_weekend(Date day) const { return weekend_[day.weekday().c_encoding()]; }

  std::array<bool, 7> weekend_{};  // from Sunday
  std::map<int, CalendarYear> years_;
  std::map<Date, bool> announced_;  // worked or not, where a notice says so
};

}  // namespace zhiheng
