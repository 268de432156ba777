#pragma once
// For tests only: a small plan and its series, in memory.
#include <gtest/gtest.h>

#include <string>

#include "catalog/definitions.h"
#include "catalog/yaml.h"
#include "plan/progress.h"

namespace zhiheng::plan {

/// A catalog with a few indicators, and one plan of 2021–2025 with the targets that a test writes.
class Bench {
 public:
  Bench() {
    indicator("a.rate", "kind: rate, unit: \"%\", decimals: 1, better: more");
    indicator("a.dust", "kind: level, unit: 微克, better: less");
    indicator("a.built", "kind: count, unit: 个, better: more");
    indicator("a.stock", "kind: count, unit: 个, better: more, timing: stock");
    indicator("a.deaths", "kind: count, unit: 人, better: less");
    indicator("a.green", "kind: amount, unit: 万平方米, decimals: 1, better: more");
    indicator("a.city", "kind: rate, unit: \"%\", decimals: 1, better: more");
    catalog.units["公顷"] = {Decimal(10000), "平方米"};
    catalog.units["万平方米"] = {Decimal(10000), "平方米"};
  }

  void indicator(const std::string& id, const std::string& keys) {
    const auto node = catalog::parse_yaml(
        "{title: {zh: 指标" + id + ", en: " + id + "}, owner: market, " + keys + "}", "i.yaml", diagnostics);
    catalog.indicators[id] = catalog::read_indicator(node, id, diagnostics);
  }

  /// The plan with these targets, one a line as in a file.
  const catalog::Plan& plan(const std::string& targets,
                            const std::string& period = "{from: 2021, to: 2025}") {
    const std::string text =
        "title: {zh: 规划}\ndocument: 规划\nissued: 2021-01\nperiod: " + period + "\ntargets:\n" + targets;
    plan_ = catalog::read_plan(catalog::parse_yaml(text, "p.yaml", diagnostics), "p", diagnostics);
    for (const auto& d : diagnostics.items()) ADD_FAILURE() << to_string(d);
    return plan_;
  }

  void value(const std::string& id, int year, const std::string& text) {
    book[id].points.push_back({year, *Decimal::parse(text), nullptr, false});
  }

  /// The only target of the plan, judged at the end of `year`.
  Progress judged(const std::string& target, int year) {
    plan("  - " + target + "\n");
    if (plan_.targets.empty()) return {};
    return judge(catalog, plan_, plan_.targets[0], book, year);
  }
  /// Its status and the rule: "reached met-early".
  std::string status(const std::string& target, int year) {
    const Progress p = judged(target, year);
    return std::string(to_string(p.status)) + " " + p.reason.code;
  }

  Diagnostics diagnostics;
  catalog::Catalog catalog;
  SeriesBook book;

 private:
  catalog::Plan plan_;
};

}  // namespace zhiheng::plan
