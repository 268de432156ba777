#include <gtest/gtest.h>

#include "audit/checks/checks.h"
#include "audit/checks/claims_test.h"

namespace zhiheng::audit {
namespace {

using Texts = std::vector<std::string>;
const Texts kNothing;

Texts stock_flow(const std::string& text) { return findings_of(check_stock_flow, {text}); }

TEST(StockFlow, OneNumberForNewOnesAndForAll) {
  EXPECT_EQ(
      stock_flow(
          "全年新增有效发明专利1,846件。\n\n截至年底，全区有效发明专利达到1,846件，比上年末增加212件。"),
      Texts{"stock-flow 1,846件<1,846件"});
  EXPECT_EQ(
      stock_flow("全年新增有效发明专利212件。\n\n截至年底，全区有效发明专利达到1,846件，比上年末增加212件。"),
      kNothing);
}

TEST(StockFlow, AgainstTables) {
  EXPECT_EQ(
      stock_flow("2020年，全区新增停车泊位147114个。\n\n表1 "
                 "停车设施对比\n指标\t2019年\t2020年\n泊位（个）\t135214\t147114\n停车场（户）\t491\t520\n"),
      Texts{"stock-flow 147114个<147114个"});
  EXPECT_EQ(
      stock_flow("2020年，全区新增停车泊位11900个。\n\n表1 "
                 "停车设施对比\n指标\t2019年\t2020年\n泊位（个）\t135214\t147114\n停车场（户）\t491\t520\n"),
      kNothing);
  EXPECT_EQ(stock_flow(
                "2023年，中心城区新登记经营主体5,218户。\n\n表1 "
                "新登记经营主体情况\n片区\t2023年\t2022年\n中心城区\t5,218\t4,871\n东部新区\t3,906\t3,702\n"),
            kNothing);
}

TEST(StockFlow, SmallNumbersNeedAWitness) {
  EXPECT_EQ(stock_flow("首批新建智慧书房5个，智慧书房达到5个。"), kNothing);
  EXPECT_EQ(stock_flow("全年新增养老机构6家，全区养老机构达到6家。区内现有养老机构41家。"),
            Texts{"stock-flow? 6家<6家"});
}

TEST(StockFlow, MoreNewOnesThanAll) {
  EXPECT_EQ(stock_flow("全年净增经营主体12.4万户。年末全市经营主体总量达到11.8万户。"),
            Texts{"stock-flow 12.4万户<11.8万户"});
  EXPECT_EQ(stock_flow("“十三五”以来累计新建充电桩3640个。年末全市充电桩总数3280个。"), kNothing);
}

}  // namespace
}  // namespace zhiheng::audit
