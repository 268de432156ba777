#pragma once
// How days and times are written in frames; inside this module only.
#include <cstdint>
#include <string>

namespace zhiheng::store {

/// "2020-12-31" of days since 1970-01-01.
std::string date_text(std::int64_t days);

/// "2020-12-31 08:30:00" of microseconds since 1970; ".250000" behind it where the second is not whole.
std::string time_text(std::int64_t microseconds);

}  // namespace zhiheng::store
