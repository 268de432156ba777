#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/checks/table_checks_test.h"

namespace zhiheng::audit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(TableRatios, RateAgainstNamedColumns) {
  const Checked checked(
      "类别\t抽查批次\t不合格批次\t不合格率（%）\n电线\t312\t9\t2.9\n玩具\t176\t4\t2.3\n建材\t248\t6\t3."
      "5\n合计\t736\t19\t2.6\n");
  ASSERT_THAT(checked.findings(), ElementsAre("ratio: 3.5% -> 2.4%"));
  EXPECT_TRUE(checked.results.findings[0].certain);
  EXPECT_EQ(checked.results.findings[0].formula, "6 ÷ 248 = 2.4%");
  EXPECT_EQ(checked.results.findings[0].difference, "+1.1 个百分点");
  EXPECT_EQ(checked.held(Kind::kRatio), 3U);
}

TEST(TableRatios, ComplementAndSeveralDenominators) {
  EXPECT_THAT(
      Checked(
          "药品（件）\t快速检测（件）\t常规抽样（件）\t不合格（件）\t合格率（%）\n792\t410\t382\t3\t99.6\n")
          .findings(),
      IsEmpty());
  EXPECT_EQ(
      Checked(
          "药品（件）\t快速检测（件）\t常规抽样（件）\t不合格（件）\t合格率（%）\n792\t410\t382\t3\t99.6\n")
          .held(Kind::kRatio),
      1U);
}

TEST(TableRatios, CutOffInsteadOfRoundedIsANote) {
  const Checked checked(
      "类别\t受检批次\t合格批次\t合格率\n电器\t10\t10\t100%\n服装\t70\t62\t88%\n总计\t80\t72\t90%\n");
  ASSERT_THAT(checked.findings(), ElementsAre("ratio: 88% -> 89%"));
  EXPECT_EQ(checked.results.findings[0].weight, Weight::kNote);
  ASSERT_TRUE(checked.results.findings[0].cause.has_value());
}

TEST(TableRatios, IndicatorsAsRows) {
  EXPECT_THAT(Checked("指标\t一季度\t二季度\t三季度\n应办结数\t200\t400\t600\n已办结数\t180\t380\t576\n办结率"
                      "（%）\t90.0\t95.0\t97.0\n")
                  .findings(),
              ElementsAre("ratio: 97.0% -> 96.0%"));
}

TEST(TableRatios, SharesOfTheTotal) {
  EXPECT_THAT(Checked("领域\t证书数（张）\t比重（%）\n体系\t187\t30.5\n产品\t254\t41.4\n服务\t172\t28."
                      "1\n合计\t613\t100.0\n")
                  .findings(),
              IsEmpty());
  EXPECT_THAT(Checked("领域\t证书数（张）\t比重（%）\n体系\t187\t30.5\n产品\t254\t44.1\n服务\t172\t28."
                      "1\n合计\t613\t100.0\n")
                  .findings(),
              testing::Contains("ratio: 44.1% -> 41.4%"));
}

TEST(TableRatios, ShareOfSomethingElseStaysSilent) {
  EXPECT_THAT(Checked("产业\t产值（亿元）\t占全市比重（%）\n甲\t18.7\t12.1\n乙\t25.4\t9.0\n丙\t17.2\t33.0\n")
                  .findings(),
              IsEmpty());
}

TEST(TableRatios, TotalRateThatIsAPlainMean) {
  const Checked checked(
      "环节\t抽检批次\t合格批次\t合格率（%）\n生产\t600\t594\t99.0\n流通\t100\t92\t92.0\n餐饮\t200\t192\t96."
      "0\n合计\t900\t878\t95.7\n");
  ASSERT_THAT(checked.findings(), ElementsAre("mean-rate: 95.7% -> 97.6%"));
  EXPECT_TRUE(checked.results.findings[0].certain);
}

TEST(TableRatios, PlainMeanWithoutNumerator) {
  EXPECT_THAT(
      Checked("街道\t回访件数\t满意率（%）\n甲\t1200\t95.0\n乙\t300\t90.0\n丙\t500\t94.0\n合计\t2000\t93.0\n")
          .findings(),
      ElementsAre("mean-rate: 93.0% -> 94.0%"));
  EXPECT_THAT(
      Checked("街道\t回访件数\t满意率（%）\n甲\t1200\t95.0\n乙\t300\t90.0\n丙\t500\t94.0\n合计\t2000\t94.0\n")
          .findings(),
      IsEmpty());
}

TEST(TableRatios, EqualBasesMakeThePlainMeanRight) {
  EXPECT_THAT(Checked("片区\t抽查家数\t达标家数\t达标率（%）\n东\t100\t97\t97.0\n中\t100\t94\t94."
                      "0\n西\t100\t91\t91.0\n合计\t300\t282\t94.0\n")
                  .findings(),
              IsEmpty());
}

TEST(TableRatios, AveragePerUnit) {
  EXPECT_THAT(Checked("镇\t村数（个）\t总收入（万元）\t村均收入（万元）\n上坪\t10\t200\t20."
                      "0\n下坪\t40\t1600\t40.0\n全部\t50\t1800\t30.0\n")
                  .findings(),
              ElementsAre("mean-rate: 30.0万元 -> 36.0万元"));
}

TEST(TableRatios, SectionsShouldGoByTheSameDenominator) {
  const Checked checked(
      "药品（件）\t快检（件）\t抽样（件）\t不合格（件）\t合格率（%）\n792\t410\t382\t3\t99."
      "6\n化妆品（件）\t快检（件）\t抽样（件）\t不合格（件）\t合格率（%）\n308\t154\t154\t2\t98.7\n");
  ASSERT_THAT(checked.findings(), ElementsAre("ratio: 98.7% -> 99.4%"));
  EXPECT_FALSE(checked.results.findings[0].certain);
}

TEST(TableLimits, RateAboveAHundredAndPartAboveTheWhole) {
  EXPECT_THAT(Checked("镇\t覆盖率（%）\n东\t98.0\n西\t102.4\n").findings(),
              ElementsAre("impossible: 102.4% -> "));
  EXPECT_THAT(Checked("镇\t完成率（%）\n东\t98.0\n西\t102.4\n").findings(), IsEmpty());
  EXPECT_THAT(
      Checked("市场\t抽检数（份）\t合格数（份）\n北\t412\t405\n东\t231\t247\n南\t188\t186\n").findings(),
      ElementsAre("impossible: 247份 -> "));
}

TEST(TableLimits, RateThatNoCountGives) {
  EXPECT_THAT(Checked("镇\t抽检批次\t合格率（%）\n东\t120\t94.2\n西\t110\t93.6\n北\t20\t92.7\n").findings(),
              ElementsAre("impossible: 92.7% -> 95.0%"));
}

TEST(TableLimits, BrokenCount) {
  EXPECT_THAT(Checked("学院\t教师（人）\n甲\t186\n乙\t23.5\n丙\t41\n").findings(),
              ElementsAre("impossible: 23.5人 -> "));
  EXPECT_THAT(Checked("学院\t平均每班人数（人）\n甲\t31\n乙\t23.5\n丙\t41\n").findings(), IsEmpty());
}

}  // namespace
}  // namespace zhiheng::audit
