#pragma once
// For tests only: a small district with figures, loaded and ready to be computed.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/text.h"
#include "catalog/pack_test.h"
#include "intake/load_pack.h"
#include "measure/evaluator.h"

namespace zhiheng::measure {

inline const std::string kFoodColumns =
    "year,stage,tested,passed,output,growth,rate@published,source,status,note\n";
inline const std::string kReportedColumns = "indicator,area,year,value,growth,source,status,note\n";

/// A catalog with the cube food (by stage, whose canteens are 其中 of catering), the cube visits (by town and
/// stage, with a measure that may not be added) and the list award; a test adds data, indicators and
/// checks.
class Pack {
 public:
  Pack() {
    write("catalog/cubes/food.yaml",
          "title: {zh: 食品抽检, en: Food}\nowner: market\nscope: {zh: 不含快检}\n"
          "dimensions: {stage: {zh: 环节, codes: stage}}\nmeasures:\n  tested: {zh: 完成, unit: 件}\n"
          "  passed: {zh: 合格, unit: 件}\n  output: {zh: 产值, unit: 亿元, decimals: 2}\n"
          "  growth: {zh: 增速, unit: \"%\", decimals: 1, kind: growth}\n"
          "derived:\n  failed: {zh: 不合格, formula: tested - passed, unit: 件}\n"
          "  rate: {zh: 合格率, numerator: passed, denominator: tested, unit: \"%\", decimals: 2}\n"
          "  fail_rate: {zh: 不合格率, formula: 100 - rate, unit: \"%\", decimals: 2, kind: rate}\n"
          "  share: {zh: 倒数, formula: 100 / rate, decimals: 4}\n"
          "  fail_share: {zh: 不合格占比, numerator: failed, denominator: tested, unit: ‰, decimals: 1}\n"
          "  at_least: {zh: 至少, formula: \"coalesce(tested, 0) + coalesce(passed, 0)\", unit: 件}\n"
          "  doubled: {zh: 倍增, formula: growth * 2, unit: \"%\", decimals: 1, kind: growth}\n"
          "  tested_change: {zh: 变化, change_of: tested, unit: \"%\", decimals: 1}\n"
          "  rate_change: {zh: 率变化, change_of: rate, unit: 个百分点, decimals: 2}\n");
    write("catalog/cubes/visits.yaml",
          "title: {zh: 走访, en: Visits}\nowner: market\n"
          "dimensions: {town: {zh: 镇, codes: town}, stage: {zh: 环节, codes: stage}}\n"
          "measures:\n  visits: {zh: 次数, unit: 次}\n  noise: {zh: 噪声, unit: 分贝, decimals: 1, kind: "
          "level}\n");
    write("catalog/lists/award.yaml",
          "title: {zh: 获奖名单, en: Winners}\nowner: market\nunit: 个\n"
          "columns:\n  stage: {zh: 环节, codes: stage}\n  winner: {zh: 名称}\n"
          "  seats: {zh: 席位, type: integer, unit: 席}\n");
  }

  void write(const std::string& name, const std::string& content) { folder_.write(name, content); }
  void data(const std::string& name, const std::string& content) {
    write("districts/test/data/" + name, content);
  }
  void indicators(const std::string& content) { write("catalog/indicators/a.yaml", content); }
  void food(const std::string& rows) { data("food.csv", kFoodColumns + rows); }
  void reported(const std::string& rows) { data("reported/a.csv", kReportedColumns + rows); }

  /// Loads what was written. The pack must have no mistakes.
  Evaluator& load() {
    Diagnostics diagnostics;
    catalog_ = folder_.load(diagnostics);
    database_ = store::open_memory_database();
    session_ = database_->session();
    if (!diagnostics.has_errors()) intake::load_pack(catalog_, *session_, diagnostics);
    for (const auto& d : diagnostics.items()) ADD_FAILURE() << to_string(d);
    evaluator_ = std::make_unique<Evaluator>(catalog_, *session_);
    return *evaluator_;
  }

  const catalog::Catalog& catalog() const { return catalog_; }
  store::Session& session() { return *session_; }
  Evaluator& evaluator() { return *evaluator_; }

  /// A cell of a cube rounded to its decimals; "missing" where there is none.
  std::string cell(const std::string& cube, const std::string& measure, const std::string& filter, int year) {
    const auto& c = *catalog_.cube(cube);
    return rounded(evaluator_->cell(c, *c.measure(measure), filter, year, {"t.md", 3, 5}));
  }
  std::optional<Value> value(const std::string& indicator, int year, const std::string& area = "") {
    return evaluator_->indicator(*catalog_.indicator(indicator), area, year);
  }
  std::string indicator(const std::string& id, int year, const std::string& area = "") {
    return rounded(value(id, year, area));
  }
  std::optional<Change> change(const std::string& indicator, int year) {
    return evaluator_->indicator_change(*catalog_.indicator(indicator), "", year);
  }

  static std::string rounded(const std::optional<Value>& value) {
    return value ? value->exact.rounded(value->decimals).to_string() : "missing";
  }

 private:
  catalog::PackFolder folder_;
  catalog::Catalog catalog_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<store::Session> session_;
  std::unique_ptr<Evaluator> evaluator_;
};

/// Each input of an origin as "path:lines".
inline std::vector<std::string> inputs(const Origin& origin) {
  std::vector<std::string> out;
  for (const Input& input : origin.inputs) {
    out.push_back(input.path.substr(input.path.rfind("data/") + 5) + ":" + compress_ranges(input.lines));
  }
  return out;
}

}  // namespace zhiheng::measure
