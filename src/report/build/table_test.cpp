// Tables from the template to the cells.
#include <gtest/gtest.h>

#include "report/build/small_pack_test.h"

namespace zhiheng::report {
namespace {

class TableTest : public testing::Test {
 protected:
  Table build(const std::string& body) {
    document_ = pack_.build("# 章\n见{{ @t }}。\n\n::: table t\n" + body + ":::\n");
    EXPECT_EQ(pack_.mistakes(), std::vector<std::string>{}) << body;
    return first<Table>(document_);
  }

  std::vector<std::string> mistakes(const std::string& body) {
    document_ = pack_.build("# 章\n见{{ @t }}。\n\n::: table t\n" + body + ":::\n");
    return pack_.mistakes();
  }

  static std::string at(const std::string& place_and_code) {
    return "catalog/reports/paper/chapter.md:" + place_and_code;
  }

  SmallPack pack_;
  Document document_;
};

TEST_F(TableTest, RowsOfADimensionInCodeOrder) {
  const Table table = build(
      "title: \"{{ year }} 年抽检\"\nfrom: food\nrows: stage\ntotal: 合计\ncolumns:\n  - 序号: index\n  - "
      "环节: row\n"
      "  - 完成: tested\n  - 上年完成: tested @-1\n  - 合格率: pass_rate | unit\nempty: \"—\"\n");
  EXPECT_EQ(table.title, "2020年抽检");
  EXPECT_EQ(grid_text(table.body),
            "1|生产|20|10|100.00%\n2|流通|30|20|90.00%\n3|其中：网络销售|7|—|100.00%\n4|餐饮|50|20|96.00%\n|"
            "合计|100|50|95.00%\n");
  EXPECT_EQ(table.body[2].cells[1].indent, 1) << "contained in other rows";
  EXPECT_EQ(table.body.back().kind, TableRow::Kind::kTotal);
  EXPECT_EQ(table.sources, std::vector<std::string>{"区市场监管局"});
  EXPECT_EQ(table.number, 1);
}

TEST_F(TableTest, RatioOfATotalIsARatioOfSums) {
  const Table table = build(
      "title: 表\nfrom: food\nrows: stage\ntotal: 合计\ncolumns:\n  - 环节: row\n  - 合格率: pass_rate\n");
  EXPECT_EQ(table.body.back().cells[1].text, "95.00");  // the mean of the rates would be 95.33
}

TEST_F(TableTest, PublishedFigureStandsBesideTheComputedOnlyWhereItDiffers) {
  const Table table = build(
      "title: 表\nfrom: food\nrows: stage\ntotal: 合计\ncolumns:\n  - 环节: row\n  - 合格率: pass_rate\n");
  EXPECT_EQ(table.body[1].cells[1].text, "90.00");
  EXPECT_EQ(table.body[1].cells[1].published, "91.00%");
  EXPECT_FALSE(table.body[0].cells[1].published);
  EXPECT_FALSE(table.body.back().cells[1].published);
}

TEST_F(TableTest, OtherDecimalsDoNotMakeADifference) {
  const Table table = build(
      "title: 表\nrows:\n  - {label: 倍数, of: econ.doubled}\ncolumns:\n  - 指标: row\n  - 数值: value | in "
      "万\n");
  EXPECT_EQ(table.body[0].cells[1].text, "24.69");
  EXPECT_FALSE(table.body[0].cells[1].published);
}

TEST_F(TableTest, TotalAtTheTop) {
  const Table table = build(
      "title: 表\nfrom: food\nrows: stage\ntotal: {label: 全部, at: top}\ncolumns:\n  - 环节: row\n  - 完成: "
      "tested\n");
  EXPECT_EQ(grid_text({table.body[0]}), "全部|100\n");
  EXPECT_EQ(table.body[0].kind, TableRow::Kind::kTotal);
}

TEST_F(TableTest, YearsOfACubeAndOfIndicators) {
  EXPECT_EQ(grid_text(build("title: 表\nfrom: food\nrows: year\nyears: [-1, 0]\ncolumns:\n  - 年份: row\n  - "
                            "完成: tested\n")
                          .body),
            "2019年|50\n2020年|100\n");
  // A year before the district began to count is left out.
  EXPECT_EQ(
      grid_text(
          build("title: 表\nrows: year\nyears: [-2, 0]\ncolumns:\n  - 年份: row\n  - 总值: econ.gdp\n").body),
      "2019年|100.00\n2020年|112.80\n");
}

TEST_F(TableTest, OneRowOfACubeOrOfIndicators) {
  EXPECT_EQ(
      grid_text(
          build("title: 表\nfrom: food\nrows: one\ncolumns:\n  - 完成: tested\n  - 合格: passed\n").body),
      "100|95\n");
  EXPECT_EQ(
      grid_text(
          build("title: 表\nrows: one\ncolumns:\n  - 总值: econ.gdp\n  - 优良率: econ.rate | unit\n").body),
      "112.80|88.0%\n");
}

TEST_F(TableTest, EachRowOfAList) {
  const Table table = build(
      "title: 表\nfrom: garden\nrows: each\nwhere: \"level = 'city'\"\ncolumns:\n  - 序号: index\n  - 级别: "
      "level\n  - 名称: name\n"
      "  - 面积: land\nmerge: [级别]\nunit: 亩\n");
  EXPECT_EQ(grid_text(table.body), "1|市级|春晖园|120.5\n2|^|绿源园|80.0\n");
  EXPECT_EQ(table.body[0].cells[1].row_span, 2);
  EXPECT_EQ(table.unit, "亩");
  EXPECT_EQ(table.sources, std::vector<std::string>{"区水务局"});
}

TEST_F(TableTest, ListedRows) {
  const Table table = build(R"(title: 表
rows:
  - {label: 经济, group: true}
  - {label: 总值, of: econ.gdp, indent: 1, strong: true}
  - {label: 优良率, of: econ.rate}
  - {label: 噪声, of: econ.noise}
  - {label: 客流, of: econ.visits}
columns:
  - 指标: row
  - 单位: unit
  - 数值: value
  - 上年: value @-1
  - 比上年: change
  - 幅度: growth
)");
  EXPECT_EQ(grid_text(table.body),
            "经济|^|^|^|^|^\n总值|亿元|112.80|100.00|+12.8%|12.8\n优良率|%|88.0|82.7|+5.3个百分点|5.3\n"
            "噪声|分贝|57.0|57.9|-0.9分贝|-0.9\n客流|人次|123456|123456|持平|0.0\n");
  EXPECT_EQ(table.body[0].kind, TableRow::Kind::kGroup);
  EXPECT_EQ(table.body[0].cells[0].col_span, 6);
  EXPECT_EQ(table.body[1].kind, TableRow::Kind::kTotal);
  EXPECT_EQ(table.body[1].cells[0].indent, 1);
  EXPECT_EQ(table.sources, (std::vector<std::string>{"区市场监管局", "区水务局"}));
}

TEST_F(TableTest, ListedRowsOfWordsAndConditions) {
  const Table words = build(
      "title: 表\nrows:\n  - {label: 经济, text: \"总值{{ econ.gdp }}\"}\ncolumns:\n  - 方面: row\n  - 情况: "
      "text\n");
  EXPECT_EQ(grid_text(words.body), "经济|总值112.80亿元\n");
  EXPECT_EQ(words.sources, std::vector<std::string>{"区市场监管局"});
  const Table parts = build(
      "title: 表\nfrom: food\nrows:\n  - {label: 餐饮, where: \"stage = 'catering'\"}\ncolumns:\n  - 环节: "
      "row\n  - 完成: tested\n");
  EXPECT_EQ(grid_text(parts.body), "餐饮|50\n");
}

TEST_F(TableTest, HeadsOverSeveralColumns) {
  const Table table = build(R"(title: 表
from: food
rows: stage
columns:
  - 环节: row
  - 件数:
    - 完成:
      - "{{ year - 1 }} 年": tested @-1
      - "{{ year }} 年": tested
    - 合格: passed
  - 合格率: pass_rate
empty: "—"
)");
  ASSERT_EQ(table.head.size(), 3u);
  EXPECT_EQ(grid_text(table.head), "环节|件数|^|^|合格率\n^|完成|^|合格|^\n^|2019年|2020年|^|^\n");
  EXPECT_EQ(table.head[0].cells[0].row_span, 3);
  EXPECT_EQ(table.head[0].cells[1].col_span, 3);
  EXPECT_EQ(table.head[1].cells[1].col_span, 2);
  EXPECT_EQ(table.head[1].cells[3].row_span, 2);
  EXPECT_EQ(table.head[0].cells[4].row_span, 3);
}

TEST_F(TableTest, ColumnsAreDescribedForTheLayout) {
  const Table table = build(
      "title: 表\nfrom: food\nrows: stage\ncolumns:\n  - 环节: row\n  - 合格率: pass_rate\nlayout: "
      "landscape\nwidths: [2, 1]\n");
  EXPECT_TRUE(table.landscape);
  EXPECT_EQ(table.columns[0].align, Align::kLeft);
  EXPECT_EQ(table.columns[0].width, 2);
  EXPECT_EQ(table.columns[1].align, Align::kRight);
  EXPECT_TRUE(table.columns[1].numeric);
  EXPECT_EQ(table.columns[1].decimals, 2);
}

TEST_F(TableTest, EmptyCellStopsTheBuildUnlessAllowed) {
  const std::string body = "title: 表\nfrom: food\nrows: stage\ncolumns:\n  - 环节: row\n  - 计划: planned\n";
  EXPECT_EQ(mistakes(body), std::vector<std::string>{at("10:13 [table.empty-cell]")});
  const Table table = build(body + "empty: \"—\"\nnote: 餐饮环节没有计划数。\n");
  EXPECT_EQ(table.body.back().cells[1].kind, Cell::Kind::kMissing);
  EXPECT_EQ(table.notes, std::vector<std::string>{"餐饮环节没有计划数。"});
}

TEST_F(TableTest, NotesHoldNumbersButNoReferences) {
  const std::string body = "title: 表\nrows: one\ncolumns:\n  - 总值: econ.gdp\n";
  EXPECT_EQ(build(body + "note: \"上年为{{ econ.gdp @-1 }}。\"\n").notes[0], "上年为100.00亿元。");
  EXPECT_EQ(mistakes(body + "note: \"见{{ @t }}。\"\n"),
            std::vector<std::string>{at("5:1 [table.marks-in-note]")});
  EXPECT_EQ(mistakes(body + "note: 共3家。\n"),
            std::vector<std::string>{at("5:4 [template.unbound-number]")});
}

TEST_F(TableTest, MistakesOfTheWriter) {
  const std::string head = "title: 表\nfrom: food\n", columns = "columns:\n  - 环节: row\n  - 完成: tested\n";
  EXPECT_EQ(mistakes("title: 表\nfrom: fod\nrows: stage\n" + columns),
            std::vector<std::string>{at("5:1 [table.unknown-cube]")});
  EXPECT_EQ(mistakes(head + "rows: level\n" + columns),
            std::vector<std::string>{at("5:1 [table.unknown-dimension]")});
  EXPECT_EQ(mistakes(head + "rows: each\n" + columns),
            std::vector<std::string>{at("5:1 [table.not-a-list]")});
  EXPECT_EQ(mistakes(head + "rows: stage\ncolumns:\n  - 环节: row\n  - 完成: testd\n"),
            std::vector<std::string>{at("10:13 [table.unknown-column]")});
  EXPECT_EQ(mistakes(head + "rows: stage\ncolumns:\n  - 环节: row\n  - 完成: tested | decimal 1\n"),
            std::vector<std::string>{at("10:13 [binding.unknown-filter]")});
  EXPECT_EQ(mistakes(head + "rows: stage\ncolumns:\n  - 环节: row\n  - 变化: change\n"),
            std::vector<std::string>{at("10:13 [table.only-in-list]")});
  EXPECT_EQ(mistakes(head + "rows: stage\nmerge: [环境]\n" + columns),
            std::vector<std::string>{at("5:1 [table.unknown-merge]")});
  EXPECT_EQ(mistakes(head + "rows: stage\nwidths: [1]\n" + columns),
            std::vector<std::string>{at("5:1 [table.bad-widths]")});
  EXPECT_EQ(mistakes(head + "rows: stage\nlayout: wide\n" + columns),
            std::vector<std::string>{at("5:1 [table.bad-layout]")});
  EXPECT_EQ(mistakes(head + "rows: year\nyears: [-2]\n" + columns),
            std::vector<std::string>{at("8:8 [table.bad-years]")});
  EXPECT_EQ(mistakes(head + "rows: stage\ncolumns: tested\n"),
            std::vector<std::string>{at("8:10 [table.bad-columns]")});
  EXPECT_EQ(mistakes("title: 表\nfrom: drug\nrows: stage\n" + columns),
            std::vector<std::string>{at("5:1 [table.no-rows]")});
  EXPECT_EQ(mistakes("title: 表\nrows:\n  - {label: 甲}\ncolumns:\n  - 项目: row\n  - 数值: value\n"),
            std::vector<std::string>{at("7:5 [table.row-without-value]")});
}

TEST_F(TableTest, RowsOfACubeNeedOne) {
  const std::string columns = "columns:\n  - 环节: row\n  - 总值: econ.gdp\n";
  EXPECT_EQ(mistakes("title: 表\nrows: stage\n" + columns),
            std::vector<std::string>{at("5:1 [table.needs-from]")});
  EXPECT_EQ(mistakes("title: 表\nrows: each\n" + columns),
            std::vector<std::string>{at("5:1 [table.needs-from]")});
  EXPECT_EQ(mistakes("title: 表\nrows: year\nyears: [-1, 0]\ntotal: 合计\n" + columns),
            std::vector<std::string>{at("5:1 [table.no-total]")});
}

TEST_F(TableTest, MalformedBodyIsOneMistake) { EXPECT_EQ(mistakes("title: [表\n").size(), 1u); }

TEST_F(TableTest, TableWithoutAnId) {
  pack_.build("# 章\n甲\n\n::: table\ntitle: 表\nrows: one\ncolumns:\n  - 总值: econ.gdp\n:::\n");
  EXPECT_EQ(pack_.mistakes(), std::vector<std::string>{at("5:1 [table.no-id]")});
}

}  // namespace
}  // namespace zhiheng::report
