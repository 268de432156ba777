#pragma once
// A district as the server answers from it: read and computed once, never changed afterwards.
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "base/theme.h"
#include "plan/series.h"
#include "views/load.h"
#include "views/values.h"

namespace zhiheng::serve {

/// Where a town stands on the tile map; both from 0.
struct Tile {
  int column = 0;
  int row = 0;
};

struct District {
  catalog::Catalog catalog;
  std::vector<int> years;  // with any figure
  std::map<std::string, std::vector<views::IndicatorValue>, std::less<>>
      values;                                                      // by indicator, as values_of()
  std::map<std::pair<std::string, int>, measure::Change> changes;  // of the district, by year
  std::map<std::string, store::Frame, std::less<>>
      tables;                                      // rows of cubes: its columns, _line, source, status, note
  std::map<std::string, Tile, std::less<>> tiles;  // by area
  WorkingCalendar calendar;
  Theme theme;
  /// Items of the list of indicators, made once: searching and sorting them is then cheap.
  std::shared_ptr<const std::vector<nlohmann::ordered_json>> indicator_items;

  const catalog::Indicator& indicator(const std::string& id) const;  // throws Error (kNotFound)
  /// The value of the whole district in `year`, or nullptr.
  const measure::Value* value(const std::string& indicator, int year) const;
  /// The last value of the whole district, or nullptr.
  const views::IndicatorValue* latest(const std::string& indicator) const;
  /// What views::judge() wants to know of `plan` up to `year`.
  plan::SeriesBook series(const catalog::Plan& plan, int year) const;
};

/// Reads and computes all that the server tells of a district; with a `workspace`, from its records. Throws
/// Error for mistakes in the pack.
std::shared_ptr<const District> open_district(const catalog::Home& home, const std::string& name,
                                              const std::string& workspace);

}  // namespace zhiheng::serve
