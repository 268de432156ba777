#include "read/formats/plain_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "read/formats/lines.h"
#include "read/formats/shown_test.h"
#include "read/transfer.h"

namespace zhiheng::read {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Document read(std::string_view text) {
  Document document;
  read_plain_text(text, document);
  return document;
}

TEST(PlainText, KnowsHeadingsByTheirNumbers) {
  EXPECT_THAT(
      shown(read("第一章 总体情况\n\n一、产业\n\n（一）工业\n\n1. 装备\n\n（1）机床\n\n第二节 能源\n")),
      ElementsAre("H1 第一章 总体情况", "H2 一、产业", "H3 （一）工业", "H4 1. 装备", "H5 （1）机床",
                  "H2 第二节 能源"));
  EXPECT_EQ(heading_level("前 言"), 1);
  EXPECT_EQ(heading_level("附件2：任务表"), 1);
  EXPECT_EQ(heading_level("1.2 适用范围"), 4);
}

TEST(PlainText, TakesNoSentenceAndNoFigureForAHeading) {
  EXPECT_EQ(heading_level("1. 检查难度大。"), 0);
  EXPECT_EQ(heading_level("（1）加快建设；"), 0);
  EXPECT_EQ(heading_level("1.2 万人参加"), 0);
  EXPECT_EQ(heading_level("3.5%"), 0);
  EXPECT_EQ(heading_level("第一产业增长"), 0);
  EXPECT_EQ(heading_level("第三章介绍了全区情况。"), 0);
  EXPECT_THAT(shown(read("第一章 总体情况 ........ 5\n- 6 一、产业\n表 3 产值\t12\n")),
              ElementsAre("P 第一章 总体情况 ........ 5", "P - 6 一、产业", "P 表 3 产值 12"));
}

TEST(PlainText, KnowsCaptionsAndNotes) {
  EXPECT_TRUE(is_caption("表 1：2020年产值"));
  EXPECT_TRUE(is_caption("图3-2 增速"));
  EXPECT_TRUE(is_caption("（续表）"));
  EXPECT_FALSE(is_caption("表 1 显示，产值增长。"));
  EXPECT_FALSE(is_caption("表明态度"));
  EXPECT_FALSE(is_caption("图书馆"));
  EXPECT_THAT(shown(read("[3] 来源：甲 [4] 来源：乙\n\n¹ 指规上企业。\n\n注：按现价计算\n")),
              ElementsAre("N [3] 来源：甲", "N [4] 来源：乙", "N ¹ 指规上企业。", "N 注：按现价计算"));
}

const std::string kLong = "全区规模以上工业企业在上半年里保持了较为平稳的增长态势其中装备制造业";  // 34 Han

TEST(PlainText, JoinsWhatThePageBroke) {
  EXPECT_THAT(shown(read(kLong + "\n完成产值 12 亿元。\n下一段。\n")),
              ElementsAre("P " + kLong + "\n完成产值 12 亿元。", "P 下一段。"));
  EXPECT_THAT(shown(read(kLong + "\n\n完成产值 12 亿元。\n")),
              ElementsAre("P " + kLong + "\n完成产值 12 亿元。"));
  EXPECT_THAT(shown(read(kLong + "。\n\n另一段。\n")), ElementsAre("P " + kLong + "。", "P 另一段。"));
  EXPECT_THAT(shown(read(kLong + "\n\n\n完成产值 12 亿元。\n")).size(), 2U) << "two blank lines part";
  EXPECT_THAT(shown(read(kLong + "\n\n二、能源\n")), ElementsAre("P " + kLong, "H2 二、能源"));
  EXPECT_THAT(shown(read("标题行\n\n正文。\n")), ElementsAre("P 标题行", "P 正文。"));
}

TEST(PlainText, JoinsBehindAPagesNotes) {
  const Document document = read(kLong + "\n\n[1] 来源：区统计局\n\n完成产值 12 亿元。\n");
  EXPECT_THAT(shown(document), ElementsAre("P " + kLong + "\n完成产值 12 亿元。", "N [1] 来源：区统计局"));
  const auto at = static_cast<std::uint32_t>(document.text.find("完成"));
  EXPECT_EQ(document.place(at).line, 5);
  EXPECT_EQ(document.place(0).line, 1);
  EXPECT_EQ(document.place(static_cast<std::uint32_t>(document.text.find("[1]"))).line, 3);
}

TEST(PlainText, JoinsBrokenNotesAndNumberedSentences) {
  EXPECT_THAT(
      shown(read("正文。\n\n注：小计为各园区之和，占比的分母为规模以上工业总产值，与主要指标表中的\n总产值口"
                 "径不同。\n")),
      ElementsAre(
          "P 正文。",
          "N 注：小计为各园区之和，占比的分母为规模以上工业总产值，与主要指标表中的\n总产值口径不同。"));
  EXPECT_THAT(shown(read("正文。\n\n   1\n     数据来源：统计局。\n")),
              ElementsAre("P 正文。", "N 1\n数据来源：统计局。"));
  EXPECT_THAT(shown(read("2. 合计、比率和比重等能够由基础数据得出的数字，由各部门按照统一的\n口径计算。\n")),
              ElementsAre("P 2. 合计、比率和比重等能够由基础数据得出的数字，由各部门按照统一的\n口径计算。"));
  EXPECT_THAT(shown(read("一、发挥标杆效应，带动产业链高质量发展\n\n正文。\n")),
              ElementsAre("H2 一、发挥标杆效应，带动产业链高质量发展", "P 正文。"));
}

TEST(PlainText, CountsPages) {
  const Document document = read(kLong + "\n\f完成产值。\n\f\n第三页。\n");
  ASSERT_EQ(document.blocks.size(), 2U);
  EXPECT_EQ(document.blocks[0].page, 1);
  EXPECT_EQ(document.place(static_cast<std::uint32_t>(document.text.find("完成"))).page, 2);
  EXPECT_EQ(document.blocks[1].page, 3);
}

TEST(PlainText, ReadsTabTables) {
  EXPECT_THAT(shown(read("表 1：产值\n\n园区\t产值\t同比\n甲\t1.2\t\n小计\n\t3.4\t5.6\n\n正文。\n")),
              ElementsAre("P 表 1：产值", "[园区][产值][同比]", "[甲][1.2][]", "[小计][][]", "[][3.4][5.6]",
                          "P 正文。"));
  EXPECT_THAT(shown(read("1.\t推进改革\n")), ElementsAre("H4 1. 推进改革"));
}

TEST(PlainText, ReadsPipeTables) {
  EXPECT_THAT(shown(read("| 年 | 值 |\n|---|---|\n| 2020 | 5 |\n")), ElementsAre("[年][值]", "[2020][5]"));
}

TEST(PlainText, ReadsSpaceTablesByPosition) {
  EXPECT_THAT(shown(read("园区      产值      同比\n"
                         "甲园      12.5      3.1\n"
                         "乙园                4.2\n"
                         "合计      20.1\n"
                         "正文在此。\n")),
              ElementsAre("[园区][产值][同比]", "[甲园][12.5][3.1]", "[乙园][][4.2]", "[合计][20.1][]",
                          "P 正文在此。"));
}

TEST(PlainText, ReadsTablesAsPdftotextSetsThem) {
  // Places counted in characters; figures flush right, heads set over them, a group's head by itself.
  EXPECT_THAT(shown(read("              件数      率\n"
                         "环节    计划    自主    （%）\n"
                         "按环节分\n"
                         "生产环节     400    12    99.1\n"
                         "# 其中餐饮    80     3    97.5\n"
                         "合计       480    15    98.9\n")),
              testing::Contains("[生产环节][400][12][99.1]"));
  EXPECT_THAT(
      shown(read(
          "表1   产值\n\n领域      单位      总量\n生产      亿元     256.8\n第一      亿元       1.0\n")),
      ElementsAre("P 表1 产值", "[领域][单位][总量]", "[生产][亿元][256.8]", "[第一][亿元][1.0]"));
  EXPECT_THAT(shown(read("镇名    抽检  合格率\n虹桥镇  1204 98.62\n华漕镇  1300 97.10\n")),
              testing::IsSupersetOf({"[虹桥镇][1204][98.62]", "[华漕镇][1300][97.10]"}));
}

TEST(PlainText, KeepsSpacedThousandsTogetherWhereTheColumnsAreFull) {
  EXPECT_THAT(shown(read("行业        2023年      2022年\n"
                         "装备         512.6       498.0\n"
                         "合计       1 846.3     1 791.0\n")),
              testing::Contains("[合计][1 846.3][1 791.0]"));
  EXPECT_THAT(shown(read("镇名    抽检  合格\n东镇  120 118\n西镇  135 130\n")),
              testing::IsSupersetOf({"[东镇][120][118]", "[西镇][135][130]"}));
}

TEST(PlainText, TakesAWordSetWideForOneField) {
  EXPECT_THAT(
      shown(read("所  别      受理      办结\n东所         386       366\n合  计       386       366\n")),
      ElementsAre("[所  别][受理][办结]", "[东所][386][366]", "[合  计][386][366]"));
}

TEST(PlainText, TakesNoHeadingIntoATable) {
  EXPECT_THAT(shown(read("第一章      质量安全\n\n产品      服务\n98.5%     97.1%\n97.0%     96.2%\n")),
              ElementsAre("H1 第一章 质量安全", "[产品][服务]", "[98.5%][97.1%]", "[97.0%][96.2%]"));
  EXPECT_THAT(shown(read("类别      批次\n甲         262\n乙         348\n\n第二节  风险监测\n全年监测。\n")),
              ElementsAre("[类别][批次]", "[甲][262]", "[乙][348]", "H2 第二节 风险监测", "P 全年监测。"));
}

TEST(PlainText, LeavesProseWithGapsAlone) {
  EXPECT_THAT(shown(read("主编：张三    审核：李四\n地址：上海    邮编：无\n")),
              ElementsAre("P 主编：张三 审核：李四", "P 地址：上海 邮编：无"));
  EXPECT_THAT(shown(read("第一章 总则      1\n第二章 监管      8\n")),
              ElementsAre("P 第一章 总则 1", "P 第二章 监管 8"));
}

TEST(PlainText, ReadsNothingFromNothing) { EXPECT_THAT(read(" \n\n\f\n").blocks, IsEmpty()); }

TEST(PlainTextProperty, AnyTextGivesASoundDocument) {
  EXPECT_TRUE(rc::check("blocks and cells are in order and inside of the text", [] {
    const auto pieces = *rc::gen::container<std::vector<std::string>>(
        rc::gen::element<std::string>("一、", "标题", "\n", "\n\n", "\t", "  ", "12.5", "合计", "。",
                                      "[1] 注", "表 1", "\f", "|", "　", kLong));
    std::string text;
    for (const std::string& piece : pieces) text += piece;
    const Document document = read(text);
    std::string sent;
    send_document(document, [&sent](std::string_view part) { sent += part; });
    RC_ASSERT(shown(receive_document(sent)) == shown(document));
    for (const Block& block : document.blocks) RC_ASSERT(document.place(block.text.begin).line == block.line);
  }));
}

}  // namespace
}  // namespace zhiheng::read
