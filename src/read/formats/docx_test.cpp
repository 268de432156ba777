#include "read/formats/docx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "read/formats/archive_test.h"
#include "read/formats/docx_numbering.h"
#include "read/formats/shown_test.h"
#include "read/read_document.h"

namespace zhiheng::read {
namespace {

using testing::ElementsAre;

Document parsed(const std::string& body) {
  return parse_document(
      zipped(
          {{"word/document.xml", "<w:document><w:body>" + body + "</w:body></w:document>"},
           {"word/styles.xml",
            R"(<w:styles><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>)"
            R"(<w:style w:type="paragraph" w:styleId="c"><w:basedOn w:val="1"/><w:name w:val="own"/></w:style></w:styles>)"},
           {"word/numbering.xml",
            R"(<w:numbering><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/>)"
            R"(<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1">)"
            R"(<w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>)"
            R"(<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num></w:numbering>)"},
           {"word/footnotes.xml",
            R"(<w:footnotes><w:footnote w:type="separator" w:id="0"/><w:footnote w:id="1"><w:p><w:r><w:t>数据来源：甲局</w:t></w:r></w:p>)"
            R"(</w:footnote></w:footnotes>)"}}),
      "d.docx");
}

std::string paragraph(const std::string& text, const std::string& properties = "") {
  return "<w:p><w:pPr>" + properties + "</w:pPr><w:r><w:t>" + text + "</w:t></w:r></w:p>";
}

TEST(Docx, KnowsHeadingsByStyleAndNumber) {
  EXPECT_THAT(shown(parsed(paragraph("总体", R"(<w:pStyle w:val="1"/>)") +
                           paragraph("分述", R"(<w:pStyle w:val="c"/>)") + paragraph("（一）工业") +
                           paragraph("正文。") + paragraph("附", R"(<w:outlineLvl w:val="2"/>)"))),
              ElementsAre("H1 总体", "H1 分述", "H3 （一）工业", "P 正文。", "H3 附"));
}

TEST(Docx, WritesAutomaticNumbers) {
  const auto numbered = [](const std::string& text, int level) {
    return paragraph(
        text, R"(<w:numPr><w:ilvl w:val=")" + std::to_string(level) + R"("/><w:numId w:val="2"/></w:numPr>)");
  };
  EXPECT_THAT(shown(parsed(numbered("工业", 0) + numbered("装备", 1) + numbered("电子", 1) +
                           numbered("能源", 0) + numbered("煤炭", 1))),
              ElementsAre("H2 一、工业", "H4 1. 装备", "H4 2. 电子", "H2 二、能源", "H4 1. 煤炭"));
  EXPECT_EQ(list_number(12, "chineseCounting"), "十二");
  EXPECT_EQ(list_number(105, "chineseCountingThousand"), "一百〇五");
  EXPECT_EQ(list_number(4, "upperRoman"), "IV");
  EXPECT_EQ(list_number(3, "decimalEnclosedCircle"), "③");
  EXPECT_EQ(list_number(3, "lowerLetter"), "c");
}

TEST(Docx, PutsNotesBehindTheirBlock) {
  EXPECT_THAT(
      shown(parsed(
          R"(<w:p><w:r><w:t>合格率 98%</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:t>。</w:t></w:r></w:p>)" +
          paragraph("后文。"))),
      ElementsAre("P 合格率 98%¹。", "N [1] 数据来源：甲局", "P 后文。"));
}

TEST(Docx, ReadsChangesAsAcceptedAndFieldsByTheirResults) {
  EXPECT_THAT(
      shown(parsed(
          "<w:p><w:r><w:t>共</w:t></w:r><w:ins><w:r><w:t>12</w:t></w:r></w:ins>"
          "<w:del><w:r><w:delText>13</w:delText><w:t>13</w:t></w:r></w:del>"
          R"(<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>)"
          R"(<w:r><w:t>件</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>)"
          R"(<w:r><w:t>，10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>4</w:t></w:r></w:p>)")),
      ElementsAre("P 共12件，10⁴"));
}

TEST(Docx, ReadsTablesWithSpans) {
  const auto cell = [](const std::string& text, const std::string& properties) {
    return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + paragraph(text) + "</w:tc>";
  };
  EXPECT_THAT(shown(parsed("<w:tbl><w:tr>" + cell("园区", R"(<w:vMerge w:val="restart"/>)") +
                           cell("2020年", R"(<w:gridSpan w:val="2"/>)") + "</w:tr><w:tr>" +
                           cell("", "<w:vMerge/>") + cell("产值", "") + cell("同比", "") + "</w:tr><w:tr>" +
                           cell("甲", "") + cell("1.2", "") + cell("3.4", "") + "</w:tr></w:tbl>")),
              ElementsAre("[园区 2x1][2020年 1x2]", "[产值][同比]", "[甲][1.2][3.4]"));
}

}  // namespace
}  // namespace zhiheng::read
