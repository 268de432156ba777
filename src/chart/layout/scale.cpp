#include "chart/layout/scale.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace zhiheng::chart {
namespace {

constexpr double kSlack = 1e-9;  // of a step: floating-point noise must not cost a whole interval

double round_step(double least) {
  const double power = std::pow(10.0, std::floor(std::log10(least) + kSlack));
  for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
    if (factor * power >= least * (1 - kSlack)) return factor * power;
  }
  return 10 * power;
}

int decimals_of(double step) {
  int decimals = 0;
  for (double scaled = step; decimals < 6 && std::abs(scaled - std::round(scaled)) > 1e-6; scaled *= 10)
    ++decimals;
  return decimals;
}

}  // namespace

std::vector<double> Scale::ticks() const {
  std::vector<double> values;
  const auto count = static_cast<int>(std::lround((max - min) / step));
  for (int i = 0; i <= count; ++i) {
    const double tick = min + i * step;
    values.push_back(std::abs(tick) < step * 1e-6 ? 0 : tick);
  }
  return values;
}

std::vector<std::string> Scale::tick_texts(const std::string& suffix) const {
  std::vector<std::string> texts;
  const int decimals = decimals_of(step);
  for (const double tick : ticks()) texts.push_back(fmt::format("{:.{}f}{}", tick, decimals, suffix));
  return texts;
}

Scale round_scale(ScaleWish wish) {
  auto [low, high, intervals, whole] = wish;
  if (high - low < 1e-12 * std::max({1.0, std::abs(low), std::abs(high)})) {
    const double reach = low == 0 ? 1 : std::abs(low) * 0.1;
    if (low != 0) low -= reach;
    high += reach;
  }
  double step = round_step((high - low) / intervals);
  if (whole) step = std::max(1.0, step == 2.5 ? 5.0 : step);
  return {std::floor(low / step + kSlack) * step, std::ceil(high / step - kSlack) * step, step};
}

}  // namespace zhiheng::chart
