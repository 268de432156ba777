#include "audit/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "base/text.h"

namespace zhiheng::audit {
namespace {

constexpr int kMaxDecimals = 12;

std::string end_of(double value, const Manner& manner, int decimals) {
  if (std::isinf(value)) return value < 0 ? "-∞" : "∞";
  return show(value / manner.scale, decimals) + manner.unit;
}

}  // namespace

std::string show(double value, int decimals) {
  std::string out = fmt::format("{:.{}f}", value, std::clamp(decimals, 0, kMaxDecimals));
  if (out.starts_with('-') && out.find_first_not_of("-0.") == std::string::npos) out.erase(0, 1);
  return out;
}

Manner manner_of(std::string_view text, const Quantity& quantity, std::string_view unit_elsewhere) {
  Manner manner;
  if (quantity.scale > 0) manner.scale = quantity.scale;
  if (quantity.step > 0) {
    const double places = -std::log10(quantity.step / manner.scale);
    manner.decimals = std::clamp(static_cast<int>(std::lround(places)), 0, kMaxDecimals);
  }
  const std::uint32_t behind = quantity.number.end;
  if (quantity.span.end > behind && quantity.span.end <= text.size()) {
    manner.unit = trim(text.substr(behind, quantity.span.end - behind));
  }
  if (manner.unit.empty()) manner.unit = unit_elsewhere;
  return manner;
}

std::string show(double value, const Manner& manner) {
  return show(value / manner.scale, manner.decimals) + manner.unit;
}

std::string show(const stats::Interval& interval, const Manner& manner) {
  // Ends that the printed decimals give exactly need no more.
  const auto is_exact = [&](double value) {
    const double digits = value / manner.scale * std::pow(10, manner.decimals);
    return std::isinf(value) ||
           std::abs(digits - std::round(digits)) < 1e-6 * std::max(1.0, std::abs(digits) * 1e-6);
  };
  int decimals = manner.decimals + (is_exact(interval.low) && is_exact(interval.high) ? 0 : 1);
  const auto ends = [&] {
    return std::pair(end_of(interval.low, manner, decimals), end_of(interval.high, manner, decimals));
  };
  auto [low, high] = ends();
  const double width = (interval.high - interval.low) / std::abs(interval.high + interval.low + 1e-300);
  while (low == high && width > 1e-11 && decimals < manner.decimals + 4) {
    ++decimals;
    std::tie(low, high) = ends();
  }
  if (low == high) return show(interval.middle(), manner);
  return "[" + low + ", " + high + "]";
}

std::string show_difference(double difference, const Manner& manner) {
  Manner of = manner;
  const bool points = manner.unit == "%" || manner.unit == "％";
  if (points) of.unit = " 个百分点";
  // A difference below the last digit needs one digit more to be seen.
  if (std::abs(difference / of.scale) < 0.5 * std::pow(10, -of.decimals)) ++of.decimals;
  return (difference > 0 ? "+" : "") + show(difference, of);
}

std::string show_computed(const stats::Interval& interval, const Manner& manner) {
  if (std::isinf(interval.low) || std::isinf(interval.high)) return show(interval, manner);
  return show(interval.middle(), manner);
}

std::string base_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace zhiheng::audit
