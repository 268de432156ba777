#pragma once
// For tests only: rows with values of every type, and formulas over them in short.
#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "formula/formula.h"

namespace zhiheng::formula {

inline std::int64_t day(const std::string& text) { return *Date::parse(text) - Date(); }

inline const std::vector<Name>& sample_names() {
  static const std::vector<Name> kNames{
      {"whole", Type::kNumber, 0}, {"amount", Type::kNumber, 2}, {"ratio", Type::kNumber, 3},
      {"flag", Type::kBoolean},    {"sampled_on", Type::kDate},  {"reported_on", Type::kDate},
      {"moment", Type::kTime},     {"plan", Type::kText},        {"enterprise.town", Type::kText}};
  return kNames;
}

/// A table of the sample's columns, as a Formula wants it.
struct Table {
  std::vector<Vector> columns;
  size_t rows = 0;

  Table() {
    for (const Name& name : sample_names()) columns.push_back({name.type, name.decimals, {}, {}, {}});
  }
  /// Adds the next value of a column. What stands in a missing row is arbitrary: nobody may look at it.
  void add(size_t column, std::optional<std::int64_t> value) {
    columns[column].values.push_back(value.value_or(std::numeric_limits<std::int64_t>::max()));
    columns[column].present.push_back(value.has_value());
  }
  void add(size_t column, std::optional<std::string_view> text) {
    columns[column].texts.push_back(text.value_or("missing"));
    columns[column].present.push_back(text.has_value());
  }
  std::vector<const Vector*> pointers() const {
    std::vector<const Vector*> out;
    for (const Vector& column : columns) out.push_back(&column);
    return out;
  }
};

inline Formula must_parse(const std::string& text) {
  Diagnostics diagnostics;
  auto formula = Formula::parse(text, sample_names(), {}, diagnostics);
  for (const Diagnostic& d : diagnostics.items()) ADD_FAILURE() << to_string(d);
  if (!formula) throw std::runtime_error(text);
  return *formula;
}

/// Row `i` of a result as text: "NULL", "true", "12.50", "2020-12-31", seconds of a time, the text itself.
inline std::string shown(const Vector& v, size_t i) {
  if (!v.has(i)) return "NULL";
  switch (v.type) {
    case Type::kBoolean:
      return v.values[i] == 1 ? "true" : v.values[i] == 0 ? "false" : "neither";
    case Type::kNumber:
      return Decimal(v.values[i], v.decimals).to_string();
    case Type::kDate:
      return (Date() + static_cast<int>(v.values[i])).to_string();
    case Type::kTime:
      return std::to_string(v.values[i]);
    case Type::kText:
      return std::string(v.texts[i]);
  }
  return "";
}

/// Monday to Friday of 2020 and 2021.
inline WorkingCalendar calendar() {
  CalendarYear first, second;
  first.year = 2020;
  second.year = 2021;
  return WorkingCalendar({std::chrono::Saturday, std::chrono::Sunday}, {first, second});
}

/// whole 7, amount 12.50, ratio -0.125, flag true, sampled Thursday 2020-12-31, reported 2021-01-20,
/// 2020-12-31 23:59:59, plan "city", town "中心镇"; the second row has nothing.
inline Table two_rows() {
  Table t;
  t.rows = 2;
  const std::vector<std::int64_t> numbers{
      7, 1250, -125, 1, day("2020-12-31"), day("2021-01-20"), (day("2020-12-31") + 1) * 86'400 - 1};
  for (size_t i = 0; i < numbers.size(); ++i) t.add(i, numbers[i]);
  t.add(7, std::string_view("city"));
  t.add(8, std::string_view("中心镇"));
  for (size_t i = 0; i < numbers.size(); ++i) t.add(i, std::optional<std::int64_t>());
  for (size_t i : {7U, 8U}) t.add(i, std::optional<std::string_view>());
  return t;
}

/// What the formula says of the first row.
inline std::string value(const std::string& text, size_t row = 0) {
  static const Table table = two_rows();
  const Formula formula = must_parse(text);
  return shown(formula.evaluate(table.pointers(), table.rows, calendar()), row);
}
inline std::string of_missing(const std::string& text) { return value(text, 1); }

}  // namespace zhiheng::formula
