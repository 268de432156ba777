#include "stats/hypergeometric.h"

#include <algorithm>
#include <numeric>

namespace zhiheng::stats {

Hypergeometric::Hypergeometric(std::int64_t all, std::int64_t marked, std::int64_t drawn)
    : first_(std::max<std::int64_t>(0, drawn + marked - all)) {
  const std::int64_t last = std::min(drawn, marked);
  const auto ratio = [&](std::int64_t k) {  // of the probability of k + 1 to that of k
    return static_cast<double>(drawn - k) * static_cast<double>(marked - k) /
           (static_cast<double>(k + 1) * static_cast<double>(all - marked - drawn + k + 1));
  };
  const double mode =
      static_cast<double>(marked + 1) * static_cast<double>(drawn + 1) / (static_cast<double>(all) + 2);
  const auto top = static_cast<size_t>(std::clamp(static_cast<std::int64_t>(mode), first_, last) - first_);
  weights_.assign(static_cast<size_t>(last - first_ + 1), 1);
  for (size_t i = top; i + 1 < weights_.size(); ++i)
    weights_[i + 1] = weights_[i] * ratio(first_ + static_cast<std::int64_t>(i));
  for (size_t i = top; i > 0; --i)
    weights_[i - 1] = weights_[i] / ratio(first_ + static_cast<std::int64_t>(i) - 1);
  total_ = std::accumulate(weights_.begin(), weights_.end(), 0.0);
}

double Hypergeometric::up_to(std::int64_t k) const {
  if (k < first_) return 0;
  const auto count = static_cast<std::uint64_t>(k - first_) + 1;
  if (count >= weights_.size()) return 1;
  const auto end = weights_.begin() + static_cast<std::int64_t>(count);
  return std::min(1.0, std::accumulate(weights_.begin(), end, 0.0) / total_);
}

}  // namespace zhiheng::stats
