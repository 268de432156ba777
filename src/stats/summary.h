#pragma once
#include <span>

namespace zhiheng::stats {

/// A value and how many it stands for.
struct Weighted {
  double value = 0;
  double weight = 1;
};

/// The smallest value up to which at least the share `q` of all weight lies: what cubes keep as a quantile
/// (SQL's percentile_disc). Always one of the values, so a median of days is a day. Values of weight 0 are
/// not there. Throws Error ("stats.no-values") where nothing has weight, ("stats.bad-quantile") unless 0 <= q
/// <= 1, and
/// ("stats.bad-weight") for a negative weight or one that is no number.
double weighted_quantile(std::span<const Weighted> values, double q);

/// The same where each value counts once.
double quantile(std::span<const double> values, double q);

/// The middle value; the mean of the two middle ones of an even number (so not quantile(values, 0.5)). Throws
/// Error
/// ("stats.no-values") where there is none.
double median(std::span<const double> values);

/// The median of the distances from the median, times 1.4826: of normal values their standard deviation.
/// Throws like median().
double median_deviation(std::span<const double> values);

}  // namespace zhiheng::stats
