#include "chart/layout/colours.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace zhiheng::chart {
namespace {

using Rgb = std::array<double, 3>;  // 0 to 255

Rgb parse(const std::string& colour) {
  const unsigned long bits = colour.size() == 7 ? std::strtoul(colour.c_str() + 1, nullptr, 16) : 0;
  return {static_cast<double>(bits >> 16 & 255), static_cast<double>(bits >> 8 & 255),
          static_cast<double>(bits & 255)};
}

double luminance(const std::string& colour) {
  Rgb rgb = parse(colour);
  for (double& channel : rgb) {
    channel /= 255;
    channel = channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
  }
  return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

}  // namespace

std::string mix(const std::string& base, const std::string& over, double share) {
  const Rgb a = parse(base);
  const Rgb b = parse(over);
  std::array<int, 3> mixed{};
  for (std::size_t i = 0; i < 3; ++i) mixed[i] = static_cast<int>(std::lround(a[i] + (b[i] - a[i]) * share));
  return fmt::format("#{:02x}{:02x}{:02x}", mixed[0], mixed[1], mixed[2]);
}

double contrast(const std::string& a, const std::string& b) {
  const auto [low, high] = std::minmax({luminance(a), luminance(b)});
  return (high + 0.05) / (low + 0.05);
}

std::string readable(const std::string& colour, const std::string& paper, const std::string& ink,
                     double ratio) {
  for (int percent = 0; percent < 100; percent += 5) {
    const std::string tried = mix(colour, ink, percent / 100.0);
    if (contrast(tried, paper) >= ratio) return tried;
  }
  return ink;
}

std::string muted(const std::string& colour, const std::string& paper) {
  for (int percent = 60; percent > 40; percent -= 5) {
    const std::string tried = mix(colour, paper, percent / 100.0);
    if (contrast(tried, paper) >= 2.2) return tried;
  }
  return mix(colour, paper, 0.4);
}

}  // namespace zhiheng::chart
