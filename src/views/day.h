#pragma once
#include <string>

#include "base/date.h"

namespace zhiheng::views {

/// The day that `--as-of` names, or today in China where it names none: the one place that reads the clock.
/// Throws Error ("cli.bad-day") for a text that is no day.
Date day_or_today(const std::string& text);

/// The last year that is over at the end of `day`.
int complete_year(Date day);

}  // namespace zhiheng::views
