#include "report/build/inline.h"

#include <gtest/gtest.h>

namespace zhiheng::report {
namespace {

struct Parsed {
  std::vector<Inline> parts;
  std::vector<std::string> mistakes;
};

Parsed parse(const std::string& text, int column = 1) {
  SourceText source;
  source.append(text, {"a.md", 3, column});
  Diagnostics diagnostics;
  Parsed out{parse_inline(source, diagnostics), {}};
  for (const auto& d : diagnostics.items()) out.mistakes.push_back(to_string(d.where) + " " + d.code);
  return out;
}

std::string words(const std::string& text) {
  std::string out;
  for (const Inline& part : parse(text).parts) out += part.text;
  return out;
}

TEST(Inline, TypedDigitIsRefusedWithItsPlace) {
  EXPECT_EQ(parse("合格率98.62%，较好").mistakes,
            std::vector<std::string>{"a.md:3:10 template.unbound-number"});
  // One mistake a number, not one a digit.
  EXPECT_EQ(parse("1,234.5与２").mistakes, (std::vector<std::string>{"a.md:3:1 template.unbound-number",
                                                                     "a.md:3:11 template.unbound-number"}));
}

TEST(Inline, FullWidthDigitIsADigit) {
  EXPECT_EQ(parse("共３家").mistakes, std::vector<std::string>{"a.md:3:4 template.unbound-number"});
}

TEST(Inline, ChineseNumeralsAndLiteralsAreWords) {
  const auto parsed = parse("一批`4A`级景区、`2020`年");
  EXPECT_TRUE(parsed.mistakes.empty());
  EXPECT_EQ(words("一批`4A`级景区"), "一批4A级景区");
}

TEST(Inline, DigitInsideAFootnoteIsRefusedToo) {
  EXPECT_EQ(parse("甲^[乙1]").mistakes, std::vector<std::string>{"a.md:3:9 template.unbound-number"});
}

TEST(Inline, BindingKeepsItsPlaceAndText) {
  const auto parts = parse("共{{ food.rate | bare }}件").parts;
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[1].kind, Inline::Kind::kBinding);
  EXPECT_EQ(parts[1].text, "food.rate | bare");
  EXPECT_EQ(to_string(parts[1].where), "a.md:3:4");
  EXPECT_EQ(parts[2].text, "件");
}

TEST(Inline, StrongSpansWordsAndBindings) {
  const auto parts = parse("甲**乙{{ x }}丙**丁").parts;
  ASSERT_EQ(parts.size(), 5u);
  const std::vector<bool> strong{false, true, true, true, false};
  for (size_t i = 0; i < parts.size(); ++i) EXPECT_EQ(parts[i].strong, strong[i]) << i;
}

TEST(Inline, FootnoteHoldsPartsOfItsOwn) {
  const auto parts = parse("甲^[见{{ x }}。]乙").parts;
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[1].kind, Inline::Kind::kFootnote);
  ASSERT_EQ(parts[1].children.size(), 3u);
  EXPECT_EQ(parts[1].children[1].text, "x");
  EXPECT_EQ(parts[2].text, "乙");
}

TEST(Inline, UnclosedMarksAreMistakes) {
  for (const char* text : {"甲{{ x", "甲`乙", "甲**乙", "甲^[乙"}) {
    const auto mistakes = parse(text).mistakes;
    ASSERT_EQ(mistakes.size(), 1u) << text;
    EXPECT_NE(mistakes[0].find("a.md:3:"), std::string::npos) << text;
    EXPECT_NE(mistakes[0].find("template.unclosed-mark"), std::string::npos) << text;
  }
  EXPECT_EQ(parse("甲{{ }}").mistakes, std::vector<std::string>{"a.md:3:4 template.empty-binding"});
}

TEST(Inline, SpacesBesideChineseAreTheLayouts) {
  EXPECT_EQ(words("使用 App 办理 ，在 LED 屏"), "使用App办理，在LED屏");
  EXPECT_EQ(words("Made in China  by us"), "Made in China by us");
}

TEST(Inline, WordsOfOneLanguageKeepTheirSpaceAroundMarks) {
  EXPECT_EQ(words("执行 ISO `9001` 标准"), "执行ISO 9001标准");
  EXPECT_EQ(words("the **bold** word"), "the bold word");
}

TEST(Inline, BackslashTakesTheNextCharacterAsItIs) {
  EXPECT_EQ(words(R"(甲\*\*乙)"), "甲**乙");
  EXPECT_TRUE(parse(R"(甲\*\*乙)").mistakes.empty());
}

}  // namespace
}  // namespace zhiheng::report
