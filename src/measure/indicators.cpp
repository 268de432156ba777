// The part of the evaluator that knows indicators: reported values, formulas, ratios, changes.
#include <algorithm>
#include <regex>

#include "base/error.h"
#include "base/text.h"
#include "measure/evaluator.h"

namespace zhiheng::measure {
namespace {

using catalog::Indicator;

constexpr ErrorCode kFormulaFailed{"indicator.formula-failed", "公式无法计算：{}（{}）",
                                   "the formula can't be computed: {} ({})"};

/// With a point: whole numbers would divide as whole numbers in PostgreSQL. A quotient with its 18 decimals
/// goes as a double: two of them multiplied are more than the engine's decimals hold.
std::string literal(const Decimal& value) {
  if (value.scale() > 12) return "CAST(" + value.to_string() + " AS DOUBLE PRECISION)";
  return value.rounded(std::max(value.scale(), 1)).to_string();
}

}  // namespace

void Evaluator::describe(const Indicator& indicator, const std::string& area, int year, Value& value) const {
  value.unit = indicator.unit;
  value.decimals = indicator.decimals;
  value.kind = indicator.kind;
  value.less_is_better = indicator.better == "less";
  if (!value.origin) value.origin = std::make_shared<Origin>();
  Origin& origin = *value.origin;
  origin.definition = indicator.id;
  origin.title = indicator.title;
  origin.scope = indicator.scope;
  origin.area = area;
  origin.year = year;
  origin.owner = indicator.owner;
}

std::optional<Value> Evaluator::from_report(const Indicator& indicator, const ReportedRow& row) const {
  const auto number = Decimal::parse(row.value);
  if (!number) return std::nullopt;
  Value value;
  value.exact = *number;
  describe(indicator, row.area, row.year, value);
  // A reported value is never rounded further than it was published.
  value.decimals = std::max(indicator.decimals, 0);
  value.origin->reported = true;
  books_.add_reported(row, *value.origin);
  return value;
}

std::optional<Value> Evaluator::from_cube(const Indicator& indicator, const std::string& area, int year) {
  const catalog::Cube& cube = *catalog_.cube(indicator.cube);
  std::string filter = indicator.filter;
  if (area.empty()) {
    // The other indicators of this cube will be asked for, too.
    if (prepared_.insert(cube.id + "|" + std::to_string(year)).second) {
      std::vector<CellAsk> asks;
      for (const auto& [id, other] : catalog_.indicators) {
        if (other.cube == cube.id) asks.push_back({cube.measure(other.value), other.filter, year, 0});
      }
      prepare(cube, asks);
    }
  } else {
    const auto town = std::find_if(cube.dimensions.begin(), cube.dimensions.end(),
                                   [&](const auto& d) { return d.codes == catalog_.district.areas; });
    if (town == cube.dimensions.end()) return std::nullopt;
    filter = (filter.empty() ? "" : "(" + filter + ") AND ") + town->id + " = " + sql_quoted(area);
  }
  return cell(cube, *cube.measure(indicator.value), filter, year, indicator.where);
}

std::optional<Value> Evaluator::formula(const std::string& formula, const std::string& area, int year,
                                        const Location& where) {
  static const std::regex kTerm(R"(([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)(@prev)?)");
  if (const Indicator* alone = catalog_.indicator(std::string(trim(formula)))) {
    auto value = indicator(*alone, area, year);
    if (value) {
      value->origin = std::make_shared<Origin>(*value->origin);
      value->origin->formula = alone->title.zh;
    }
    return value;
  }
  Value out;
  out.origin = std::make_shared<Origin>();
  std::string sql, words;
  size_t done = 0;
  for (std::sregex_iterator it(formula.begin(), formula.end(), kTerm), end; it != end; ++it) {
    const Indicator* part = catalog_.indicator((*it)[1].str());
    if (part == nullptr) return std::nullopt;
    const bool previous = (*it)[2].matched;
    const auto value = indicator(*part, area, previous ? year - 1 : year);
    if (!value) return std::nullopt;
    const std::string between = formula.substr(done, static_cast<size_t>(it->position()) - done);
    sql += between + "(" + literal(value->exact) + ")";
    words += between + (previous ? "上年" : "") + part->title.zh;
    merge_origin(*value->origin, *out.origin);
    done = static_cast<size_t>(it->position() + it->length());
  }
  sql += formula.substr(done);
  words += formula.substr(done);
  try {
    const auto frame = session_.query("SELECT " + sql);
    const auto number = frame.decimal(0, 0);
    if (!number) return std::nullopt;
    out.exact = *number;
  } catch (const Error& e) {
    throw Error(kFormulaFailed, where, {formula, e.diagnostics()[0].en});
  }
  out.origin->query = "SELECT " + sql;
  out.origin->formula =
      replace_all(replace_all(replace_all(words, " * ", " × "), " / ", " ÷ "), " - ", " − ");
  return out;
}

std::optional<Value> Evaluator::ratio(const Indicator& indicator, const std::string& area, int year) {
  const auto numerator = formula(indicator.numerator, area, year, indicator.where);
  const auto denominator = formula(indicator.denominator, area, year, indicator.where);
  if (!numerator || !denominator || denominator->exact.is_zero()) return std::nullopt;
  Value out = *numerator;
  const Decimal factor = indicator.unit == "%"   ? Decimal(100)
                         : indicator.unit == "‰" ? Decimal(1000)
                                                 : Decimal(1);
  out.numerator = numerator->exact;
  out.denominator = denominator->exact;
  out.exact = numerator->exact * factor / denominator->exact;
  out.origin = std::make_shared<Origin>(*numerator->origin);
  merge_origin(*denominator->origin, *out.origin);
  out.origin->numerator_title = numerator->origin->formula;
  out.origin->denominator_title = denominator->origin->formula;
  const auto grouped = [](const std::string& words) {
    return words.find(' ') == std::string::npos ? words : "（" + words + "）";
  };
  out.origin->formula = grouped(numerator->origin->formula) + " ÷ " + grouped(denominator->origin->formula);
  out.origin->query.clear();
  return out;
}

std::optional<Value> Evaluator::compute(const Indicator& indicator, const std::string& area, int year) {
  const ReportedRow* row = books_.reported_row(indicator.id, area, year);
  if (indicator.reported()) return row == nullptr ? std::nullopt : from_report(indicator, *row);
  std::optional<Value> value;
  if (!indicator.cube.empty()) {
    value = from_cube(indicator, area, year);
  } else if (!indicator.formula.empty()) {
    value = formula(indicator.formula, area, year, indicator.where);
  } else {
    value = ratio(indicator, area, year);
  }
  // What can't be computed for want of parts but was published prints as published.
  if (!value) return row == nullptr ? std::nullopt : from_report(indicator, *row);
  value->origin = std::make_shared<Origin>(*value->origin);
  describe(indicator, area, year, *value);
  value->published = row == nullptr ? "" : row->value;
  if (row != nullptr && !row->note.empty())
    value->origin->note += (value->origin->note.empty() ? "" : "；") + row->note;
  return value;
}

std::optional<Value> Evaluator::indicator(const Indicator& indicator, const std::string& area, int year) {
  const std::string key = indicator.id + "|" + area + "|" + std::to_string(year);
  const auto found = known_.find(key);
  if (found != known_.end()) return found->second;
  return known_.emplace(key, compute(indicator, area, year)).first->second;
}

std::optional<Change> Evaluator::indicator_change(const Indicator& which, const std::string& area, int year) {
  const auto now = indicator(which, area, year);
  const auto before = indicator(which, area, year - 1);
  const ReportedRow* row = books_.reported_row(which.id, area, year);
  const bool comparable = which.growth_basis.zh.empty();
  if (now && before && comparable) {
    if (auto change = change_between(*now, *before)) return change;
  }
  if (row == nullptr || row->growth.empty()) return std::nullopt;
  Change change;
  change.form = change_form(which.kind);
  change.unit = change_unit(which.kind, which.unit);
  change.exact = Decimal::parse(row->growth).value_or(Decimal(0));
  change.decimals = change.exact.scale();
  change.reported = true;
  change.less_is_better = which.better == "less";
  Value described;
  describe(which, area, year, described);
  change.origin = described.origin;
  change.origin->definition += " | growth";
  change.origin->title.zh += "：比上年变化" + (comparable ? "" : "（" + which.growth_basis.zh + "）");
  change.origin->reported = true;
  books_.add_reported(*row, *change.origin);
  return change;
}

}  // namespace zhiheng::measure
