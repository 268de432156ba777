#include "serve/district.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "catalog/calendar.h"
#include "plan/progress.h"
#include "read/csv.h"
#include "serve/indicator_list.h"
#include "serve/mistakes.h"

namespace zhiheng::serve {
namespace {

constexpr ErrorCode kBadTile{"tiles.bad-row", "应为 {} 的代码和两个从 0 起的整数：{}",
                             "a code of {} and two whole numbers from 0 are expected: {}"};

/// districts/NAME/tiles.csv: area,column,row; none where there is no such file.
std::map<std::string, Tile, std::less<>> read_tiles(const catalog::Catalog& catalog,
                                                    Diagnostics& diagnostics) {
  std::map<std::string, Tile, std::less<>> tiles;
  const std::string path = catalog.district.folder + "/tiles.csv",
                    shown = catalog.district.shown + "/tiles.csv";
  if (!std::filesystem::exists(path)) return tiles;
  const auto file = read::read_csv(path, shown, diagnostics);
  const auto* areas = catalog.code_list("area");
  for (const auto& row : file.rows) {
    const auto column = row.size() == 3 ? Decimal::parse(row[1].text) : std::nullopt;
    const auto line = row.size() == 3 ? Decimal::parse(row[2].text) : std::nullopt;
    const bool good = column && line && column->scale() == 0 && line->scale() == 0 && areas != nullptr &&
                      areas->find(row[0].text) != nullptr;
    if (good)
      tiles[row[0].text] = {static_cast<int>(column->mantissa()), static_cast<int>(line->mantissa())};
    else
      diagnostics.add(kBadTile, {shown, row[0].line, 1}, {catalog.district.areas, row[0].text});
  }
  return tiles;
}

void compute_values(measure::Evaluator& evaluator, District& district) {
  for (const auto& [id, indicator] : evaluator.catalog().indicators) {
    auto values = views::values_of(evaluator, indicator, district.years);
    for (const auto& each : values) {
      if (!each.area.empty()) continue;
      if (auto change = evaluator.indicator_change(indicator, "", each.year))
        district.changes.emplace(std::pair(id, each.year), std::move(*change));
    }
    if (!values.empty()) district.values.emplace(id, std::move(values));
  }
}

void read_tables(store::Session& session, const catalog::Catalog& catalog, District& district) {
  for (const auto& [id, cube] : catalog.cubes) {
    district.tables.emplace(
        id, session.query("SELECT c.*, r.\"source\", r.\"status\", r.\"note\" FROM " + sql_quoted(id, '"') +
                          " AS c LEFT JOIN \"_row\" AS r ON r.\"cube\" = " + sql_quoted(id) +
                          " AND r.\"line\" = CAST(c.\"_line\" AS VARCHAR) ORDER BY c.\"year\", c.\"_line\""));
  }
}

}  // namespace

const catalog::Indicator& District::indicator(const std::string& id) const {
  const auto* found = catalog.indicator(id);
  if (found == nullptr) throw Error(kNotFound, {});
  return *found;
}

const measure::Value* District::value(const std::string& indicator, int year) const {
  const auto found = values.find(indicator);
  if (found == values.end()) return nullptr;
  const auto at = std::ranges::find_if(
      found->second, [&](const auto& each) { return each.area.empty() && each.year == year; });
  return at == found->second.end() ? nullptr : &at->value;
}

const views::IndicatorValue* District::latest(const std::string& indicator) const {
  const auto found = values.find(indicator);
  const views::IndicatorValue* last = nullptr;
  if (found == values.end()) return last;
  for (const auto& each : found->second) {
    if (each.area.empty()) last = &each;
  }
  return last;
}

plan::SeriesBook District::series(const catalog::Plan& plan, int year) const {
  plan::SeriesBook book;
  for (const auto& id : plan::indicators_of(plan)) {
    const auto found = values.find(id);
    if (found == values.end()) continue;
    plan::Series series;
    for (const auto& each : found->second) {
      if (each.area.empty() && each.year >= plan::first_year_of(plan) && each.year <= year)
        series.points.push_back({each.year, each.value.exact, each.value.origin, false});
    }
    if (!series.points.empty()) book.emplace(id, std::move(series));
  }
  return book;
}

std::shared_ptr<const District> open_district(const catalog::Home& home, const std::string& name,
                                              const std::string& workspace) {
  auto loaded = views::load_district(home, name, workspace);
  loaded->diagnostics.throw_if_errors();
  auto district = std::make_shared<District>();
  district->years = views::years_of(*loaded->evaluator);
  compute_values(*loaded->evaluator, *district);
  read_tables(*loaded->session, loaded->catalog, *district);
  Diagnostics diagnostics;
  district->tiles = read_tiles(loaded->catalog, diagnostics);
  district->calendar = catalog::load_calendar(home, diagnostics);
  district->theme = catalog::load_theme(home, diagnostics);
  diagnostics.throw_if_errors();
  loaded->evaluator.reset();  // it points into the catalog, which now moves
  district->catalog = std::move(loaded->catalog);
  district->indicator_items =
      std::make_shared<const std::vector<nlohmann::ordered_json>>(indicator_items(*district));
  return district;
}

}  // namespace zhiheng::serve
