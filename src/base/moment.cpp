#include "base/moment.h"

#include <fmt/core.h>

#include <charconv>

namespace zhiheng {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;

constexpr hours kChina{8};

/// The number that fills `text`; -1 where it is none.
int number(std::string_view text) {
  int value = -1;
  for (const char c : text)
    if (c < '0' || c > '9') return -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

std::string to_string(Moment moment) {
  const auto day = std::chrono::floor<days>(moment);
  const std::chrono::year_month_day date(day);
  const long long ms = (moment - day).count();
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), ms / 3'600'000,
                     ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
}

std::optional<Moment> parse_moment(std::string_view text) {
  const bool fine = text.size() == 24 && text[19] == '.';
  if ((!fine && text.size() != 20) || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text.back() != 'Z')
    return {};
  const auto date = Date::parse(text.substr(0, 10));
  const int hour = number(text.substr(11, 2)), minute = number(text.substr(14, 2)),
            second = number(text.substr(17, 2)), ms = fine ? number(text.substr(20, 3)) : 0;
  if (!date || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || ms < 0)
    return {};
  return Moment(days(*date - Date())) + hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second) + milliseconds(ms);
}

Date day_in_china(Moment moment) {
  return Date() + static_cast<int>(std::chrono::floor<days>(moment + kChina).time_since_epoch().count());
}

}  // namespace zhiheng
