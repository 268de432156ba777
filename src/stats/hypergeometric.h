#pragma once
// The hypergeometric law by ratios of neighbouring probabilities. Internal to stats.
#include <cstdint>
#include <vector>

namespace zhiheng::stats {

/// How many of `drawn` things are marked when they come from `all`, of which `marked` are. Probabilities are
/// kept relative to the greatest, each by its ratio to the one before, which keeps the digits that
/// differences of log-gammas lose. Needs 0 <= drawn, marked <= all; memory grows with the number of possible
/// outcomes.
class Hypergeometric {
 public:
  Hypergeometric(std::int64_t all, std::int64_t marked, std::int64_t drawn);

  /// The smallest possible outcome; weights()[i] belongs to first() + i.
  std::int64_t first() const { return first_; }
  const std::vector<double>& weights() const { return weights_; }
  double total() const { return total_; }
  /// The probability of at most `k`.
  double up_to(std::int64_t k) const;

 private:
  std::int64_t first_;
  std::vector<double> weights_;
  double total_ = 0;
};

}  // namespace zhiheng::stats
