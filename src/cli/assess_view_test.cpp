#include "cli/assess_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "catalog/calendar.h"
#include "catalog/load.h"
#include "plan/assessment_inputs.h"

namespace zhiheng::cli {
namespace {

using testing::HasSubstr;

class AssessViewTest : public testing::Test {
 protected:
  AssessViewTest() {
    const catalog::Home home{ZHIHENG_SOURCE_DIR};
    Diagnostics diagnostics;
    catalog_ = catalog::load_catalog(home, "minhang", diagnostics);
    calendar_ = catalog::load_calendar(home, diagnostics);
    assessment_.catalog = &catalog_;
    assessment_.sheet = &catalog_.sheets.at("town-quality-work");
    assessment_.inputs.year = 2020;
    assessment_.inputs.subjects = plan::subjects_of(catalog_, *assessment_.sheet, 2020);
    plan::read_entered(catalog_, *assessment_.sheet, assessment_.inputs, diagnostics);
    EXPECT_TRUE(diagnostics.items().empty());
  }
  void score() {
    assessment_.cards = plan::assess(catalog_, *assessment_.sheet, assessment_.inputs, calendar_);
  }
  void simulate() { plan::simulate_missing(catalog_, *assessment_.sheet, 1, assessment_.inputs); }

  catalog::Catalog catalog_;
  WorkingCalendar calendar_;
  Assessment assessment_;
};

TEST_F(AssessViewTest, AnAnswerScoredAgainFromItsOwnInputsIsTheSame) {
  for (const bool simulated : {false, true}) {
    if (simulated) simulate();
    score();
    const std::string text = assessment_json(assessment_).dump();
    const auto answer = nlohmann::ordered_json::parse(text);
    Assessment again{&catalog_, assessment_.sheet, inputs_of(answer), {}};
    EXPECT_EQ(again.inputs.values, assessment_.inputs.values);
    EXPECT_EQ(again.inputs.subjects, assessment_.inputs.subjects);
    again.cards = plan::assess(catalog_, *again.sheet, again.inputs, calendar_);
    EXPECT_EQ(assessment_json(again).dump(), text);
    EXPECT_EQ(answer["simulated"], simulated);
    EXPECT_EQ(answer["sheet"]["sha256"].get<std::string>().size(), 64U);
  }
}

TEST_F(AssessViewTest, AnythingElseIsRefused) {
  EXPECT_THROW(inputs_of(nlohmann::ordered_json::parse("{}")), Error);
  EXPECT_THROW(inputs_of(nlohmann::ordered_json::parse("[1]")), Error);
}

TEST_F(AssessViewTest, WhatIsMissingIsShownAsARange) {
  score();
  const std::string text = ranking_text(assessment_, 120, false);
  EXPECT_THAT(text, HasSubstr("4.0/4"));
  EXPECT_THAT(text, HasSubstr("A—D"));
  EXPECT_THAT(text, testing::Not(HasSubstr("模拟")));
  EXPECT_THAT(sheet_text(assessment_, assessment_.cards[0], 120, false), HasSubstr("没有数据"));
}

TEST_F(AssessViewTest, MadeUpValuesAreMarkedEverywhere) {
  simulate();
  score();
  EXPECT_THAT(ranking_text(assessment_, 120, false), HasSubstr("模拟数据"));
  const std::string text = sheet_text(assessment_, assessment_.cards[0], 120, false);
  EXPECT_THAT(text, HasSubstr("模拟数据"));
  EXPECT_THAT(text, HasSubstr("※"));
}

TEST_F(AssessViewTest, ASuppositionShowsWhatMoves) {
  simulate();
  score();
  const auto before = assessment_.cards;
  assessment_.inputs = plan::suppose(assessment_.inputs, "qibao", "accident", "1");
  score();
  const auto changed = plan::differences(before, assessment_.cards);
  const std::string text = differences_text(changed, 120, false);
  EXPECT_THAT(text, HasSubstr("accident"));
  EXPECT_THAT(text, HasSubstr("→ D"));
  EXPECT_EQ(differences_json(changed).size(), changed.size());
  EXPECT_EQ(differences_text({}, 120, false), "没有变化 nothing changes\n");
}

}  // namespace
}  // namespace zhiheng::cli
