#pragma once
// For tests and benchmarks only: one chart of each kind and each difficulty, with the names and sizes that
// papers have.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/theme.h"
#include "chart/spec.h"

namespace zhiheng::chart {

Theme sample_theme();

/// Texts are made by `format`, such as "{:.2f}%".
ChartSeries sample_series(std::string name, const std::vector<std::optional<double>>& values,
                          const char* format, bool muted = false);
ChartSpec sample(ChartType type, std::vector<std::string> categories, std::vector<ChartSeries> series,
                 std::string unit);

/// Names, which are file names too, and specs.
std::vector<std::pair<std::string, ChartSpec>> sample_charts();
const ChartSpec& sample_chart(const std::string& name);

const std::vector<std::string>& sample_towns();

}  // namespace zhiheng::chart
