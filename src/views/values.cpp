#include "views/values.h"

#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "report/format.h"

namespace zhiheng::views {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFirstYear = 1990, kLastYear = 2060;

Json value_json(const catalog::Catalog& catalog, const IndicatorValue& each) {
  const measure::Value& value = each.value;
  const auto printed = report::format_value(value);
  Json json{{"area", catalog.area_title(each.area)},
            {"area_id", each.area.empty() ? Json() : Json(each.area)},
            {"year", each.year},
            {"value", printed.text + printed.unit},
            {"number", printed.value.to_string()}};
  if (value.numerator) json["numerator"] = value.numerator->to_string();
  if (value.denominator) json["denominator"] = value.denominator->to_string();
  if (!value.published.empty()) json["published"] = value.published + value.unit;
  json["sources"] = value.origin->sources;
  json["files"] = Json::array();
  for (const auto& input : value.origin->inputs)
    json["files"].push_back(input.path + ":" + compress_ranges(input.lines));
  if (!value.origin->query.empty()) json["query"] = value.origin->query;
  if (!value.origin->note.empty()) json["note"] = value.origin->note;
  return json;
}

}  // namespace

std::vector<int> years_of(const measure::Evaluator& evaluator) {
  std::set<int> years;
  for (const auto& row : evaluator.books().reported()) years.insert(row.year);
  for (int year = kFirstYear; year <= kLastYear; ++year) {
    for (const auto& [id, cube] : evaluator.catalog().cubes) {
      if (evaluator.books().cube_has_rows(id, year)) years.insert(year);
    }
  }
  for (const auto& cell : evaluator.books().published()) years.insert(cell.year);
  return {years.begin(), years.end()};
}

std::vector<IndicatorValue> values_of(measure::Evaluator& evaluator, const catalog::Indicator& indicator,
                                      const std::vector<int>& years) {
  std::vector<std::string> areas{""};
  if (const auto* list = evaluator.catalog().code_list(evaluator.catalog().district.areas)) {
    for (const auto& code : list->codes) areas.push_back(code.code);
  }
  std::vector<IndicatorValue> out;
  for (const auto& area : areas) {
    for (const int year : years) {
      if (auto value = evaluator.indicator(indicator, area, year))
        out.push_back({area, year, std::move(*value)});
    }
  }
  return out;
}

Json values_json(const catalog::Catalog& catalog, const std::vector<IndicatorValue>& values) {
  Json out = Json::array();
  for (const auto& each : values) out.push_back(value_json(catalog, each));
  return out;
}

}  // namespace zhiheng::views
