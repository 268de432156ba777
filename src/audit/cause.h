#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "audit/finding.h"
#include "audit/quantity.h"
#include "stats/interval.h"

namespace zhiheng::audit {

/// Another value that may have been printed in the place of the right one, with what to say if it was: last
/// year's figure, a share of the wrong whole, a plain mean.
struct Alternative {
  stats::Interval value;
  Words words;
};

/// The likeliest reason why `stated` stands where `due` should, or nullopt when nothing fits exactly. In this
/// order: cut off instead of rounded, one of `others`, a factor of ten, two digits swapped, one digit wrong,
/// the sign turned. Digits are compared as displayed.
std::optional<Words> likely_cause(const Quantity& stated, const stats::Interval& due,
                                  std::span<const Alternative> others = {});

/// Whether `due`, cut off behind the last displayed digit instead of rounded, gives what is stated.
bool is_truncated(const Quantity& stated, const stats::Interval& due);

/// The power of ten k != 0, |k| <= 4, for which stated × 10^k agrees with `due`, or 0.
int magnitude_slip(const Quantity& stated, const stats::Interval& due);

}  // namespace zhiheng::audit
