#include "catalog/assessment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "catalog/pack_test.h"

namespace zhiheng::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kSheet = R"(title: {zh: 考核表, en: Sheet}
assessed: areas
peers:
  north: {title: {zh: 北组}, members: [hong]}
  south: {title: {zh: 南组}, members: [lan]}
total: 100
bands: {A: 90, B: 80, C: 60, D: 0}
groups: {work: {zh: 工作}}
items:
  plan: {title: {zh: 计划}, group: work, points: 40, evidence: true}
  rate: {title: {zh: 合格率}, group: work, points: 60, unit: "%", decimals: 1, linear: {floor: 90, full: 98}}
  event: {title: {zh: 事件}, group: work, veto: true}
)";

class SheetTest : public testing::Test {
 protected:
  /// The mistakes of the sheet after one replacement.
  std::vector<std::string> mistakes_with(const std::string& from, const std::string& to) {
    pack_.write("districts/test/assessments/town.yaml", replace_all(kSheet, from, to));
    std::vector<std::string> out;
    for (const std::string& mistake : pack_.mistakes()) {
      EXPECT_EQ(mistake.find("districts/test/assessments/town.yaml:"), 0U) << mistake;
      out.push_back(replace_all(mistake, "districts/test/assessments/town.yaml:", ""));
    }
    return out;
  }

  PackFolder pack_;
};

TEST_F(SheetTest, IsReadWithItsRules) {
  EXPECT_THAT(mistakes_with("total: 100", "total: 100"), IsEmpty());
  Diagnostics diagnostics;
  const Catalog catalog = pack_.load(diagnostics);
  const Sheet& sheet = catalog.sheets.at("town");
  EXPECT_FALSE(sheet.departments);
  EXPECT_EQ(sheet.sha256.size(), 64U);
  EXPECT_EQ(sheet.peers[1].members, std::vector<std::string>{"lan"});
  EXPECT_EQ(sheet.item("rate")->rule, Rule::kLinear);
  EXPECT_EQ(sheet.item("rate")->decimals, 1);
  EXPECT_EQ(sheet.item("rate")->full, Decimal(98));
  EXPECT_FALSE(sheet.item("event")->scored());
}

TEST_F(SheetTest, GradesByBandsAtJustBelowAndJustAboveTheLimits) {
  mistakes_with("total: 100", "total: 100");
  Diagnostics diagnostics;
  const Sheet sheet = pack_.load(diagnostics).sheets.at("town");
  const auto grade = [&](const char* total) { return sheet.grade_of(*Decimal::parse(total)); };
  EXPECT_EQ(grade("100"), "A");
  EXPECT_EQ(grade("90.0"), "A");
  EXPECT_EQ(grade("89.9"), "B");
  EXPECT_EQ(grade("80"), "B");
  EXPECT_EQ(grade("79.9"), "C");
  EXPECT_EQ(grade("60"), "C");
  EXPECT_EQ(grade("59.9"), "D");
  EXPECT_EQ(grade("0"), "D");
}

TEST_F(SheetTest, MistakesAreToldWithTheirPlace) {
  EXPECT_THAT(mistakes_with("evidence: true", "points: 40"), testing::Contains("10:56 yaml.duplicate-key"));
  EXPECT_THAT(mistakes_with(", evidence: true", ""), ElementsAre("10:9 assessment.no-rule"));
  EXPECT_THAT(mistakes_with("evidence: true", "evidence: true, veto: true"),
              testing::Contains("10:9 assessment.two-rules"));
  EXPECT_THAT(mistakes_with("points: 40", "points: 41"), ElementsAre("1:1 assessment.points-sum"));
  EXPECT_THAT(mistakes_with("points: 40", "points: viele"), testing::Contains("10:52 assessment.bad-number"));
  EXPECT_THAT(mistakes_with("full: 98", "full: 90"), ElementsAre("11:91 assessment.same-ends"));
  EXPECT_THAT(mistakes_with("B: 80", "B: 95"), ElementsAre("7:8 assessment.band-order"));
  EXPECT_THAT(mistakes_with("D: 0", "D: 10"), ElementsAre("7:8 assessment.band-order"));
  EXPECT_THAT(mistakes_with("members: [lan]", "members: [lann]"),
              ElementsAre("5:10 assessment.unknown-member"));
  EXPECT_THAT(mistakes_with("members: [lan]", "members: [hong]"),
              ElementsAre("5:10 assessment.member-twice"));
  EXPECT_THAT(mistakes_with("group: work, points: 40", "group: play, points: 40"),
              ElementsAre("10:9 assessment.unknown-group"));
  EXPECT_THAT(mistakes_with("points: 60, unit", "points: 60, indicator: food.rate, unit"),
              ElementsAre("11:9 catalog.unknown-indicator"));
  EXPECT_THAT(mistakes_with("points: 40,", "points: 40, owner: nobody,"),
              ElementsAre("10:9 catalog.unknown-owner"));
  EXPECT_THAT(mistakes_with("linear: {floor: 90, full: 98}", "met: {plan: x, target: y}"),
              ElementsAre("11:9 assessment.unknown-plan"));
  EXPECT_THAT(mistakes_with("linear: {floor: 90, full: 98}", "met: {at_least: 1, at_most: 2}"),
              ElementsAre("11:88 assessment.no-limit"));
}

TEST_F(SheetTest, StepsGoFromTheBestToTheWorst) {
  const std::string from = "linear: {floor: 90, full: 98}";
  EXPECT_THAT(mistakes_with(from, "steps: [{at_least: 98, points: 60}, {at_least: 95, points: 30}]"),
              IsEmpty());
  EXPECT_THAT(mistakes_with(from, "steps: [{at_most: 1, points: 60}, {at_most: 3, points: 30}]"), IsEmpty());
  EXPECT_THAT(mistakes_with(from, "steps: [{at_least: 95, points: 60}, {at_least: 98, points: 30}]"),
              ElementsAre("11:90 assessment.step-order"));
  EXPECT_THAT(mistakes_with(from, "steps: [{at_least: 98, points: 60}, {at_most: 95, points: 30}]"),
              testing::Contains("11:90 assessment.mixed-steps"));
  EXPECT_THAT(mistakes_with(from, "steps: [{at_least: 98, points: 61}]"),
              ElementsAre("11:9 assessment.too-many-points"));
}

}  // namespace
}  // namespace zhiheng::catalog
