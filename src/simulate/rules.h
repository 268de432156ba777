#pragma once
// What stands in made-up rows beside what the published figures decide: read from catalog/simulation/*.yaml
// and districts/NAME/simulation/*.yaml. docs/simulation.md describes the files.
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "catalog/load.h"
#include "catalog/model.h"
#include "formula/formula.h"

namespace zhiheng::simulate {

/// One way in which a column is filled.
struct Rule {
  enum class Form { kEmpty, kPick, kAfter, kYears, kRange, kValue, kText, kSubject };
  Form form = Form::kEmpty;
  std::optional<formula::Formula> when;              // only these rows
  double share = 1;                                  // of these rows how many have a value
  std::vector<std::pair<std::string, double>> pick;  // values and their weights
  std::optional<formula::Formula> of;                // kAfter: a date; kValue: the value
  double low = 0, high = 0;  // days, years from the year simulated, or the number; both included
  double skew = 1;           // above 1: more small ones
  bool workdays = false;
  std::string text;                  // kText, with {n:8}, {year}, {subject:13}, {title:COLUMN}
  std::string subjects;              // kSubject: the register that it is drawn from
  std::uint64_t from = 0, pool = 0;  // its first member and how many; 0: all
  bool each = false;                 // no member twice
};

struct DatasetRules {
  std::uint64_t population = 0;           // members of a register that others draw from
  std::string of;                         // dataset to each of whose rows one row here belongs
  std::optional<formula::Formula> where;  // only to these rows; over the columns of `of`
  std::optional<formula::Formula> again;  // rows that stand under the key of another row once more
  std::string again_by;                   // the column that tells those apart
  bool every_day = false;                 // weekends and holidays like other days
  std::array<double, 12> months{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  std::map<std::string, std::vector<Rule>, std::less<>> columns;
};

struct Rules {
  std::map<std::string, DatasetRules, std::less<>> datasets;
  std::map<std::string, double, std::less<>> areas;  // weights of the district's areas

  const DatasetRules& of(const std::string& dataset) const;
};

/// Reads the rules that hold for the catalog's district: of one column those of the district stand in the
/// place of the shared ones. Every mistake goes to `diagnostics` with its place.
Rules read_rules(const catalog::Home& home, const catalog::Catalog& catalog, Diagnostics& diagnostics);

}  // namespace zhiheng::simulate
