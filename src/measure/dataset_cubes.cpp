#include "measure/dataset_cubes.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/date.h"
#include "base/decimal.h"
#include "base/file.h"
#include "measure/kept_parts.h"

namespace zhiheng::measure {
namespace {

std::string number_text(formula::Type type, int decimals, std::int64_t value) {
  constexpr std::int64_t kDay = 86400;
  switch (type) {
    case formula::Type::kDate:
      return (Date() + static_cast<int>(value)).to_string();
    case formula::Type::kTime: {
      const std::int64_t day = value / kDay - (value % kDay < 0 ? 1 : 0), second = value - day * kDay;
      return fmt::format("{} {:02}:{:02}:{:02}", (Date() + static_cast<int>(day)).to_string(), second / 3600,
                         second / 60 % 60, second % 60);
    }
    case formula::Type::kBoolean:
      return value != 0 ? "true" : "false";
    default:
      return Decimal(Int128{value}, decimals).to_string();
  }
}

}  // namespace

std::string state_of(const LiveSegment& live) {
  const std::string_view dead(reinterpret_cast<const char*>(live.dead.data()), live.dead.size_bytes());
  const bool all = std::ranges::all_of(live.dead, [](std::uint64_t word) { return word == 0; });
  return fmt::format("segment {:016x} {} {}\n", live.segment->checksum(), live.segment->rows(),
                     all ? "-" : sha256_hex(dead));
}

void LiveCubes::update(std::span<const LiveSegment> live) {
  std::vector<std::pair<std::string, const LiveSegment*>> wanted;
  const std::string same = state_of(context_);
  for (const LiveSegment& one : live) wanted.emplace_back(same + state_of(one), &one);
  std::ranges::sort(wanted);
  std::vector<std::string> keys;
  for (const auto& [key, _] : wanted) keys.push_back(key);
  std::vector<std::string> counted = std::exchange(counted_, {});  // none, should anything be thrown
  if (counted.empty() || !std::ranges::includes(keys, counted)) {
    sums_ = CubeSums(context_.dataset, context_.threads);
    counted.clear();
  }
  auto known = counted.begin();
  for (const auto& [key, one] : wanted) {
    if (known != counted.end() && *known == key) {
      ++known;
      continue;
    }
    sums_.add(keep_ == Keep::kNothing ? compute_cubes(context_, *one->segment, one->dead)
                                      : kept_cubes(context_, *one, key));
  }
  counted_ = std::move(keys);
}

std::vector<CubeTable> cubes_of(const CubeContext& context, std::span<const LiveSegment> segments,
                                Keep keep) {
  LiveCubes cubes(context, keep);
  cubes.update(segments);
  return cubes.take();
}

std::string axis_text(const AxisValues& values, std::uint32_t place) {
  if (values.missing == place) return "";
  return values.type == formula::Type::kText
             ? values.texts[place]
             : number_text(values.type, values.decimals, values.numbers[place]);
}

std::string measure_text(const CubeTable::Measure& measure, std::size_t cell) {
  if (!measure.present.empty() && measure.present[cell] == 0) return "";
  return measure.texts.empty() ? number_text(measure.type, measure.decimals, measure.numbers[cell])
                               : measure.texts[cell];
}

}  // namespace zhiheng::measure
