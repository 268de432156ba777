#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"

namespace zhiheng {

/// A point in time, to the millisecond.
using Moment = std::chrono::sys_time<std::chrono::milliseconds>;

/// Tells the time. Comes in as an argument, so that tests and replays say what time it is.
using Clock = std::function<Moment()>;

/// "2026-11-23T02:46:01.123Z": UTC. For the years 1000 to 9999.
std::string to_string(Moment moment);
/// What `to_string` writes; also without the milliseconds. nullopt for anything else.
std::optional<Moment> parse_moment(std::string_view text);

/// The day that it is then in China (UTC+8, without summer time).
Date day_in_china(Moment moment);

}  // namespace zhiheng
