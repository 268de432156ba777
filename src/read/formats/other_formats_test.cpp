// HTML, Markdown, CSV, PDF text and our own JSON, through the dispatch that chooses among them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/diagnosed_test.h"
#include "read/formats/pdf.h"
#include "read/formats/shown_test.h"
#include "read/read_document.h"

namespace zhiheng::read {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Html, ReadsBlocksAndDropsWhatIsNotShown) {
  const Document document = parse_document(
      "<!DOCTYPE html>\n<html><head><title>t</title><style>p{}</style></head><body>\n"
      "<h2>一、产业</h2><p>产值 <b>12</b>.5 亿&nbsp;元<sup>3</sup>。<br>次行</p>\n"
      "<script>alert(1)</script><p hidden>隐</p><div style='display:none'>隐</div>"
      "<ul><li>甲</li><li>乙</li></ul><aside class=\"footnotes\"><p>来源</p></aside></body></html>",
      "a.txt");
  EXPECT_EQ(document.format, "html");
  EXPECT_THAT(shown(document),
              ElementsAre("H2 一、产业", "P 产值 12.5 亿 元³。\n次行", "P 甲", "P 乙", "N 来源"));
  EXPECT_EQ(document.blocks[0].line, 3);
}

TEST(Html, ReadsTablesWithSpansAndCaptions) {
  EXPECT_THAT(
      shown(parse_document("<table><caption>表 1 产值</caption><tr><th rowspan=2>园区<th colspan=2>2020</tr>"
                           "<tr><td>产值<td>同比</tr><tr><td>甲<td>1.2<td><p>3</p><p>4</p></table>",
                           "a.html")),
      ElementsAre("P 表 1 产值", "[园区 2x1][2020 1x2]", "[产值][同比]", "[甲][1.2][3\n4]"));
  EXPECT_THAT(
      shown(parse_document("<table><tr><td><p>左</p><td><table><tr><td>a<td>b</table></table>", "a.html")),
      ElementsAre("P 左", "[a][b]"))
      << "a table around a table is layout";
}

TEST(Html, KeepsFiguresOfNeighboursApart) {
  EXPECT_THAT(shown(parse_document("<p><span>表 3</span>2020年产值</p>", "a.html")),
              ElementsAre("P 表 3 2020年产值"));
}

TEST(Html, KnowsNoEntitiesOfItsOwn) {
  EXPECT_THAT(shown(parse_document("<!DOCTYPE html [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><p>a&x;b</p>",
                                   "a.html")),
              testing::Each(testing::Not(testing::HasSubstr("root:"))));
}

TEST(Markdown, ReadsItsBlocks) {
  const Document document = parse_document(
      "# 标题\n\n产值 **12.5** 亿元[^1]，见[链接](http://x)。\n续行\n\n- 甲\n- 乙\n\n"
      "| 园区 | 产值 |\n|---|--:|\n| 甲 | 1\\|2 |\n\n副题\n---\n\n[^1]: 来源\n\n"
      "<table><tr><td>x</td><td>2</td></tr></table>\n",
      "a.md");
  EXPECT_EQ(document.format, "markdown");
  EXPECT_THAT(shown(document), ElementsAre("H1 标题", "P 产值 12.5 亿元¹，见链接。\n续行", "P - 甲", "P - 乙",
                                           "[园区][产值]", "[甲][1|2]", "H2 副题", "N [1] 来源", "[x][2]"));
}

TEST(CsvSheet, FindsTheSeparatorAndKeepsRaggedRows) {
  EXPECT_THAT(shown(parse_document("表1 产值\n园区,产值\n\"甲,乙\",1.2\n合计,3\n", "a.csv")),
              ElementsAre("P 表1 产值", "[园区][产值]", "[甲,乙][1.2]", "[合计][3]"));
  EXPECT_THAT(shown(parse_document("a;b\n1,5;2\n", "a.csv")), ElementsAre("[a][b]", "[1,5][2]"));
  EXPECT_THAT(shown(parse_document("a\tb\n1\t2\n", "a.tsv")), ElementsAre("[a][b]", "[1][2]"));
  const Document ragged = parse_document("a,b\n1,2\n1,2,3\n4,5\n", "a.csv");
  EXPECT_THAT(shown(ragged), ElementsAre("[a][b][]", "[1][2][]", "[1][2][3]", "[4][5][]"));
  ASSERT_THAT(ragged.unread, SizeIs(1));
  EXPECT_EQ(ragged.unread[0].place.line, 3);
  EXPECT_THAT(parse_document("a,b\n\"x,y\nz,w\n", "a.csv").unread, SizeIs(1))
      << "a quote that is never closed";
}

TEST(PdfText, DropsRunningHeadsAndPageNumbers) {
  std::string text;
  for (int page = 1; page <= 5; ++page) {
    text += "质量白皮书   2020\n\n第" + std::to_string(page) + "段正文。\n\n      — " + std::to_string(page) +
            " —\n\f";
  }
  Document document;
  read_pdf_text(text, document);
  EXPECT_THAT(shown(document), ElementsAre("P 第1段正文。", "P 第2段正文。", "P 第3段正文。", "P 第4段正文。",
                                           "P 第5段正文。"));
  EXPECT_EQ(document.blocks.back().page, 5);
}

TEST(PdfText, KeepsTheHeadsOfTablesThatGoOn) {
  const std::string head = "园区      产值      同比\n";
  std::string text = "目录\n\f前言。\n\f";
  for (int page = 1; page <= 3; ++page) text += head + "甲园      12.5      3.1\n乙园      10.0      4.2\n\f";
  text += "结语。\n\f附录。\n";
  EXPECT_EQ(without_running_lines(text), text);
}

TEST(PdfText, TellsAScan) {
  Document document;
  document.name = "s.pdf";
  EXPECT_THAT(thrown_by([&] { read_pdf_text("\n\f \n\f", document); }), ElementsAre("s.pdf read.no-text"));
}

TEST(WhitePaper, ReadsThePaperInItsOrder) {
  const Document document = parse_document(
      R"({"title":"白皮书","district":"某区","district_code":"1","headings":[{"id":"q","level":1,"number":"第一章","title":"质量"}],)"
      R"("text":[{"kind":"heading","id":"q"},{"kind":"key-number","label":"合格率","value":"98.1%","detail":"上升0.2个百分点"},)"
      R"({"kind":"paragraph","text":"产值 1.2 亿元[^1]，见表3[^12]。"},{"kind":"item","text":"甲；"},{"kind":"item","number":2,"text":"乙。"},)"
      R"({"kind":"table","id":"t"},{"kind":"case","id":"c"},{"kind":"figure","case":"c","id":"f"},{"kind":"table","id":"none"}],)"
      R"("tables":[{"id":"t","number":3,"title":"产值","unit":"亿元","columns":["园区","产值 / 上年","产值 / 今年"],"notes":["按现价","初步数"],)"
      R"("sources":["统计局","发改委"],"rows":[[{"text":"按园区","col_span":3},{"text":"按园区","covered":true},{"text":"按园区","covered":true}],)"
      R"([{"text":"甲","row_span":2},{"text":"1.1"},{"text":"1.2"}],[{"text":"甲","covered":true},{"text":"2"},{"text":"—"}],)"
      R"([{"text":"其中：乙","indent":1},{"text":"1"},{"text":"1"}]]}],"cases":[{"id":"c","number":1,"title":"做法"}],)"
      R"("figures":[{"id":"f","number":1,"title":"构成","subtitle":"单位：%；2020年","data":{"columns":["a"],"unit":"%","rows":[[{"text":"5"}]]}}],)"
      R"("footnotes":[{"number":1,"text":"来源：统计局"}]})",
      "white-paper.json");
  EXPECT_EQ(document.format, "white-paper");
  EXPECT_THAT(shown(document),
              ElementsAre("H1 白皮书", "H1 第一章 质量", "P 合格率：98.1%，上升0.2个百分点",
                          "P 产值 1.2 亿元¹，见表3¹²。", "P - 甲；", "P 2. 乙。", "P 表 3 产值",
                          "P 单位：亿元", "[园区 2x1][产值 1x2]", "[上年][今年]", "[按园区 1x3]",
                          "[甲 2x1][1.1][1.2]", "[2][—]", "[　　其中：乙][1][1]", "N 注1：按现价",
                          "N 注2：初步数", "N 数据来源：统计局、发改委", "P 案例 1 做法", "P 图 1 构成",
                          "P 单位：%；2020年", "P 单位：%", "[a]", "[5]", "N [1] 来源：统计局"));
  EXPECT_THAT(document.unread, IsEmpty());
}

TEST(WhitePaper, ReadsWhatMakesNoSense) {
  EXPECT_THAT(thrown_by([] { parse_document(R"({"title":"a","district_code":"1","tables":[]})", "a.json"); }),
              ElementsAre("a.json read.damaged"));
  EXPECT_THAT(shown(parse_document(
                  R"({"title":"a","district_code":"1","tables":[{"id":"t","columns":[5],"rows":[7,)"
                  R"([{"text":"x","row_span":-3}]]},4],"text":[1,{"kind":"table","id":"t"},{"kind":2}]})",
                  "a.json")),
              ElementsAre("H1 a", "P 表 0 ", "[]", "", "[x]"));
}

}  // namespace
}  // namespace zhiheng::read
