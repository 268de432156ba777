#include <gtest/gtest.h>

#include "audit/checks/checks.h"
#include "audit/checks/claims_test.h"

namespace zhiheng::audit {
namespace {

using Texts = std::vector<std::string>;
const Texts kNoStockFlow;

Texts stock_flow(const std::string& text) { return findings_of(check_stock_flow, {text}); }

TEST(StockFlow, OneNumberForNewOnesAndForAll) {
  EXPECT_EQ(
      stock_flow(
          "全年新增有效发明专利1,846件。\n\n截至年底，全区有效发明专利达到1,846件，比上年末增加212件。"),
      Texts{"stock-flow 1,846件<1,846件"});
  EXPECT_EQ(
      stock_flow("全年新增有效发明专利212件。\n\n截至年底，全区有效发明专利达到1,846件，比上年末增加212件。"),
      kNoStockFlow);
}

TEST(StockFlow, AgainstTables) {
  EXPECT_EQ(
      stock_flow("2020年，全区新增停车泊位147114个。\n\n表1 "
                 "停车设施对比\n指标\t2019年\t2020年\n泊位（个）\t135214\t147114\n停车场（户）\t491\t520\n"),
      Texts{"stock-flow 147114个<147114个"});
  EXPECT_EQ(
      stock_flow("2020年，全区新增停车泊位11900个。\n\n表1 "
                 "停车设施对比\n指标\t2019年\t2020年\n泊位（个）\t135214\t147114\n停车场（户）\t491\t520\n"),
      kNoStockFlow);
  EXPECT_EQ(stock_flow(
                "2023年，中心城区新登记经营主体5,218户。\n\n表1 "
                "新登记经营主体情况\n片区\t2023年\t2022年\n中心城区\t5,218\t4,871\n东部新区\t3,906\t3,702\n"),
            kNoStockFlow);
}

TEST(StockFlow, SmallNumbersNeedAWitness) {
  EXPECT_EQ(stock_flow("首批新建智慧书房5个，智慧书房达到5个。"), kNoStockFlow);
  EXPECT_EQ(stock_flow("全年新增养老机构6家，全区养老机构达到6家。区内现有养老机构41家。"),
            Texts{"stock-flow? 6家<6家"});
}

TEST(StockFlow, MoreNewOnesThanAll) {
  EXPECT_EQ(stock_flow("全年净增经营主体12.4万户。年末全市经营主体总量达到11.8万户。"),
            Texts{"stock-flow 12.4万户<11.8万户"});
  EXPECT_EQ(stock_flow("“十三五”以来累计新建充电桩3640个。年末全市充电桩总数3280个。"), kNoStockFlow);
}

TEST(StockFlow, WhatWasThereBefore) {
  EXPECT_EQ(
      stock_flow("截至2023年末，有效绿色产品证书215张，上年末为167张。\n\n2023年，新增绿色产品证书215张。"),
      Texts{"stock-flow? 215张<215张"});
  EXPECT_EQ(
      stock_flow("截至2023年末，有效绿色产品证书215张，上年末为167张。\n\n2023年，新增绿色产品证书48张。"),
      kNoStockFlow);
}

TEST(StockFlow, HowFarThingsExtend) {
  EXPECT_EQ(stock_flow("年末农村公路通车总里程1,872公里，比上年末增加43公里。当年新建农村公路1,872公里。"),
            Texts{"stock-flow 1,872公里<1,872公里"});
}

TEST(StockFlow, AMonthAboveAllMonths) {
  EXPECT_EQ(stock_flow("上半年累计查处超限超载1,356起，其中6月份查处1,536起。").size(), 1u);
  EXPECT_EQ(stock_flow("上半年累计查处超限超载1,536起，其中6月份查处356起。"), kNoStockFlow);
}

TEST(StockFlow, TheSurplusOfOneYearForAllThatPiledUp) {
  const std::string flows = "失业保险基金收入9.42亿元，支出7.56亿元，上年末滚存结余6.15亿元，年末滚存结余";
  EXPECT_EQ(stock_flow(flows + "1.86亿元。").size(), 1u);
  EXPECT_EQ(stock_flow(flows + "8.01亿元。"), kNoStockFlow);
}

TEST(StockFlow, LinesOfATableThatDoNotLeadOn) {
  const std::string head =
      "表1 人口变动\n镇\t年初人口\t出生\t死亡\t年末人口\n花桥镇\t41078\t215\t263\t41030\n"
      "青石镇\t18442\t97\t141\t18398\n";
  EXPECT_EQ(stock_flow(head + "澄江镇\t52315\t304\t218\t52806\n"), Texts{"stock-flow? 52806<52401"});
  EXPECT_EQ(stock_flow(head + "澄江镇\t52315\t304\t218\t52401\n"), kNoStockFlow);
}

}  // namespace
}  // namespace zhiheng::audit
