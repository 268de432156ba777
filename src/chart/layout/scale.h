#pragma once
#include <string>
#include <vector>

namespace zhiheng::chart {

/// A value axis with round ticks from `min` to `max`, both included.
struct Scale {
  double min = 0;
  double max = 1;
  double step = 1;

  std::vector<double> ticks() const;
  /// Tick labels with as many decimals as the step needs, each followed by `suffix`; no thousands separators.
  std::vector<std::string> tick_texts(const std::string& suffix) const;
  /// 0 at `min`, 1 at `max`.
  double share(double value) const { return (value - min) / (max - min); }
};

struct ScaleWish {
  double low = 0;      // smallest value to be shown
  double high = 1;     // greatest value to be shown
  int intervals = 5;   // about so many
  bool whole = false;  // counts: no fractional ticks
};

/// The narrowest round scale that holds low and high. A wish of no width is widened around its value.
Scale round_scale(ScaleWish wish);

}  // namespace zhiheng::chart
