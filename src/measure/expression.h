#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"

namespace zhiheng::measure {

/// One `| name argument…` behind an expression.
struct Filter {
  std::string name;
  std::vector<std::string> arguments;
};

/// What a binding in a sentence or a column of a table says: `ref [area] where SQL @year | filter | filter`.
struct Expression {
  std::string ref;  // food.pass_rate, food_sampling.tested, pass_rate, row …
  std::string area;
  std::string where;               // SQL over dimensions and measures
  std::optional<int> year_offset;  // @-1, @prev
  std::optional<int> year;         // @2018
  std::vector<Filter> filters;
  std::string text;  // as written

  bool has_filter(std::string_view name) const;
};

/// Parses an expression. Throws Error ("expression.syntax") with `where` as its place.
Expression parse_expression(const std::string& text, const Location& where);

}  // namespace zhiheng::measure
