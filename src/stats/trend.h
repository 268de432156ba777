#pragma once
#include <optional>
#include <span>

namespace zhiheng::stats {

/// Where a future value is expected: Student's t around `mean`, with `scale` and `freedom` degrees of freedom
/// (scale 0: certain). Units are those of the data.
struct Prediction {
  double mean = 0;
  double scale = 0;
  int freedom = 1;

  /// The probability that the value is at least `limit`, 0 … 1.
  double at_least(double limit) const;
  /// The half width of the central interval that holds the value with probability `coverage` (0 … 1).
  double half_width(double coverage) const;
};

/// The value at time `at` by a straight line through the points (times, values), least squares, with the
/// spread of a single new value. nullopt below three points or when all times are one. Method: Draper and
/// Smith, Applied Regression Analysis, 1.4.
std::optional<Prediction> predict_line(std::span<const double> times, std::span<const double> values,
                                       double at);

/// The sum of `count` more values like the given ones (a mean without a trend). nullopt below three values.
std::optional<Prediction> predict_sum(std::span<const double> values, int count);

/// The probability of no event in `ahead` years when `events` were seen in `years`: Poisson, rate after
/// Jeffreys. `years` > 0, `events` and `ahead` >= 0.
double probability_of_none(double events, int years, int ahead);

}  // namespace zhiheng::stats
