#include "base/calendar.h"

namespace zhiheng {

WorkingCalendar::WorkingCalendar(const std::vector<std::chrono::weekday>& weekend,
                                 const std::vector<CalendarYear>& years) {
  for (const auto day : weekend) weekend_[day.c_encoding()] = true;
  for (const CalendarYear& year : years) years_[year.year] = year;
  for (const auto& [number, year] : years_) {
    for (const Holiday& holiday : year.holidays) {
      for (Date day = holiday.first; day <= holiday.last; day = day + 1) announced_[day] = false;
    }
    for (const Date day : year.working) announced_[day] = true;
  }
}

const Holiday* WorkingCalendar::holiday(Date day) const {
  if (!covers(day.year())) return nullptr;
  // The break of New Year's Day may stand in the entry of the year after.
  for (const int year : {day.year(), day.year() + 1}) {
    const auto entry = years_.find(year);
    if (entry == years_.end()) continue;
    for (const Holiday& holiday : entry->second.holidays) {
      if (holiday.first <= day && day <= holiday.last) return &holiday;
    }
  }
  return nullptr;
}

CalendarAnswer<bool> WorkingCalendar::is_working_day(Date day) const {
  if (!covers(day.year())) return CalendarAnswer<bool>::missing(day.year());
  const auto found = announced_.find(day);
  return CalendarAnswer<bool>::of(found != announced_.end() ? found->second : !is_weekend(day));
}

CalendarAnswer<Date> WorkingCalendar::add_working_days(Date start, int n) const {
  const int step = n < 0 ? -1 : 1;
  Date day = start;
  for (int left = n; left != 0;) {
    day = day + step;
    const auto worked = is_working_day(day);
    if (!worked.known()) return CalendarAnswer<Date>::missing(worked.missing_year());
    if (worked.value()) left -= step;
  }
  return CalendarAnswer<Date>::of(day);
}

CalendarAnswer<int> WorkingCalendar::working_days_between(Date from, Date to) const {
  const int step = to < from ? -1 : 1;
  int days = 0;
  for (Date day = from; day != to;) {
    day = day + step;
    const auto worked = is_working_day(day);
    if (!worked.known()) return CalendarAnswer<int>::missing(worked.missing_year());
    if (worked.value()) days += step;
  }
  return CalendarAnswer<int>::of(days);
}

CalendarAnswer<Date> WorkingCalendar::next_working_day(Date day) const {
  return add_working_days(day - 1, 1);
}

}  // namespace zhiheng
