#include <algorithm>

#include "base/pattern.h"
#include "simulate/recipe.h"

namespace zhiheng::simulate {
namespace {

using Column = catalog::DatasetColumn;

Rule text_rule(const std::string& text) {
  Rule rule;
  rule.form = Rule::Form::kText;
  rule.text = text;
  return rule;
}

Rule span_rule(Rule::Form form, double low, double high, double skew = 1) {
  Rule rule;
  rule.form = form;
  rule.low = low;
  rule.high = high;
  rule.skew = skew;
  return rule;
}

bool suits(const Column& column, const std::string& text) {
  return column.pattern.empty() || Pattern(column.pattern, column.where).matches(text);
}

/// A number that says that it is made up, where the pattern lets it.
std::vector<Rule> number_rules(const World& world, const catalog::Dataset& dataset, const Column& column) {
  const std::string year = std::to_string(world.year);
  if (suits(column, "SIM" + year + "00000001")) return {text_rule("SIM{year}{n:8}")};
  if (suits(column, "SIM" + year + "-00000001")) return {text_rule("SIM{year}-{n:8}")};
  if (column.required || dataset.is_key(column.id))
    throw Error(kNoRule, column.where, {dataset.id, column.id});
  return {};
}

Rule code_rule(const World& world, const Column& column) {
  Rule rule;
  rule.form = Rule::Form::kPick;
  const catalog::CodeList& list = *world.catalog.code_list(column.codes);
  const bool areas = &list == world.catalog.code_list("area") && !world.rules.areas.empty();
  for (std::size_t i = 0; i < list.codes.size(); ++i) {
    const auto found = world.rules.areas.find(list.codes[i].code);
    const double weight = !areas                             ? 1.0 / static_cast<double>(i + 1)
                          : found == world.rules.areas.end() ? 0
                                                             : found->second;
    rule.pick.emplace_back(list.codes[i].code, weight);
  }
  return rule;
}

std::vector<Rule> text_rules(const World& world, const catalog::Dataset& dataset, const Column& column) {
  const bool needed = column.required || dataset.is_key(column.id);
  if (!column.personal.empty()) {
    if (!needed) return {};
    return {text_rule(column.form == Column::Form::kPhone ? "021-00000000" : "模拟")};
  }
  if (column.form == Column::Form::kFree && dataset.is_key(column.id))
    return number_rules(world, dataset, column);
  if (!needed) return {};
  if (column.form == Column::Form::kFree && column.pattern.empty())
    return {text_rule("模拟" + column.title.zh)};
  return number_rules(world, dataset, column);
}

}  // namespace

std::vector<Rule> default_rules(const World& world, const catalog::Dataset& dataset, const Column& column) {
  if (!column.ref.empty() && world.population(column.ref) > 0) {
    Rule rule;
    rule.form = Rule::Form::kSubject;
    rule.subjects = column.ref;
    rule.each = dataset.is_key(column.id);
    rule.skew = 3;
    return {rule};
  }
  if (!column.ref.empty()) return number_rules(world, dataset, column);
  if (!column.codes.empty()) return {code_rule(world, column)};
  const bool needed = column.required || dataset.is_key(column.id);
  switch (column.type) {
    case Column::Type::kText:
      return text_rules(world, dataset, column);
    case Column::Type::kBoolean: {
      Rule rule;
      rule.form = Rule::Form::kPick;
      rule.pick = {{"true", 1}, {"false", 1}};
      return {rule};
    }
    case Column::Type::kInteger:
    case Column::Type::kDecimal: {
      double unit = 1;
      for (int i = 0; i < column.decimals; ++i) unit *= 10;
      const double least = static_cast<double>(column.least.value_or(0)) / unit;
      const double most = column.most ? static_cast<double>(*column.most) / unit : least + 100;
      return {span_rule(Rule::Form::kRange, least, std::min(most, least + 100), 2)};
    }
    case Column::Type::kDate:
    case Column::Type::kTime:
      break;
  }
  if (!needed) return {};
  return {span_rule(Rule::Form::kYears, -5, -1)};
}

}  // namespace zhiheng::simulate
