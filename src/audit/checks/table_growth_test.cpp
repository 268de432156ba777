#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/checks/table_checks_test.h"

namespace zhiheng::audit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(TableGrowth, AgainstTwoYears) {
  const Checked checked(
      "行业\t2023年（亿元）\t2022年（亿元）\t增长（%）\n装备\t512.6\t498.0\t2.9\n医药\t318.6\t289.4\t14."
      "8\n食品\t225.4\t219.6\t2.6\n");
  ASSERT_THAT(checked.findings(), ElementsAre("growth: 14.8% -> 10.1%"));
  EXPECT_TRUE(checked.results.findings[0].certain);
  EXPECT_EQ(checked.results.findings[0].formula, "318.6 ÷ 289.4 - 1 = 10.1%");
  EXPECT_EQ(checked.held(Kind::kGrowth), 2U);
}

TEST(TableGrowth, RoundingExplainsTheRest) {
  EXPECT_THAT(Checked("行业\t2023年（亿元）\t2022年（亿元）\t同比（%）\n制造\t12.3\t11.9\t3.6\n房产\t8.7\t9."
                      "1\t-4.1\n零售\t45.0\t41.2\t9.3\n")
                  .findings(),
              IsEmpty());
}

TEST(TableGrowth, PointsDifferencesAndOwnUnits) {
  const Checked checked(
      "分类\t2019年\t2020年\t同比\n优良率（%）\t82.7\t88.0\t+5.3个百分点\n二氧化硫（微克/"
      "立方米）\t7\t6\t-14.3%\n");
  EXPECT_THAT(checked.findings(), IsEmpty());
  EXPECT_EQ(checked.held(Kind::kGrowth), 2U);
}

TEST(TableGrowth, PercentForPercentagePoints) {
  const Checked checked(
      "指标\t2022年\t2023年\t比上年增长\n受理（件）\t200\t210\t5.0%\n合格率（%）\t90.1\t98.4\t8.3%\n");
  ASSERT_THAT(checked.findings(), ElementsAre("unit: 8.3% -> 8.3 个百分点"));
}

TEST(TableGrowth, ComparablePricesAreAnotherMatter) {
  EXPECT_THAT(Checked("指标\t2023年（亿元）\t2022年（亿元）\t增长（%）\n地区生产总值\t788.8\t752.1\t5."
                      "6\n税收\t21.87\t20.79\t5.2\n")
                  .findings(),
              IsEmpty());
  EXPECT_THAT(Checked("指标\t2023年（亿元）\t2022年（亿元）\t增长（%）\n甲\t788.8\t752.1\t5.6\n乙\t21.9\t20."
                      "8\t6.9\n注：增长按可比价格计算\n")
                  .findings(),
              IsEmpty());
}

TEST(TableGrowth, OnePeriodTellsNothing) {
  EXPECT_THAT(Checked("指标\t2023年（亿元）\t同比（%）\n甲\t788.8\t5.6\n乙\t21.9\t6.9\n").findings(),
              IsEmpty());
}

TEST(TableGrowth, LastYearAndDifference) {
  EXPECT_THAT(Checked("指标\t本年（件）\t上年（件）\t增减数（件）\n受理\t200\t180\t20\n办结\t190\t170\t30\n")
                  .findings(),
              ElementsAre("growth: 30件 -> 20件"));
}

TEST(TableGrowth, TotalGrowthAsPlainMean) {
  EXPECT_THAT(Checked("园区\t2023年产值（亿元）\t2022年产值（亿元）\t增长（%）\n高新\t210.0\t200.0\t5."
                      "0\n临港\t33.6\t30.0\t12.0\n生态\t42.8\t40.0\t7.0\n合计\t286.4\t270.0\t8.0\n")
                  .findings(),
              ElementsAre("mean-rate: 8.0% -> 6.1%"));
}

TEST(TableGrowth, CauseIsToldWhenItFits) {
  const Checked checked(
      "指标\t2023年（件）\t2022年（件）\t增长（%）\n甲\t250\t200\t20.0\n乙\t110\t100\t10.0\n丙\t105\t100\t5."
      "0\n");
  ASSERT_THAT(checked.findings(), ElementsAre("growth: 20.0% -> 25.0%"));
  EXPECT_NE(checked.results.findings[0].cause->en.find("this period"), std::string::npos);
}

}  // namespace
}  // namespace zhiheng::audit
