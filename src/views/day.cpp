#include "views/day.h"

#include <chrono>

#include "base/error.h"

namespace zhiheng::views {
namespace {

constexpr ErrorCode kBadDay{"cli.bad-day", "{} 不是日期（应如 2023-12-31）", "{} is no date (as 2023-12-31)"};
constexpr std::chrono::hours kChina{8};  // one zone, without summer time

}  // namespace

Date day_or_today(const std::string& text) {
  if (text.empty()) {
    const auto days = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now() + kChina);
    return Date() + static_cast<int>(days.time_since_epoch().count());
  }
  if (const auto day = Date::parse(text)) return *day;
  throw Error(kBadDay, {}, {text});
}

int complete_year(Date day) { return (day + 1).year() - 1; }

}  // namespace zhiheng::views
