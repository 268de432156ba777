#include "measure/findings.h"

#include <algorithm>
#include <map>

#include "base/text.h"

namespace zhiheng::measure {
namespace {

using catalog::Cube;
using catalog::Measure;

/// Half a unit of the last place of a figure with `decimals` places, times `count`.
Decimal half_units(int decimals, int count) { return Decimal(Int128{5} * count, decimals + 1); }

class Search {
 public:
  Search(Evaluator& evaluator, int year)
      : evaluator_(evaluator), catalog_(evaluator.catalog()), year_(year) {}

  std::vector<Finding> run() {
    std::map<std::pair<std::string, int>, std::vector<const PublishedCell*>> cells;
    for (const PublishedCell& cell : evaluator_.books().published()) {
      const Measure& measure = *catalog_.cube(cell.cube)->measure(cell.measure);
      const bool as_published = measure.form == Measure::Form::kStored && !measure.additive;
      if (cell.year <= year_ && !as_published) cells[{cell.cube, cell.year}].push_back(&cell);
    }
    for (const auto& [key, list] : cells) published(list);
    for (const ReportedRow& row : evaluator_.books().reported()) {
      if (row.year <= year_) reported(row);
    }
    for (const auto& [id, check] : catalog_.checks) checked(check);
    return std::move(findings_);
  }

 private:
  /// Adds a finding if `text` is not what `exact` gives at its own decimals, and returns it.
  Finding* compare(Finding::Kind kind, const std::string& text, const Decimal& exact,
                   const std::string& unit) {
    const Decimal stated = Decimal::parse(text).value_or(Decimal(0));
    const Decimal computed = exact.rounded(stated.scale());
    if (computed == stated) return nullptr;
    Finding finding;
    finding.kind = kind;
    finding.published = text;
    finding.computed = computed;
    finding.difference = stated - computed;
    finding.unit = unit;
    findings_.push_back(std::move(finding));
    return &findings_.back();
  }

  /// The cells of one cube and year are computed in one statement.
  void published(const std::vector<const PublishedCell*>& cells) {
    const Cube& cube = *catalog_.cube(cells[0]->cube);
    std::vector<CellAsk> asks;
    for (const PublishedCell* cell : cells) {
      std::vector<std::string> conditions;
      for (size_t i = 0; i < cube.dimensions.size(); ++i) {
        if (cell->members[i] != "*")
          conditions.push_back(cube.dimensions[i].id + " = " + sql_quoted(cell->members[i]));
      }
      asks.push_back({cube.measure(cell->measure), join(conditions, " AND "), cell->year, 0});
    }
    const auto rows = evaluator_.grid(cube, asks, "", "", cube.where);
    for (size_t i = 0; i < cells.size() && !rows.empty(); ++i) {
      if (rows[0].cells[i]) published(*cells[i], cube, *asks[i].measure, *rows[0].cells[i]);
    }
  }

  void published(const PublishedCell& cell, const Cube& cube, const Measure& measure, const Value& value) {
    const bool sum = cell.total && measure.form == Measure::Form::kStored;
    Finding* finding = compare(sum                                      ? Finding::Kind::kTotal
                               : measure.form == Measure::Form::kChange ? Finding::Kind::kGrowth
                                                                        : Finding::Kind::kRecompute,
                               cell.text, value.exact, value.unit);
    if (finding == nullptr) return;
    std::vector<std::string> names;
    for (size_t i = 0; i < cube.dimensions.size(); ++i) {
      if (cell.members[i] != "*")
        names.push_back(catalog_.code_title(cube.dimensions[i].codes, cell.members[i]));
    }
    if (names.empty() && !cube.dimensions.empty()) names.emplace_back("合计");
    finding->title = cube.title.zh + "：" + (names.empty() ? "" : join(names, "、") + " ") +
                     measure.title.zh + year_mark(cell.year);
    finding->where = cell.source;
    finding->note = cell.note;
    finding->origin = value.origin;
    const int parts =
        value.origin->inputs.empty() ? 0 : static_cast<int>(value.origin->inputs[0].lines.size());
    finding->within_rounding =
        sum && measure.decimals > 0 && finding->difference.abs() <= half_units(measure.decimals, parts + 1);
  }

  void reported(const ReportedRow& row) {
    const auto& indicator = *catalog_.indicator(row.indicator);
    const auto value = evaluator_.indicator(indicator, row.area, row.year);
    const std::string title = (row.area.empty() ? "" : catalog_.area_title(row.area) + " ") +
                              indicator.title.zh + year_mark(row.year);
    if (value && !row.value.empty() && (!indicator.reported() || row.status == "conflict")) {
      const bool conflict = row.status == "conflict";
      // An indicator over a cube may state the same published figure as the cube's own file.
      if (!conflict && stated_before(row, *value)) return;
      if (Finding* f = compare(conflict ? Finding::Kind::kConflict : Finding::Kind::kRecompute, row.value,
                               value->exact, indicator.unit)) {
        complete(*f, title, row, *value);
      }
    }
    if (row.growth.empty() || !indicator.growth_basis.zh.empty() || row.status == "conflict") return;
    const auto before = evaluator_.indicator(indicator, row.area, row.year - 1);
    if (!value || !before) return;
    const auto change = change_between(*value, *before);
    if (!change) return;
    if (Finding* f = compare(Finding::Kind::kGrowth, row.growth, change->exact, change->unit)) {
      complete(*f, title + " 比上年变化", row, *value);
      f->origin = change->origin;
    }
  }

  bool stated_before(const ReportedRow& row, const Value& value) const {
    return std::any_of(findings_.begin(), findings_.end(), [&](const Finding& f) {
      return f.where == row.source && f.published == row.value && f.unit == value.unit;
    });
  }

  void complete(Finding& finding, const std::string& title, const ReportedRow& row, const Value& value) {
    finding.title = title;
    finding.note = row.note;
    finding.origin = value.origin;
    std::vector<std::string> places;
    if (finding.kind == Finding::Kind::kConflict) places = value.origin->sources;
    if (!row.source.empty() && std::find(places.begin(), places.end(), row.source) == places.end())
      places.push_back(row.source);
    finding.where = join(places, "、");
    // A sum of figures that were rounded one by one may differ in the last place.
    const Decimal stated = Decimal::parse(row.value).value_or(Decimal(0));
    if (finding.kind != Finding::Kind::kRecompute || value.numerator || stated.scale() == 0) return;
    size_t parts = catalog::formula_indicators(catalog_.indicator(row.indicator)->formula).size();
    for (const Input& input : value.origin->inputs) parts = std::max(parts, input.lines.size());
    finding.within_rounding =
        finding.difference.abs() <= half_units(stated.scale(), static_cast<int>(parts) + 1);
  }

  void checked(const catalog::Check& check) {
    const auto left = evaluator_.formula(check.left, "", year_, check.where);
    const auto right = evaluator_.formula(check.right, "", year_, check.where);
    if (!left || !right) return;
    const Decimal difference = left->exact - right->exact;
    const Decimal within = Decimal::parse(check.within).value_or(Decimal(0));
    const bool holds = check.relation == "="    ? difference.abs() <= within
                       : check.relation == "<=" ? difference <= within
                                                : Decimal(0) - difference <= within;
    if (holds) return;
    Finding finding;
    finding.kind = Finding::Kind::kCheck;
    finding.title = check.title.zh;
    finding.relation = check.relation;
    const auto ids = catalog::formula_indicators(check.left);
    if (!ids.empty()) finding.unit = catalog_.indicator(ids[0])->unit;
    int decimals = 0;
    for (const auto* side : {&check.left, &check.right}) {
      for (const auto& id : catalog::formula_indicators(*side))
        decimals = std::max(decimals, catalog_.indicator(id)->decimals);
    }
    finding.published = left->exact.rounded(decimals).to_string();
    finding.computed = right->exact.rounded(decimals);
    finding.difference = difference.rounded(decimals);
    const Decimal parts(
        static_cast<std::int64_t>(ids.size() + catalog::formula_indicators(check.right).size()));
    finding.within_rounding =
        check.relation == "=" && decimals > 0 && difference.abs() <= half_units(decimals, 1) * parts;
    std::vector<std::string> places = left->origin->sources;
    for (const auto& source : right->origin->sources) {
      if (std::find(places.begin(), places.end(), source) == places.end()) places.push_back(source);
    }
    finding.where = join(places, "、");
    finding.note = check.note.zh;
    finding.origin = right->origin;
    finding.origin->definition = check.id;
    finding.origin->title = check.title;
    finding.origin->year = year_;
    findings_.push_back(std::move(finding));
  }

  std::string year_mark(int year) const { return year == year_ ? "" : "（" + std::to_string(year) + " 年）"; }

  Evaluator& evaluator_;
  const catalog::Catalog& catalog_;
  int year_;
  std::vector<Finding> findings_;
};

}  // namespace

const char* to_string(Finding::Kind kind) {
  switch (kind) {
    case Finding::Kind::kRecompute:
      return "recompute";
    case Finding::Kind::kTotal:
      return "total";
    case Finding::Kind::kGrowth:
      return "growth";
    case Finding::Kind::kConflict:
      return "conflict";
    case Finding::Kind::kCheck:
      return "check";
  }
  return "";
}

std::vector<Finding> find_differences(Evaluator& evaluator, int year) {
  return Search(evaluator, year).run();
}

}  // namespace zhiheng::measure
