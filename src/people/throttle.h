#pragma once
#include <chrono>
#include <deque>

#include "base/moment.h"

namespace zhiheng::people {

/// How failures slow down what comes next: so many are free, then the wait doubles with each.
struct Throttle {
  std::size_t free;
  std::chrono::milliseconds first{std::chrono::seconds(30)};
  std::chrono::milliseconds longest{std::chrono::minutes(15)};

  /// From when on the next try is heard; the beginning of time where it is at once. `failures` ascend.
  Moment heard_from(const std::deque<Moment>& failures) const;
};

/// Of an account, until it signs in or for a day; of an address, for an hour: behind one there may be an
/// office.
inline constexpr Throttle kAccountThrottle{5}, kAddressThrottle{20};

}  // namespace zhiheng::people
