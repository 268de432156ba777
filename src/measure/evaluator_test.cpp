#include "measure/evaluator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "measure/pack_test.h"

namespace zhiheng::measure {
namespace {

using testing::ElementsAre;

const std::string kAward = "year,stage,winner,seats,source,status,note\n";
const std::string kVisits = "year,town,stage,visits,noise,source,status,note\n";

class EvaluatorTest : public testing::Test {
 protected:
  /// One value of the cube's measure by member, as "member:value".
  std::vector<std::string> grid(const std::string& cube, const std::string& measure, const std::string& group,
                                std::optional<int> year) {
    const auto& c = *pack_.catalog().cube(cube);
    std::vector<std::string> out;
    for (const auto& row :
         pack_.evaluator().grid(c, {{c.measure(measure), "", year}}, group, "", {"t.md", 3, 5})) {
      out.push_back(row.member + ":" + Pack::rounded(row.cells[0]));
    }
    return out;
  }
  Value value(const std::string& cube, const std::string& measure, const std::string& where = "",
              int year = 2020) {
    const auto& c = *pack_.catalog().cube(cube);
    return pack_.evaluator().cell(c, *c.measure(measure), where, year, {"t.md", 3, 5}).value();
  }

  Pack pack_;
};

TEST_F(EvaluatorTest, ARateKeepsItsPartsAndItsOrigin) {
  pack_.food(
      "2020,catering,300,290,,,96.67,表9,,\n2020,production,100,100,,,,表9,,\n2020,*,400,,,,97.4,表10,,\n");
  pack_.load();
  const Value rate = value("food", "rate");
  EXPECT_EQ(Pack::rounded(rate), "97.50");
  EXPECT_EQ(rate.numerator, Decimal(390));
  EXPECT_EQ(rate.denominator, Decimal(400));
  EXPECT_EQ(rate.unit, "%");
  EXPECT_EQ(rate.kind, catalog::Kind::kRate);
  EXPECT_EQ(rate.published, "97.4");
  EXPECT_EQ(rate.origin->definition, "food.rate");
  EXPECT_EQ(rate.origin->title.zh, "食品抽检：合格率");
  EXPECT_EQ(rate.origin->scope.zh, "不含快检");
  EXPECT_EQ(rate.origin->formula, "合格 ÷ 完成");
  EXPECT_EQ(rate.origin->owner, "market");
  EXPECT_FALSE(rate.origin->reported);
  EXPECT_THAT(inputs(*rate.origin), ElementsAre("food.csv:2-3"));
  EXPECT_THAT(rate.origin->sources, ElementsAre("表9"));
  EXPECT_EQ(rate.origin->inputs[0].sha256.size(), 64U);
  EXPECT_EQ(value("food", "rate", "stage = 'catering'").published, "96.67");
  EXPECT_EQ(value("food", "rate", "stage = 'catering'").origin->definition,
            "food.rate where stage = 'catering'");
  EXPECT_EQ(Pack::rounded(value("food", "fail_share")), "25.0") << "per mille";
}

TEST_F(EvaluatorTest, ItsQueryGivesTheValueAgain) {
  pack_.food("2020,catering,300,290,,,,,,\n2020,production,100,100,,,,,,\n");
  pack_.load();
  const auto again = pack_.session().query(value("food", "tested").origin->query);
  EXPECT_EQ(again.decimal(0, 0), Decimal(400));
}

TEST_F(EvaluatorTest, OneRowOfAFileIsReportedAsReceived) {
  pack_.food("2020,catering,300,290,,,,表9,inferred,由正文推得\n2020,production,1,1,,,,,,\n");
  pack_.load();
  const Value one = value("food", "tested", "stage = 'catering'");
  EXPECT_TRUE(one.origin->reported);
  EXPECT_TRUE(one.origin->inferred);
  EXPECT_EQ(one.origin->note, "由正文推得");
  EXPECT_FALSE(value("food", "tested").origin->reported);
  EXPECT_TRUE(value("food", "tested").origin->inferred) << "a sum of something inferred is inferred";
}

TEST_F(EvaluatorTest, TotalsOfWhatMayNotBeAddedAreThePublished) {
  pack_.food("2020,catering,,,,1.5,,表2,,\n2020,production,,,,2.5,,表2,,\n2020,*,,,,2.2,,表3,,注\n");
  pack_.load();
  const Value total = value("food", "growth");
  EXPECT_EQ(Pack::rounded(total), "2.2");
  EXPECT_TRUE(total.origin->reported);
  EXPECT_THAT(inputs(*total.origin), ElementsAre("food.csv:4"));
  EXPECT_THAT(total.origin->sources, ElementsAre("表3"));
  EXPECT_EQ(pack_.cell("food", "growth", "stage = 'catering'", 2020), "1.5");
  EXPECT_THAT(grid("food", "growth", "stage", 2020), ElementsAre("production:2.5", "catering:1.5"));
}

TEST_F(EvaluatorTest, TheTotalOfOneMemberIsTheSameInAGridAndInACell) {
  pack_.data("visits.csv",
             kVisits + "2020,hong,catering,1,50,,,\n2020,hong,*,,55.5,,,\n2020,lan,catering,2,60,,,\n");
  pack_.load();
  EXPECT_THAT(grid("visits", "noise", "town", 2020), ElementsAre("hong:55.5", "lan:60.0"));
  EXPECT_EQ(pack_.cell("visits", "noise", "town = 'hong'", 2020), "55.5");
  EXPECT_EQ(pack_.cell("visits", "noise", "town = 'lan'", 2020), "60.0");
}

TEST_F(EvaluatorTest, WhatIsAmbiguousIsAnErrorWithItsPlace) {
  pack_.food("2020,catering,,,,1.5,,,,\n2020,production,,,,2.5,,,,\n");
  pack_.load();
  EXPECT_THAT(thrown_by([&] { value("food", "growth"); }), ElementsAre("t.md:3:5 measure.ambiguous"));
  EXPECT_THAT(thrown_by([&] { value("food", "doubled"); }), ElementsAre("t.md:3:5 measure.ambiguous"));
  EXPECT_THAT(thrown_by([&] { value("food", "tested", "no such"); }), ElementsAre("t.md:3:5 sql.failed"));
  EXPECT_EQ(pack_.cell("food", "doubled", "stage = 'catering'", 2020), "3.0");
  try {
    value("food", "growth");
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostics()[0].en.find('{'), std::string::npos) << "every blank is filled";
  }
}

TEST_F(EvaluatorTest, MissingStaysMissing) {
  pack_.food("2020,catering,0,0,,,,,,\n2020,production,,,,,,,,\n");
  pack_.load();
  EXPECT_EQ(pack_.cell("food", "rate", "", 2020), "missing") << "nothing tested";
  EXPECT_EQ(pack_.cell("food", "fail_rate", "", 2020), "missing");
  EXPECT_EQ(pack_.cell("food", "tested", "", 2020), "0");
  EXPECT_EQ(pack_.cell("food", "tested", "stage = 'production'", 2020), "missing");
  EXPECT_EQ(pack_.cell("food", "tested", "", 2019), "missing");
  EXPECT_EQ(pack_.cell("food", "at_least", "", 2019), "missing") << "no row is no zero";
  EXPECT_EQ(pack_.cell("food", "at_least", "stage = 'production'", 2020), "0");
  EXPECT_EQ(pack_.cell("food", "output", "", 2020), "missing");
}

TEST_F(EvaluatorTest, CountsOfListsAreZeroOnlyWhereTheListSpeaksOfTheYear) {
  pack_.data("award.csv", kAward + "2020,catering,甲,3,,,\n2020,canteen,乙,4,,,\n");
  pack_.indicators("a.awards: {title: {zh: 获奖}, from: award, value: count, owner: market}\n");
  pack_.load();
  EXPECT_EQ(pack_.cell("award", "count", "", 2020), "2");
  EXPECT_EQ(pack_.cell("award", "count", "stage = 'production'", 2020), "0");
  EXPECT_EQ(pack_.cell("award", "count", "", 2019), "missing");
  EXPECT_EQ(pack_.indicator("a.awards", 2020), "2");
  EXPECT_EQ(pack_.indicator("a.awards", 2019), "missing");
  EXPECT_EQ(value("award", "count").origin->title.zh, "获奖名单");
  EXPECT_EQ(value("award", "count").unit, "个");
}

TEST_F(EvaluatorTest, AListWithoutAFileOrRowsIsMissing) {
  pack_.load();
  EXPECT_EQ(pack_.cell("award", "count", "", 2020), "missing");
  pack_.data("award.csv", kAward);
  pack_.load();
  EXPECT_EQ(pack_.cell("award", "count", "", 2020), "missing");
  EXPECT_FALSE(pack_.evaluator().has_data("award", 2020));
}

TEST_F(EvaluatorTest, GivesRowsOfAListInOrder) {
  pack_.data("award.csv", kAward + "2020,catering,乙,3,,,\n2019,,丙,,,,\n2020,canteen,甲,4,,,\n");
  pack_.load();
  const auto rows =
      pack_.evaluator().rows(*pack_.catalog().cube("award"), {"winner", "seats"}, "seats > 2", 2020);
  ASSERT_EQ(rows.rows(), 2U);
  EXPECT_EQ(rows.text(0, 0), "乙");
  EXPECT_EQ(rows.text(1, 0), "甲");
  EXPECT_EQ(rows.decimal(1, 2), Decimal(4)) << "the line";
}

TEST_F(EvaluatorTest, ChangesOfCellsAgainstTheYearBefore) {
  pack_.food(
      "2019,catering,100,98,,,,,,\n2020,catering,150,144,,,,,,\n2020,production,7,7,,,,,,\n2018,catering,0,0,"
      ",,,,,\n");
  pack_.load();
  EXPECT_EQ(pack_.cell("food", "tested_change", "stage = 'catering'", 2020), "50.0");
  EXPECT_EQ(pack_.cell("food", "rate_change", "stage = 'catering'", 2020), "-2.00");
  EXPECT_EQ(pack_.cell("food", "tested_change", "stage = 'production'", 2020), "missing");
  EXPECT_EQ(pack_.cell("food", "tested_change", "", 2019), "missing") << "no percentage of zero";
  EXPECT_THAT(grid("food", "tested_change", "stage", 2020),
              ElementsAre("production:missing", "catering:50.0"));
  EXPECT_THAT(grid("food", "tested_change", "year", std::nullopt),
              ElementsAre("2018:missing", "2019:missing", "2020:57.0"));
  EXPECT_THAT(inputs(*value("food", "tested_change", "stage = 'catering'").origin),
              ElementsAre("food.csv:2-3"));
}

TEST_F(EvaluatorTest, KnowsForWhichYearsThereIsData) {
  pack_.food("2020,catering,1,1,,,,,,\n2019,*,5,,,,,,,\n");
  pack_.indicators(
      "a.b: {title: {zh: 甲}, owner: market}\na.c: {title: {zh: 乙}, owner: market, formula: a.b * 2}\n");
  pack_.reported("a.b,,2020,3,,,,\n");
  Evaluator& evaluator = pack_.load();
  EXPECT_TRUE(evaluator.has_data("food", 2020));
  EXPECT_FALSE(evaluator.has_data("food", 2019)) << "a total alone is no row";
  EXPECT_FALSE(evaluator.has_data("food", 2018));
  EXPECT_FALSE(evaluator.has_data("visits", 2020));
  EXPECT_TRUE(evaluator.has_data("a.c", 2020));
  EXPECT_FALSE(evaluator.has_data("a.c", 2019));
  EXPECT_FALSE(evaluator.has_data("a.none", 2020));
}

TEST(EvaluatorProperty, RatiosOfTotalsAreRatiosOfSums) {
  EXPECT_TRUE(rc::check("the rate of all is passed ÷ tested of all", [] {
    Pack pack;
    std::string rows;
    std::int64_t tested = 0, passed = 0;
    for (const char* stage : {"production", "circulation", "catering"}) {
      const auto t = *rc::gen::inRange<std::int64_t>(0, 100'000);
      const auto p = *rc::gen::inRange<std::int64_t>(0, t + 1);
      tested += t;
      passed += p;
      rows += std::string("2020,") + stage + "," + std::to_string(t) + "," + std::to_string(p) + ",,,,,,\n";
    }
    pack.food(rows);
    pack.load();
    RC_ASSERT(pack.cell("food", "tested", "", 2020) == std::to_string(tested));
    const std::string expected =
        tested == 0 ? "missing" : (Decimal(passed) * Decimal(100) / Decimal(tested)).rounded(2).to_string();
    RC_ASSERT(pack.cell("food", "rate", "", 2020) == expected);
  }));
}

}  // namespace
}  // namespace zhiheng::measure
