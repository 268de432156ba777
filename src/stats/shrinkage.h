#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "stats/count.h"
#include "stats/interval.h"
#include "stats/proportion.h"

namespace zhiheng::stats {

/// Empirical Bayes for rankings: rates of small units are drawn to the common one as far as chance explains
/// their distance, and a rank comes with the ranks that are as likely. Raw rates put the smallest units at
/// both ends.

/// The law of the units' true rates. Where the units differ no more than chance allows, `pooled` is true, all
/// rates are taken for one, and the other numbers are 0.
struct BetaPrior {
  double alpha = 0, beta = 0;
  bool pooled = false;
  double mean = 0;
  int steps = 0;  // of Newton's method
};
struct GammaPrior {
  double shape = 0, rate = 0;
  bool pooled = false;
  double mean = 0;
};

/// The beta law under which these shares are most likely (beta-binomial, maximum likelihood: Newton with
/// analytic gradient from a start by moments). Pooled where the score of overdispersion (Tarone 1979) is not
/// positive. Shares of nothing tell nothing. Throws Error ("stats.bad-share"), ("stats.too-few-units") below
/// three with a base, and
/// ("stats.no-convergence").
BetaPrior fit_beta(std::span<const Share> units);

/// The gamma law of rates by moments: Marshall's global estimate (1991). Pooled where its variance is not
/// positive. Throws Error as rates do, and ("stats.too-few-units") below three.
GammaPrior fit_gamma(std::span<const Events> units);

struct RankRange {
  double expected = 1;    // mean rank; 1 is the greatest rate
  int low = 1, high = 1;  // central range of the level
};
struct Shrunk {
  double raw = 0;     // as counted
  double mean = 0;    // posterior mean
  Interval interval;  // of the level, equal tails
  RankRange rank;
};

struct ShrinkOptions {
  double level = 0.95;
  std::uint64_t seed = 1;
  int draws = 10000;  // for the ranks
};

/// Every unit shrunk, with ranks out of `draws` draws of all units by stats/random.h from `seed`: the same
/// seed gives the same ranks. When pooled, each has the pooled rate with its interval (Jeffreys; Garwood) and
/// any rank. Throws Error ("stats.bad-level"), ("stats.bad-draws") below 100.
std::vector<Shrunk> shrink(std::span<const Share> units, const BetaPrior& prior,
                           const ShrinkOptions& options = {});
std::vector<Shrunk> shrink(std::span<const Events> units, const GammaPrior& prior,
                           const ShrinkOptions& options = {});

}  // namespace zhiheng::stats
