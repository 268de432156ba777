#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/checks/table_checks_test.h"

namespace zhiheng::audit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(TableSums, WrongTotalOfAColumnIsCertain) {
  const Checked checked("类别\t批次\t不合格批次\n粮食\t412\t6\n蔬菜\t318\t9\n乳品\t184\t0\n合计\t924\t15\n");
  ASSERT_THAT(checked.findings(), ElementsAre("sum: 924批次 -> 914批次"));
  const Finding& finding = checked.results.findings[0];
  EXPECT_TRUE(finding.certain);
  EXPECT_EQ(finding.weight, Weight::kError);
  EXPECT_EQ(finding.formula, "412 + 318 + 184 = 914批次");
  EXPECT_EQ(finding.difference, "+10批次");
  EXPECT_EQ(finding.spots.size(), 4U);
  EXPECT_EQ(checked.marked(0, 0), "924");
  EXPECT_EQ(checked.held(Kind::kSum), 1U);
}

TEST(TableSums, RoundedPartsMayMissTheTotal) {
  const Checked checked("产业\t增加值（亿元）\n一产\t48.63\n二产\t312.37\n三产\t427.85\n合计\t788.84\n");
  EXPECT_THAT(checked.findings(), IsEmpty());
  EXPECT_EQ(checked.held(Kind::kSum), 1U);
  // Three half steps and the total's own explain 0.02, not 0.03.
  EXPECT_THAT(
      Checked("产业\t增加值（亿元）\n一产\t48.63\n二产\t312.37\n三产\t427.85\n合计\t788.82\n").findings(),
      ElementsAre("sum: 788.82亿元 -> 788.85亿元"));
}

TEST(TableSums, CountsAreExact) {
  EXPECT_THAT(Checked("类别\t数量（家）\n甲\t10\n乙\t20\n丙\t30\n合计\t61\n").findings(),
              ElementsAre("sum: 61家 -> 60家"));
}

TEST(TableSums, TotalFirstWithNumberedParts) {
  constexpr const char* kTable =
      "单位：户\n指标\t数量\n经营主体总数\t{}"
      "\n一、企业\t1520\n其中：批发\t640\n　　　制造\t310\n二、个体户\t860\n三、合作社\t245\n";
  EXPECT_THAT(Checked(fmt::format(kTable, 2625)).findings(), IsEmpty());
  EXPECT_EQ(Checked(fmt::format(kTable, 2625)).held(Kind::kSum), 1U);
}

TEST(TableSums, SubtotalsAndGrandTotal) {
  constexpr const char* kTable =
      "类别\t数量（家）\n一、按所有制\t\n国有\t152\n民营\t97\n小计\t{}"
      "\n二、按区域\t\n东部\t140\n西部\t66\n小计\t206\n总计\t{}\n";
  EXPECT_THAT(Checked(fmt::format(kTable, 249, 455)).findings(), IsEmpty());
  EXPECT_EQ(Checked(fmt::format(kTable, 249, 455)).held(Kind::kSum), 3U);
  EXPECT_THAT(Checked(fmt::format(kTable, 239, 445)).findings(), ElementsAre("sum: 239家 -> 249家"));
}

TEST(TableSums, RowTotalsUnderHeads) {
  const Checked checked("类别\tA级\tB级\t小计\n甲\t3\t4\t7\n乙\t5\t6\t12\n丙\t1\t1\t2\n");
  ASSERT_THAT(checked.findings(), ElementsAre("sum: 12 -> 11"));
  EXPECT_FALSE(checked.results.findings[0].certain);  // without a unit, both might be rounded
  EXPECT_TRUE(Checked("类别\tA级\tB级\t小计\n甲\t3\t4\t7\n乙\t5\t6\t15\n丙\t1\t1\t2\n")
                  .results.findings.at(0)
                  .certain);
}

TEST(TableSums, OneBadCellBreaksItsRowAndColumn) {
  const Checked checked(
      "类别\tA级（家）\tB级（家）\t小计（家）\n甲\t30\t40\t70\n乙\t50\t61\t121\n丙\t10\t10\t20\n合计\t90\t121"
      "\t211\n");
  ASSERT_THAT(checked.findings(), ElementsAre("sum: 61家 -> 71家"));
  EXPECT_EQ(checked.marked(0, 0), "61");
}

TEST(TableSums, WhatMustNotBeAdded) {
  // Rates, growth, means, ranks and indices have no sum.
  EXPECT_THAT(Checked("镇\t合格率（%）\t同比（%）\t人均收入（元）\t排名\n东镇\t98.0\t3.1\t100\t1\n西镇\t97."
                      "0\t2.1\t200\t2\n合计\t"
                      "97.5\t2.6\t160\t3\n")
                  .findings(),
              IsEmpty());
  // Neither have years without a total, nor indicators of different units.
  EXPECT_THAT(Checked("年份\t产量（吨）\n2018\t10\n2019\t20\n2020\t31\n").findings(), IsEmpty());
  EXPECT_THAT(Checked("指标\t单位\t数值\n企业\t家\t10\n产值\t亿元\t20\n从业人员\t人\t3000\n").findings(),
              IsEmpty());
}

TEST(TableSums, PartsOfWhichNeedNotMakeTheWhole) {
  EXPECT_THAT(
      Checked(
          "指标\t支出（亿元）\n一般公共预算支出\t64.9\n其中：教育\t22.7\n　　　社保\t11.3\n　　　卫生\t8.4\n")
          .findings(),
      IsEmpty());
}

TEST(TableSums, PartAboveItsWholeIsImpossible) {
  const Checked checked("指标\t支出（亿元）\n一般公共预算支出\t24.9\n其中：教育\t42.7\n");
  ASSERT_THAT(checked.findings(), ElementsAre("impossible: 42.7亿元 -> "));
  EXPECT_EQ(checked.marked(0, 1), "24.9");
}

TEST(TableSums, TornTablesStaySilent) {
  EXPECT_THAT(Checked("续表\n类别\t批次\n乙\t20\n丙\t25\n合计\t85\n").findings(), IsEmpty());
  EXPECT_THAT(Checked("类别\t甲\t乙\t丙\t总数\n流通\t7315\t7705\t0 15020\t5020\n").findings(), IsEmpty());
}

TEST(TableSums, UnlabelledTotalNeedsEvidence) {
  constexpr const char* kTable =
      "行业\t资产（亿元）\t收入（亿元）\t税收（亿元）\n文化产业\t{}\t1230.38\t99.34\n媒体\t210.92\t384."
      "38\t31.23\n艺术\t615.40\t510."
      "27\t44.86\n设计\t659.74\t335.73\t23.25\n";
  EXPECT_THAT(Checked(fmt::format(kTable, "1486.06")).findings(), IsEmpty());
  const Checked wrong(fmt::format(kTable, "1486.60"));
  ASSERT_THAT(wrong.findings(), ElementsAre("sum: 1486.60亿元 -> 1486.06亿元"));
  EXPECT_FALSE(wrong.results.findings[0].certain);
  // A first row that is merely the largest is no total.
  EXPECT_THAT(
      Checked("城市\t人口（万人）\t面积（平方公里）\n甲\t90\t70\n乙\t30\t20\n丙\t20\t10\n").findings(),
      IsEmpty());
}

TEST(TableSums, MagnitudeSlipOfAPartIsAUnitFinding) {
  const Checked checked("项目\t金额（万元）\n税收\t16283\n非税\t93.65\n其他\t512\n合计\t26160\n");
  ASSERT_THAT(checked.findings(), ElementsAre("unit: 93.65万元 -> 9365.00万元"));
}

TEST(TableSums, SharesMakeAHundred) {
  EXPECT_THAT(Checked("类别\t占比（%）\n甲\t33.3\n乙\t33.3\n丙\t33.3\n").findings(), IsEmpty());
  EXPECT_THAT(Checked("类别\t占比（%）\n甲\t43.3\n乙\t33.3\n丙\t33.3\n").findings(),
              ElementsAre("sum: 100.0% -> 109.9%"));
  // Less than all may be listed, unless 其他 closes the list.
  EXPECT_THAT(Checked("类别\t占比（%）\n甲\t43.3\n乙\t33.3\n丙\t20.3\n").findings(), IsEmpty());
  EXPECT_THAT(Checked("类别\t占比（%）\n甲\t43.3\n乙\t33.3\n其他\t20.3\n").findings(),
              ElementsAre("sum: 100.0% -> 96.9%"));
}

TEST(TableSums, KnownPartsBesideTheirWhole) {
  EXPECT_THAT(Checked("环节\t抽检总数（批次）\t合格（批次）\t不合格（批次）\n生产\t301\t293\t8\n流通\t385\t36"
                      "7\t15\n餐饮\t224\t220\t4\n")
                  .findings(),
              ElementsAre("sum: 385批次 -> 382批次"));
}

TEST(TableSums, CostGrowsWithTheRows) {
  std::string lines = "类别\t数量（家）\n";
  for (int i = 0; i < 20'000; ++i)
    lines += std::string(static_cast<size_t>(i % 50), ' ') + "甲\t1\n小计\t1\n";
  const Checked checked(lines + "总计\t20000\n");
  EXPECT_THAT(checked.findings(), IsEmpty());
}

}  // namespace
}  // namespace zhiheng::audit
