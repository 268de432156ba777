#include "audit/structure.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "audit/make_document_test.h"
#include "audit/structure_mark.h"

namespace zhiheng::audit {
namespace {

std::vector<std::string> headings(const std::string& text) {
  const read::Document document = make_document(text);
  std::vector<std::string> out;
  for (const Heading& heading : read_structure(document).headings) {
    out.push_back(system_number(heading.system, heading.number) + std::string(document.view(heading.title)));
  }
  return out;
}

std::vector<std::string> captions(const std::string& text) {
  const read::Document document = make_document(text);
  std::vector<std::string> out;
  for (const Caption& caption : read_structure(document).captions) {
    out.push_back(exhibit_words(caption.exhibit).zh + caption.number.text() +
                  (caption.continued ? "续" : "") + (caption.listed ? "列" : "") + " " +
                  std::string(document.view(caption.title)));
  }
  return out;
}

std::vector<std::string> references(const std::string& text) {
  const read::Document document = make_document(text);
  std::vector<std::string> out;
  for (const Mention& mention : read_structure(document).mentions) {
    if (mention.is_reference) out.push_back(exhibit_words(mention.exhibit).zh + mention.number.text());
  }
  return out;
}

using Texts = std::vector<std::string>;

TEST(Numeral, ReadsAllWaysOfWriting) {
  for (const auto& [text, value] : {std::pair("7", 7),
                                    {"１２", 12},
                                    {"十", 10},
                                    {"十二", 12},
                                    {"二十", 20},
                                    {"三十一", 31},
                                    {"一百零二", 102}}) {
    const auto numeral = read_numeral(text, 0);
    ASSERT_TRUE(numeral) << text;
    EXPECT_EQ(numeral->value, value) << text;
    EXPECT_EQ(numeral->end, std::string_view(text).size()) << text;
  }
  EXPECT_FALSE(read_numeral("2021", 0));
  EXPECT_FALSE(read_numeral("二〇二一", 0));
  EXPECT_FALSE(read_numeral("个", 0));
}

RC_GTEST_PROP(Numeral, HanNumbersComeBack, ()) {
  const int value = *rc::gen::inRange(1, 200);
  const std::string written = system_number(System::kHanBracket, {{static_cast<std::int16_t>(value)}, 1});
  const auto numeral = read_numeral(written, std::string("（").size());
  RC_ASSERT(numeral.has_value());
  RC_ASSERT(numeral->value == value);
}

TEST(Structure, ReadsEverySystemOfHeadings) {
  EXPECT_EQ(headings("第一章 总则\n第 2 节　计量\n第三条 适用范围\n一、背景\n（二） "
                     "目标\n3.措施\n(4)其他\n5）附则\n3.2 标准\n⑥末项"),
            (Texts{"第一章总则", "第二节计量", "第三条适用范围", "一、背景", "（二）目标", "3.措施",
                   "（4）其他", "5）附则", "3.2标准", "⑥末项"}));
}

TEST(Structure, FiguresAndSentencesAreNoHeadings) {
  EXPECT_EQ(headings("3.5万人参加\n2021年工作\n第三章所述内容\n1.2 万吨\n(2021)"), Texts{});
}

TEST(Structure, CellsAreNoHeadings) { EXPECT_EQ(headings("1. 甲\t5\n2. 乙\t6\n"), Texts{}); }

TEST(Structure, ReadsCaptions) {
  EXPECT_EQ(
      captions("表 1：甲情况\n续表1\n图2乙趋势\n表3-1 丙情况\n附表４ 丁名单\n表5（续） 戊情况\n专栏6 己"),
      (Texts{"表1 甲情况", "表1续 ", "图2 乙趋势", "表3-1 丙情况", "附表4 丁名单", "表5续 戊情况",
             "专栏6 己"}));
}

TEST(Structure, SentencesAreNoCaptions) {
  EXPECT_EQ(captions("表1显示合格率上升\n表2中的数据来自年报。\n图3所示为趋势"), Texts{});
}

TEST(Structure, TitleMayStandBelowTheNumber) {
  EXPECT_EQ(captions("表 1\n甲情况\n5 案例\n乙做法"), (Texts{"表1 甲情况", "案例5 乙做法"}));
}

TEST(Structure, ReadsAnnexesAndTheirList) {
  EXPECT_EQ(captions("附件：1.甲名单\n2.乙清单\n此件公开发布\n附件1\n甲名单"),
            (Texts{"附件1列 甲名单", "附件2列 乙清单", "附件1 甲名单"}));
}

TEST(Structure, ContentsAreNotTheText) {
  const read::Document document =
      make_document("目 录\n第一章 甲……1\n第二章 乙……5\n表1 丙 …… 6\n第一章 甲\n第二章 乙\n表1 丙");
  const Structure structure = read_structure(document);
  ASSERT_EQ(structure.contents.size(), 3u);
  EXPECT_EQ(document.view(structure.contents[0].title), "甲");
  EXPECT_EQ(structure.contents[1].page, 5);
  EXPECT_TRUE(structure.contents[2].is_caption);
  EXPECT_EQ(structure.headings.size(), 2u);
  EXPECT_EQ(structure.captions.size(), 1u);
}

TEST(Structure, ContentsMayHavePagesInFrontOrNone) {
  for (const char* text : {"目录\n- 1 第一章 甲\n- 5 第二章 乙\n- 9 第三章 丙\n第一章 甲\n文字。",
                           "目录\n第一章 甲\n第二章 乙\n第三章 丙\n第一章 甲\n文字。"}) {
    EXPECT_EQ(read_structure(make_document(text)).contents.size(), 3u) << text;
  }
}

TEST(Structure, HeadingsWithoutRepetitionAreNoContents) {
  EXPECT_TRUE(read_structure(make_document("目录\n第一章 甲\n文字。\n第二章 乙")).contents.empty());
}

TEST(Structure, ReadsReferences) {
  EXPECT_EQ(references("合格率见表1、表２和图3，如附件四所示（详见表5至表7）。"),
            (Texts{"表1", "表2", "图3", "附件4", "表5", "表7"}));
  EXPECT_EQ(references("由图2可见，趋势（表 3-1）向好，见表5、6）。"), (Texts{"图2", "表3-1", "表5", "表6"}));
}

TEST(Structure, OtherWordsAreNoReferences) {
  EXPECT_EQ(references("代表1人，意见附件2份，见《年鉴》表9，GB/T 19001表4，该方案附件4，地图3"), Texts{});
}

TEST(Structure, TitlesAreComparedWithoutMarks) {
  EXPECT_EQ(comparable_title(" “甲”的 情况（２０２０年）（单位：万元）"), comparable_title("甲情况(2020年)"));
  EXPECT_NE(comparable_title("甲情况2020"), comparable_title("甲情况2021"));
}

}  // namespace
}  // namespace zhiheng::audit
