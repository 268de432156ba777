#include "report/build/registry.h"

#include "base/text.h"

namespace zhiheng::report {
namespace {

/// 7163.000000, as the store gives it, is 7163.
Decimal without_padding(const Decimal& value) {
  Decimal out = value;
  while (out.scale() > 0 && out.mantissa() % 10 == 0) out = Decimal(out.mantissa() / 10, out.scale() - 1);
  return out;
}

}  // namespace

std::string Registry::differing_publication(const measure::Value& value) {
  if (value.published.empty()) return {};
  const auto stated = Decimal::parse(value.published);
  if (!stated || value.exact.rounded(stated->scale()) == *stated) return {};
  return value.published + value.unit;
}

std::string Registry::add_lineage(const measure::Origin& origin, Lineage partial) {
  const std::string key = origin.definition + "|" + origin.area + "|" + std::to_string(origin.year);
  const auto [entry, is_new] = known_.emplace(key, "l" + std::to_string(document_.lineages.size() + 1));
  if (!is_new) return entry->second;
  partial.id = entry->second;
  partial.definition = origin.definition;
  partial.title = origin.title.zh;
  partial.scope = origin.scope.zh;
  partial.area = catalog_.area_title(origin.area);
  partial.year = origin.year;
  partial.method = origin.reported ? "reported" : "computed";
  partial.formula = origin.formula;
  partial.numerator_title = origin.numerator_title;
  partial.denominator_title = origin.denominator_title;
  partial.query = origin.query;
  partial.owner = catalog_.code_title("department", origin.owner);
  partial.sources = origin.sources;
  partial.status = origin.inferred ? "inferred" : "";
  partial.note = origin.note;
  for (const auto& input : origin.inputs) {
    if (input.lines.empty()) continue;  // a file without rows says nothing
    partial.inputs.push_back({input.path, input.sha256, compress_ranges(input.lines)});
  }
  document_.lineages.push_back(std::move(partial));
  return entry->second;
}

std::string Registry::lineage(const measure::Value& value) {
  Lineage partial;
  partial.unit = value.unit;
  partial.exact = without_padding(value.exact);
  if (value.numerator) partial.numerator = without_padding(*value.numerator);
  if (value.denominator) partial.denominator = without_padding(*value.denominator);
  partial.published = differing_publication(value);
  return add_lineage(*value.origin, std::move(partial));
}

int Registry::add(const Printed& printed, std::string lineage) {
  const std::string id = "n" + std::to_string(document_.numbers.size() + 1);
  document_.numbers.push_back(
      {id, printed.text + printed.unit, printed.value, printed.value_unit, std::move(lineage), place_});
  return static_cast<int>(document_.numbers.size()) - 1;
}

void Registry::certify(int number, Certainty certainty, const std::string& printed) {
  NumberRecord& record = document_.numbers[static_cast<size_t>(number)];
  if (!printed.empty()) record.text = printed;
  record.certainty = std::move(certainty);
}

int Registry::add_number(const Printed& printed, const measure::Value& value) {
  return add(printed, lineage(value));
}

int Registry::add_number(const Printed& printed, const measure::Change& change) {
  Lineage partial;
  partial.unit = change.unit;
  partial.exact = without_padding(change.exact);
  return add(printed, add_lineage(*change.origin, std::move(partial)));
}

}  // namespace zhiheng::report
