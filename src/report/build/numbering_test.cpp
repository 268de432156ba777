#include "report/build/numbering.h"

#include <gtest/gtest.h>

namespace zhiheng::report {
namespace {

Block heading(int level, const std::string& title, bool numbered = true) {
  Run run;
  run.text = title;
  return Heading{level, title, numbered ? "·" : "", {run}};
}

Block words() {
  Run run;
  run.text = "文";
  return Paragraph{{run}};
}

std::string numbers(std::vector<Block> blocks) {
  Document document;
  document.blocks = std::move(blocks);
  number_headings(document);
  std::string out;
  for (const Block& block : document.blocks) {
    if (const auto* h = std::get_if<Heading>(&block)) out += h->number + plain_text(h->title) + " ";
  }
  return out;
}

TEST(Numbering, ChineseNumbers) {
  const std::vector<std::pair<int, const char*>> known{
      {1, "一"},         {10, "十"},        {11, "十一"},        {12, "十二"},
      {20, "二十"},      {21, "二十一"},    {99, "九十九"},      {100, "一百"},
      {103, "一百零三"}, {110, "一百一十"}, {111, "一百一十一"}, {999, "九百九十九"}};
  for (const auto& [value, text] : known) EXPECT_EQ(chinese_number(value), text) << value;
}

TEST(Numbering, TwelfthChapter) {
  std::vector<Block> blocks;
  for (int i = 0; i < 12; ++i) {
    blocks.push_back(heading(1, "章"));
    blocks.push_back(words());
  }
  EXPECT_TRUE(numbers(std::move(blocks)).ends_with("第十一章章 第十二章章 "));
}

TEST(Numbering, EachLevelInItsOwnStyleAndFromOneAgain) {
  EXPECT_EQ(numbers({heading(1, "a"), heading(2, "b"), heading(3, "c"), heading(4, "d"), heading(5, "e"),
                     words(), heading(5, "f"), words(), heading(3, "g"), words(), heading(2, "h"),
                     heading(3, "i"), words()}),
            "第一章a 一、b （一）c 1.d （1）e （2）f （二）g 二、h （一）i ");
}

TEST(Numbering, UnnumberedHeadingTakesNoNumber) {
  EXPECT_EQ(numbers({heading(1, "序", false), words(), heading(1, "a"), words()}), "序 第一章a ");
}

TEST(Numbering, EmptySectionsAreDroppedAndLeaveNoGap) {
  EXPECT_EQ(numbers({heading(1, "a"), heading(2, "b"), heading(3, "c"), heading(2, "d"), words(),
                     heading(1, "e"), heading(2, "f"), heading(1, "g"), words(), heading(2, "h")}),
            "第一章a 一、d 第二章g ");
}

}  // namespace
}  // namespace zhiheng::report
