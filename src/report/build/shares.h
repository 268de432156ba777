#pragma once
#include <optional>

#include "measure/value.h"
#include "stats/proportion.h"

namespace zhiheng::report {

/// Follows a rate whose base is below what the norm asks for.
inline constexpr const char* kSmallMark = "*";

/// What a share is multiplied by to be the value: 100 for %, 1000 for ‰; nullopt for a unit that no share
/// has.
std::optional<double> factor_of(const measure::Value& value);

/// Numerator and denominator of a rate as counts. Throws Error ("certainty.no-base", "certainty.no-share").
stats::Share share_of(const measure::Value& value, const Location& where);

}  // namespace zhiheng::report
