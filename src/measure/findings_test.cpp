#include "measure/findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/pack_test.h"

namespace zhiheng::measure {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class FindingsTest : public testing::Test {
 protected:
  /// Each as "kind title: published/computed difference unit where", with a "~" where rounding explains it.
  std::vector<std::string> found(int year = 2020) {
    findings_ = find_differences(pack_.load(), year);
    std::vector<std::string> out;
    for (const Finding& f : findings_) {
      out.push_back(std::string(to_string(f.kind)) + " " + f.title + ": " + f.published + "/" +
                    f.computed.to_string() + " " + f.difference.to_string() + f.unit +
                    (f.where.empty() ? "" : " " + f.where) + (f.within_rounding ? " ~" : ""));
    }
    return out;
  }

  Pack pack_;
  std::vector<Finding> findings_;
};

TEST_F(FindingsTest, NoneWhereAllAgrees) {
  pack_.food(
      "2019,catering,200,190,1.5,,95,表9,,\n2020,catering,300,290,1.25,1.1,96.67,表9,,\n"
      "2020,canteen,50,50,,,100.0,表9,,\n2020,production,100,100,2.25,1.2,100,表9,,\n2020,*,400,390,3.50,9.9,"
      "97.5,表9,,\n");
  pack_.indicators(
      "a.rate: {title: {zh: 率}, from: food, value: rate, owner: market}\n"
      "a.b: {title: {zh: 甲}, owner: market}\n");
  pack_.reported(
      "a.rate,,2020,97.5,,正文,,\na.b,,2019,80,,,,\na.b,,2020,90,12.5,,,\na.b,,2020,90,,表2,conflict,\n");
  pack_.write("catalog/checks/a.yaml", "c: {title: {zh: 查}, left: a.b, is: \">=\", right: a.b@prev}\n");
  EXPECT_THAT(found(), IsEmpty()) << "a total that may not be added is not compared either";
}

TEST_F(FindingsTest, APublishedRateThatItsPartsDoNotGive) {
  pack_.food("2020,catering,300,290,,,96.76,表9,,原文\n2020,production,100,100,,,100,,,\n");
  EXPECT_THAT(found(), ElementsAre("recompute 食品抽检：餐饮 合格率: 96.76/96.67 0.09% 表9"));
  EXPECT_EQ(findings_[0].note, "原文");
  EXPECT_THAT(inputs(*findings_[0].origin), ElementsAre("food.csv:2"));
}

TEST_F(FindingsTest, IsComparedAtThePublishedDecimals) {
  pack_.food("2020,catering,3,2,,,66.7,,,\n2020,production,3,2,,,67,,,\n2020,circulation,3,2,,,66.6,,,\n");
  EXPECT_THAT(found(), ElementsAre("recompute 食品抽检：流通 合格率: 66.6/66.7 -0.1%"));
}

TEST_F(FindingsTest, ATotalThatIsNotTheSum) {
  pack_.food("2020,catering,300,290,,,,,,\n2020,production,100,100,,,,,,\n2020,*,401,390,,,,表9,,\n");
  EXPECT_THAT(found(), ElementsAre("total 食品抽检：合计 完成: 401/400 1件 表9"));
}

TEST_F(FindingsTest, RoundedPartsExplainALastPlace) {
  pack_.food("2020,catering,,,1.24,,,,,\n2020,production,,,2.24,,,,,\n2020,*,,,3.49,,,,,\n");
  EXPECT_THAT(found(), ElementsAre("total 食品抽检：合计 产值: 3.49/3.48 0.01亿元 ~"));
  pack_.food("2020,catering,,,1.24,,,,,\n2020,production,,,2.24,,,,,\n2020,*,,,3.58,,,,,\n");
  EXPECT_THAT(found(), ElementsAre("total 食品抽检：合计 产值: 3.58/3.48 0.10亿元")) << "not that much";
}

TEST_F(FindingsTest, AReportedGrowthThatTheValuesDoNotGive) {
  pack_.indicators(
      "a.b: {title: {zh: 甲}, owner: market}\n"
      "a.gdp: {title: {zh: 总值}, owner: market, growth_basis: {zh: 可比价格}}\n");
  pack_.reported(
      "a.b,,2019,80,,表1,,\na.b,,2020,90,12.0,表2,,\na.gdp,,2019,100,,,,\na.gdp,,2020,110,3.0,,,\n");
  EXPECT_THAT(found(), ElementsAre("growth 甲 比上年变化: 12.0/12.5 -0.5% 表2"));
  EXPECT_THAT(inputs(*findings_[0].origin), ElementsAre("reported/a.csv:2-3")) << "computed from both years";
}

TEST_F(FindingsTest, TwoValuesForOneQuantity) {
  pack_.indicators("a.b: {title: {zh: 甲}, owner: market, unit: 家}\n");
  pack_.reported(
      "a.b,,2020,90,,表8,,\na.b,,2020,93,,表18,conflict,见附件\na.b,hong,2020,4,,,,\na.b,hong,2020,5,,,"
      "conflict,\n");
  EXPECT_THAT(found(), ElementsAre("conflict 甲: 93/90 3家 表8、表18", "conflict 红镇 甲: 5/4 1家"));
  EXPECT_EQ(findings_[0].note, "见附件");
}

TEST_F(FindingsTest, AComputedIndicatorThatWasPublishedOtherwise) {
  pack_.indicators(
      "a.b: {title: {zh: 甲}, owner: market, decimals: 1}\na.c: {title: {zh: 乙}, owner: market, decimals: "
      "1}\n"
      "a.sum: {title: {zh: 和}, owner: market, decimals: 1, formula: a.b + a.c}\n");
  pack_.reported(
      "a.b,,2020,1.1,,,,\na.c,,2020,2.2,,,,\na.sum,,2020,3.4,,表1,,\na.b,,2019,1.1,,,,\na.c,,2019,2.2,,,,\n"
      "a.sum,,2019,4.3,,表2,,\n");
  EXPECT_THAT(found(),
              ElementsAre("recompute 和: 3.4/3.3 0.1 表1 ~", "recompute 和（2019 年）: 4.3/3.3 1.0 表2"));
}

TEST_F(FindingsTest, OnlyUpToTheYear) {
  pack_.food("2020,catering,300,290,,,96.76,,,\n2021,catering,300,290,,,96.76,,,\n");
  EXPECT_EQ(found(2019).size(), 0U);
  EXPECT_THAT(found(2021), ElementsAre("recompute 食品抽检：餐饮 合格率（2020 年）: 96.76/96.67 0.09%",
                                       "recompute 食品抽检：餐饮 合格率: 96.76/96.67 0.09%"));
}

TEST_F(FindingsTest, RelationsThatDoNotHold) {
  pack_.indicators(
      "a.b: {title: {zh: 甲}, owner: market, unit: 家}\na.c: {title: {zh: 乙}, owner: market, unit: 家}\n"
      "a.none: {title: {zh: 丙}, owner: market}\n"
      "a.x: {title: {zh: 丁}, owner: market, decimals: 2}\na.y: {title: {zh: 戊}, owner: market, decimals: "
      "2}\n");
  pack_.reported("a.b,,2020,10,,表8,,\na.c,,2020,12,,表18,,\na.x,,2020,1.00,,,,\na.y,,2020,1.01,,,,\n");
  pack_.write("catalog/checks/a.yaml",
              "c1: {title: {zh: 相等}, left: a.b, is: \"=\", right: a.c, note: {zh: 两表}}\n"
              "c2: {title: {zh: 不小于}, left: a.b, is: \">=\", right: a.c}\n"
              "c3: {title: {zh: 不大于}, left: a.b, is: \"<=\", right: a.c}\n"
              "c4: {title: {zh: 容许}, left: a.b, is: \"=\", right: a.c, within: 2}\n"
              "c5: {title: {zh: 缺}, left: a.b, is: \"=\", right: a.none}\n"
              "c6: {title: {zh: 尾数}, left: a.x, is: \"=\", right: a.y}\n"
              "c7: {title: {zh: 和}, left: a.b + a.c, is: \"<=\", right: 20}\n");
  EXPECT_THAT(found(), ElementsAre("check 相等: 10/12 -2家 表8、表18", "check 不小于: 10/12 -2家 表8、表18",
                                   "check 尾数: 1.00/1.01 -0.01 ~", "check 和: 22/20 2家 表8、表18"));
  EXPECT_EQ(findings_[0].relation, "=");
  EXPECT_EQ(findings_[0].note, "两表");
  EXPECT_EQ(findings_[0].origin->definition, "c1");
}

TEST_F(FindingsTest, TheComputedChangeOfACubeIsCompared) {
  pack_.data("food.csv",
             "year,stage,tested,passed,output,growth,tested_change@published,source,status,note\n"
             "2019,catering,100,90,,,,,,\n2020,catering,110,90,,,10.0,表9,,\n2020,*,110,,,,11.0,表9,,\n");
  EXPECT_THAT(found(), ElementsAre("growth 食品抽检：合计 变化: 11.0/10.0 1.0% 表9"));
}

}  // namespace
}  // namespace zhiheng::measure
