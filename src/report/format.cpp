#include "report/format.h"

#include "base/error.h"

namespace zhiheng::report {
namespace {

constexpr ErrorCode kBadFilter{
    "format.bad-filter", "格式“{}”的参数有误；写法：in 万 [小数位]、in 亿 [小数位]、decimals 小数位",
    "bad arguments of the format “{}”; write: in 万 [decimals], in 亿 [decimals], decimals N"};
constexpr int kMaxDecimals = 6;

bool is_sign(const std::string& unit) { return unit == "%" || unit == "‰"; }

Printed print(const Decimal& value, const std::string& unit) {
  Printed out;
  out.value = value;
  out.value_unit = unit;
  out.text = value.to_string();
  if (is_sign(unit)) {
    out.text += unit;
  } else {
    out.unit = unit;
  }
  return out;
}

int parse_decimals(const std::string& text, const measure::Filter& filter, const Location& where) {
  if (text.size() == 1 && text[0] >= '0' && text[0] <= '0' + kMaxDecimals) return text[0] - '0';
  throw Error(kBadFilter, where, {filter.name});
}

}  // namespace

Printed format_value(const measure::Value& value) {
  return print(value.exact.rounded(value.decimals), value.unit);
}

void apply_scale(const measure::Filter& filter, measure::Value& value, const Location& where) {
  if (filter.name == "decimals") {
    if (filter.arguments.size() != 1) throw Error(kBadFilter, where, {filter.name});
    value.decimals = parse_decimals(filter.arguments[0], filter, where);
    return;
  }
  const bool ten_thousand = !filter.arguments.empty() && filter.arguments[0] == "万";
  const bool hundred_million = !filter.arguments.empty() && filter.arguments[0] == "亿";
  if ((!ten_thousand && !hundred_million) || filter.arguments.size() > 2)
    throw Error(kBadFilter, where, {filter.name});
  value.exact = value.exact * Decimal(Int128{1}, ten_thousand ? 4 : 8);
  value.unit = filter.arguments[0] + value.unit;
  value.decimals = filter.arguments.size() == 2 ? parse_decimals(filter.arguments[1], filter, where) : 2;
}

void apply_decimals(const measure::Filter& filter, measure::Change& change, const Location& where) {
  if (filter.arguments.size() != 1) throw Error(kBadFilter, where, {filter.name});
  change.decimals = parse_decimals(filter.arguments[0], filter, where);
}

Printed format_change(const measure::Change& change, bool short_form) {
  const Decimal rounded = change.exact.rounded(change.decimals);
  if (rounded.is_zero()) {
    Printed same;
    same.is_number = false;
    same.text = short_form ? "持平" : "与上年持平";
    return same;
  }
  Printed out = print(rounded.abs(), change.unit);
  const bool grows = change.form == measure::Change::Form::kPercent && !change.less_is_better;
  const char* rise = grows ? "增长" : "上升";
  out.before = std::string(short_form ? "" : "同比") + (rounded.is_negative() ? "下降" : rise);
  out.value = rounded;
  return out;
}

Printed format_change_cell(const measure::Change& change) {
  const Decimal rounded = change.exact.rounded(change.decimals);
  if (rounded.is_zero()) {
    Printed same;
    same.is_number = false;
    same.text = "持平";
    return same;
  }
  Printed out = print(rounded, change.unit);
  if (!rounded.is_negative()) out.text = "+" + out.text;
  return out;
}

}  // namespace zhiheng::report
