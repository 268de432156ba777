#pragma once
// For tests only: a district of four towns with a sheet that uses every rule.
#include <gtest/gtest.h>

#include "base/diagnosed_test.h"
#include "catalog/calendar.h"
#include "catalog/pack_test.h"
#include "plan/assessment_inputs.h"

namespace zhiheng::plan {

/// Towns a, b, c (group big) and d (group small); 100 points in seven items, a deduction, a bonus, a veto.
class AssessmentPack {
 public:
  AssessmentPack() {
    pack_.write("districts/test/codes/town.csv", "code,zh,en\na,甲镇,A\nb,乙镇,B\nc,丙镇,C\nd,丁街道,D\n");
    pack_.write(
        "catalog/indicators/i.yaml",
        "food.rate: {title: {zh: 率}, unit: \"%\", kind: rate, decimals: 1, owner: market, better: more}\n");
    pack_.write(
        "districts/test/plans/p.yaml",
        "title: {zh: 规划}\ndocument: 规划\nissued: 2018-01\nperiod: {from: 2018, to: 2020}\ntargets:\n"
        "  - {indicator: food.rate, id: rate, at_least: 96, by: 2020, milestones: {2019: 95}, owners: "
        "[market], source: 表1}\n");
    pack_.write("districts/test/assessments/sheet.yaml", kSheet);
    catalog_ = pack_.load(diagnostics_);
    EXPECT_EQ(diagnosed(diagnostics_), std::vector<std::string>{});
    Diagnostics none;
    calendar_ = catalog::load_calendar({ZHIHENG_SOURCE_DIR}, none);
  }

  const catalog::Catalog& catalog() const { return catalog_; }
  const catalog::Sheet& sheet() const { return catalog_.sheets.at("sheet"); }
  const catalog::SheetItem& item(const std::string& id) const { return *sheet().item(id); }
  const WorkingCalendar& calendar() const { return calendar_; }

  AssessmentInputs empty(int year = 2020) const {
    AssessmentInputs inputs;
    inputs.year = year;
    inputs.subjects = subjects_of(catalog_, sheet(), year);
    return inputs;
  }
  /// Every item of every town at its best.
  AssessmentInputs full(int year = 2020) const {
    AssessmentInputs inputs = empty(year);
    for (const auto& subject : inputs.subjects) {
      for (const auto& [id, text] : kBest) inputs.values[{subject.code, id}] = entered(text);
    }
    return inputs;
  }
  std::vector<Card> cards(const AssessmentInputs& inputs) const {
    return assess(catalog_, sheet(), inputs, calendar_);
  }
  /// The score of town a's item when everything else is at its best.
  ItemScore score(const std::string& item_id, const std::string& text, int year = 2020) const {
    AssessmentInputs inputs = full(year);
    inputs.values[{"a", item_id}] = entered(text);
    return *cards(inputs)[0].item(item_id);
  }
  /// Its points in words: "12.5", or the name of the rule that left it without.
  std::string points(const std::string& item_id, const std::string& text, int year = 2020) const {
    const ItemScore scored = score(item_id, text, year);
    return scored.points ? scored.points->to_string() : scored.reason.code;
  }

  static AssessmentValue entered(const std::string& text) { return {text, "entered", "", "", false, false}; }

  static inline const std::vector<std::pair<std::string, std::string>> kBest{
      {"line", "98"},      {"steps", "4"},     {"target", "99"},
      {"place", "3"},      {"tasks", "20/20"}, {"late", "2020-06-30..2020-06-30"},
      {"evidence", "yes"}, {"notice", "0"},    {"award", "0"},
      {"accident", "0"}};

 private:
  static constexpr const char* kSheet = R"(title: {zh: 考核表, en: Sheet}
assessed: areas
peers:
  big: {title: {zh: 镇}, members: [a, b, c]}
  small: {title: {zh: 街道}, members: [d]}
total: 100
decimals: 1
bands: {A: 90, B: 80, C: 60, D: 0}
groups: {work: {zh: 工作}}
items:
  line: {title: {zh: 合格率}, group: work, points: 20, unit: "%", decimals: 1, linear: {floor: 90, full: 98}}
  steps: {title: {zh: 培训}, group: work, points: 10, steps: [{at_least: 4, points: 10}, {at_least: 2, points: 6}]}
  target: {title: {zh: 目标}, group: work, points: 10, met: {plan: p, target: rate}}
  place: {title: {zh: 名次}, group: work, points: 10, rank: {best: more, last: 2}}
  tasks: {title: {zh: 任务}, group: work, points: 20, share: {floor: 60, full: 100, smallest: 10, each: 4}}
  late: {title: {zh: 时效}, group: work, points: 10, late: {each_day: 0.5}}
  evidence: {title: {zh: 证据}, group: work, points: 20, evidence: true}
  notice: {title: {zh: 通报}, group: work, deduct: {each: 2, cap: 5}}
  award: {title: {zh: 获奖}, group: work, bonus: {each: 1.5, cap: 3}}
  accident: {title: {zh: 事件}, group: work, veto: true}
)";

  catalog::PackFolder pack_;
  Diagnostics diagnostics_;
  catalog::Catalog catalog_;
  WorkingCalendar calendar_;
};

}  // namespace zhiheng::plan
