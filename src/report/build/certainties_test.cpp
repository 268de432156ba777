// Intervals, judged changes and rankings, from the template to the cells.
#include "report/build/certainties.h"

#include <gtest/gtest.h>

#include "report/build/small_pack_test.h"

namespace zhiheng::report {
namespace {

class CertaintiesTest : public testing::Test {
 protected:
  CertaintiesTest() {
    pack_.write(
        "catalog/norms/small_numbers.csv",
        "edition,least_base,least_cell,valid_from,valid_to,source,verified\n检查,10,3,2020-01-01,,样例,no\n");
  }

  Table build(const std::string& body) {
    document_ = pack_.build("# 章\n见{{ @t }}。\n\n::: table t\ntitle: 表\n" + body + ":::\n");
    EXPECT_EQ(pack_.mistakes(), std::vector<std::string>{}) << body;
    return first<Table>(document_);
  }
  Table by_stage(const std::string& column) {
    return build("from: food\nrows: stage\ntotal: 合计\ncolumns:\n  - 环节: row\n  - 数: " + column +
                 "\nempty: \"—\"\n");
  }
  std::string said(const std::string& sentence) {
    document_ = pack_.build("# 章\n" + sentence + "\n");
    EXPECT_EQ(pack_.mistakes(), std::vector<std::string>{}) << sentence;
    return prose(document_);
  }
  std::vector<std::string> mistakes(const std::string& body) {
    pack_.build("# 章\n" + body + "\n");
    return pack_.mistakes();
  }
  /// Of the number in the second column of a row.
  const Certainty& certainty(const Table& table, size_t row) const {
    static const Certainty kNone;
    const int number = table.body[row].cells[1].number;
    if (number < 0 || !document_.numbers[static_cast<size_t>(number)].certainty) {
      ADD_FAILURE() << "row " << row << " has no certainty";
      return kNone;
    }
    return *document_.numbers[static_cast<size_t>(number)].certainty;
  }

  SmallPack pack_;
  Document document_;
};

// Wilson's limits: 20/20, 27/30, 7/7, 48/50 and 95/100, as R's prop.test(correct = FALSE) gives them.
TEST_F(CertaintiesTest, IntervalBesideTheRate) {
  const Table table = by_stage("pass_rate | interval");
  EXPECT_EQ(grid_text(table.body),
            "生产|100.00（83.89–100.00）\n流通|90.00（74.38–96.54）\n其中：网络销售|100.00（64.57–100.00）*\n"
            "餐饮|96.00（86.54–98.90）\n合计|95.00（88.82–97.85）\n");
  EXPECT_EQ(table.notes, (std::vector<std::string>{"所列区间为比率的95%置信区间，按Wilson法计算。",
                                                   "标*的分母不足10，比率不稳定，只供参考。"}));
  EXPECT_TRUE(table.columns[1].numeric);
  const Certainty& found = certainty(table, 1);
  EXPECT_EQ(found.method, "wilson");
  EXPECT_EQ(found.low->to_string(), "74.38");
  EXPECT_EQ(found.hits->to_string(), "27");
  EXPECT_EQ(found.base->to_string(), "30");
  EXPECT_FALSE(found.small_base);
  EXPECT_TRUE(certainty(table, 2).small_base);
  EXPECT_NE(found.words.find("74.38%–96.54%"), std::string::npos) << found.words;
}

// qbeta(c(0.025, 0.975), c(27, 28), c(4, 3)) and, at 99 %, qbeta(c(0.005, 0.995), …).
TEST_F(CertaintiesTest, MethodLevelAndAColumnOfItsOwn) {
  const Table table = by_stage("pass_rate | unit | decimals 1 | interval exact alone");
  EXPECT_EQ(table.body[1].cells[1].text, "73.5%–97.9%");
  EXPECT_EQ(table.body[1].cells[1].kind, Cell::Kind::kText);
  EXPECT_EQ(table.columns[1].align, Align::kCenter);
  EXPECT_FALSE(table.body[1].cells[1].published) << "the published rate is no interval";
  EXPECT_EQ(table.body[2].cells[1].after, "*");
  EXPECT_EQ(certainty(table, 1).method, "clopper-pearson");
  const int number = table.body[1].cells[1].number;
  EXPECT_EQ(document_.numbers[static_cast<size_t>(number)].text, "73.5%–97.9%");
  EXPECT_EQ(document_.numbers[static_cast<size_t>(number)].value.to_string(), "90.0");
  const Table wider = by_stage("pass_rate | interval 99");
  EXPECT_EQ(wider.notes[0], "所列区间为比率的99%置信区间，按Wilson法计算。");
  EXPECT_LT(*certainty(wider, 1).low, *Decimal::parse("74.38"));
}

TEST_F(CertaintiesTest, OnlyTheMarkOfASmallBase) {
  const Table table = by_stage("pass_rate | flagged");
  EXPECT_EQ(grid_text(table.body),
            "生产|100.00\n流通|90.00\n其中：网络销售|100.00*\n餐饮|96.00\n合计|95.00\n");
  EXPECT_EQ(table.notes, std::vector<std::string>{"标*的分母不足10，比率不稳定，只供参考。"});
}

// fisher.test: 9/10 against 20/20 p = 0.333, 20/20 against 27/30 p = 0.265, 47/50 against 95/100 p = 1.
TEST_F(CertaintiesTest, ChangeOfARateIsJudged) {
  const Table table = by_stage("pass_rate | change | judged");
  EXPECT_EQ(grid_text(table.body),
            "生产|+10.00个百分点（无明显变化）\n流通|-10.00个百分点（无明显变化）\n其中：网络销售|—\n"
            "餐饮|+6.00个百分点（无明显变化）\n合计|+1.00个百分点（无明显变化）\n");
  EXPECT_EQ(table.notes.size(), 1u);
  EXPECT_NE(table.notes[0].find("显著性水平5%"), std::string::npos) << table.notes[0];
  const Certainty& found = certainty(table, 1);
  EXPECT_EQ(found.method, "fisher");
  EXPECT_NEAR(*found.p, 0.265306, 1e-6);
  EXPECT_EQ(found.verdict, "not-shown");
  EXPECT_EQ(found.hits_before->to_string(), "20");
  EXPECT_EQ(found.base_before->to_string(), "20");
  EXPECT_EQ(*found.low < Decimal(-10) && Decimal(-10) < *found.high, true);
}

// binom.test(20, 30), (30, 50), (50, 70), (100, 150).
TEST_F(CertaintiesTest, ChangeOfACountIsJudged) {
  const Table table = by_stage("tested | change | judged");
  EXPECT_EQ(grid_text(table.body),
            "生产|+100.0%（无明显变化）\n流通|+50.0%（无明显变化）\n其中：网络销售|—\n餐饮|+150.0%\n合计|+"
            "100.0%\n");
  EXPECT_NEAR(*certainty(table, 0).p, 0.098737, 1e-6);
  EXPECT_EQ(certainty(table, 0).method, "poisson");
  EXPECT_EQ(certainty(table, 4).verdict, "rose");
  const Table alone = by_stage("tested | change | judged alone");
  EXPECT_EQ(grid_text(alone.body),
            "生产|无明显变化\n流通|无明显变化\n其中：网络销售|—\n餐饮|上升\n合计|上升\n");
}

TEST_F(CertaintiesTest, ChangeOfARowThatIsListed) {
  const Table table = build(
      "from: food\nrows:\n  - {label: 抽检, of: tested}\n  - {label: 流通, of: pass_rate, where: \"stage = "
      "'circulation'\"}\ncolumns:\n  - 项目: row\n  - 变化: change | judged\n");
  EXPECT_EQ(grid_text(table.body), "抽检|+100.0%\n流通|-10.00个百分点（无明显变化）\n");
  EXPECT_EQ(table.notes.size(), 2u) << "a test of counts and one of rates";
}

TEST_F(CertaintiesTest, AChangeIsNoLongerLeftOutSilently) {
  EXPECT_EQ(by_stage("tested | change").body[0].cells[1].text, "+100.0%");
}

TEST_F(CertaintiesTest, UnitsOfAColumnAmongThemselves) {
  const Table funnel = by_stage("pass_rate | funnel");
  EXPECT_EQ(grid_text(funnel.body),
            "生产|控制限内\n流通|控制限内\n其中：网络销售|控制限内\n餐饮|控制限内\n合计|\n");
  EXPECT_EQ(certainty(funnel, 0).verdict, "inside");
  const Table shrunk = by_stage("pass_rate | shrunk");
  const auto rate = [&](size_t row) { return *Decimal::parse(shrunk.body[row].cells[1].text); };
  EXPECT_GT(rate(1), Decimal(90)) << "drawn to the whole";
  EXPECT_LT(rate(0), Decimal(100));
  EXPECT_EQ(certainty(shrunk, 0).method, "beta-binomial");
  EXPECT_FALSE(shrunk.body[1].cells[1].published);
  const Table ranks = by_stage("pass_rate | ranks");
  EXPECT_EQ(certainty(ranks, 1).high->to_string(), "4");
  EXPECT_EQ(ranks.body[1].cells[1].kind, Cell::Kind::kText);
}

TEST_F(CertaintiesTest, Sentences) {
  EXPECT_EQ(said("{{ food.pass_rate | interval }}"), "95.00%（95%置信区间88.82%–97.85%）\n");
  EXPECT_EQ(said("{{ food.pass_rate where stage = 'online' | interval }}"),
            "100.00%（95%置信区间64.57%–100.00%，分母不足10）\n");
  EXPECT_EQ(said("{{ food.pass_rate | change | judged }}"), "与上年相比无明显变化（上升1.00个百分点）\n");
  EXPECT_EQ(said("{{ food.pass_rate | change short | judged }}"), "无明显变化（上升1.00个百分点）\n");
  EXPECT_EQ(said("{{ food.tested | change | judged }}"), "同比增长100.0%\n");
  EXPECT_EQ(document_.numbers.at(0).certainty->verdict, "rose");
}

TEST_F(CertaintiesTest, WhereThereIsNoBaseThereIsNoInterval) {
  const std::string at = "catalog/reports/paper/chapter.md:";
  EXPECT_EQ(mistakes("{{ econ.rate | interval }}"), std::vector<std::string>{at + "2:1 [certainty.no-base]"});
  EXPECT_EQ(mistakes("{{ food.tested | interval }}"),
            std::vector<std::string>{at + "2:1 [certainty.no-base]"});
  EXPECT_EQ(mistakes("{{ econ.gdp | change | judged }}"),
            std::vector<std::string>{at + "2:1 [certainty.no-base]"});
  EXPECT_EQ(
      mistakes("见{{ @t }}。\n\n::: table t\ntitle: 表\nrows:\n  - {label: 优良率, of: econ.rate}\ncolumns:\n"
               "  - 指标: row\n  - 数: value | interval\n:::"),
      std::vector<std::string>{at + "7:5 [certainty.no-base]"});
}

TEST_F(CertaintiesTest, WhatCanNotBeAsked) {
  const std::string at = "catalog/reports/paper/chapter.md:2:1 ";
  EXPECT_EQ(mistakes("{{ food.pass_rate | judged }}"), std::vector<std::string>{at + "[certainty.not-here]"});
  EXPECT_EQ(mistakes("{{ food.pass_rate | funnel }}"), std::vector<std::string>{at + "[certainty.not-here]"});
  EXPECT_EQ(mistakes("{{ food.pass_rate | interval alone }}"),
            std::vector<std::string>{at + "[certainty.not-here]"});
  for (const char* wrong : {"interval 20", "interval 100", "interval wilson", "judged exact", "flagged 95",
                            "interval | flagged"}) {
    EXPECT_EQ(mistakes(std::string("{{ food.pass_rate | ") + wrong + " }}"),
              std::vector<std::string>{at + "[certainty.bad-filter]"})
        << wrong;
  }
}

TEST_F(CertaintiesTest, TooFewRowsAreNoRanking) {
  EXPECT_EQ(
      mistakes("见{{ @t }}。\n\n::: table t\ntitle: 表\nfrom: food\nrows: stage\nwhere: stage = 'catering'\n"
               "columns:\n  - 环节: row\n  - 位次: pass_rate | ranks\n:::")
          .size(),
      1u);
}

TEST_F(CertaintiesTest, TheAnnexNamesEachMethodOnce) {
  document_ = pack_.build(
      "# 章\n{{ food.pass_rate | interval }}，{{ food.pass_rate where stage = 'catering' | interval }}，"
      "{{ food.tested | change | judged }}。见{{ @annex-methods }}。\n\n::: methods\n");
  EXPECT_EQ(pack_.mistakes(), std::vector<std::string>{});
  const Table& methods = first<Table>(document_);
  ASSERT_EQ(methods.body.size(), 2u);
  EXPECT_EQ(methods.body[0].cells[1].text, "置信区间");
  EXPECT_EQ(methods.body[1].cells[1].text, "变化的判断");
}

}  // namespace
}  // namespace zhiheng::report
