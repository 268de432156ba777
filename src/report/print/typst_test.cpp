#include <gtest/gtest.h>

#include "base/text.h"
#include "report/cover_title.h"
#include "report/pdf.h"
#include "report/print/typst_words.h"
#include "report/sample_document_test.h"

namespace zhiheng::report {
namespace {

using print::tight;
using print::typst_string;

bool typst_has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
size_t count(const std::string& text, const std::string& part) {
  size_t found = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

/// What Typst reads from a literal that uses only \" and \\; empty if a quote ends it early.
std::string read_back(const std::string& literal) {
  std::string out;
  for (size_t i = 1; i + 1 < literal.size(); ++i) {
    if (literal[i] == '"') return "";
    if (literal[i] == '\\') ++i;
    if (i + 1 >= literal.size()) return "";
    out += literal[i];
  }
  return out;
}

TEST(TypstString, GivesBackEveryPrintableCharacter) {
  for (char c = ' '; c < 127; ++c) {
    for (const std::string& text : {std::string(1, c), std::string(2, c), "质" + std::string(1, c) + "量",
                                    std::string(1, c) + "\"\\"}) {
      EXPECT_EQ(read_back(typst_string(text)), text);
    }
  }
  EXPECT_EQ(read_back(typst_string(sample::kNasty)), sample::kNasty);
}

TEST(TypstString, TakesAnyBytes) {
  EXPECT_EQ(typst_string("a\nb\tc\x7f\x01"), "\"a b c  \"");
  EXPECT_EQ(typst_string(std::string("\0", 1)), "\" \"");
  EXPECT_EQ(typst_string("\xe8\xb4"), "\"\ufffd\ufffd\"");
  for (int byte = 1; byte < 256; ++byte) {
    const std::string literal = typst_string(std::string(1, static_cast<char>(byte)));
    EXPECT_EQ(find_invalid_utf8(literal), std::string::npos) << byte;
    EXPECT_NE(read_back(literal), "") << byte;
  }
}

TEST(Tight, LeavesSpacesBetweenChineseAndDigitsToTheLayout) {
  EXPECT_EQ(tight("2020 年度闵行区 GDP 增长"), "2020\u2060年度闵行区GDP增长");
  EXPECT_EQ(tight("10月5日，12 件"), "10\u2060月5\u2060日，12件");
  EXPECT_EQ(tight("to be or 质 量"), "to be or质 量");
  EXPECT_EQ(tight(""), "");
}

TEST(CoverTitle, IsSplitOnlyWhereItIsMadeLikeThat) {
  Document document = sample::document();
  const CoverTitle parts = cover_title(document);
  EXPECT_EQ(parts.year + "|" + parts.district + "|" + parts.name, "2020|闵行区|质量状况分析白皮书");
  for (const char* title : {"闵行区质量白皮书 2020", "2020 年度闵行区报告", "2020", ""}) {
    document.title = title;
    EXPECT_EQ(cover_title(document).name, title);
    EXPECT_EQ(cover_title(document).year, "");
  }
}

class Typst : public testing::Test {
 protected:
  const std::string source_ = render_typst(sample::document(), sample::theme());
};

TEST_F(Typst, DocumentTextsAreOnlyInsideLiterals) {
  std::string rest = source_;
  const std::string literal = typst_string(sample::kNasty), inside = literal.substr(1, literal.size() - 2);
  EXPECT_GE(count(rest, inside), 4u);  // paragraph, footnote, heading, contents
  EXPECT_FALSE(typst_has(replace_all(rest, inside, ""), "#import"));
}

TEST_F(Typst, NumbersAreBoundToTheirUnits) { EXPECT_TRUE(typst_has(source_, "n(\"7263\", \"件\")")); }

TEST_F(Typst, WhatFollowsANumberStandsInItsCell) {
  Document document = sample::document();
  for (Block& block : document.blocks) {
    auto* table = std::get_if<Table>(&block);
    if (table == nullptr) continue;
    for (Cell& cell : table->body.front().cells) {
      if (cell.kind == Cell::Kind::kNumber) cell.after = "（97–99）*";
    }
  }
  EXPECT_TRUE(typst_has(render_typst(document, sample::theme()), "\" + \"（97–99）*\""));
}

TEST_F(Typst, ReferencesThatLeadNowhereAreWords) {
  EXPECT_TRUE(typst_has(source_, "r(\"food-by-stage\", \"表\u20601\")"));
  EXPECT_FALSE(typst_has(source_, "nowhere"));
  EXPECT_TRUE(typst_has(source_, "\"表\u206099\""));
}

TEST_F(Typst, ContentsListHeadingsTablesFiguresAndCases) {
  EXPECT_TRUE(typst_has(source_, "(1, \"safety\", \"第一章　质量安全\")"));
  EXPECT_TRUE(typst_has(source_, "(3, \"food\", \"（一）食品\")"));
  EXPECT_FALSE(typst_has(source_, "(4, \"food-measures\", \"1.监管措施\")"));
  EXPECT_TRUE(typst_has(source_, "\"表1　2020\u2060年闵行区食品抽检情况\""));
  EXPECT_TRUE(typst_has(source_, "\"图1　"));
  EXPECT_TRUE(typst_has(source_, "\"案例1　"));
}

TEST_F(Typst, ATableOnItsSideWaitsForTheEndOfItsSection) {
  const size_t table = source_.find("on-its-side(tbl(\"food-wide\""),
               after = source_.find("r(\"cloud-centre\", \"案例\u20601\")");
  ASSERT_NE(table, std::string::npos);
  ASSERT_NE(after, std::string::npos);
  EXPECT_GT(table, after);
}

TEST_F(Typst, AFootnoteCalledAgainRepeatsItsMark) {
  Document document = sample::document();
  document.blocks.push_back(Paragraph{{sample::text("再引"), sample::footnote(0)}});
  const std::string source = render_typst(document, sample::theme());
  EXPECT_EQ(count(source, "fn(0, "), 1u);
  EXPECT_EQ(count(source, "fn-again(0)"), 1u);
}

TEST_F(Typst, CoveredCellsAreNotWritten) {
  EXPECT_TRUE(typst_has(source_, "th(gothic(size: 1em, weight: \"medium\", \"完成件数\"), colspan: 2)"));
  EXPECT_TRUE(typst_has(source_, "td(\"虹桥镇\", rowspan: 2, breakable: true)"));
  EXPECT_TRUE(typst_has(source_, "digits(\"97.5\", \"0\")"));
}

TEST_F(Typst, DrawingsAreNamedInTheirOrder) {
  Document document = sample::large_document(3, 3, 1);
  const auto svgs = figure_svgs(document);
  ASSERT_EQ(svgs.size(), 4u);
  const std::string source = render_typst(document, sample::theme());
  for (size_t i = 1; i <= svgs.size(); ++i)
    EXPECT_EQ(count(source, "\"figure-" + std::to_string(i) + ".svg\""), 1u);
  EXPECT_EQ(source, render_typst(document, sample::theme()));
}

}  // namespace
}  // namespace zhiheng::report
