#pragma once
// What every kernel asks of its arguments. Internal to stats.
#include <cstdint>
#include <string>

#include "base/error.h"

namespace zhiheng::stats {

inline constexpr ErrorCode kBadLevel{"stats.bad-level", "置信水平应在 0 与 1 之间，实为 {}",
                                     "a confidence level lies between 0 and 1, not {}"};
inline constexpr ErrorCode kBadShare{"stats.bad-share", "比例应为 0 至 n 之间的件数：{} / {}",
                                     "a share is a count from 0 to n: {} of {}"};
inline constexpr ErrorCode kBadCount{"stats.bad-count", "件数不能为负：{}", "a count is not negative: {}"};
inline constexpr ErrorCode kBadExposure{"stats.bad-exposure", "暴露量应为正数，实为 {}",
                                        "an exposure is positive, not {}"};

/// Throws Error ("stats.bad-level") unless 0 < level < 1.
inline void require_level(double level) {
  if (!(level > 0 && level < 1)) throw Error(kBadLevel, {}, {std::to_string(level)});
}

/// Throws Error ("stats.bad-count") for a negative count.
inline void require_count(std::int64_t count) {
  if (count < 0) throw Error(kBadCount, {}, {std::to_string(count)});
}

/// Throws Error ("stats.bad-exposure") unless `exposure` is positive and finite.
inline void require_exposure(double exposure) {
  if (!(exposure > 0 && exposure < 1e300)) throw Error(kBadExposure, {}, {std::to_string(exposure)});
}

}  // namespace zhiheng::stats
