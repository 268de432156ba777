// Tests of the part of the evaluator that knows indicators.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/pack_test.h"

namespace zhiheng::measure {
namespace {

using testing::ElementsAre;

class IndicatorTest : public testing::Test {
 protected:
  /// A change as "12.3%" with its form: "percent 12.3%".
  std::string change(const std::string& id, int year = 2020) {
    const auto change = pack_.change(id, year);
    if (!change) return "missing";
    const char* forms[] = {"percent", "points", "difference"};
    return std::string(forms[static_cast<int>(change->form)]) + " " +
           change->exact.rounded(change->decimals).to_string() + change->unit +
           (change->reported ? " reported" : "");
  }

  Pack pack_;
};

TEST_F(IndicatorTest, ReportedValuesComeAsReceived) {
  pack_.indicators(
      "a.gdp: {title: {zh: 总值, en: GDP}, scope: {zh: 初步核算}, owner: farm, unit: 亿元, decimals: 2, "
      "better: more}\n");
  pack_.reported("a.gdp,,2020,2564.82,,表1,,初步\na.gdp,hong,2020,7,,,inferred,\n");
  pack_.load();
  const Value gdp = *pack_.value("a.gdp", 2020);
  EXPECT_EQ(gdp.exact.to_string(), "2564.82");
  EXPECT_EQ(gdp.unit, "亿元");
  EXPECT_EQ(gdp.kind, catalog::Kind::kAmount);
  EXPECT_TRUE(gdp.origin->reported);
  EXPECT_EQ(gdp.origin->definition, "a.gdp");
  EXPECT_EQ(gdp.origin->scope.zh, "初步核算");
  EXPECT_EQ(gdp.origin->owner, "farm");
  EXPECT_EQ(gdp.origin->note, "初步");
  EXPECT_THAT(gdp.origin->sources, ElementsAre("表1"));
  EXPECT_THAT(inputs(*gdp.origin), ElementsAre("reported/a.csv:2"));
  EXPECT_EQ(pack_.indicator("a.gdp", 2020, "hong"), "7.00");
  EXPECT_TRUE(pack_.value("a.gdp", 2020, "hong")->origin->inferred);
  EXPECT_EQ(pack_.indicator("a.gdp", 2020, "lan"), "missing");
  EXPECT_EQ(pack_.indicator("a.gdp", 2019), "missing");
}

TEST_F(IndicatorTest, AConflictingValueIsNotUsed) {
  pack_.indicators("a.b: {title: {zh: 甲}, owner: farm}\n");
  pack_.reported("a.b,,2020,9,,表2,conflict,\na.b,,2020,7,,表1,,\na.b,,2019,5,,表1,conflict,\n");
  pack_.load();
  EXPECT_EQ(pack_.indicator("a.b", 2020), "7");
  EXPECT_EQ(pack_.indicator("a.b", 2019), "missing");
}

TEST_F(IndicatorTest, FromACube) {
  pack_.food("2020,catering,300,290,,,,表9,,\n2020,production,100,100,,,,表9,,\n");
  pack_.data(
      "visits.csv",
      "year,town,stage,visits,noise,source,status,note\n2020,hong,catering,4,,,,\n2020,lan,catering,5,,,,\n");
  pack_.indicators(
      "a.rate: {title: {zh: 率}, from: food, value: rate, owner: market, better: more}\n"
      "a.catering: {title: {zh: 餐饮}, from: food, value: tested, where: \"stage = 'catering'\", owner: "
      "market}\n"
      "a.visits: {title: {zh: 次}, from: visits, value: visits, where: \"stage = 'catering'\", owner: "
      "market}\n"
      "a.noise: {title: {zh: 声}, from: visits, value: noise, owner: market}\n");
  pack_.reported("a.rate,,2020,97.4,,正文,,原文误\n");
  pack_.load();
  const Value rate = *pack_.value("a.rate", 2020);
  EXPECT_EQ(Pack::rounded(rate), "97.50");
  EXPECT_EQ(rate.numerator, Decimal(390));
  EXPECT_EQ(rate.published, "97.4");
  EXPECT_EQ(rate.origin->definition, "a.rate");
  EXPECT_EQ(rate.origin->note, "原文误");
  EXPECT_THAT(inputs(*rate.origin), ElementsAre("food.csv:2-3"));
  EXPECT_EQ(pack_.indicator("a.catering", 2020), "300");
  EXPECT_EQ(pack_.indicator("a.visits", 2020), "9");
  EXPECT_EQ(pack_.indicator("a.visits", 2020, "hong"), "4");
  EXPECT_EQ(pack_.indicator("a.rate", 2020, "hong"), "missing") << "the cube knows no towns";
}

TEST_F(IndicatorTest, FormulasKeepWhatTheyRestOn) {
  pack_.indicators(
      "a.b: {title: {zh: 甲}, owner: farm}\na.c: {title: {zh: 乙}, owner: farm}\n"
      "a.sum: {title: {zh: 合}, owner: farm, formula: (a.b + a.c) * 2 - 1}\n"
      "a.added: {title: {zh: 增}, owner: farm, formula: a.b - a.b@prev}\n"
      "a.quotient: {title: {zh: 商}, owner: farm, decimals: 3, formula: a.b / a.c}\n"
      "a.same: {title: {zh: 同}, owner: farm, formula: a.b}\n");
  pack_.reported(
      "a.b,,2020,7,,表1,,\na.c,,2020,2,,表2,inferred,\na.b,,2019,4,,表3,,\na.c,,2018,0,,,,\na.b,,2018,1,,,,"
      "\n");
  pack_.load();
  EXPECT_EQ(pack_.indicator("a.sum", 2020), "17");
  EXPECT_EQ(pack_.value("a.sum", 2020)->origin->formula, "(甲 + 乙) × 2 − 1");
  EXPECT_THAT(pack_.value("a.sum", 2020)->origin->sources, ElementsAre("表1", "表2"));
  EXPECT_TRUE(pack_.value("a.sum", 2020)->origin->inferred);
  EXPECT_THAT(inputs(*pack_.value("a.sum", 2020)->origin), ElementsAre("reported/a.csv:2-3"));
  EXPECT_EQ(pack_.indicator("a.added", 2020), "3");
  EXPECT_EQ(pack_.value("a.added", 2020)->origin->formula, "甲 − 上年甲");
  EXPECT_THAT(inputs(*pack_.value("a.added", 2020)->origin), ElementsAre("reported/a.csv:2, 4"));
  EXPECT_EQ(pack_.indicator("a.quotient", 2020), "3.500") << "whole numbers do not divide as whole numbers";
  EXPECT_EQ(pack_.indicator("a.quotient", 2018), "missing") << "no quotient by zero";
  EXPECT_EQ(pack_.indicator("a.same", 2020), "7");
  EXPECT_EQ(pack_.indicator("a.sum", 2019), "missing") << "a part is missing";
  EXPECT_EQ(pack_.indicator("a.added", 2018), "missing");
}

TEST_F(IndicatorTest, FormulasOfLongQuotientsHaveRoom) {
  pack_.food("2020,catering,700,600,,,,,,\n");
  pack_.indicators(
      "a.rate: {title: {zh: 率}, from: food, value: rate, owner: market}\n"
      "a.square: {title: {zh: 方}, owner: market, decimals: 6, formula: a.rate * a.rate * a.rate / 10000}\n");
  pack_.load();
  EXPECT_EQ(pack_.indicator("a.square", 2020), "62.973761");
}

TEST_F(IndicatorTest, RatiosKeepNumeratorAndDenominator) {
  pack_.indicators(
      "a.b: {title: {zh: 甲}, owner: farm, unit: 件}\na.c: {title: {zh: 乙}, owner: farm, unit: 件}\n"
      "a.rate: {title: {zh: 率}, owner: farm, unit: \"%\", decimals: 2, numerator: a.b, denominator: a.b + "
      "a.c}\n"
      "a.mille: {title: {zh: 千分率}, owner: farm, unit: ‰, decimals: 1, numerator: a.b, denominator: a.c}\n"
      "a.plain: {title: {zh: 人均}, owner: farm, unit: 件, decimals: 1, kind: amount, numerator: a.b, "
      "denominator: a.c}\n");
  pack_.reported("a.b,,2020,1,,表1,,\na.c,,2020,2,,表2,,\na.b,,2019,1,,,,\na.c,,2019,0,,,,\n");
  pack_.load();
  const Value rate = *pack_.value("a.rate", 2020);
  EXPECT_EQ(Pack::rounded(rate), "33.33");
  EXPECT_EQ(rate.numerator, Decimal(1));
  EXPECT_EQ(rate.denominator, Decimal(3));
  EXPECT_EQ(rate.unit, "%");
  EXPECT_EQ(rate.kind, catalog::Kind::kRate);
  EXPECT_THAT(rate.origin->sources, ElementsAre("表1", "表2"));
  EXPECT_EQ(pack_.indicator("a.mille", 2020), "500.0");
  EXPECT_EQ(pack_.indicator("a.plain", 2020), "0.5");
  EXPECT_EQ(pack_.indicator("a.mille", 2019), "missing");
  EXPECT_EQ(pack_.indicator("a.mille", 2018), "missing");
}

TEST_F(IndicatorTest, WhatCannotBeComputedButWasPublishedPrintsAsPublished) {
  pack_.indicators(
      "a.b: {title: {zh: 甲}, owner: farm}\na.c: {title: {zh: 乙}, owner: farm, formula: a.b * 2}\n");
  pack_.reported("a.c,,2020,8,,表1,,\na.b,,2019,3,,,,\na.c,,2019,7,,表1,,\n");
  pack_.load();
  EXPECT_EQ(pack_.indicator("a.c", 2020), "8");
  EXPECT_TRUE(pack_.value("a.c", 2020)->origin->reported);
  EXPECT_EQ(pack_.indicator("a.c", 2019), "6") << "where it can be computed it is";
  EXPECT_EQ(pack_.value("a.c", 2019)->published, "7");
}

TEST_F(IndicatorTest, ABadFormulaIsAnErrorWithItsPlace) {
  pack_.indicators(
      "a.b: {title: {zh: 甲}, owner: farm}\na.c: {title: {zh: 乙}, owner: farm, formula: a.b +* 2}\n");
  pack_.reported("a.b,,2020,8,,,,\n");
  pack_.load();
  EXPECT_THAT(thrown_by([&] { pack_.indicator("a.c", 2020); }),
              ElementsAre("catalog/indicators/a.yaml:2:6 indicator.formula-failed"));
}

TEST_F(IndicatorTest, ChangesByKind) {
  pack_.indicators(
      "a.count: {title: {zh: 数}, owner: farm, unit: 件}\n"
      "a.rate: {title: {zh: 率}, owner: farm, unit: \"%\", decimals: 2, kind: rate}\n"
      "a.growth: {title: {zh: 增}, owner: farm, unit: \"%\", decimals: 1, kind: growth}\n"
      "a.level: {title: {zh: 声}, owner: farm, unit: 分贝, decimals: 1, kind: level}\n"
      "a.mille: {title: {zh: 千}, owner: farm, unit: ‰, decimals: 1, kind: rate}\n");
  pack_.reported(
      "a.count,,2019,80,,,,\na.count,,2020,90,,,,\na.count,,2018,0,,,,\na.rate,,2019,98.62,,,,\na.rate,,2020,"
      "98.91,,,,\n"
      "a.growth,,2019,6.0,,,,\na.growth,,2020,1.4,,,,\na.level,,2019,55.4,,,,\na.level,,2020,54.5,,,,\n"
      "a.mille,,2019,1.5,,,,\na.mille,,2020,1.7,,,,\n");
  pack_.load();
  EXPECT_EQ(change("a.count"), "percent 12.5%");
  EXPECT_EQ(change("a.rate"), "points 0.29个百分点");
  EXPECT_EQ(change("a.growth"), "points -4.6个百分点");
  EXPECT_EQ(change("a.level"), "difference -0.9分贝");
  EXPECT_EQ(change("a.mille"), "points 0.2个千分点");
  EXPECT_EQ(change("a.count", 2019), "missing") << "no percentage of zero";
  EXPECT_EQ(change("a.rate", 2019), "missing") << "the year before is not known";
}

TEST_F(IndicatorTest, ADifferenceIsThatOfThePrintedValues) {
  pack_.food("2019,catering,3,1,,,,,,\n2020,catering,3,2,,,,,,\n");
  pack_.indicators("a.rate: {title: {zh: 率}, from: food, value: rate, owner: market}\n");
  pack_.load();
  EXPECT_EQ(change("a.rate"), "points 33.34个百分点") << "66.67 - 33.33";
}

TEST_F(IndicatorTest, AChangeRestsOnBothYears) {
  pack_.indicators("a.b: {title: {zh: 甲}, owner: farm}\n");
  pack_.reported("a.b,,2019,4,,表8,inferred,\na.b,,2020,5,,表9,,\n");
  pack_.load();
  const Change change = *pack_.change("a.b", 2020);
  EXPECT_THAT(inputs(*change.origin), ElementsAre("reported/a.csv:2-3"));
  EXPECT_THAT(change.origin->sources, ElementsAre("表9", "表8"));
  EXPECT_TRUE(change.origin->inferred);
  EXPECT_FALSE(change.origin->reported);
  EXPECT_FALSE(pack_.value("a.b", 2020)->origin->inferred) << "the value itself is not touched";
}

TEST_F(IndicatorTest, AReportedGrowthStandsInWhereTheYearBeforeIsNotKnown) {
  pack_.indicators(
      "a.gdp: {title: {zh: 总值}, owner: farm, decimals: 2, growth_basis: {zh: 可比价格}}\n"
      "a.b: {title: {zh: 甲}, owner: farm}\na.rate: {title: {zh: 率}, owner: farm, unit: \"%\", kind: "
      "rate}\n");
  pack_.reported(
      "a.gdp,,2019,100,,,,\na.gdp,,2020,110.00,1.4,表1,,\na.b,,2020,5,25.0,,,\na.b,,2021,10,99,,,\n"
      "a.rate,,2020,98,0.5,,,\na.b,,2018,,3.2,,,\n");
  pack_.load();
  EXPECT_EQ(change("a.gdp"), "percent 1.4% reported") << "comparable prices are not the growth of the values";
  EXPECT_TRUE(pack_.change("a.gdp", 2020)->origin->reported);
  EXPECT_EQ(pack_.change("a.gdp", 2020)->origin->title.zh, "总值：比上年变化（可比价格）");
  EXPECT_EQ(change("a.b"), "percent 25.0% reported");
  EXPECT_EQ(change("a.b", 2021), "percent 100.0%") << "computed where both values are known";
  EXPECT_EQ(change("a.rate"), "points 0.5个百分点 reported");
  EXPECT_EQ(change("a.b", 2018), "percent 3.2% reported") << "a growth without a value";
  EXPECT_EQ(pack_.indicator("a.b", 2018), "missing");
}

}  // namespace
}  // namespace zhiheng::measure
