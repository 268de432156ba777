#include "plan/assessment_rules.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "plan/assessment_pack_test.h"

namespace zhiheng::plan {
namespace {

class RulesTest : public testing::Test {
 protected:
  static const AssessmentPack& pack() {
    static const AssessmentPack kPack;
    return kPack;
  }
  static std::string points(const std::string& item, const std::string& text, int year = 2020) {
    return pack().points(item, text, year);
  }
};

TEST_F(RulesTest, LinearIsNothingAtTheFloorAllAtTheFullValueAndInProportionBetween) {
  EXPECT_EQ(points("line", "89.9"), "0.0");
  EXPECT_EQ(points("line", "90"), "0.0");
  EXPECT_EQ(points("line", "90.1"), "0.3") << "0.25 is rounded half-up";
  EXPECT_EQ(points("line", "94"), "10.0");
  EXPECT_EQ(points("line", "97.9"), "19.8");
  EXPECT_EQ(points("line", "97.95"), "20.0") << "the value is compared as printed: 98.0";
  EXPECT_EQ(points("line", "98"), "20.0");
  EXPECT_EQ(points("line", "98.1"), "20.0");
  EXPECT_EQ(points("line", "-5"), "0.0");
}

TEST_F(RulesTest, StepsGiveTheBestLineThatHolds) {
  EXPECT_EQ(points("steps", "1.9"), "0.0");
  EXPECT_EQ(points("steps", "2"), "6.0");
  EXPECT_EQ(points("steps", "3.9"), "6.0");
  EXPECT_EQ(points("steps", "4"), "10.0");
  EXPECT_EQ(points("steps", "4.1"), "10.0");
  EXPECT_EQ(pack().score("steps", "1").reason.code, "below-steps");
}

TEST_F(RulesTest, ATargetIsMetOrNotAndItsMilestoneHoldsInItsYear) {
  EXPECT_EQ(points("target", "95.9"), "0.0");
  EXPECT_EQ(points("target", "96"), "10.0");
  EXPECT_EQ(points("target", "96.1"), "10.0");
  EXPECT_EQ(points("target", "95.95"), "10.0") << "compared at the indicator's decimals";
  EXPECT_EQ(points("target", "95", 2019), "10.0");
  EXPECT_EQ(points("target", "94.9", 2019), "0.0");
}

TEST_F(RulesTest, PlacesShareTheBetterOneWhereTheyAreEqual) {
  EXPECT_EQ(points("place", "3"), "10.0") << "all three are the first";
  EXPECT_EQ(points("place", "4"), "10.0");
  EXPECT_EQ(points("place", "2.9"), "2.0") << "the last of three";
  AssessmentInputs inputs = pack().full();
  inputs.values[{"b", "place"}] = AssessmentPack::entered("2");
  inputs.values[{"c", "place"}] = AssessmentPack::entered("1");
  const auto cards = pack().cards(inputs);
  EXPECT_EQ(cards[0].item("place")->points->to_string(), "10.0");
  EXPECT_EQ(cards[1].item("place")->points->to_string(), "6.0");
  EXPECT_EQ(cards[2].item("place")->points->to_string(), "2.0");
}

TEST_F(RulesTest, ASmallPeerGroupIsComparedWithEverybody) {
  AssessmentInputs inputs = pack().full();
  inputs.values[{"d", "place"}] = AssessmentPack::entered("0");
  EXPECT_EQ(pack().cards(inputs)[3].item("place")->points->to_string(), "2.0");
  EXPECT_EQ(pack().cards(inputs)[0].item("place")->points->to_string(), "10.0");
  inputs.values.erase({"a", "place"});
  EXPECT_EQ(pack().cards(inputs)[3].item("place")->reason.code, "others-missing");
  EXPECT_EQ(pack().cards(inputs)[1].item("place")->reason.code, "others-missing");
  EXPECT_EQ(pack().cards(inputs)[0].item("place")->reason.code, "no-data");
}

TEST_F(RulesTest, AShareOfTenOrMoreIsARateBelowItCountsWhatIsMissing) {
  EXPECT_EQ(points("tasks", "6/10"), "0.0");
  EXPECT_EQ(points("tasks", "61/100"), "0.5");
  EXPECT_EQ(points("tasks", "8/10"), "10.0");
  EXPECT_EQ(points("tasks", "10/10"), "20.0");
  EXPECT_EQ(points("tasks", "8/9"), "16.0") << "one missing of nine: no rate";
  EXPECT_EQ(points("tasks", "3/9"), "0.0");
  EXPECT_EQ(points("tasks", "0/0"), "20.0") << "nothing was due, nothing is missing";
  EXPECT_EQ(pack().score("tasks", "0/0").reason.code, "nothing-due");
  EXPECT_EQ(pack().score("tasks", "8/9").reason.code, "small-each");
  EXPECT_EQ(pack().score("tasks", "8/9").shown, "8/9") << "no rate is printed either";
  EXPECT_EQ(pack().score("tasks", "8/10").shown, "8/10（80.0%）");
  catalog::SheetItem without = pack().item("tasks");
  without.each = 0;
  const RuleSurroundings around{&pack().catalog(), &pack().sheet(), &pack().calendar(), 2020};
  const AssessmentValue nine = AssessmentPack::entered("8/9");
  EXPECT_FALSE(score_item(around, without, &nine, {}).points);
}

TEST_F(RulesTest, DaysLateAreWorkingDays) {
  EXPECT_EQ(points("late", "2020-06-30..2020-06-29"), "10.0");
  EXPECT_EQ(points("late", "2020-06-30..2020-06-30"), "10.0");
  EXPECT_EQ(points("late", "2020-06-30..2020-07-01"), "9.5");
  EXPECT_EQ(points("late", "2020-09-30..2020-10-09"), "9.5") << "the National Day break does not count";
  EXPECT_EQ(points("late", "2020-10-01..2020-10-09"), "10.0") << "due in the break: due on the day after it";
  EXPECT_EQ(points("late", "2020-07-03..2020-07-04"), "9.5") << "on the Saturday after: late all the same";
  EXPECT_EQ(points("late", "2020-03-31..2020-04-01; 2020-06-30..2020-07-02"), "8.5");
  EXPECT_EQ(points("late", "2020-03-31..2020-12-31"), "0.0");
  EXPECT_EQ(points("late", "2020-06-30..none"), "0.0");
  EXPECT_EQ(points("late", "1999-06-30..1999-07-09"), "no-calendar") << "nothing is guessed";
}

TEST_F(RulesTest, EventsDeductOrAddUpToTheirCap) {
  EXPECT_EQ(points("notice", "0"), "0.0");
  EXPECT_EQ(points("notice", "1"), "-2.0");
  EXPECT_EQ(points("notice", "2"), "-4.0");
  EXPECT_EQ(points("notice", "3"), "-5.0");
  EXPECT_EQ(points("award", "1"), "1.5");
  EXPECT_EQ(points("award", "2"), "3.0");
  EXPECT_EQ(points("award", "3"), "3.0");
  EXPECT_EQ(pack().score("notice", "3").lost(), Decimal(5));
  EXPECT_EQ(pack().score("award", "3").lost(), Decimal(0));
}

TEST_F(RulesTest, EvidenceIsAllOrNothingAndEveryLossHasItsWords) {
  EXPECT_EQ(points("evidence", "yes"), "20.0");
  EXPECT_EQ(points("evidence", "no"), "0.0");
  const ItemScore score = pack().score("line", "94");
  EXPECT_EQ(score.lost(), Decimal(10));
  EXPECT_EQ(score.reason.words.zh, "在起分值 90% 与满分值 98% 之间，按比例得 10.0 分");
  EXPECT_EQ(score.shown, "94.0%");
}

TEST_F(RulesTest, ValuesOfAnotherFormAreRefused) {
  const auto reads = [&](const char* item, const char* text) {
    return read_value(pack().item(item), text).has_value();
  };
  EXPECT_FALSE(reads("line", "94%"));
  EXPECT_FALSE(reads("line", ""));
  EXPECT_FALSE(reads("tasks", "21/20"));
  EXPECT_FALSE(reads("tasks", "20"));
  EXPECT_FALSE(reads("tasks", "1.5/20"));
  EXPECT_FALSE(reads("notice", "-1"));
  EXPECT_FALSE(reads("notice", "1.5"));
  EXPECT_FALSE(reads("evidence", "maybe"));
  EXPECT_FALSE(reads("late", "2020-02-30..2020-03-01"));
  EXPECT_FALSE(reads("late", "2020-06-30"));
  EXPECT_TRUE(reads("late", " 2020-06-30..none ; 2020-09-30..2020-09-30"));
}

RC_GTEST_FIXTURE_PROP(RulesTest, PointsStayWithinTheItemAndGrowWithTheValue, ()) {
  const int a = *rc::gen::inRange(8500, 10100), b = *rc::gen::inRange(8500, 10100);
  const auto at = [&](int hundredths) {
    return *pack().score("line", Decimal(Int128{hundredths}, 2).to_string()).points;
  };
  const Decimal low = at(std::min(a, b)), high = at(std::max(a, b));
  RC_ASSERT(low <= high);
  RC_ASSERT(low >= Decimal(0) && high <= Decimal(20));
}

RC_GTEST_FIXTURE_PROP(RulesTest, OneMoreDoneNeverCostsPoints, ()) {
  const int of = *rc::gen::inRange(1, 60);
  const int done = *rc::gen::inRange(0, of);
  const auto at = [&](int number) {
    return *pack().score("tasks", std::to_string(number) + "/" + std::to_string(of)).points;
  };
  RC_ASSERT(at(done) <= at(done + 1));
  RC_ASSERT(at(done) >= Decimal(0) && at(done + 1) <= Decimal(20));
}

}  // namespace
}  // namespace zhiheng::plan
