#include "catalog/dataset.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/date.h"
#include "catalog/model.h"

namespace zhiheng::catalog {
namespace {

using Type = DatasetColumn::Type;
using Form = DatasetColumn::Form;

constexpr std::int64_t kDay = 24 * 60 * 60;

std::optional<std::int64_t> stored_number(std::string_view text, int decimals) {
  const auto number = Decimal::parse(text);
  if (!number || number->rounded(decimals) != *number) return std::nullopt;
  const Int128 value = number->rounded(decimals).mantissa();
  if (value > std::numeric_limits<std::int64_t>::max() || value < std::numeric_limits<std::int64_t>::min())
    return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::optional<std::int64_t> stored_date(std::string_view text) {
  const auto date = Date::parse(text);
  if (!date) return std::nullopt;
  return *date - Date();
}

/// Two digits below `limit`.
std::optional<int> two_digits(std::string_view text, int limit) {
  if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return std::nullopt;
  const int value = (text[0] - '0') * 10 + (text[1] - '0');
  return value < limit ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> stored_time(std::string_view text) {
  if (text.size() != 19 || text[10] != ' ' || text[13] != ':' || text[16] != ':') return std::nullopt;
  const auto days = stored_date(text.substr(0, 10));
  const auto hour = two_digits(text.substr(11, 2), 24);
  const auto minute = two_digits(text.substr(14, 2), 60);
  const auto second = two_digits(text.substr(17, 2), 60);
  if (!days || !hour || !minute || !second) return std::nullopt;
  return *days * kDay + *hour * 3600 + *minute * 60 + *second;
}

std::string time_text(std::int64_t seconds) {
  const std::int64_t day = (seconds >= 0 ? seconds : seconds - kDay + 1) / kDay;
  const std::int64_t rest = seconds - day * kDay;
  std::string text = (Date() + static_cast<int>(day)).to_string() + " ";
  for (const std::int64_t part : {rest / 3600, rest / 60 % 60, rest % 60})
    text += std::string(part < 10 ? "0" : "") + std::to_string(part) + ":";
  text.pop_back();
  return text;
}

formula::Type formula_type(Type type) {
  switch (type) {
    case Type::kInteger:
    case Type::kDecimal:
      return formula::Type::kNumber;
    case Type::kDate:
      return formula::Type::kDate;
    case Type::kTime:
      return formula::Type::kTime;
    case Type::kBoolean:
      return formula::Type::kBoolean;
    case Type::kText:
      break;
  }
  return formula::Type::kText;
}

template <typename Items>
auto find_by_id(const Items& items, std::string_view id) -> decltype(items.data()) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
}

/// The columns that formulas may name, with the names.
template <typename Use>
void each_formula_column(const Dataset& dataset, const Catalog& catalog, Use use) {
  for (const DatasetColumn& column : dataset.columns) use(column.id, column);
  for (const DatasetColumn& column : dataset.columns) {
    const Dataset* of = column.ref.empty() ? nullptr : catalog.dataset(column.ref);
    if (of == nullptr) continue;
    for (const DatasetColumn& attribute : of->columns) use(column.id + "." + attribute.id, attribute);
  }
}

}  // namespace

const DatasetColumn* Dataset::column(std::string_view name) const { return find_by_id(columns, name); }

std::optional<size_t> Dataset::column_index(std::string_view name) const {
  const DatasetColumn* found = column(name);
  if (found == nullptr) return std::nullopt;
  return static_cast<size_t>(found - columns.data());
}

const RecordCube* Dataset::cube(std::string_view name) const { return find_by_id(cubes, name); }

bool Dataset::is_key(std::string_view name) const {
  return std::find(key.begin(), key.end(), name) != key.end();
}

const char* type_name(const DatasetColumn& column) {
  constexpr std::array kForms{"text", "uscc", "id_number", "phone", "gtin", "gs1", "division"};
  constexpr std::array kTypes{"text", "integer", "decimal", "date", "time", "boolean"};
  if (column.type == Type::kText) return kForms[static_cast<size_t>(column.form)];
  return kTypes[static_cast<size_t>(column.type)];
}

Title type_title(const DatasetColumn& column) {
  static const std::array<Title, 7> kForms{{{"文本", "text"},
                                            {"统一社会信用代码", "unified social credit code"},
                                            {"公民身份号码", "citizen identity number"},
                                            {"电话号码", "phone number"},
                                            {"商品条码", "GTIN"},
                                            {"GS1 单元数据串", "GS1 element string"},
                                            {"行政区划代码", "code of an administrative division"}}};
  static const std::array<Title, 6> kTypes{{{"文本", "text"},
                                            {"整数", "whole number"},
                                            {"小数", "decimal number"},
                                            {"日期", "date"},
                                            {"日期时间", "date and time"},
                                            {"是否", "yes or no"}}};
  if (!column.codes.empty()) return {"代码", "code"};
  if (column.type == Type::kText) return kForms[static_cast<size_t>(column.form)];
  return kTypes[static_cast<size_t>(column.type)];
}

std::optional<std::int64_t> stored_value(const DatasetColumn& column, std::string_view text) {
  switch (column.type) {
    case Type::kInteger:
      return stored_number(text, 0);
    case Type::kDecimal:
      return stored_number(text, column.decimals);
    case Type::kDate:
      return stored_date(text);
    case Type::kTime:
      return stored_time(text);
    case Type::kBoolean:
      if (text == "是" || text == "true") return 1;
      if (text == "否" || text == "false") return 0;
      return std::nullopt;
    case Type::kText:
      break;
  }
  return std::nullopt;
}

std::string stored_text(const DatasetColumn& column, std::int64_t value) {
  switch (column.type) {
    case Type::kDate:
      return (Date() + static_cast<int>(value)).to_string();
    case Type::kTime:
      return time_text(value);
    case Type::kBoolean:
      return value != 0 ? "是" : "否";
    default:
      return Decimal(value, column.type == Type::kDecimal ? column.decimals : 0).to_string();
  }
}

std::vector<formula::Name> formula_names(const Dataset& dataset, const Catalog& catalog) {
  std::vector<formula::Name> names;
  each_formula_column(dataset, catalog, [&](const std::string& id, const DatasetColumn& column) {
    names.push_back({id, formula_type(column.type), column.type == Type::kDecimal ? column.decimals : 0});
  });
  return names;
}

std::vector<const DatasetColumn*> formula_columns(const Dataset& dataset, const Catalog& catalog) {
  std::vector<const DatasetColumn*> columns;
  each_formula_column(dataset, catalog,
                      [&](const std::string&, const DatasetColumn& column) { columns.push_back(&column); });
  return columns;
}

}  // namespace zhiheng::catalog
