#include <gtest/gtest.h>

#include "audit/checks/checks.h"
#include "audit/checks/claims_test.h"

namespace zhiheng::audit {
namespace {

using Texts = std::vector<std::string>;
const Texts kNothing;

Texts definitions(const std::string& text) { return findings_of(check_definitions, {text}); }

TEST(Definitions, MeansOverOtherPeriods) {
  EXPECT_EQ(definitions("全年PM2.5年均浓度为34微克/立方米。\n\n主要指标中，PM2.5日均浓度34微克/立方米。"),
            Texts{"definition? 34微克/立方米<34微克/立方米"});
  EXPECT_EQ(definitions("全年PM2.5年均浓度为34微克/立方米，PM10日均浓度最高达到416微克/立方米。"), kNothing);
}

TEST(Definitions, OneNumberUnderTwoNames) {
  EXPECT_EQ(definitions("年末全区常住人口52.37万人。\n\n全区按户籍人口52.37万人配置学位。"),
            Texts{"definition 52.37万人<52.37万人"});
  EXPECT_EQ(definitions("全年高技术制造业增加值214.6亿元。\n\n全年高技术制造业产值214.6亿元。"),
            Texts{"definition 214.6亿元<214.6亿元"});
  EXPECT_EQ(definitions("年末全区常住人口52.37万人，户籍人口49.06万人。"), kNothing);
  EXPECT_EQ(definitions("全年居民人均可支配收入32860元。\n\n居民人均可支配收入中位数32860元。"),
            Texts{"definition. 32860元<32860元"});
}

TEST(Definitions, GrowthOnTheYearAndOnTheMonthBefore) {
  EXPECT_EQ(
      definitions(
          "2023年10月全区网络零售额18.4亿元，同比增长6.8%。\n\n网络零售额延续升势，2023年10月环比增长6.8%。"),
      Texts{"definition? 6.8%<6.8%"});
  EXPECT_EQ(definitions("2023年10月居民消费价格同比上涨0.3%，环比上涨0.3%。"), kNothing);
}

TEST(Definitions, MonthAndMonthsUntilThen) {
  EXPECT_EQ(definitions("1—9月用电量41.6亿千瓦时。\n\n9月当月用电量41.6亿千瓦时。").size(), 1u);
  EXPECT_EQ(definitions("1—9月用电量41.6亿千瓦时。\n\n9月当月用电量5.3亿千瓦时。"), kNothing);
}

TEST(Definitions, PerCentAndPerMille) {
  EXPECT_EQ(definitions("全年人口出生率7.15‰。\n\n全年人口出生率7.15%，低于上年。"),
            Texts{"definition 7.15%<7.15‰"});
  EXPECT_EQ(definitions("全年人口出生率7.15‰。\n\n全年人口出生率7.15‰，低于上年。"), kNothing);
}

TEST(Definitions, GoalAndBaseOfOtherAreas) {
  const std::string plan =
      "白沙县规划（2021—2025年）\n\n2020年公交站点500米覆盖率（集建区域）达到90.4%。\n\n";
  EXPECT_EQ(
      definitions(plan +
                  "表1 主要指标\n指标\t2025年目标值\n公交站点500m覆盖率（建成区）\t92%\n森林覆盖率\t18%\n"),
      Texts{"definition? 92%<90.4%"});
  EXPECT_EQ(
      definitions(plan +
                  "表1 主要指标\n指标\t2025年目标值\n公交站点500m覆盖率（集建区域）\t92%\n森林覆盖率\t18%\n"),
      kNothing);
}

TEST(Definitions, DaysAndYears) {
  EXPECT_EQ(definitions("近三年，全县年均供水量3285万立方米。\n\n预测全县日均供水量3650万立方米。").size(),
            1u);
  EXPECT_EQ(definitions("近三年，全县年均供水量3285万立方米。\n\n全县日均供水量9万立方米。"), kNothing);
  EXPECT_EQ(definitions("年均存款余额32.85亿元。\n\n日均存款余额31.50亿元。"), kNothing);
  EXPECT_EQ(definitions("焚烧发电厂规模为日处理能力1200吨。\n\n该厂焚烧线年处理能力1200吨。").size(), 1u);
}

TEST(Definitions, WhatFallsToADaySaidOfAYear) {
  EXPECT_EQ(definitions("2023年清运生活垃圾22.34万吨，年均清运垃圾612吨。"),
            Texts{"definition? 612吨<22.34万吨"});
  EXPECT_EQ(definitions("2023年清运生活垃圾22.34万吨，日均清运垃圾612吨。"), kNothing);
}

TEST(Definitions, TermsDefinedTwice) {
  EXPECT_EQ(
      definitions("本报告所称问题发现率是指不合格批次占抽检批次的比重。\n\n问题发现率是指不合格企业占受检企业"
                  "的比重。")
          .size(),
      1u);
  EXPECT_EQ(
      definitions("本报告所称问题发现率是指不合格批次占抽检批次的比重。\n\n问题发现率是指不合格批次占抽检批次"
                  "的比重。"),
      kNothing);
  EXPECT_EQ(
      definitions("按年末实有在职人数48人计算，人均公用经费2.40万元。\n\n人均公用经费按年末实有在职和退休"
                  "人数计算。")
          .size(),
      1u);
  EXPECT_EQ(definitions("按年末实有在职人数48人计算，人均公用经费2.40万元。\n\n人均公用经费按在职人数计算。"),
            kNothing);
}

}  // namespace
}  // namespace zhiheng::audit
