#pragma once
#include <optional>
#include <string>
#include <vector>

#include "catalog/yaml.h"
#include "measure/expression.h"

namespace zhiheng::report {

/// A column head: either an expression or a group of heads.
struct HeadSpec {
  std::string title;
  Location where;
  std::optional<measure::Expression> expression;
  std::vector<HeadSpec> children;
};

struct RowSpec {
  std::string label;
  std::string of;      // an indicator, or a measure of the cube
  std::string filter;  // SQL
  std::string text;    // words with bindings
  bool group = false;
  bool strong = false;
  int indent = 0;
  Location where;
};

/// What stands in a `::: table` or `::: figure`, read and checked as far as that needs no data.
struct TableSpec {
  enum class Rows { kDimension, kYear, kEach, kOne, kList };
  std::string id, title, cube, unit, subtitle, alt, type;
  Rows rows = Rows::kOne;
  std::string dimension;              // kDimension
  int first_year = 0, last_year = 0;  // kYear: offsets from the paper's year
  std::string filter;                 // `where:`
  std::vector<RowSpec> list;          // kList
  std::string total;                  // label of the total row; empty for none
  bool total_at_top = false;
  std::vector<HeadSpec> heads;
  std::vector<std::string> notes, merge;
  std::vector<double> widths;
  bool may_be_empty = false;  // `empty:`
  bool landscape = false;
  bool from_zero = true;
  Location where;
};

/// Reads the YAML body of a table or figure. Mistakes go to `diagnostics`.
TableSpec read_table_spec(const catalog::Yaml& node, const std::string& id, bool figure,
                          Diagnostics& diagnostics);

/// The heads that have an expression, from left to right.
std::vector<const HeadSpec*> leaves(const std::vector<HeadSpec>& heads);

}  // namespace zhiheng::report
