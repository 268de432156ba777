#include "measure/dataset_cubes.h"

#include <fmt/format.h>

#include "base/date.h"
#include "base/decimal.h"

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

std::vector<CubeTable> cubes_of(const CubeContext& context, std::span<const LiveSegment> segments) {
  std::vector<std::vector<CubePart>> parts;
  for (const LiveSegment& live : segments) parts.push_back(compute_cubes(context, *live.segment, live.dead));
  std::vector<CubeTable> tables;
  for (std::size_t cube = 0; cube < context.dataset.cubes.size(); ++cube) {
    const catalog::RecordCube& definition = context.dataset.cubes[cube];
    if (parts.size() == 1) {
      tables.push_back(finish_cube(definition, parts[0][cube]));
      continue;
    }
    std::vector<const CubePart*> of_cube;
    for (const auto& part : parts) of_cube.push_back(&part[cube]);
    tables.push_back(finish_cube(definition, add_parts(definition, of_cube)));
  }
  return tables;
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
