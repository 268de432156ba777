#include "chart/layout/lettering.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace zhiheng::chart {
namespace {

TEST(TextWidth, ChineseIsOneEmAndDigitsAreEqual) {
  EXPECT_DOUBLE_EQ(text_width("合格率", 12), 36);
  EXPECT_DOUBLE_EQ(text_width("1111", 10), text_width("8880", 10));
  EXPECT_LT(text_width("98.62%", 12), 48);
}

TEST(TextWidth, BytesThatAreNotUtf8CountAndDoNotRunOver) {
  EXPECT_DOUBLE_EQ(text_width("\xff", 10), 10);
  EXPECT_DOUBLE_EQ(text_width("\xe5\x90", 10), 20);
}

TEST(Spaced, SetsSpacesBetweenChineseAndLatinOnly) {
  EXPECT_EQ(spaced("2020年"), "2020 年");
  EXPECT_EQ(spaced("目标98%"), "目标 98%");
  EXPECT_EQ(spaced("2020 年"), "2020 年");
  EXPECT_EQ(spaced("PM2.5浓度"), "PM2.5 浓度");
  EXPECT_EQ(spaced("（含5项）"), "（含 5 项）");
}

TEST(Wrap, MakesEvenLines) { EXPECT_EQ(wrap("家具及室内装饰装修材料", 84, 12), "家具及室内装\n饰装修材料"); }

TEST(Wrap, KeepsPunctuationWithItsWords) {
  EXPECT_EQ(wrap("质量监督（含技术机构）", 84, 12), "质量监督\n（含技术机构）");
  EXPECT_EQ(wrap("食品、药品", 36, 12), "食品、\n药品");
}

TEST(Wrap, KeepsNumbersWithTheirUnits) {
  EXPECT_EQ(wrap("2020 年 10 月", 48, 12), "2020 年\n10 月");
  EXPECT_EQ(wrap("2020年10月", 48, 12), "2020年\n10月");
}

TEST(Wrap, LeavesAWordThatIsTooWideWhole) { EXPECT_EQ(wrap("HACCP", 10, 12), "HACCP"); }

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

RC_GTEST_PROP(Wrap, LosesNothingAndKeepsWithinTheWidthWhatCanBe, ()) {
  const auto parts = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("质", "量", "（", "）", "、", "2020", "年", "ISO", " ", "%", "·"));
  std::string text;
  for (const std::string& part : parts) text += part;
  const std::string wrapped = wrap(text, 60, 12);
  RC_ASSERT(without_blanks(wrapped) == without_blanks(text));
  RC_ASSERT(line_count(wrapped) <= std::max(1, static_cast<int>(parts.size())));
}

}  // namespace
}  // namespace zhiheng::chart
