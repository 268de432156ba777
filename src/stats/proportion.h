#pragma once
#include <cstdint>
#include <span>

#include "stats/interval.h"

namespace zhiheng::stats {

/// `hits` of `of` things. Every function below throws Error ("stats.bad-share") unless 0 <= hits <= of, and
/// Error ("stats.bad-level") unless 0 < level < 1. Shares are fractions: 1 is all.
struct Share {
  std::int64_t hits = 0;
  std::int64_t of = 0;

  /// 0 where there is nothing.
  double value() const { return of == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(of); }
};

/// Intervals for the share behind a sample, two-sided; [0, 1] where `of` is 0.
///
/// Wilson 1927: the shares that a score test does not refute. The one to show beside a rate.
Interval wilson(const Share& share, double level = 0.95);
/// The same with a continuity correction (Newcombe 1998, method 4): wider, nearly never below the level.
Interval wilson_corrected(const Share& share, double level = 0.95);
/// Clopper and Pearson 1934: never below the level, so the one for verdicts.
Interval clopper_pearson(const Share& share, double level = 0.95);
/// Equal-tailed Jeffreys: Beta(hits + 1/2, of - hits + 1/2); the end at 0 or 1 is not moved outwards.
Interval jeffreys(const Share& share, double level = 0.95);

/// a - b by Newcombe's hybrid score interval (1998, method 10): [-1, 1] where a share is of nothing.
Interval difference(const Share& a, const Share& b, double level = 0.95);

/// A test's statistic and the two-sided probability of one at least as extreme when nothing differs.
struct TestResult {
  double statistic = 0;
  double p = 1;
};

/// Two proportions with the pooled variance, without correction; statistic z > 0 where a > b. z 0 and p 1
/// where all or none of both are hits, or a share is of nothing.
TestResult two_proportion_z(const Share& a, const Share& b);

/// Fisher's exact probability, two-sided: the sum over all tables with these margins that are no more
/// probable than this one (up to a relative 1e-7, as in R's fisher.test). 1 where a share is of nothing. Time
/// and memory grow with the smallest margin.
double fisher_exact(const Share& a, const Share& b);

/// Pearson's test that k shares are one.
struct ChiSquare {
  double statistic = 0;
  int freedom = 0;
  double p = 1;
  double smallest_expected = 0;  // below 5 the approximation is poor
};
/// Shares of nothing are left out. Statistic 0 and p 1 below two shares, or where all or none are hits.
ChiSquare chi_square(std::span<const Share> shares);

/// Counts too small to show, as a rule of the house says (catalog/norms/small_numbers.csv).
struct SmallNumbers {
  std::int64_t least_base = 10;  // below: no rate is formed
  std::int64_t least_cell = 3;   // a cell of 1 … this - 1 lets a person be recognised
};
enum class Showing {
  kWhole,       // count and rate
  kNoRate,      // counts only: the base is too small for a rate
  kSuppressed,  // neither: hits or misses are so few that somebody could be recognised
};
/// How much of a share may be shown. Suppression goes before "no rate"; a cell of 0 tells of nobody.
Showing showing(const Share& share, const SmallNumbers& rule = {});

/// What two periods say of each other. "Not shown" is no proof that nothing changed.
enum class Change { kTooFew, kNotShown, kRose, kFell };
struct Comparison {
  Change change = Change::kTooFew;
  double difference = 0;  // later - earlier
  Interval interval;      // of the difference
  double p = 1;
  bool exact = false;  // p is Fisher's, because an expected cell is below 5; else of the z-test
};
/// Whether the share changed: it did where p <= 1 - level. kTooFew where a base is below `rule.least_base`;
/// the numbers are then still given.
Comparison compare(const Share& earlier, const Share& later, double level = 0.95,
                   const SmallNumbers& rule = {});

}  // namespace zhiheng::stats
