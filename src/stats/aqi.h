#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"

namespace zhiheng::stats {

/// The air quality index 环境空气质量指数 of HJ 633: an index per pollutant by straight lines between
/// tabulated concentrations, rounded up, and the greatest of them. The tables are editions (catalog/norms),
/// given as arguments.

/// One point of a table: at this concentration the pollutant's index is `iaqi`.
struct AqiPoint {
  int iaqi = 0;
  Decimal concentration;
  bool verified = false;
};

enum class AqiUse { kDaily, kHourly, kBoth };

/// The table of one pollutant: points rise in both, from (0, 0), at least two.
struct AqiScale {
  std::string pollutant;  // PM2.5, PM10, SO2, NO2, CO, O3
  std::string average;    // 1h, 8h, 24h
  AqiUse use = AqiUse::kDaily;
  std::string unit;
  std::vector<AqiPoint> points;
};

struct AqiClass {
  int number = 0;           // 1 优 … 6 严重污染
  std::optional<int> upto;  // the greatest index of the class; none for the last
  std::string zh, en, colour;
};

struct AqiEdition {
  std::string name;
  Date from;
  std::optional<Date> to;  // the last day; none where it is in force
  std::vector<AqiScale> scales;
  std::vector<AqiClass> classes;
  bool verified = false;
};

/// The edition in force on `day`, or nullptr.
const AqiEdition* edition_on(std::span<const AqiEdition> editions, Date day);
/// The edition of that name, or nullptr.
const AqiEdition* edition_named(std::span<const AqiEdition> editions, const std::string& name);

struct Concentration {
  std::string pollutant;
  Decimal value;  // in the unit of the scale
};

struct Iaqi {
  std::string pollutant;
  std::string average;
  int value = 0;
  bool beyond = false;    // the concentration is above the table: the value is its last one
  bool verified = false;  // both points of the line that was used are
};

/// The index of one concentration, exact and rounded up (35 gives 50, 35.001 gives 51). Throws Error
/// ("stats.bad-concentration") for a negative one, one above a million, or one of more than nine decimals.
Iaqi iaqi(const AqiScale& scale, const Decimal& concentration);

struct Aqi {
  std::string edition;
  std::optional<int> value;             // none where nothing was measured
  const AqiClass* air_class = nullptr;  // into the edition
  std::vector<Iaqi> parts;              // in the order of the edition
  std::vector<std::string> primary;  // 首要污染物: those with the greatest index, where it is above 50
  std::vector<std::string> missing;  // not measured: the index is then "at least"
  bool verified = false;             // every line used is
};

/// The index of a day (or an hour) by an edition. Throws Error ("stats.unknown-pollutant") for a pollutant
/// that the edition has no table for, ("stats.pollutant-twice"), and as iaqi() does. `edition` must outlive
/// the result.
Aqi aqi(const AqiEdition& edition, std::span<const Concentration> measured, AqiUse use = AqiUse::kDaily);

struct AqiDay {
  Date day;
  std::vector<Concentration> measured;
};
struct AqiSeries {
  std::vector<Aqi> days;
  std::vector<Date> breaks;  // days on which another edition begins to be used: no trend goes across
};
/// A series, each day by the edition in force (the break is told), or all by the one named, which makes a
/// trend. Throws Error ("stats.no-edition") where no edition is in force or has that name.
AqiSeries aqi_series(std::span<const AqiEdition> editions, std::span<const AqiDay> days,
                     const std::optional<std::string>& on_edition = std::nullopt);

}  // namespace zhiheng::stats
