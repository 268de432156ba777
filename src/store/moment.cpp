#include "store/moment.h"

#include <fmt/format.h>

#include <chrono>

namespace zhiheng::store {

std::string date_text(std::int64_t days) {
  const std::chrono::year_month_day day{
      std::chrono::sys_days(std::chrono::days(static_cast<std::chrono::days::rep>(days)))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::string time_text(std::int64_t microseconds) {
  using namespace std::chrono;
  const std::chrono::microseconds moment(microseconds);
  const auto day = floor<days>(moment);
  const hh_mm_ss clock(moment - day);
  std::string out = fmt::format("{} {:02}:{:02}:{:02}", date_text(day.count()), clock.hours().count(),
                                clock.minutes().count(), clock.seconds().count());
  if (clock.subseconds().count() != 0) out += fmt::format(".{:06}", clock.subseconds().count());
  return out;
}

}  // namespace zhiheng::store
