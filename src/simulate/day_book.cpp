#include "simulate/day_book.h"

#include <algorithm>

namespace zhiheng::simulate {

std::int64_t day_number(int year, int month, int day) { return *Date::of(year, month, day) - Date(); }

DayBook::DayBook(const WorkingCalendar& calendar) {
  for (std::int64_t day = kFirst; day <= kLast; ++day) {
    const Date date = Date() + static_cast<int>(day);
    const auto answer = calendar.is_working_day(date);
    const unsigned weekday = date.weekday().c_encoding();
    const bool worked = answer.known() ? answer.value() : weekday >= 1 && weekday <= 5;
    worked_.push_back(worked ? 1 : 0);
    if (worked) days_.push_back(static_cast<std::int32_t>(day));
    before_.push_back(static_cast<std::int32_t>(days_.size()));
  }
}

std::int64_t DayBook::workday(std::int64_t day, std::int64_t n) const {
  if (n == 0 || !covers(day)) return day;
  std::int64_t at = before_[static_cast<std::size_t>(day - kFirst)] - 1 + n;
  if (n < 0 && !is_worked(day)) ++at;
  return days_[static_cast<std::size_t>(
      std::clamp<std::int64_t>(at, 0, static_cast<std::int64_t>(days_.size()) - 1))];
}

DayTable::DayTable(std::int64_t first, const std::vector<double>& weights) : first_(first) {
  double sum = 0;
  for (const double weight : weights) sum += weight;
  double upto = 0;
  for (const double weight : weights) upto_.push_back((upto += weight) / sum);
  // Rounding must not leave a gap behind the last day that can be.
  const auto last = std::find_if(weights.rbegin(), weights.rend(), [](double w) { return w > 0; });
  for (std::size_t i = static_cast<std::size_t>(weights.rend() - last) - 1; i < upto_.size(); ++i)
    upto_[i] = 1;
  for (std::size_t b = 0; b < start_.size(); ++b)
    start_[b] = static_cast<std::uint16_t>(
        std::upper_bound(upto_.begin(), upto_.end() - 1, static_cast<double>(b) / 256) - upto_.begin());
}

std::int64_t DayTable::day(double unit) const {
  std::size_t at = start_[static_cast<std::size_t>(unit * 256)];
  while (upto_[at] <= unit) ++at;
  return first_ + static_cast<std::int64_t>(at);
}

}  // namespace zhiheng::simulate
