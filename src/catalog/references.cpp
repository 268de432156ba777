#include <algorithm>
#include <set>

#include "base/text.h"
#include "catalog/definitions.h"
#include "catalog/did_you_mean.h"

namespace zhiheng::catalog {
namespace {

constexpr ErrorCode kUnknownCube{"catalog.unknown-cube", "没有汇总表或名录 {}{}",
                                 "there is no cube or list {}{}"};
constexpr ErrorCode kUnknownMeasure{"catalog.unknown-measure", "{} 没有度量 {}；可用：{}",
                                    "{} has no measure {}; it has: {}"};
constexpr ErrorCode kCircle{"catalog.circle", "指标公式循环：{}",
                            "indicator formulas go round in a circle: {}"};

class ReferenceCheck {
 public:
  ReferenceCheck(Catalog& catalog, Diagnostics& diagnostics) : catalog_(catalog), diagnostics_(diagnostics) {}

  void run() {
    if (catalog_.code_list(catalog_.district.areas) == nullptr)
      unknown_codes(catalog_.district.areas, {catalog_.district.shown + "/district.yaml"});
    for (const auto& [id, cube] : catalog_.cubes) check_cube(cube);
    for (auto& [id, indicator] : catalog_.indicators) check_indicator(indicator);
    for (const auto& [id, check] : catalog_.checks) {
      check_formula(check.left, check.where);
      check_formula(check.right, check.where);
    }
    for (const auto& [id, indicator] : catalog_.indicators) check_circle(id, {});
  }

 private:
  void unknown_codes(const std::string& id, const Location& where) {
    if (id.empty()) return;  // reported as missing
    diagnostics_.add(kUnknownCodes, where, {id, did_you_mean(id, catalog_.codes)});
  }

  void check_owner(const std::string& owner, const Location& where) {
    const CodeList* departments = catalog_.code_list("department");
    if (departments != nullptr && !owner.empty() && departments->find(owner) == nullptr) {
      diagnostics_.add(kUnknownOwner, where, {owner, did_you_mean_code(owner, departments->codes)});
    }
  }

  void check_cube(const Cube& cube) {
    check_owner(cube.owner, cube.where);
    for (const Dimension& d : cube.dimensions) {
      if (catalog_.code_list(d.codes) == nullptr) unknown_codes(d.codes, cube.where);
    }
    for (const Column& c : cube.columns) {
      if (!c.codes.empty() && catalog_.code_list(c.codes) == nullptr) unknown_codes(c.codes, cube.where);
    }
    for (const Measure& m : cube.measures) {
      if (!m.change_of.empty()) check_measure(cube, m.change_of, m.where);
    }
  }

  const Measure* check_measure(const Cube& cube, const std::string& id, const Location& where) {
    const Measure* measure = cube.measure(id);
    if (measure != nullptr) return measure;
    std::vector<std::string> names;
    for (const Measure& m : cube.measures) names.push_back(m.id);
    diagnostics_.add(kUnknownMeasure, where, {cube.id, id, join(names, ", ")});
    return nullptr;
  }

  void check_indicator(Indicator& indicator) {
    check_owner(indicator.owner, indicator.where);
    const CodeList* domains = catalog_.code_list("domain");
    if (domains != nullptr && !indicator.domain.empty() && domains->find(indicator.domain) == nullptr) {
      diagnostics_.add(kUnknownDomain, indicator.where,
                       {indicator.domain, did_you_mean_code(indicator.domain, domains->codes)});
    }
    if (!indicator.cube.empty()) settle_from_measure(indicator);
    check_formula(indicator.formula, indicator.where);
    check_formula(indicator.numerator, indicator.where);
    check_formula(indicator.denominator, indicator.where);
  }

  /// Unit, decimals and kind that the indicator leaves open are those of its measure.
  void settle_from_measure(Indicator& indicator) {
    const Cube* cube = catalog_.cube(indicator.cube);
    if (cube == nullptr) {
      diagnostics_.add(kUnknownCube, indicator.where,
                       {indicator.cube, did_you_mean(indicator.cube, catalog_.cubes)});
      return;
    }
    const Measure* measure = check_measure(*cube, indicator.value, indicator.where);
    if (measure == nullptr) return;
    if (indicator.unit == "\x01") indicator.unit = measure->unit;
    if (indicator.decimals < 0) indicator.decimals = measure->decimals;
    if (!indicator.own_kind) indicator.kind = measure->kind;
    if (indicator.scope.zh.empty()) indicator.scope = cube->scope;
  }

  void check_formula(const std::string& formula, const Location& where) {
    for (const std::string& id : formula_indicators(formula)) {
      if (catalog_.indicator(id) == nullptr) {
        diagnostics_.add(kUnknownIndicator, where, {id, did_you_mean(id, catalog_.indicators)});
      }
    }
  }

  void check_circle(const std::string& id, std::vector<std::string> path) {
    const Indicator* indicator = catalog_.indicator(id);
    if (indicator == nullptr || indicator->reported() || !settled_.insert(id).second) {
      if (std::find(path.begin(), path.end(), id) == path.end()) return;
    }
    if (std::find(path.begin(), path.end(), id) != path.end()) {
      path.push_back(id);
      diagnostics_.add(kCircle, indicator->where, {join(path, " → ")});
      return;
    }
    path.push_back(id);
    for (const std::string* part : {&indicator->formula, &indicator->numerator, &indicator->denominator}) {
      // `@prev` is no way out: the year before asks for the one before it, and so on without end.
      for (const std::string& next : formula_indicators(*part)) check_circle(next, path);
    }
  }

  Catalog& catalog_;
  Diagnostics& diagnostics_;
  std::set<std::string> settled_;
};

}  // namespace

void check_references(Catalog& catalog, Diagnostics& diagnostics) {
  ReferenceCheck(catalog, diagnostics).run();
}

}  // namespace zhiheng::catalog
