#pragma once
#include <cstdint>
#include <optional>

namespace zhiheng::stats {

/// Plans that check a declared quality level 声称质量水平 (DQL): GB/T 2828.4 by the binomial law, GB/T
/// 2828.11 for a small population by the hypergeometric. They refute the declaration where more than `limit`
/// of the sample are nonconforming. Where they don't, nothing is proved: the result says how bad a population
/// still passes.

/// The risks that the norms allow (catalog/norms/supervision_rules.csv).
struct SupervisionRules {
  double wrongly_refuted = 0.05;  // most, when the declaration is true
  double missed = 0.10;           // at the limiting quality
};

struct SupervisionPlan {
  int limit = 0;               // L: refuted where more are nonconforming
  std::int64_t size = 0;       // n
  double declared = 0;         // the share of nonconforming items that is declared
  double wrongly_refuted = 0;  // the true risk at the declared level
  double limiting = 0;         // the share that passes with probability `missed`
  double missed = 0;           // the true probability of passing there
  double limiting_ratio = 0;   // LQR: limiting / declared
  std::optional<std::int64_t> population, declared_count, limiting_count;  // of a small population
};

/// The greatest sample that refutes a true declaration with no more than the allowed risk, and what it
/// misses. `declared` is a share (0 < declared < 1), `limit` >= 0. The sizes are by the formula, not the
/// preferred sizes that the standard prints. Throws Error ("stats.bad-declared", "stats.bad-limit"), and
/// ("stats.no-supervision") where even limit + 1 things are too many: the declaration is too loose for this
/// limit.
SupervisionPlan supervision(double declared, int limit, const SupervisionRules& rules = {});

/// The same for `population` things; the declaration allows floor(declared × population) of them.
/// limiting_count is the smallest number that passes with probability <= `missed`; it may be the whole
/// population. Also throws
/// ("stats.bad-population") below 2, and ("stats.no-supervision") where the allowed number is not above the
/// limit: no sample then refutes a true declaration, and the risks do not settle its size.
SupervisionPlan supervision_of_population(double declared, int limit, std::int64_t population,
                                          const SupervisionRules& rules = {});

}  // namespace zhiheng::stats
