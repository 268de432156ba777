#include "plan/progress.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "plan/demand.h"
#include "plan/pack_test.h"

namespace zhiheng::plan {
namespace {

/// One value in the due year: what does the demand say?
std::string at_due(const std::string& indicator, const std::string& demand, const std::string& value) {
  Bench bench;
  bench.value(indicator, 2025, value);
  return bench.status("{indicator: " + indicator + ", " + demand + ", by: 2025, source: s}", 2025);
}

const std::string kReached = "reached met-at-due", kMissed = "missed missed-at-due";

TEST(Judge, EveryDemandAtJustBelowAndJustAboveItsLimit) {
  const struct {
    const char *indicator, *demand, *value;
    const std::string& expected;
  } cases[] = {
      {"a.rate", "at_least: 96", "96", kReached},
      {"a.rate", "at_least: 96", "95.9", kMissed},
      {"a.rate", "at_least: 96", "95.95", kReached},  // printed 96.0
      {"a.rate", "at_least: 96", "95.949", kMissed},
      {"a.dust", "at_most: 35", "35", kReached},
      {"a.dust", "at_most: 35", "35.4", kReached},  // printed 35
      {"a.dust", "at_most: 35", "35.5", kMissed},
      {"a.rate", "more_than: 28.5", "28.5", kMissed},
      {"a.rate", "more_than: 28.5", "28.6", kReached},
      {"a.rate", "more_than: 28.5", "28.54", kMissed},
      {"a.dust", "less_than: 10", "10", kMissed},
      {"a.dust", "less_than: 10", "9", kReached},
      {"a.rate", "reach: 4.5", "4.5", kReached},
      {"a.rate", "reach: 4.5", "4.4", kMissed},
      {"a.rate", "reach: 4.5", "4.6", kReached},
      {"a.dust", "reach: 37", "37", kReached},
      {"a.dust", "reach: 37", "38", kMissed},
      {"a.dust", "reach: 37", "36", kReached},
      {"a.built", "exactly: 2", "2", kReached},
      {"a.built", "exactly: 2", "1", kMissed},
      {"a.built", "exactly: 2", "3", kMissed},
      {"a.rate", "full: true", "100", kReached},
      {"a.rate", "full: true", "99.9", kMissed},
      {"a.rate", "full: true", "99.95", kReached},  // printed 100.0
      {"a.built", "between: [5, 8]", "5", kReached},
      {"a.built", "between: [5, 8]", "4", kMissed},
      {"a.built", "between: [5, 8]", "9", kReached},  // more is no fault where more is better
      {"a.rate", "about: 85", "85", kReached},
      {"a.rate", "about: 85", "82.5", kReached},  // 3 % below is 82.45
      {"a.rate", "about: 85", "82.4", kMissed},
      {"a.rate", "about: 85", "92", kReached},
      {"a.rate", "at_least: 80, aim: 85", "80", kReached},
      {"a.rate", "at_least: 80, aim: 85", "79.9", kMissed},
  };
  for (const auto& c : cases)
    EXPECT_EQ(at_due(c.indicator, c.demand, c.value), c.expected) << c.demand << " at " << c.value;
}

TEST(Judge, AmbitionIsToldBesideTheFloor) {
  Bench bench;
  bench.value("a.rate", 2025, "84.9");
  const auto p = bench.judged("{indicator: a.rate, at_least: 80, aim: 85, by: 2025, source: s}", 2025);
  EXPECT_EQ(p.status, Status::kReached);
  EXPECT_EQ(p.aim_met, false);
}

TEST(Judge, RangeWithoutADirectionHasTwoEnds) {
  Bench bench;
  bench.indicator("a.ph", "kind: level, unit: 度, better: range");
  bench.value("a.ph", 2025, "9");
  EXPECT_EQ(bench.status("{indicator: a.ph, between: [5, 8], by: 2025, source: s}", 2025), kMissed);
}

TEST(Judge, ZeroIsLostWithTheFirstCase) {
  Bench bench;
  const std::string target = "{indicator: a.deaths, zero: true, by: 2025, source: s}";
  bench.value("a.deaths", 2021, "0");
  EXPECT_EQ(bench.status(target, 2021), "on_track holds");
  bench.value("a.deaths", 2022, "1");
  bench.value("a.deaths", 2023, "0");
  EXPECT_EQ(bench.status(target, 2023), "missed happened");
}

TEST(Judge, ZeroNeedsEveryYearKnownAtTheEnd) {
  Bench bench;
  const std::string target = "{indicator: a.deaths, zero: true, by: 2025, source: s}";
  for (const int year : {2021, 2022, 2023, 2025}) bench.value("a.deaths", year, "0");
  EXPECT_EQ(bench.status(target, 2025), "no_data gap");
}

TEST(Judge, HoldFailsWithAnyYear) {
  Bench bench;
  const std::string target = "{indicator: a.rate, at_least: 85, hold: true, by: 2025, source: s}";
  bench.value("a.rate", 2021, "84");
  EXPECT_EQ(bench.status(target, 2021), "behind broken");
  bench.value("a.rate", 2022, "86");
  EXPECT_EQ(bench.status(target, 2022), "at_risk held-again");
  for (const int year : {2023, 2024, 2025}) bench.value("a.rate", year, "87");
  EXPECT_EQ(bench.status(target, 2025), "missed broken");
}

TEST(Judge, AddedIsASumOfFlows) {
  Bench bench;
  const std::string target = "{indicator: a.built, as: added, at_least: 80, by: 2025, source: s}";
  bench.value("a.built", 2020, "500");  // before the plan: not counted
  bench.value("a.built", 2021, "16");
  EXPECT_EQ(bench.status(target, 2021), "on_track pace");
  bench.value("a.built", 2022, "12");
  EXPECT_EQ(bench.status(target, 2022), "at_risk pace") << "28 of 32";
  bench.value("a.built", 2023, "2");
  EXPECT_EQ(bench.status(target, 2023), "behind pace") << "30 of 48";
  bench.value("a.built", 2024, "50");
  const auto p = bench.judged(target, 2024);
  EXPECT_EQ(p.status, Status::kReached);
  EXPECT_EQ(p.now->to_string(), "80");
  EXPECT_EQ(p.distance->to_string(), "0");
}

TEST(Judge, AddedOfAStockIsItsRise) {
  Bench bench;
  bench.value("a.stock", 2020, "100");
  bench.value("a.stock", 2025, "179");
  const std::string target = "{indicator: a.stock, as: added, at_least: 80, by: 2025, source: s}";
  EXPECT_EQ(bench.status(target, 2025), kMissed);
  EXPECT_EQ(bench.judged(target, 2025).now->to_string(), "79");
}

TEST(Judge, AddedWithYearsMissingIsNotCalledMissed) {
  Bench bench;
  bench.value("a.built", 2021, "10");
  bench.value("a.built", 2025, "10");
  const auto p = bench.judged("{indicator: a.built, as: added, at_least: 80, by: 2025, source: s}", 2025);
  EXPECT_EQ(p.status, Status::kNoData);
  EXPECT_EQ(p.missing, (std::vector<int>{2022, 2023, 2024}));
}

TEST(Judge, CeilingOnWhatAddsUpIsABudget) {
  Bench bench;
  const std::string target = "{indicator: a.deaths, as: added, at_most: 10, by: 2025, source: s}";
  bench.value("a.deaths", 2021, "2");
  EXPECT_EQ(bench.status(target, 2021), "on_track within-budget");
  bench.value("a.deaths", 2022, "4");
  EXPECT_EQ(bench.status(target, 2022), "at_risk used-fast");
  bench.value("a.deaths", 2023, "5");
  EXPECT_EQ(bench.status(target, 2023), "missed overshot");
}

TEST(Judge, ChangeComparesYearlyMeansOfPeriods) {
  Bench bench;
  const std::string target =
      "{indicator: a.deaths, as: change, reach: -10, against: 2016-2020, by: 2025, source: s}";
  for (int year = 2016; year <= 2020; ++year) bench.value("a.deaths", year, "20");
  for (int year = 2021; year <= 2025; ++year) bench.value("a.deaths", year, "18");
  EXPECT_EQ(bench.status(target, 2025), kReached);
  bench.book["a.deaths"].points.back().value = Decimal(19);
  const auto p = bench.judged(target, 2025);
  EXPECT_EQ(p.status, Status::kMissed) << "18.2 against 20 is -9.0 %";
  EXPECT_EQ(p.now->to_string(), "-9.0");
  EXPECT_EQ(p.unit, "%");
}

TEST(Judge, DifferenceIsInPointsForARate) {
  Bench bench;
  bench.value("a.rate", 2020, "50");
  bench.value("a.rate", 2025, "53");
  const auto p =
      bench.judged("{indicator: a.rate, as: difference, reach: 3, against: 2020, by: 2025, source: s}", 2025);
  EXPECT_EQ(p.status, Status::kReached);
  EXPECT_EQ(p.unit, "个百分点");
}

TEST(Judge, DoubledIsTwiceTheBase) {
  Bench bench;
  bench.value("a.green", 2020, "7.5");
  bench.value("a.green", 2025, "14.9");
  const std::string target =
      "{indicator: a.green, as: times, reach: 2.0, against: 2020, by: 2025, source: s}";
  EXPECT_EQ(bench.status(target, 2025), kReached) << "1.99 is printed 2.0";
  bench.book["a.green"].points.back().value = *Decimal::parse("14.6");
  EXPECT_EQ(bench.status(target, 2025), kMissed) << "1.9";
}

TEST(Judge, GrowthOfEachYearAndInTheMean) {
  Bench bench;
  bench.value("a.green", 2020, "100");
  bench.value("a.green", 2021, "130");
  bench.value("a.green", 2022, "150");
  const std::string each = "{indicator: a.green, as: growth, every: year, reach: 30, by: 2022, source: s}";
  EXPECT_EQ(bench.status(each, 2021), "on_track holds");
  EXPECT_EQ(bench.status(each, 2022), kMissed) << "150/130 is 15.4 %";
  const auto mean = bench.judged("{indicator: a.green, as: growth, reach: 22, by: 2022, source: s}", 2022);
  EXPECT_EQ(mean.now->to_string(), "22.5");
  EXPECT_EQ(mean.status, Status::kReached);
}

TEST(Judge, MeanOfTheYears) {
  Bench bench;
  bench.value("a.built", 2021, "400");
  bench.value("a.built", 2022, "380");
  bench.value("a.built", 2023, "420");
  const auto p = bench.judged("{indicator: a.built, as: mean, at_least: 400, by: 2023, source: s}", 2023);
  EXPECT_EQ(p.now->to_string(), "400");
  EXPECT_EQ(p.status, Status::kReached);
}

TEST(Judge, BetterThanTheCityAndInStepWithIt) {
  Bench bench;
  bench.value("a.rate", 2025, "7.0");
  const std::string better = "{indicator: a.rate, better_than: a.city, by: 2025, source: s}";
  EXPECT_EQ(bench.status(better, 2025), "no_data limit-unknown");
  bench.value("a.city", 2025, "7.0");
  EXPECT_EQ(bench.status(better, 2025), kMissed) << "as good is not better";
  bench.book["a.city"].points[0].value = *Decimal::parse("6.9");
  EXPECT_EQ(bench.status(better, 2025), kReached);
  bench.book["a.city"].points[0].value = *Decimal::parse("7.2");
  const std::string in_step = "{indicator: a.rate, in_step_with: a.city, by: 2025, source: s}";
  EXPECT_EQ(bench.status(in_step, 2025), kReached) << "3 % below 7.2 is 6.98";
  bench.book["a.city"].points[0].value = *Decimal::parse("7.3");
  EXPECT_EQ(bench.status(in_step, 2025), kMissed);
}

TEST(Judge, AFlowOfAnEarlierYearDoesNotReachTheDueYear) {
  Bench bench;
  bench.value("a.built", 2023, "3");
  const std::string target = "{indicator: a.built, reach: 3, by: 2024, source: s}";
  EXPECT_EQ(bench.status(target, 2023), "on_track year-met");
  bench.value("a.built", 2024, "2");
  EXPECT_EQ(bench.status(target, 2024), kMissed);
}

TEST(Judge, TheDistanceOfARateIsInPoints) {
  Bench bench;
  bench.value("a.rate", 2025, "95.4");
  const auto p = bench.judged("{indicator: a.rate, at_least: 96, by: 2025, source: s}", 2025);
  EXPECT_EQ(p.distance->to_string(), "0.6");
  EXPECT_EQ(p.distance_unit, "个百分点");
}

TEST(DemandWords, AsPeopleSayThem) {
  Bench bench;
  const auto words = [&](const std::string& target) {
    return demand_words(bench.catalog, bench.plan("  - " + target + "\n").targets.at(0)).zh;
  };
  EXPECT_EQ(words("{indicator: a.rate, at_least: 80, aim: 85, by: 2025, source: s}"), "≥ 80%，力争 85%");
  EXPECT_EQ(words("{indicator: a.deaths, as: change, reach: -10, against: 2016-2020, by: 2025, source: s}"),
            "较 2016—2020 年下降 10%");
  EXPECT_EQ(words("{indicator: a.green, as: difference, reach: 1, against: 2020, by: 2025, source: s}"),
            "较 2020 年上升 1 万平方米");
  EXPECT_EQ(words("{indicator: a.built, as: added, between: [5, 8], by: 2025, source: s}"),
            "累计新增 5—8 个");
  EXPECT_EQ(words("{indicator: a.rate, about: 85, by: 2025, source: s}"), "85% 左右");
}

TEST(Judge, WhatTheCitySetsIsUnknownHere) {
  EXPECT_EQ(at_due("a.rate", "set_by: 市", "99"), "no_data limit-unknown");
}

TEST(Judge, PaceAgainstTheBaseOfTheSource) {
  Bench bench;
  const std::string target =
      "{indicator: a.rate, reach: 60, by: 2025, base: {year: 2020, value: 50}, source: s}";
  bench.value("a.rate", 2022, "54");
  const auto p = bench.judged(target, 2022);
  EXPECT_EQ(std::string(to_string(p.status)), "on_track") << "4 of 4";
  EXPECT_EQ(p.pace->to_string(), "2.00");
  EXPECT_EQ(p.needed_pace->to_string(), "2.00");
  bench.book["a.rate"].points[0].value = *Decimal::parse("53.7");
  EXPECT_EQ(bench.status(target, 2022), "at_risk pace") << "0.925 of the pace";
  bench.book["a.rate"].points[0].value = *Decimal::parse("52.9");
  EXPECT_EQ(bench.status(target, 2022), "behind pace") << "0.725 of the pace";
}

TEST(Judge, WithoutAStartTheDistanceDecides) {
  EXPECT_EQ(Bench().status("{indicator: a.rate, reach: 60, by: 2025, source: s}", 2022), "no_data no-value");
  Bench bench;
  bench.value("a.rate", 2022, "58.5");
  EXPECT_EQ(bench.status("{indicator: a.rate, reach: 60, by: 2025, source: s}", 2022), "at_risk near");
  bench.book["a.rate"].points[0].value = Decimal(50);
  EXPECT_EQ(bench.status("{indicator: a.rate, reach: 60, by: 2025, source: s}", 2022), "behind far");
}

TEST(Judge, FallenBackBehindTheStart) {
  Bench bench;
  bench.value("a.rate", 2020, "88");
  bench.value("a.rate", 2022, "70");
  EXPECT_EQ(bench.status("{indicator: a.rate, reach: 85, by: 2025, source: s}", 2022), "behind fell-back");
}

TEST(Judge, MilestonesDecideBeforeThePace) {
  Bench bench;
  const std::string target =
      "{indicator: a.rate, reach: 75, by: 2023, milestones: {2021: 74, 2022: 74.5}, source: s}";
  bench.value("a.rate", 2021, "74");
  EXPECT_EQ(bench.status(target, 2021), "on_track milestone-met");
  bench.value("a.rate", 2022, "74.4");
  EXPECT_EQ(bench.status(target, 2022), "at_risk milestone-near");
  bench.book["a.rate"].points[1].value = Decimal(60);
  const auto p = bench.judged(target, 2022);
  EXPECT_EQ(p.reason.code, "milestone-far");
  ASSERT_EQ(p.milestones.size(), 2u);
  EXPECT_EQ(p.milestones[0].met, true);
  EXPECT_EQ(p.milestones[1].met, false);
}

TEST(Judge, TheDueYearWithoutAValueIsNoDataNotMissed) {
  Bench bench;
  bench.value("a.rate", 2024, "99");
  EXPECT_EQ(bench.status("{indicator: a.rate, reach: 60, by: 2025, source: s}", 2025),
            "no_data due-year-missing");
  EXPECT_EQ(bench.status("{indicator: a.rate, reach: 60, by: 2025, source: s}", 2024), "reached met-early");
}

TEST(Judge, BeforeAnyYearIsOver) {
  Bench bench;
  bench.value("a.rate", 2020, "88");
  const auto p = bench.judged("{indicator: a.rate, reach: 90, by: 2025, source: s}", 2020);
  EXPECT_EQ(p.reason.code, "not-begun");
  EXPECT_EQ(p.start->to_string(), "88.0");
}

TEST(Judge, UnitsOfTheLimitAreConverted) {
  Bench bench;
  bench.value("a.green", 2025, "20.0");  // 万平方米 are as many 公顷
  const auto p = bench.judged("{indicator: a.green, reach: 20, unit: 公顷, by: 2025, source: s}", 2025);
  EXPECT_EQ(p.status, Status::kReached);
  EXPECT_EQ(p.unit, "公顷");
}

TEST(Judge, ABrokenDefinitionIsTold) {
  Bench bench;
  bench.indicator(
      "a.rate",
      "kind: rate, unit: \"%\", decimals: 1, better: more, since: {2018: {zh: 首次}, 2022: {zh: 改口径}}");
  bench.value("a.rate", 2020, "88");
  bench.value("a.rate", 2021, "88");
  EXPECT_FALSE(bench.judged("{indicator: a.rate, reach: 90, by: 2025, source: s}", 2021).break_in_series);
  bench.value("a.rate", 2022, "88");
  EXPECT_TRUE(bench.judged("{indicator: a.rate, reach: 90, by: 2025, source: s}", 2022).break_in_series);
}

RC_GTEST_PROP(Judge, MoreOfWhatIsWishedForNeverMakesItWorse, ()) {
  const int first = *rc::gen::inRange(0, 120), more = *rc::gen::inRange(0, 30);
  const int year = *rc::gen::inRange(2021, 2026);
  const auto rank = [&](int value) {
    Bench bench;
    bench.value("a.built", 2020, "40");
    bench.value("a.built", year, std::to_string(value));
    return static_cast<int>(
        bench.judged("{indicator: a.built, reach: 100, by: 2025, source: s}", year).status);
  };
  RC_ASSERT(rank(first + more) <= rank(first));
}

}  // namespace
}  // namespace zhiheng::plan
