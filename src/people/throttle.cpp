#include "people/throttle.h"

#include <algorithm>

namespace zhiheng::people {

Moment Throttle::heard_from(const std::deque<Moment>& failures) const {
  if (failures.size() < free) return Moment::min();
  constexpr std::size_t kMostDoublings = 20;
  const auto wait = first * (1LL << std::min(failures.size() - free, kMostDoublings));
  return failures.back() + std::min<std::chrono::milliseconds>(wait, longest);
}

}  // namespace zhiheng::people
