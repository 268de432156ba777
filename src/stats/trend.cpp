#include "stats/trend.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

namespace zhiheng::stats {
namespace {

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

double Prediction::at_least(double limit) const {
  if (scale <= 0) return mean >= limit ? 1 : 0;
  return boost::math::cdf(boost::math::complement(boost::math::students_t(freedom), (limit - mean) / scale));
}

double Prediction::half_width(double coverage) const {
  if (scale <= 0) return 0;
  return scale * boost::math::quantile(boost::math::students_t(freedom), (1 + coverage) / 2);
}

std::optional<Prediction> predict_line(std::span<const double> times, std::span<const double> values,
                                       double at) {
  const size_t n = values.size();
  if (n < 3 || times.size() != n) return std::nullopt;
  const double middle_time = mean_of(times), middle = mean_of(values);
  double spread = 0, joint = 0;
  for (size_t i = 0; i < n; ++i) {
    spread += (times[i] - middle_time) * (times[i] - middle_time);
    joint += (times[i] - middle_time) * (values[i] - middle);
  }
  if (spread <= 0) return std::nullopt;
  const double slope = joint / spread;
  double residual = 0;
  for (size_t i = 0; i < n; ++i) {
    const double error = values[i] - middle - slope * (times[i] - middle_time);
    residual += error * error;
  }
  const int freedom = static_cast<int>(n) - 2;
  const double distance = at - middle_time;
  const double share = 1 + 1 / static_cast<double>(n) + distance * distance / spread;
  return Prediction{middle + slope * distance, std::sqrt(residual / freedom * share), freedom};
}

std::optional<Prediction> predict_sum(std::span<const double> values, int count) {
  const size_t n = values.size();
  if (n < 3) return std::nullopt;
  const double middle = mean_of(values);
  double squares = 0;
  for (const double value : values) squares += (value - middle) * (value - middle);
  const int freedom = static_cast<int>(n) - 1;
  const double ahead = count;
  const double share = ahead + ahead * ahead / static_cast<double>(n);
  return Prediction{middle * ahead, std::sqrt(squares / freedom * share), freedom};
}

double probability_of_none(double events, int years, int ahead) {
  // Gamma(events + 1/2, years) for the rate; its Laplace transform at `ahead`.
  return std::pow(static_cast<double>(years) / (years + ahead), events + 0.5);
}

}  // namespace zhiheng::stats
