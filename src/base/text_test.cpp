#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace zhiheng {
namespace {

TEST(Text, FindsBytesThatAreNotUtf8) {
  EXPECT_EQ(find_invalid_utf8("质量 ok 😀"), std::string::npos);
  EXPECT_EQ(find_invalid_utf8(""), std::string::npos);
  EXPECT_EQ(find_invalid_utf8("ab\xFF"), 2U);
  EXPECT_EQ(find_invalid_utf8("\xC0\xAF"), 0U) << "overlong";
  EXPECT_EQ(find_invalid_utf8("\xE0\x80\x80"), 0U) << "overlong";
  EXPECT_EQ(find_invalid_utf8("a\xED\xA0\x80"), 1U) << "half of a surrogate pair";
  EXPECT_EQ(find_invalid_utf8("\xF4\x90\x80\x80"), 0U) << "beyond U+10FFFF";
  EXPECT_EQ(find_invalid_utf8("\xF8\x88\x80\x80\x80"), 0U);
  EXPECT_EQ(find_invalid_utf8("\xE8\xB4"), 0U) << "cut short";
  EXPECT_EQ(find_invalid_utf8("\xD6\xCA\xC1\xBF"), 0U) << "质量 in GB18030";
}

TEST(Text, DecodesCodePoints) {
  const std::string text = "a质\xFF😀";
  size_t offset = 0;
  EXPECT_EQ(next_code_point(text, offset), U'a');
  EXPECT_EQ(next_code_point(text, offset), U'质');
  EXPECT_EQ(next_code_point(text, offset), char32_t{0xFFFD});
  EXPECT_EQ(offset, 5U);
  EXPECT_EQ(next_code_point(text, offset), U'😀');
  EXPECT_EQ(offset, text.size());
}

TEST(Text, WideCharactersTakeTwoColumns) {
  EXPECT_EQ(display_width("abc"), 3);
  EXPECT_EQ(display_width("质量"), 4);
  EXPECT_EQ(display_width("表9，（％）"), 11);
  EXPECT_EQ(display_width("°é"), 2);
  EXPECT_EQ(display_width(""), 0);
}

TEST(Text, TrimsSplitsAndJoins) {
  EXPECT_EQ(trim(" \t a b \r\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
  EXPECT_EQ(split("a,,b,", ','), (std::vector<std::string>{"a", "", "b", ""}));
  EXPECT_EQ(split("", ','), std::vector<std::string>{""});
  EXPECT_EQ(join({"a", "b"}, "、"), "a、b");
  EXPECT_EQ(join({}, "、"), "");
  EXPECT_EQ(replace_all("a - b - c", " - ", " − "), "a − b − c");
  EXPECT_EQ(replace_all("aaa", "a", "aa"), "aaaaaa");
}

TEST(Text, KnowsIdentifiers) {
  for (const char* good : {"a", "market-regulation", "food_sampling", "x2"})
    EXPECT_TRUE(is_identifier(good)) << good;
  for (const char* bad : {"", "2x", "_a", "-a", "Food", "a b", "a.b", "质量"})
    EXPECT_FALSE(is_identifier(bad)) << bad;
}

TEST(Text, QuotesSql) {
  EXPECT_EQ(sql_quoted("o'clock"), "'o''clock'");
  EXPECT_EQ(sql_quoted("a\"b'", '"'), "\"a\"\"b'\"");
  EXPECT_EQ(sql_quoted(""), "''");
}

TEST(Text, JoinsConsecutiveNumbers) {
  EXPECT_EQ(compress_ranges({}), "");
  EXPECT_EQ(compress_ranges({7}), "7");
  EXPECT_EQ(compress_ranges({1, 2, 3, 7, 9, 10}), "1-3, 7, 9-10");
  EXPECT_EQ(compress_ranges({2, 2, 3, 3}), "2-3");
}

TEST(Text, SuggestsTheNearestWord) {
  EXPECT_EQ(nearest("cateirng", {"circulation", "catering", "canteen"}), "catering");
  EXPECT_EQ(nearest("catering", {"caterings", "catering"}), "catering");
  EXPECT_EQ(nearest("production", {"catering", "canteen"}), "");
  EXPECT_EQ(nearest("anything", {}), "");
}

TEST(TextProperty, JoinUndoesSplit) {
  EXPECT_TRUE(rc::check("join(split(x)) is x",
                        [](const std::string& text) { RC_ASSERT(join(split(text, ','), ",") == text); }));
}

TEST(TextProperty, DecodingNeverStandsStillOrRunsOver) {
  EXPECT_TRUE(rc::check("any bytes decode to their end", [](const std::string& text) {
    size_t offset = 0;
    bool replaced = false;
    while (offset < text.size()) {
      const size_t before = offset;
      replaced |= next_code_point(text, offset) == 0xFFFD;
      RC_ASSERT(offset > before);
      RC_ASSERT(offset <= text.size());
    }
    RC_ASSERT(replaced == (find_invalid_utf8(text) != std::string::npos));
  }));
}

}  // namespace
}  // namespace zhiheng
