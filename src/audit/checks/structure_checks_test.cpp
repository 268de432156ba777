#include "audit/checks/structure_checks.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "audit/checks/checks.h"
#include "audit/checks/title_relation.h"
#include "audit/make_document_test.h"

namespace zhiheng::audit {
namespace {

using Texts = std::vector<std::string>;

/// Lines with "# " are headings.
read::Document document_of(const std::string& text) {
  read::Document document = make_document(text);
  for (read::Block& block : document.blocks) {
    if (document.view(block.text).starts_with("# ")) block.kind = read::BlockKind::kHeading;
  }
  return document;
}

/// Each finding as "kind stated>due", with "?" where it is only likely.
Texts findings(const std::string& text) {
  const read::Document document = document_of(text);
  Results results;
  check_structure(document, 0, results);
  Texts out;
  for (const Finding& finding : results.findings) {
    out.push_back(std::string(kind_name(finding.kind)) + (finding.certain ? " " : "? ") + finding.stated +
                  (finding.recomputed.empty() ? "" : ">" + finding.recomputed));
    EXPECT_FALSE(finding.spots.empty());
    EXPECT_FALSE(finding.explanation.zh.empty());
    EXPECT_FALSE(finding.explanation.en.empty());
  }
  return out;
}

size_t held(const std::string& text, Kind kind) {
  const read::Document document = document_of(text);
  Results results;
  check_structure(document, 0, results);
  return static_cast<size_t>(
      std::count_if(results.held.begin(), results.held.end(), [&](const Held& h) { return h.kind == kind; }));
}

const Texts kNoStructure;

TEST(HeadingNumbers, GapDoubleOrderAndSlip) {
  EXPECT_EQ(findings("一、甲\n二、乙\n四、丙\n五、丁"), Texts{"numbering 四、>三、"});
  EXPECT_EQ(findings("一、甲\n二、乙\n三、丙\n三、丁\n四、戊"), Texts{"numbering 三、>四、"});
  EXPECT_EQ(findings("第一章 甲\n第二章 乙\n第四章 丁\n第三章 丙"), Texts{"numbering 第四章>第三章"});
  EXPECT_EQ(findings("1. 甲\n2. 乙\n4. 丙\n4. 丁\n5. 戊"), Texts{"numbering 4.>3."});
  EXPECT_EQ(findings("一、总\n（二）甲\n（二）乙\n（三）丙\n二、分"), Texts{"numbering? （二）>（一）"});
  EXPECT_EQ(findings("3.1 甲项\n3.2 乙项\n3.4 丁项"), Texts{"numbering 3.4>3.3"});
}

TEST(HeadingNumbers, TwoHeadingsShowAGapOnlyIfTheyAreHeadings) {
  EXPECT_EQ(findings("# 一、甲\n# 三、丙"), Texts{"numbering? 三、>二、"});
  EXPECT_EQ(findings("一、甲如下。\n三、丙如下。"), kNoStructure);
}

TEST(HeadingNumbers, SystemChangesWithinARun) {
  EXPECT_EQ(findings("一、总\n二、分\n（一）甲\n（二）乙\n三、丙\n三、合\n（一）丁"),
            Texts{"numbering 三、>四、"});
  EXPECT_EQ(findings("八、总\n九、分\n（一）甲\n（二）乙\n三、丙\n十、合"), Texts{"numbering 三、>（三）"});
  EXPECT_EQ(findings("一、总体\n二、任务\n（三）保障\n四、组织"), Texts{"numbering （三）>三、"});
  EXPECT_EQ(findings("四、总\n一、甲\n（二）乙\n（三）丙\n五、合"), Texts{"numbering 一、>（一）"});
}

TEST(HeadingNumbers, RestartsAndNestingAreNormal) {
  for (const char* text : {
           "第一章 甲\n（一）a\n（二）b\n第二章 乙\n（一）c\n（二）d\n（三）e",
           "（一）甲\n1. a\n2. b\n（二）乙\n3. c\n4. d\n（三）丙\n5. e",
           "一、a\n二、b\n某镇的经验：\n一、c\n二、d\n三、e\n四、f\n三、g\n四、h",
           "三、说明\n1. 甲\n注：1. 年报\n2. 口径\n2. 乙\n3. 丙",
           "一、甲\n二、乙\n附件1：分工\n一、丙\n二、丁\n附件2：指标\n一、戊",
           "第一章 甲\n文。\n第一章 甲\n文。\n第二章 乙\n第二章 乙\n第三章 丙",
           "（一）同一标题\n1、甲事项\n（一）同一标题\n1、甲事项\n（一）同一标题\n2、乙事项\n（二）另一标题\n"
           "1、丙事项",
           "1.2021年情况\n2.2022年情况\n3.2023年情况\n4.下一步",
           "一、甲。二、乙。\n三、丙\n四、丁\n五、戊",
           "一、甲\n二、乙\n（\n三）丙\n三、丁\n（四）戊",
       }) {
    EXPECT_EQ(findings(text), kNoStructure) << text;
  }
}

TEST(HeadingNumbers, NumberInTheMiddleOfALineIsNotMissing) {
  EXPECT_EQ(findings("（一）甲。\n（二）乙。（三）丙。\n（四）丁。\n（五）戊。"), kNoStructure);
}

TEST(HeadingNumbers, RunsAreHeld) {
  EXPECT_EQ(held("一、甲\n二、乙\n三、丙", Kind::kNumbering), 1u);
  EXPECT_EQ(held("一、甲\n二、乙", Kind::kNumbering), 0u);
}

TEST(CaptionNumbers, GapDoubleSlip) {
  EXPECT_EQ(findings("表1 甲情况\n表2 乙情况\n表4 丁情况"), Texts{"numbering 表 4>表 3"});
  EXPECT_EQ(findings("图1 甲情况\n图2 乙情况\n图4 丁情况"), Texts{"numbering? 图 4>图 3"});
  EXPECT_EQ(findings("表1 甲情况\n表2 乙情况\n表2 丙情况\n表3 丁情况"), Texts{"numbering 表 2"});
  EXPECT_EQ(findings("表1 甲情况\n表3 乙情况\n表3 丙情况\n表4 丁情况"), Texts{"numbering 表 3>表 2"});
  EXPECT_EQ(findings("第六章 治理\n图6-2 总体架构"), Texts{"numbering? 图 6-2>图 6-1"});
}

TEST(CaptionNumbers, ContinuedAnnexedAndPerChapter) {
  for (const char* text : {
           "表1 甲情况\n续表1\n表2 乙情况\n表2（续） 乙情况\n表3 丙情况",
           "表1 甲情况\n表2 乙情况\n附件1\n表1 丙情况\n表2 丁情况",
           "表1-1 甲情况\n表1-2 乙情况\n表2-1 丙情况\n表2-2 丁情况",
           "表1 甲情况\n附表1 乙情况\n表2 丙情况\n附表2 丁情况\n表3 戊情况",
       }) {
    EXPECT_EQ(findings(text), kNoStructure) << text;
  }
}

TEST(Notes, NumbersAndMarks) {
  EXPECT_EQ(findings("甲。\n[1] 来源\n[2] 来源\n[4] 来源\n[5] 来源"), Texts{"numbering [4]>[3]"});
  EXPECT_EQ(findings("甲。\n[1] 来源\n[2] 来源\n[1] 来源\n[2] 来源"), kNoStructure);
  EXPECT_EQ(findings("甲46家①，乙3家②，丙5家③。\n注：①甲口径。②乙口径。"), Texts{"numbering ③"});
  EXPECT_EQ(findings("甲46家①，乙3家②。\n注：①甲口径。②乙口径。\n丙5家①。\n注：①丙口径。"), kNoStructure);
}

TEST(Enumerations, StepsOfAParagraph) {
  EXPECT_EQ(findings("做法：一是摸底；二是检查；四是宣传。"), Texts{"numbering 四是>三是"});
  EXPECT_EQ(findings("做法：一是摸底；二是检查；二是宣传。"), Texts{"numbering 二是>三是"});
  EXPECT_EQ(findings("做法：一是摸底；二是检查；同时宣传；四是总结。"), kNoStructure);
  EXPECT_EQ(findings("一是甲；二是乙。\n另：一是丙；二是丁；三是戊。"), kNoStructure);
}

TEST(Enumerations, CountsThatAreAnnounced) {
  EXPECT_EQ(findings("有以下四个方面：\n（一）甲；\n（二）乙；\n（三）丙。\n二、丁"),
            Texts{"numbering? 4>3"});
  EXPECT_EQ(findings("有以下三个方面：\n（一）甲；\n（二）乙；\n（三）丙。\n二、丁"), kNoStructure);
  EXPECT_EQ(findings("采取如下两项措施：一是甲，二是乙。"), kNoStructure);
  EXPECT_EQ(findings("采取如下三项措施：一是甲，二是乙。"), Texts{"numbering? 3>2"});
}

TEST(References, ToWhatIsMissing) {
  EXPECT_EQ(findings("见表9。\n表1 甲情况"), Texts{"reference 表9"});
  EXPECT_EQ(findings("如图1-4所示。\n图1 甲\n图2 乙\n图3 丙"), Texts{"reference 图4"});
  EXPECT_EQ(findings("见附件3。\n附件：1.甲名单\n2.乙名单"), Texts{"reference 附件3"});
  EXPECT_EQ(findings("第一章 甲\n详见第六章。\n第二章 乙\n第三章 丙"), Texts{"reference 第六章"});
  EXPECT_EQ(findings("第十条 下列情形：\n（一）甲；\n（二）乙。\n属于本条第（五）项的。"),
            Texts{"reference （五）"});
}

TEST(References, ThatHold) {
  for (const char* text :
       {"见表1和图1-3。\n表1 甲\n图1 甲\n图2 乙\n图3 丙", "见表9。", "见附件1。", "详见附件。",
        "见《年鉴》表9。\n表1 甲", "见第六章。", "《法》第八十七条。\n第一章 甲\n第二章 乙",
        "第十条 下列情形：\n（一）甲；\n（二）乙。\n属于本条第（二）项的。",
        "见表6、表9。\n表6 甲\n表7 乙\n表8 丙"}) {
    EXPECT_EQ(findings(text), kNoStructure) << text;
  }
  EXPECT_EQ(held("见表1。\n表1 甲", Kind::kReference), 1u);
}

TEST(CaptionFit, SwappedShiftedAndOfAnotherYear) {
  EXPECT_EQ(findings("教育资源见表1，养老服务设施见表2。\n表1 养老服务设施情况\n表2 教育资源情况"),
            Texts{"caption? 养老服务设施情况>教育资源情况"});
  EXPECT_EQ(findings("教育资源见表1，养老服务设施见表2。\n表1 教育资源情况\n表2 养老服务设施情况"),
            kNoStructure);
  EXPECT_EQ(
      findings("检验检测机构数量和人员情况见表2。\n表1 检验检测机构数量和人员情况\n表2 计量标准\n表3 证书"),
      Texts{"reference? 表 2>表 1"});
  EXPECT_EQ(findings("2023年各类产品抽查结果见表1。\n表1 2022年各类产品抽查结果"),
            Texts{"caption? 2022>2023"});
  EXPECT_EQ(findings("2023年各类产品抽查结果见表1。\n表1 2022—2023年各类产品抽查结果"), kNoStructure);
}

TEST(Captions, OneTitleTwice) {
  EXPECT_EQ(findings("表1 各镇垃圾分类达标率\n表2 各镇垃圾分类达标率"), Texts{"caption? 各镇垃圾分类达标率"});
  EXPECT_EQ(findings("表1-1 主要指标情况\n表2-1 主要指标情况"), kNoStructure);
}

TEST(Contents, AgainstCaptions) {
  const std::string list = "表目录\n表1 甲镇情况 …… 2\n表2 乙镇情况 …… 3\n表3 丙镇名单 …… 4\n";
  EXPECT_EQ(findings(list + "文字。\n表1 甲镇情况\n表2 乙镇情况\n表3 丙镇名单"), kNoStructure);
  EXPECT_EQ(findings(list + "文字。\n表1 甲镇情况\n表2 乙镇总体分布\n表3 丙镇名单"),
            Texts{"caption 乙镇总体分布>乙镇情况"});
  EXPECT_EQ(findings(list + "文字。\n表1 甲镇情况\n表2 丙镇名单\n表3 乙镇情况"),
            Texts{"caption 丙镇名单>乙镇情况"});
}

TEST(Contents, EntriesWithoutCaptionsAndTheReverse) {
  std::string list = "表目录\n";
  std::string text = "文字。\n";
  for (int i = 1; i <= 6; ++i) {
    const std::string caption = "表" + std::to_string(i) + " " +
                                std::string("甲乙丙丁戊己").substr(static_cast<size_t>(i - 1) * 3, 3) +
                                "镇名单";
    list += caption + " …… " + std::to_string(i) + "\n";
    text += caption + "\n";
  }
  EXPECT_EQ(findings(list + text), kNoStructure);
  EXPECT_EQ(findings(list + text + "表7 庚镇名单\n"), Texts{"caption? 表 7"});
  EXPECT_EQ(findings(list + "表7 庚镇名单 …… 9\n" + text), Texts{"caption? 表 7"});
}

TEST(Contents, AgainstHeadings) {
  const std::string list = "目录\n第一章 产品质量\n第二章 服务质量\n第三章 质量基础\n";
  EXPECT_EQ(findings(list + "第一章 产品质量\n文。\n第二章 服务质量\n文。\n第三章 质量基础\n文。"),
            kNoStructure);
  EXPECT_EQ(findings(list + "第一章 产品质量\n文。\n第二章 工程质量\n文。\n第三章 质量基础\n文。"),
            Texts{"caption 工程质量>服务质量"});
}

TEST(Contents, PagesThatGoBackwards) {
  EXPECT_EQ(findings("目录\n一、甲 …… 1\n二、乙 …… 16\n三、丙 …… 11\n四、丁 …… 21\n五、戊 …… 25\n文字。\n"),
            Texts{"caption 第 11 页"});
  EXPECT_EQ(findings("目录\n一、甲 …… 1\n二、乙 …… 46\n三、丙 …… 11\n四、丁 …… 21\n五、戊 …… 25\n文字。\n"),
            Texts{"caption 第 46 页"});
}

TEST(Titles, Relations) {
  EXPECT_EQ(relate_titles(U"入选名单", U"人选名单"), TitleRelation::kSame);
  EXPECT_EQ(relate_titles(U"产品质量情况", U"产品质量"), TitleRelation::kSame);
  EXPECT_EQ(relate_titles(U"2020年名单", U"2021年名单"), TitleRelation::kYear);
  EXPECT_EQ(relate_titles(U"产品质量情况", U"产品数量情况"), TitleRelation::kSlight);
  EXPECT_EQ(relate_titles(U"区域分布", U"类别分布"), TitleRelation::kDifferent);
}

TEST(Dates, ThatDoNotExist) {
  EXPECT_EQ(findings("2023年2月29日"), Texts{"impossible 2023年2月29日"});
  EXPECT_EQ(findings("自２月３０日起"), Texts{"impossible ２月３０日"});
  EXPECT_EQ(findings("二〇二三年二月二十九日"), Texts{"impossible 二〇二三年二月二十九日"});
  EXPECT_EQ(findings("2022年13月"), Texts{"impossible 2022年13月"});
  EXPECT_EQ(findings("by 31 April 2022"), Texts{"impossible 31 April"});
  for (const char* text : {"2024年2月29日", "2月29日", "历时13个月", "12月31日", "1-12月", "2000年2月29日"}) {
    EXPECT_EQ(findings(text), kNoStructure) << text;
  }
  EXPECT_EQ(findings("1900年2月29日"), Texts{"impossible 1900年2月29日"});
}

TEST(Dates, PeriodsThatEndBeforeTheyBegin) {
  EXPECT_EQ(findings("规划期2025—2021年"), Texts{"impossible 2025—2021年"});
  EXPECT_EQ(findings("2020年12月至2020年3月"), Texts{"impossible 2020年12月至2020年3月"});
  EXPECT_EQ(findings("2022年9月1日至2022年6月30日"), Texts{"impossible 2022年9月1日至2022年6月30日"});
  for (const char* text :
       {"2020年12月至2021年3月", "12月至3月", "2020-2021学年", "2021年、2020年", "GB/T 2021-2020年"}) {
    EXPECT_EQ(findings(text), kNoStructure) << text;
  }
}

TEST(Dates, FiveYearPlans) {
  EXPECT_EQ(findings("“十四五”时期（2020—2025年）"), Texts{"impossible? 2020—2025年>2021—2025年"});
  for (const char* text : {"“十四五”（2021—2025年）", "“十三五”规划（2016-2020年）",
                           "“十四五”前期（2021—2023年）", "“十三五”“十四五”（2016—2025年）"}) {
    EXPECT_EQ(findings(text), kNoStructure) << text;
  }
}

TEST(Spots, QuoteTheLineOfTheMark) {
  const read::Document document = make_document("一、甲\n二、乙\n四、丙\n五、丁");
  Results results;
  check_structure(document, 3, results);
  ASSERT_EQ(results.findings.size(), 1u);
  const Spot& spot = results.findings[0].spots.at(0);
  EXPECT_EQ(spot.document, 3u);
  EXPECT_EQ(document.view(spot.mark), "四、");
  EXPECT_EQ(document.view(spot.quote), "四、丙");
  EXPECT_EQ(document.view(results.findings[0].spots.at(1).mark), "二、");
}

}  // namespace
}  // namespace zhiheng::audit
