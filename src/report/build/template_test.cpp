#include "report/build/template.h"

#include <gtest/gtest.h>

namespace zhiheng::report {
namespace {

using Kind = TemplateBlock::Kind;

struct ParsedTemplate {
  std::vector<TemplateBlock> blocks;
  std::vector<std::string> mistakes;
};

ParsedTemplate parsed_template(const std::string& text) {
  Diagnostics diagnostics;
  ParsedTemplate out{parse_template(text, "a.md", diagnostics), {}};
  for (const auto& d : diagnostics.items()) out.mistakes.push_back(to_string(d.where) + " " + d.code);
  return out;
}

TEST(Template, HeadingWithAttributes) {
  const auto parsed = parsed_template("### 食品 {#food needs=\"food_sampling, food.rate\" unnumbered}\n");
  EXPECT_TRUE(parsed.mistakes.empty());
  ASSERT_EQ(parsed.blocks.size(), 1u);
  const TemplateBlock& heading = parsed.blocks[0];
  EXPECT_EQ(heading.level, 3);
  EXPECT_EQ(heading.text.text(), "食品");
  EXPECT_EQ(to_string(heading.text.at(0)), "a.md:1:5");
  EXPECT_EQ(heading.attributes.at("id"), "food");
  EXPECT_EQ(split_needs(heading.attributes.at("needs")),
            (std::vector<std::string>{"food_sampling", "food.rate"}));
  EXPECT_TRUE(heading.attributes.contains("unnumbered"));
}

TEST(Template, BadAttributesAreMistakes) {
  for (const char* text : {"# 甲 {needs=food}", "# 甲 {#food colour=\"red\"}", "# 甲{#food}"}) {
    EXPECT_EQ(parsed_template(text).mistakes, std::vector<std::string>{"a.md:1:1 template.bad-attributes"})
        << text;
  }
  EXPECT_TRUE(parsed_template("# {{ district }}").mistakes.empty());
}

TEST(Template, SixthLevelIsAMistake) {
  const auto parsed = parsed_template("甲\n###### 乙\n");
  EXPECT_EQ(parsed.mistakes, std::vector<std::string>{"a.md:2:1 template.heading-level"});
  ASSERT_EQ(parsed.blocks.size(), 2u);
  EXPECT_EQ(parsed.blocks[1].level, 5);
}

TEST(Template, LinesOfAParagraphJoinAndKeepTheirPlaces) {
  const auto parsed = parsed_template("第一行\n  第二行\n\nred\nblue\n");
  ASSERT_EQ(parsed.blocks.size(), 2u);
  const SourceText& chinese = parsed.blocks[0].text;
  EXPECT_EQ(chinese.text(), "第一行第二行");
  EXPECT_EQ(to_string(chinese.at(0)), "a.md:1:1");
  EXPECT_EQ(to_string(chinese.at(6)), "a.md:1:7");
  EXPECT_EQ(to_string(chinese.at(9)), "a.md:2:3");
  const SourceText& latin = parsed.blocks[1].text;
  EXPECT_EQ(latin.text(), "red blue");
  EXPECT_EQ(to_string(latin.at(4)), "a.md:5:1");
  EXPECT_EQ(to_string(latin.at(7)), "a.md:5:4");
}

TEST(Template, Lists) {
  const auto parsed = parsed_template("引言：\n- 甲\n  续\n- 乙\n\n1. 丙\n2. 丁\n");
  ASSERT_EQ(parsed.blocks.size(), 3u);
  EXPECT_EQ(parsed.blocks[0].kind, Kind::kParagraph);
  ASSERT_EQ(parsed.blocks[1].items.size(), 2u);
  EXPECT_EQ(parsed.blocks[1].items[0].text(), "甲续");
  EXPECT_EQ(to_string(parsed.blocks[1].items[1].at(0)), "a.md:4:3");
  EXPECT_FALSE(parsed.blocks[1].ordered);
  EXPECT_TRUE(parsed.blocks[2].ordered);
  EXPECT_EQ(parsed.blocks[2].items.size(), 2u);
}

TEST(Template, CaseInsideWhen) {
  const auto parsed =
      parsed_template("::: when food, drug\n甲\n\n::: case c \"标题\"\n乙\n:::\n丙\n:::\n丁\n");
  EXPECT_TRUE(parsed.mistakes.empty());
  ASSERT_EQ(parsed.blocks.size(), 2u);
  const TemplateBlock& when = parsed.blocks[0];
  EXPECT_EQ(when.argument, "food, drug");
  ASSERT_EQ(when.children.size(), 3u);
  EXPECT_EQ(when.children[1].name, "case");
  EXPECT_EQ(when.children[1].argument, "c \"标题\"");
  ASSERT_EQ(when.children[1].children.size(), 1u);
  EXPECT_EQ(parsed.blocks[1].text.text(), "丁");
}

TEST(Template, CaseHoldsNoHeadings) {
  EXPECT_EQ(parsed_template("::: case c \"标题\"\n## 甲\n:::\n").mistakes,
            std::vector<std::string>{"a.md:2:1 template.nested-case"});
}

TEST(Template, YamlBodyIsKeptWithItsLine) {
  const auto parsed = parsed_template("甲\n\n::: table t\ntitle: 表\nrows: one\n:::\n");
  ASSERT_EQ(parsed.blocks.size(), 2u);
  EXPECT_EQ(parsed.blocks[1].body, "title: 表\nrows: one\n");
  EXPECT_EQ(parsed.blocks[1].body_line, 4);
}

TEST(Template, UnclosedDirectivesAreMistakes) {
  EXPECT_EQ(parsed_template("::: when a\n甲\n").mistakes,
            std::vector<std::string>{"a.md:1:1 template.unclosed"});
  // What follows an unclosed table is not swallowed by it.
  const auto parsed = parsed_template("::: table t\ntitle: 表\n\n::: figure f\ntitle: 图\n:::\n");
  EXPECT_EQ(parsed.mistakes, std::vector<std::string>{"a.md:1:1 template.unclosed"});
  ASSERT_EQ(parsed.blocks.size(), 2u);
  EXPECT_EQ(parsed.blocks[1].name, "figure");
}

TEST(Template, StrayEndAndUnknownDirective) {
  EXPECT_EQ(parsed_template("甲\n\n:::\n").mistakes, std::vector<std::string>{"a.md:3:1 template.stray-end"});
  // The end of an unknown directive is no second mistake.
  EXPECT_EQ(parsed_template("::: tabel t\ntitle\n:::\n").mistakes,
            std::vector<std::string>{"a.md:1:1 template.unknown-directive"});
}

TEST(Template, CommentsAreLeftOutAndMustEnd) {
  EXPECT_EQ(parsed_template("<!-- 甲\n乙 -->\n丙\n").blocks.size(), 1u);
  EXPECT_EQ(parsed_template("甲\n\n<!-- 乙\n丙\n").mistakes,
            std::vector<std::string>{"a.md:3:1 template.unclosed-comment"});
}

TEST(Template, WindowsLineEndsAndEncoding) {
  EXPECT_EQ(parsed_template("# 甲\r\n\r\n乙\r\n").blocks[1].text.text(), "乙");
  EXPECT_EQ(parsed_template("\xd6\xd0\xce\xc4").mistakes, std::vector<std::string>{"a.md template.encoding"});
}

}  // namespace
}  // namespace zhiheng::report
