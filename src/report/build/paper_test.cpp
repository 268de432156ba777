// A whole paper of a small district: sections left out, files of the district, boxes, figures, annexes.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "report/build/small_pack_test.h"
#include "report/write.h"

namespace zhiheng::report {
namespace {

class PaperTest : public testing::Test {
 protected:
  Document build(const std::string& markdown) {
    Document document = pack_.build(markdown);
    EXPECT_EQ(pack_.mistakes(), std::vector<std::string>{});
    return document;
  }

  std::vector<std::string> mistakes(const std::string& markdown) {
    pack_.build(markdown);
    return pack_.mistakes();
  }

  static std::string at(const std::string& place_and_code) {
    return "catalog/reports/paper/chapter.md:" + place_and_code;
  }

  SmallPack pack_;
};

constexpr const char* kFigure =
    "title: 完成\nfrom: food\nrows: stage\ncolumns:\n  - \"{{ year - 1 }} 年\": tested @-1\n  - \"{{ year }} "
    "年\": tested\nunit: 件\n"
    "empty: \"—\"\n:::\n";

TEST_F(PaperTest, SectionWithoutDataIsLeftOutAndListed) {
  const Document document = build(
      "# 章\n## 药品 {needs=\"food, drug\"}\n{{ drug.tested }}\n\n### 下级\n丙\n\n## 食品 "
      "{needs=\"food\"}\n甲\n");
  EXPECT_EQ(prose(document), "甲\n");
  EXPECT_EQ(document.omitted, std::vector<std::string>{"药品：没有 drug 的数据"});
  EXPECT_EQ(count_of<Heading>(document), 2u);
}

TEST_F(PaperTest, WhenKeepsBlocksOnlyWithData) {
  EXPECT_EQ(prose(build("# 章\n::: when food\n甲\n:::\n\n::: when drug\n{{ drug.tested }}\n:::\n\n乙\n")),
            "甲\n乙\n");
}

TEST_F(PaperTest, UnknownNeedIsAMistake) {
  EXPECT_EQ(mistakes("# 章 {needs=\"fod\"}\n甲\n"),
            std::vector<std::string>{at("1:1 [report.unknown-need]")});
  EXPECT_EQ(mistakes("# 章\n::: when fod\n甲\n:::\n"),
            std::vector<std::string>{at("2:1 [report.unknown-need]")});
}

TEST_F(PaperTest, SlotTakesTheDistrictsFileAndEndsWithIt) {
  pack_.write("districts/d/reports/paper/own.md", "自编\n\n## 药品 {needs=\"drug\"}\n{{ drug.tested }}\n");
  const Document document = build("# 章\n::: slot own\n\n::: slot other\n\n后文\n");
  EXPECT_EQ(prose(document), "自编\n后文\n");
  EXPECT_EQ(document.omitted.size(), 1u);
}

TEST_F(PaperTest, FileOfTheDistrictThatNothingIncludesIsAMistake) {
  pack_.write("districts/d/reports/paper/own.md", "自编\n");
  EXPECT_EQ(mistakes("# 章\n甲\n"),
            std::vector<std::string>{"districts/d/reports/paper/own.md [report.unused-file]"});
}

TEST_F(PaperTest, FileThatIncludesItselfIsAMistake) {
  pack_.write("districts/d/reports/paper/own.md", "自编\n\n::: slot own\n");
  EXPECT_EQ(mistakes("# 章\n::: slot own\n"),
            std::vector<std::string>{"districts/d/reports/paper/own.md [report.included-twice]"});
}

TEST_F(PaperTest, PartOfThePack) {
  pack_.write("catalog/reports/paper/report.yaml", "title: 报告\nparts:\n  - chapter.md\n  - pack: own.md\n");
  EXPECT_EQ(build("# 章\n甲\n").omitted, std::vector<std::string>{"地区自编部分 own.md：本地区没有"});
  pack_.write("districts/d/reports/paper/own.md", "# 自编\n乙\n");
  EXPECT_EQ(prose(build("# 章\n甲\n")), "甲\n乙\n");
}

TEST_F(PaperTest, MistakesInReferences) {
  EXPECT_EQ(mistakes("# 章 {#a}\n见{{ @b }}。\n"), std::vector<std::string>{at("2:4 [reference.unknown]")});
  EXPECT_EQ(mistakes("# 章 {#a}\n甲\n\n## 节 {#a}\n乙\n"),
            std::vector<std::string>{at("4:1 [reference.duplicate-id]")});
  EXPECT_EQ(mistakes("# 章\n甲\n\n::: table t\ntitle: 表\nrows: one\ncolumns:\n  - 总值: econ.gdp\n:::\n"),
            std::vector<std::string>{at("4:1 [reference.never-mentioned]")});
}

TEST_F(PaperTest, KeyNumbers) {
  const Document document = build(
      "# 章\n::: keynumbers\n- 总值: econ.gdp\n- 客流: econ.visits | in 万 1\n- 没有的: "
      "econ.gone\n:::\n甲\n");
  const auto& box = first<KeyNumbers>(document);
  ASSERT_EQ(box.items.size(), 2u) << "what the district does not have is left out";
  EXPECT_EQ(plain_text(box.items[0].value), "112.80亿元");
  EXPECT_EQ(plain_text(box.items[0].detail), "同比增长12.8%");
  EXPECT_EQ(plain_text(box.items[1].value), "12.3万人次");
  EXPECT_EQ(mistakes("# 章\n::: keynumbers\n总值: econ.gdp\n:::\n甲\n"),
            std::vector<std::string>{at("2:1 [report.bad-keynumber]")});
  EXPECT_EQ(mistakes("# 章\n::: keynumbers\n- 总值: econ.gpd\n:::\n甲\n"),
            std::vector<std::string>{at("3:11 [binding.unknown]")});
}

TEST_F(PaperTest, CaseHoldsBlocksAndIsThePlaceOfItsNumbers) {
  const Document document = build(
      "# 章 {#ch}\n{{ econ.gdp }}\n\n::: case box \"{{ district }}的做法\"\n{{ econ.rate }}\n\n- "
      "甲\n:::\n\n{{ econ.noise }}\n");
  const auto& box = first<Case>(document);
  EXPECT_EQ(box.title, "样区的做法");
  EXPECT_EQ(box.number, 1);
  EXPECT_EQ(box.blocks.size(), 2u);
  ASSERT_EQ(document.numbers.size(), 3u);
  EXPECT_EQ(document.numbers[0].where, "ch");
  EXPECT_EQ(document.numbers[1].where, "box");
  EXPECT_EQ(document.numbers[2].where, "ch");
  EXPECT_EQ(mistakes("# 章\n::: case \"没有标识\"\n甲\n:::\n乙\n"),
            std::vector<std::string>{at("2:1 [report.bad-case]")});
}

TEST_F(PaperTest, FigureDrawsTheValuesOfItsTable) {
  const Document document = build(std::string("# 章\n见{{ @f }}。\n\n::: figure f\ntype: bar\n") + kFigure);
  const auto& figure = first<Figure>(document);
  EXPECT_EQ(figure.number, 1);
  EXPECT_EQ(figure.subtitle, "单位：件");
  EXPECT_EQ(grid_text(figure.data.body), "生产|10|20\n流通|20|30\n其中：网络销售|—|7\n餐饮|20|50\n");
  EXPECT_NE(figure.alt.find("2020年：生产 20件，流通 30件，其中：网络销售 7件，餐饮 50件。"),
            std::string::npos)
      << figure.alt;
  EXPECT_NE(figure.alt.find("无数据"), std::string::npos) << figure.alt;
  for (const auto& option : {figure.option, figure.option_dark}) {
    const auto json = nlohmann::json::parse(option);
    const std::string all = json.dump();
    for (const char* value : {"20", "30", "7", "50"}) EXPECT_NE(all.find(value), std::string::npos) << value;
  }
  EXPECT_NE(figure.option, figure.option_dark);
}

TEST_F(PaperTest, PieOfManyPartsIsDrawnOtherwise) {
  std::string rows;
  for (int i = 0; i < 7; ++i)
    rows += "  - {label: 第" + std::string(1, static_cast<char>('a' + i)) + "类, of: econ.visits}\n";
  const std::string body = "type: pie\ntitle: 图\nunit: 人次\ncolumns:\n  - 数值: value\nrows:\n";
  const auto alt = [&](const std::string& list) {
    return first<Figure>(build("# 章\n见{{ @f }}。\n\n::: figure f\n" + body + list + ":::\n")).alt;
  };
  EXPECT_NE(alt(rows.substr(0, rows.size() / 7 * 3)).find("饼图"), std::string::npos);
  EXPECT_EQ(alt(rows).find("饼图"), std::string::npos);
}

TEST_F(PaperTest, FigureMistakes) {
  EXPECT_EQ(mistakes(std::string("# 章\n见{{ @f }}。\n\n::: figure f\ntype: donut\n") + kFigure),
            std::vector<std::string>{at("5:1 [figure.unknown-type]")});
  EXPECT_EQ(mistakes("# 章\n见{{ @f }}。\n\n::: figure f\ntype: bar\ntitle: 图\nfrom: food\nrows: "
                     "stage\ncolumns:\n  - 环节: row\n:::\n"),
            std::vector<std::string>{at("5:1 [figure.no-series]")});
}

TEST_F(PaperTest, FiguresInCasesAreFoundToo) {
  Document document = build(
      std::string("# 章\n见{{ @f }}。\n\n::: case c \"案\"\n::: figure f\ntype: bar\n") + kFigure + ":::\n");
  ASSERT_EQ(figures_of(document).size(), 1u);
  EXPECT_EQ(figures_of(document)[0]->id, "f");
}

TEST_F(PaperTest, AnnexesOfTheFinishedPaper) {
  const Document document = build(
      "# 章\n{{ food.pass_rate }}，{{ econ.gdp }}，{{ econ.doubled }}，见{{ @annex-findings }}、{{ "
      "@annex-methods }}、{{ @annex-sources }}。\n\n"
      "## 药品 {needs=\"drug\"}\n甲\n\n# 附录\n::: findings\n\n::: methods\n\n::: sources\n\n::: omitted\n");
  EXPECT_EQ(count_of<Table>(document), 3u);
  std::vector<std::string> texts;
  for (const Block& block : document.blocks) {
    if (const auto* table = std::get_if<Table>(&block)) texts.push_back(grid_text(table->body));
  }
  ASSERT_EQ(document.findings.size(), 1u);
  EXPECT_EQ(document.findings[0].published, "91.00%");
  EXPECT_EQ(document.findings[0].computed, "90.00%");
  EXPECT_EQ(document.findings[0].difference, "+1.00个百分点");
  EXPECT_NE(texts[0].find("91.00%|90.00%|+1.00个百分点"), std::string::npos) << texts[0];
  EXPECT_NE(texts[1].find("倍数|客流 × 2"), std::string::npos) << texts[1];
  EXPECT_NE(texts[2].find("区市场监管局|2|0|"), std::string::npos) << texts[2];
  EXPECT_EQ(plain_text(first<List>(document).items[0]), "药品：没有 drug 的数据");
}

TEST_F(PaperTest, UnknownReportAndYear) {
  pack_.build("# 章\n甲\n");
  try {
    pack_.build("# 章\n甲\n", 2018);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.diagnostics()[0].code, "report.unknown-year");
    EXPECT_EQ(e.diagnostics()[0].where.file, "districts/d/district.yaml");
    EXPECT_NE(e.diagnostics()[0].zh.find("2019, 2020"), std::string::npos);
  }
}

TEST_F(PaperTest, UnknownKeyInReportYaml) {
  pack_.write("catalog/reports/paper/report.yaml", "title: 报告\nparts: [chapter.md]\ncolour: red\n");
  EXPECT_EQ(mistakes("# 章\n甲\n"),
            std::vector<std::string>{"catalog/reports/paper/report.yaml:3:1 [yaml.unknown-key]"});
}

TEST_F(PaperTest, TypedDigitInAHeadingIsRefused) {
  EXPECT_EQ(mistakes("# 章\n## 共3类\n甲\n"), std::vector<std::string>{at("2:7 [template.unbound-number]")});
}

}  // namespace
}  // namespace zhiheng::report
