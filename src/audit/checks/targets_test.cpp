#include <gtest/gtest.h>

#include "audit/checks/checks.h"
#include "audit/checks/claims_test.h"
#include "audit/checks/goals.h"

namespace zhiheng::audit {
namespace {

using Texts = std::vector<std::string>;
const Texts kNoTargets;

Texts targets(const Texts& documents) { return findings_of(check_targets, documents); }

const std::string kPlan = "白沙县质量发展规划（2021—2025年）\n\n";

TEST(Targets, BelowWhatIsReached) {
  EXPECT_EQ(targets({kPlan + "2020年，研发经费支出占地区生产总值的比重为3.2%"
                             "。\n\n到2025年，全社会研发经费支出占地区生产总值比例达到2.8%。"}),
            Texts{"target 2.8%<3.2%"});
  EXPECT_EQ(targets({kPlan + "2020年，研发经费支出占地区生产总值的比重为2.8%"
                             "。\n\n到2025年，全社会研发经费支出占地区生产总值比例达到3.2%。"}),
            kNoTargets);
  EXPECT_EQ(
      targets({kPlan + "2020年，万人发明专利拥有量14.2件。\n\n到2025年，万人发明专利拥有量达到12件以上。"}),
      Texts{"target? 12件以上<14.2件"});
}

TEST(Targets, WhatShouldFallMustNotRise) {
  EXPECT_EQ(targets({kPlan + "2020年，单位地区生产总值能耗为0.42吨标准煤/"
                             "万元。到2025年，单位地区生产总值能耗下降到0.45吨标准煤/万元。"}),
            Texts{"target 0.45吨标准煤/万元<0.42吨标准煤/万元"});
  EXPECT_EQ(targets({kPlan + "2020年，单位地区生产总值能耗为0.45吨标准煤/"
                             "万元。到2025年，单位地区生产总值能耗下降到0.42吨标准煤/万元。"}),
            kNoTargets);
}

TEST(Targets, FloorsNearWhatIsReachedHoldTheLine) {
  EXPECT_EQ(targets({kPlan + "2020年，农产品质量安全例行监测合格率98.9%"
                             "。\n\n到2025年，农产品质量安全例行监测合格率达到98%以上。"}),
            kNoTargets);
  EXPECT_EQ(
      targets({kPlan + "2020年，公共服务质量满意度88.0分。\n\n到2025年，公共服务质量满意度不低于80分。"}),
      Texts{"target. 不低于80分<88.0分"});
  EXPECT_EQ(targets({kPlan + "2020年，耕地保有量31.2万亩，城镇调查失业率4.2%"
                             "。\n\n到2025年，耕地保有量不低于30万亩，城镇调查失业率控制在5.5%以内。"}),
            kNoTargets);
}

TEST(Targets, OfTablesAgainstTheirBase) {
  EXPECT_EQ(targets({"表1 "
                     "“十四五”主要指标\n指标\t2020年\t2025年\t属性\n森林覆盖率（%）\t72.4\t71."
                     "0\t约束性\n发明专利拥有量（件）\t120\t180\t预期性\n"}),
            Texts{"target 71.0%<72.4%"});
  EXPECT_EQ(targets({kPlan + "表1 "
                             "主要指标\n指标\t基期值\t目标值\n公共服务质量满意度（分）\t91."
                             "2\t88\n产品质量合格率（%）\t93.8\t≥95\n"}),
            Texts{"target 88<91.2"});
  EXPECT_EQ(targets({"表1 "
                     "“十四五”主要指标\n指标\t2020年\t2025年\t属性\n单位GDP能耗降低（%）\t16.3\t13."
                     "5\t约束性\n城镇新增就业（万人）\t1.2\t1.0\t预期性\n"}),
            kNoTargets);
}

TEST(Targets, TwoThatExclude) {
  EXPECT_EQ(targets({kPlan +
                     "到2025年，全县培育首席质量官200名。\n\n重点任务。到2025年，全县培育首席质量官300名。"}),
            Texts{"target 300名<200名"});
  EXPECT_EQ(targets({kPlan + "到2025年，公共服务质量满意度达到82分以上，力争达到85分。\n\n到2025年，公共服务"
                             "质量满意度力争达到85分。"}),
            kNoTargets);
  EXPECT_EQ(
      targets({kPlan +
               "到2025年，城市社区养老服务设施覆盖率达到85%以上。\n\n表1 "
               "主要指标\n指标\t2025年目标值\n城市社区养老服务设施覆盖率（%）\t80\n新增床位（张）\t400\n"}),
      Texts{"target? 80%<85%以上"});
}

TEST(Targets, OfTwoDocumentsAboutOnePlace) {
  const std::string other = "某县科技规划（2021—2025年）\n\n到2025年，国家级高新技术企业达到150家。";
  const std::string same = "白沙县科技规划（2021—2025年）\n\n到2025年，国家级高新技术企业达到150家。";
  const std::string plan = kPlan + "到2025年，国家级高新技术企业达到120家。";
  EXPECT_EQ(targets({plan, same}), Texts{"document? 150家<120家"});
  EXPECT_EQ(targets({plan, other}), kNoTargets);
}

TEST(Targets, MilestonesThatGoBack) {
  EXPECT_EQ(targets({"某县质量行动方案\n\n首席质量官企业数量稳步增加：2022年达到380家，2023年达到520家，2024"
                     "年达到460家，2025年达到600家。"}),
            Texts{"target 460家<520家"});
  EXPECT_EQ(targets({"单位地区生产总值能耗逐年下降：2023年控制在0.412吨标准煤/"
                     "万元，2024年控制在0.401吨标准煤/万元，2025年降至0.390吨标准煤/万元以内。"}),
            kNoTargets);
  EXPECT_EQ(targets({"表1 "
                     "分年度目标\n年度\t2022\t2023\t2024\t2025\n群众满意度（分）\t90.0\t93.0\t91.5\t94."
                     "0\n投诉办理时限（工作日）\t10\t9\t8\t7\n"}),
            Texts{"target? 91.5<93.0"});
  EXPECT_EQ(targets({"某县行动方案（2023—2025年）\n\n2023年，新建示范点12个；2024年，新建示范点10个；2025年，"
                     "新建示范点8个。"}),
            kNoTargets);
}

TEST(Targets, BaseAndIncreaseMakeTheGoal) {
  EXPECT_EQ(targets({"目前全县有绿色食品82个。到2025年，绿色食品累计增加30个，绿色食品总数达到120个。"}),
            Texts{"target? 120个<112个"});
  EXPECT_EQ(targets({"目前全县有绿色食品82个。到2025年，绿色食品累计新增38个，绿色食品总数达到120个。"}),
            kNoTargets);
}

TEST(Targets, DeadlineBeforeThePlan) {
  EXPECT_EQ(
      targets(
          {"云溪县质量提升行动计划（2021—2025年）\n\n到2020年底前完成首批示范园区创建，到2023年全面推开。"})
          .size(),
      1u);
  EXPECT_EQ(
      targets({"云溪县质量提升行动计划（2021—2025年）\n\n到2020年底，已建成示范园区3个，到2023年全面推开。"}),
      kNoTargets);
}

TEST(Direction, OfMeasures) {
  EXPECT_EQ(direction_of("产品质量合格率").sign, 1);
  EXPECT_TRUE(direction_of("森林覆盖率").sure);
  EXPECT_EQ(direction_of("生产安全事故死亡率").sign, -1);
  EXPECT_EQ(direction_of("投诉办结率").sign, 1);
  EXPECT_EQ(direction_of("单位生产总值能耗降低率").sign, 0);
  EXPECT_EQ(direction_of("耕地保有量").sign, 0);
}

TEST(MeasureKey, WithoutVerbsAndSpellings) {
  EXPECT_EQ(measure_key("培育首席质量官"), "首席质量官");
  EXPECT_EQ(measure_key("环境空气质量优良率稳定"), measure_key("AQI优良率"));
  EXPECT_EQ(measure_key("每万人口发明专利拥有量"), measure_key("万人发明专利拥有量"));
  EXPECT_EQ(measure_key("公共交通站点500米覆盖率"), measure_key("公交站点500m覆盖率"));
  EXPECT_EQ(measure_key("有效发明专利"), "有效发明专利");
  EXPECT_NE(measure_key("PM2.5年均浓度"), measure_key("PM10年均浓度"));
}

TEST(Targets, FloorsThatAreSaidToRise) {
  EXPECT_EQ(targets({kPlan + "2020年，农产品质量安全例行监测合格率98.9%。\n\n到2025年，农产品质量稳步提升，"
                             "农产品质量安全例行监测合格率达到98%以上。"}),
            Texts{"target? 98%以上<98.9%"});
  EXPECT_EQ(targets({kPlan + "2020年，农产品质量安全例行监测合格率98.9%。\n\n到2025年，实施质量提升行动，"
                             "农产品质量安全例行监测合格率达到98%以上。"}),
            kNoTargets);
}

TEST(Targets, CeilingsHoldALineUnlessSaidToFall) {
  EXPECT_EQ(
      targets({kPlan + "2020年，万车事故死亡人数为0.11。\n\n到2025年，万车事故死亡人数控制在0.18以内。"}),
      kNoTargets);
  EXPECT_EQ(targets({kPlan + "2020年，万车事故死亡人数为0.11。\n\n到2025年，万车事故死亡人数进一步下降，"
                             "控制在0.18以内。"}),
            Texts{"target? 控制在0.18以内<0.11"});
}

TEST(Targets, AFullerNameBefore) {
  EXPECT_EQ(targets({kPlan + "2020年，空气质量优良天数比例为92.3%。\n\n到2025年，空气质量进一步改善，"
                             "优良天数比例达到89%以上。"}),
            Texts{"target? 89%以上<92.3%"});
}

TEST(Targets, RunningTotals) {
  EXPECT_EQ(
      targets({kPlan + "2020年，新增公共停车泊位1800个，累计达到7600个。\n\n2025年，计划新增公共停车泊位"
                       "2000个以上，累计达到6900个以上。"}),
      Texts{"target? 6900个以上<7600个"});
}

TEST(Targets, TheWrongSideOfWhereItStarts) {
  EXPECT_EQ(targets({kPlan + "到2025年，护理型床位占比由2020年的58.4%提高到55%以上。"}),
            Texts{"target 55%以上<58.4%"});
  EXPECT_EQ(targets({kPlan + "到2025年，护理型床位占比由2020年的48.4%提高到55%以上。"}), kNoTargets);
  EXPECT_EQ(targets({kPlan + "到2025年，供水损失率由9.6%下降到11.2%。"}), Texts{"target 11.2%<9.6%"});
  EXPECT_EQ(targets({kPlan + "到2025年，质量竞争力排名由第8位上升到第5位。"}), kNoTargets);
}

TEST(Targets, TheSameWordsYearByYear) {
  const std::string years =
      "2021年底累计建成充电桩1150个，2022年底累计建成充电桩1480个，2023年底累计建成充电桩";
  EXPECT_EQ(targets({kPlan + "到2025年的分年安排：" + years + "1340个。"}), Texts{"target? 1340个<1480个"});
  EXPECT_EQ(targets({kPlan + "到2025年的分年安排：" + years + "1840个。"}), kNoTargets);
}

TEST(Targets, YearsOutOfTurn) {
  const std::string plan = "白沙县公厕提升三年行动方案（2023—2025年）\n\n2023年新建26座，2024年新建24座，";
  EXPECT_EQ(targets({plan + "到2021年底新建20座。"}).size(), 1u);
  EXPECT_EQ(targets({plan + "到2025年底新建20座。"}), kNoTargets);
}

TEST(Targets, ALeadingYearHoldsBehindSemicolons) {
  EXPECT_EQ(targets({"二、2025年工作安排\n\n2024年，全区森林覆盖率为42.3%；农村生活污水治理率为47.6%。\n\n"
                     "今年，农村生活污水治理率提高到55%左右。"}),
            kNoTargets);
}

TEST(Targets, PlannedAndDoneOfOneTable) {
  EXPECT_EQ(
      targets({"表1 民生实事\n项目\t目标\t完成\n公交站点覆盖率（%）\t90\t94\n抽检合格率（%）\t95\t98\n"}),
      kNoTargets);
}

}  // namespace
}  // namespace zhiheng::audit
