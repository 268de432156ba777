#pragma once
#include <string_view>

#include "audit/quantity.h"

namespace zhiheng::audit::lex {

/// A unit found in a text and its length in bytes (0: none).
struct UnitMatch {
  Unit unit;
  size_t length = 0;
  double prefix = 1;  // of the scale word (万, 亿) alone; also set where no unit follows it
  size_t prefix_length = 0;
};

/// The unit that begins at `at`: scale words, the longest unit name, and `/unit` behind it. A scale word
/// without a unit ("1.5万") gives a kNone unit with that scale.
UnitMatch match_unit(std::string_view text, size_t at);

/// The length of 余, 多 or 来 at `at` where a unit stands behind it (300 余家), or 0.
size_t more_length(std::string_view text, size_t at);

/// Whether a unit, not only a scale word, stands behind the spaces at `at` (300 余家, 5 家).
bool unit_follows(std::string_view text, size_t at);

}  // namespace zhiheng::audit::lex
