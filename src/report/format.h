#pragma once
#include <string>
#include <vector>

#include "measure/expression.h"
#include "measure/value.h"

namespace zhiheng::report {

/// A number as printed: digits, what follows them, and the rounded value. `%` and `‰` stand in `text`, other
/// units in `unit`.
struct Printed {
  std::string before;      // words before the digits: 同比增长
  std::string text;        // "98.62%", "7263"
  std::string unit;        // "件"
  Decimal value;           // as printed
  std::string value_unit;  // "%", "件", "万件", "个百分点"
  bool is_number = true;   // false for 与上年持平 (then `text` has the words)
};

/// The one formatter of the paper. Rounds half-up, once.
Printed format_value(const measure::Value& value);

/// `| in 万 2`, `| in 亿`, `| decimals 1`: the value in other units or decimals. Throws Error for bad
/// arguments.
void apply_scale(const measure::Filter& filter, measure::Value& value, const Location& where);

/// `| decimals 1` for a change. Throws Error for bad arguments.
void apply_decimals(const measure::Filter& filter, measure::Change& change, const Location& where);

/// 同比增长 12.8% · 同比上升 5.3 个百分点 · 与上年持平; 同比上升 0.6% where less is better. `short_form`
/// leaves out 同比.
Printed format_change(const measure::Change& change, bool short_form);

/// In a table cell: +5.3 个百分点, -14.3%, -0.9 分贝, 持平.
Printed format_change_cell(const measure::Change& change);

}  // namespace zhiheng::report
