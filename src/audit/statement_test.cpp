#include "audit/statement.h"

#include <gtest/gtest.h>

#include "read/read_document.h"

namespace zhiheng::audit {
namespace {

/// What a text says; its document lives as long.
struct Read {
  explicit Read(const std::string& text)
      : document(read::parse_document(text, "text.txt")), said(read_statements(document)) {}

  const Statement& operator[](size_t i) const { return said.all.at(i); }
  double value(size_t i) const { return said.quantity(said.all.at(i)).value; }

  read::Document document;
  Statements said;
};

TEST(Statement, WordsBeforeANumberGiveItsRole) {
  const Read read("2023 年，甲区受理投诉 60939 件，比上年减少 12.8%，占全市投诉总量的 6.3%。\n");
  ASSERT_EQ(read.said.all.size(), 3u);
  EXPECT_EQ(read[0].role, Role::kLevel);
  EXPECT_EQ(read[0].own, "甲区受理投诉");
  EXPECT_EQ(read[1].role, Role::kChange);
  EXPECT_EQ(read[1].sign, -1);
  EXPECT_EQ(read[1].base, Base::kLastYear);
  EXPECT_EQ(read[1].parent, 0);
  EXPECT_EQ(read[2].role, Role::kShare);
}

TEST(Statement, PeriodIsSaidOrInherited) {
  const Read read("2023 年，全区受理投诉 300 件。调解纠纷 200 件。上年为 150 件。\n");
  ASSERT_EQ(read.said.all.size(), 3u);
  EXPECT_EQ(read.said.year, 2023);
  EXPECT_TRUE(read[0].period_said);
  EXPECT_EQ(read[1].period.from, 2023);
  EXPECT_FALSE(read[1].period_said);
  EXPECT_EQ(read[2].period.from, 2022);
  EXPECT_TRUE(read[2].aside);
}

TEST(Statement, PartsBelongToTheNumberBeforeThem) {
  const Read read("2023 年，抽检样品共 60 件，其中食品 20 件，药品 40 件。检查企业 30 家。\n");
  ASSERT_EQ(read.said.all.size(), 4u);
  EXPECT_TRUE(read[0].total);
  EXPECT_TRUE(read[1].part_begin);
  EXPECT_EQ(read[1].part_of, 0);
  EXPECT_FALSE(read[2].part_begin);
  EXPECT_EQ(read[2].part_of, 0);
  EXPECT_FALSE(read[3].part);
}

TEST(Statement, MovementHasABeginningAndAnEnd) {
  const Read read("2023 年，抽检合格率由 96.1% 提高到 98.4%。\n");
  ASSERT_EQ(read.said.all.size(), 2u);
  EXPECT_TRUE(read[0].from);
  EXPECT_TRUE(read[1].reached);
  EXPECT_EQ(read[1].role, Role::kLevel);
}

TEST(Statement, GoalsAreNoFacts) {
  const Read read("2023 年，全区新增就业 300 人。2024 年力争新增就业 400 人。\n");
  ASSERT_EQ(read.said.all.size(), 2u);
  EXPECT_TRUE(read[0].flow);
  EXPECT_FALSE(read[0].target);
  EXPECT_TRUE(read[1].target);
}

TEST(Statement, NumberInABracketIsDeeper) {
  const Read read("2023 年，受理举报 30 件（立案 10 件），办结 25 件。\n");
  ASSERT_EQ(read.said.all.size(), 3u);
  EXPECT_EQ(read[0].depth, 0);
  EXPECT_EQ(read[1].depth, 1);
  EXPECT_EQ(read[2].depth, 0);
}

/// One sentence of 80000 numbers would be looked back over for each of them.
TEST(Statement, AnOverlongSentenceIsCutOutsideItsNumbers) {
  std::string text = "抽检";
  for (int i = 0; i < 2000; ++i) text += std::to_string(1000 + i) + "个 ";
  const Read read(text + "\n");
  ASSERT_EQ(read.said.all.size(), 2000u);
  EXPECT_GT(read.said.sentences.size(), 10u);
  for (size_t i = 0; i < read.said.all.size(); ++i) {
    ASSERT_EQ(read.value(i), 1000.0 + static_cast<double>(i));
    const auto& sentence = read.said.sentences[read[i].sentence].span;
    const auto& number = read.said.quantity(read[i]).span;
    ASSERT_TRUE(sentence.begin <= number.begin && number.end <= sentence.end) << i;
  }
}

}  // namespace
}  // namespace zhiheng::audit
