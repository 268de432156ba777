#pragma once
// What a catalog says, after reading: plain data. docs/district-pack.md describes the files.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/error.h"
#include "catalog/assessment.h"
#include "catalog/dataset.h"
#include "catalog/plan.h"
#include "catalog/title.h"

namespace zhiheng::catalog {

/// What a number is, and so how its change is said: counts and amounts change by percent, rates by percentage
/// points, levels by a difference in their own unit; a growth is itself a change in percent.
enum class Kind { kCount, kAmount, kRate, kGrowth, kLevel, kIndex };
const char* to_string(Kind kind);

struct Code {
  std::string code;
  Title title;
  std::string official;   // the official code, may be empty
  bool of_which = false;  // 其中: contained in other members, never added into a total
};

struct CodeList {
  std::string id;
  std::vector<Code> codes;  // in the order of tables
  const Code* find(std::string_view code) const;
  bool has_of_which() const;
};

struct Dimension {
  std::string id;
  Title title;
  std::string codes;  // id of the code list
};

/// A measure of a cube, stored or derived, or a numeric column of a name list.
struct Measure {
  enum class Form { kStored, kRatio, kFormula, kChange };
  std::string id;
  Title title;
  std::string unit;
  int decimals = 0;
  Kind kind = Kind::kCount;
  Form form = Form::kStored;
  bool additive = true;
  std::string numerator, denominator;  // kRatio: SQL over measures
  std::string formula;                 // kFormula: SQL over measures
  std::string change_of;               // kChange: a measure
  Location where;
};

struct Column {
  enum class Type { kText, kInteger, kDecimal, kDate };
  std::string id;
  Title title;
  Type type = Type::kText;
  std::string codes;  // id of the code list the values are checked against; empty for free text
  std::string unit;
  int decimals = 0;
};

/// A source of figures: a cube (dimensions and measures) or a name list (rows with columns and the measure
/// `count`).
struct Cube {
  std::string id;
  Title title;
  std::string owner;  // department code
  Title scope;        // 口径
  std::vector<Dimension> dimensions;
  std::vector<Measure> measures;
  std::vector<Column> columns;  // of a name list; empty for a cube
  bool is_list = false;
  Location where;

  const Measure* measure(std::string_view id) const;
  const Dimension* dimension(std::string_view id) const;
  const Column* column(std::string_view id) const;
};

struct Indicator {
  std::string id;
  Title title;
  Title scope;
  Title growth_basis;  // set where the published growth is not that of the nominal values
  std::string owner;
  std::string domain;          // code of the list `domain`; may be empty
  std::string better;          // more | less | range | zero | exactly | "" (direction)
  std::string frequency;       // year | half | quarter | month | day: how often it is known
  std::string norm;            // standard or document that defines it; may be empty
  bool stock = false;          // a count at a point of time (时点数), not over a year (时期数)
  std::map<int, Title> since;  // versions of the definition, by first year
  Kind kind = Kind::kCount;
  bool own_kind = false;  // stated, so not taken from the measure
  std::string unit;
  int decimals = 0;
  std::string cube, value, filter;     // computed from a cube or list
  std::string formula;                 // computed from indicators
  std::string numerator, denominator;  // computed as a ratio of indicators
  Location where;

  bool reported() const { return cube.empty() && formula.empty() && numerator.empty(); }
};

/// A relation between indicators that should hold.
struct Check {
  std::string id;
  Title title;
  std::string left, relation, right;  // formulas; =, <= or >=
  std::string within;                 // allowed difference, a decimal; may be empty
  Title note;
  Location where;
};

struct ReportYear {
  std::string issued;  // "2021-10"
  std::vector<std::string> issuers;
};

struct District {
  std::string id;      // the folder's name
  std::string folder;  // its path
  std::string shown;   // its path as shown in messages
  std::string code;
  Title title, full;
  std::string areas;  // code list of its towns
  bool simulated = false;
  std::map<int, ReportYear> years;
};

/// A unit as a multiple of another: 1 公顷 is 10000 平方米.
struct UnitFactor {
  Decimal factor;
  std::string of;
};

/// All definitions that hold for one district: the shared ones and its own.
struct Catalog {
  std::string folder;  // of the shared catalog
  std::map<std::string, CodeList, std::less<>> codes;
  std::map<std::string, Cube, std::less<>> cubes;  // name lists too
  std::map<std::string, Indicator, std::less<>> indicators;
  std::map<std::string, Check, std::less<>> checks;
  std::map<std::string, Plan, std::less<>> plans;
  std::map<std::string, Sheet, std::less<>> sheets;      // 考核表
  std::map<std::string, Dataset, std::less<>> datasets;  // 明细数据集
  std::map<std::string, UnitFactor, std::less<>> units;
  PlanRules plan_rules;
  District district;

  /// `area` is the district's own list of areas.
  const CodeList* code_list(std::string_view id) const;
  const Cube* cube(std::string_view id) const;
  const Indicator* indicator(std::string_view id) const;
  const Plan* plan(std::string_view id) const;
  const Dataset* dataset(std::string_view id) const;
  /// How many of unit `to` one `from` is; nullopt where they are not known to measure the same.
  std::optional<Decimal> unit_factor(const std::string& from, const std::string& to) const;
  /// Chinese title of a code; the code itself if the list does not have it.
  std::string code_title(std::string_view list, std::string_view code) const;
  /// 闵行区 for the empty area, else the town's title.
  std::string area_title(std::string_view area) const;
};

/// The indicator ids in a formula (words with a dot), without `@prev`, in order; one that stands twice comes
/// twice.
std::vector<std::string> formula_indicators(const std::string& formula);

}  // namespace zhiheng::catalog
