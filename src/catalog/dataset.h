#pragma once
// What a dataset (明细数据集) says: the columns of its records, their checks, and the cubes that are computed from them.
// docs/datasets.md describes the files.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/error.h"
#include "catalog/title.h"
#include "formula/formula.h"

namespace zhiheng::catalog {

struct DatasetColumn {
  enum class Type { kText, kInteger, kDecimal, kDate, kTime, kBoolean };
  /// How a text is written: what intake checks beyond its being text.
  enum class Form { kFree, kUscc, kIdNumber, kPhone, kGtin, kGs1, kDivision };
  std::string id;
  Title title;
  Type type = Type::kText;
  Form form = Form::kFree;
  std::string codes;     // code list of the values; "area" is the district's own list of areas; empty: free
  std::string ref;       // dataset whose key the values are; empty: none
  std::string unit;
  int decimals = 0;      // of a decimal
  std::optional<std::int64_t> least, most;  // as stored: number × 10^decimals, days, seconds
  int length = 200;      // most characters of a text
  std::string pattern;   // a whole text must match it (RE2-like subset: std::regex ECMAScript); empty: any
  bool required = false;
  std::string personal;  // "" | name | id | contact | address | health: class of personal data (个人信息)
  std::string example;   // shown in the form
  Title note;
  std::vector<std::string> also;  // other heads it is known by
  Location where;
};

/// A condition that is true of a faulty row.
struct RowCheck {
  std::string id;
  Title title;
  Title remedy;          // what to do about it
  bool rejects = true;   // false: the row is taken and the warning kept
  formula::Formula when;
  Location where;
};

/// A number of the whole batch against the last period's.
struct BatchCheck {
  std::string id;
  Title title;
  std::optional<formula::Formula> sum;  // of what; nullopt: rows are counted
  Decimal change;                       // most change either way, in percent
  bool rejects = false;
  Location where;
};

/// One direction of a cube computed from records. Its id is the column's, or the function's: year(sampled_on) is `year`.
struct RecordDimension {
  std::string id;
  Title title;
  formula::Formula value;
};

struct RecordMeasure {
  enum class Form { kSum, kDistinct, kMin, kMax, kQuantile, kTop };
  std::string id;
  Title title;
  Form form = Form::kSum;
  formula::Formula value;                 // what is summed, told apart, compared; a truth value counts 1 or 0
  std::optional<formula::Formula> where;  // only those rows
  Decimal at;                             // kQuantile: 0.5 is the median; the smallest value with that share at or below it
  int keep = 0;                           // kTop: how many
  std::string unit;
  Location location;
};

/// A cube (汇总) computed from records. Rows in which a dimension is missing are in the cell of the missing value.
struct RecordCube {
  std::string id;
  Title title;
  std::vector<RecordDimension> by;
  std::optional<formula::Formula> where;  // only those rows
  std::vector<RecordMeasure> measures;
  Location location;
};

struct Dataset {
  std::string id;
  Title title;
  Title scope;
  std::string owner;   // department code
  std::string domain;  // code of the list `domain`
  std::string unit;    // what one row is counted in
  std::vector<std::string> key;  // columns that tell rows apart
  std::string time;              // the date or time column that places a row in a period; empty for a register
  std::string frequency;         // day | week | month | quarter | half | year: how often it comes
  int due = 0;                   // working days after the period's end by which it should be there
  int retention = 0;             // years that rows are kept; 0: for good
  std::vector<DatasetColumn> columns;
  std::vector<RowCheck> checks;
  std::vector<BatchCheck> batch_checks;
  std::vector<RecordCube> cubes;
  std::string sha256;  // of the definition: what was computed under another one is computed anew
  Location where;

  const DatasetColumn* column(std::string_view id) const;
  std::optional<size_t> column_index(std::string_view id) const;
  const RecordCube* cube(std::string_view id) const;
  bool is_key(std::string_view id) const;
};

/// The columns as formulas see them, in their order; then, for each column with `ref`, the columns of that register as
/// `column.attribute`. The first `dataset.columns.size()` names are the dataset's own.
struct Catalog;
std::vector<formula::Name> formula_names(const Dataset& dataset, const Catalog& catalog);

}  // namespace zhiheng::catalog
