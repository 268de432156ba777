#include "base/pattern.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <regex>

#include "base/diagnosed_test.h"

namespace zhiheng {
namespace {

Pattern pattern(const std::string& text) { return Pattern(text, {"x.yaml", 3, 5}); }

void expect_all(const char* text, const std::vector<const char*>& yes, const std::vector<const char*>& no) {
  const Pattern p = pattern(text);
  for (const char* word : yes) EXPECT_TRUE(p.matches(word)) << text << " and " << word;
  for (const char* word : no) EXPECT_FALSE(p.matches(word)) << text << " and " << word;
}

TEST(Pattern, MatchesWholeTexts) {
  expect_all("[A-Z0-9]{8,30}", {"XC203101", "XC20310112001"}, {"XC20310", "xc203101", "XC203101 ", ""});
  expect_all("^SC\\d{14}$", {"SC11031011200123"},
             {"SC1103101120012", "SC110310112001234", "C11031011200123"});
  expect_all("(沪|苏)[A-HJ-NP-Z][A-Z0-9]{5}", {"沪A12345"}, {"京A12345", "沪I12345", "沪A1234"});
  expect_all("[一-龥]{2,4}", {"张三", "欧阳修"}, {"张", "张三丰丰丰", "Zhang"});
  expect_all("a?b*c+", {"c", "abbbcc", "bc"}, {"", "ab", "aac"});
  expect_all("", {""}, {"a"});
  expect_all("a{0}b{2,}", {"bb", "bbbb"}, {"b", "abb"});
  expect_all("[^0-9]+", {"ab", "中文", "😀"}, {"a1", "", "\xFF", "\xE4\xB8"});
  expect_all("a|bc|", {"a", "bc", ""}, {"b", "abc"});
  expect_all("(?:ab)+(c|d)?", {"ab", "ababd"}, {"abcd", "c"});
  expect_all("\\(\\d\\)[\\-.]\\w", {"(1)-a", "(1)._"}, {"(1)+a", "1-a"});
  expect_all("[a-]", {"a", "-"}, {"b"});
  expect_all("..", {"中文", "ab"}, {"中", "中\n", "中文字"});
  expect_all("(a*)*b", {"b", "aaab"}, {"a"});
}

TEST(Pattern, SaysWhatItDoesNotKnow) {
  for (const char* wrong :
       {"(a", "a)",  "[a",  "[]",    "a**", "*a",    "a{",      "a{2", "a{3,2}", "a{,3}",
        "\\", "\\1", "\\b", "(?=a)", "a+?", "[z-a]", "[\\d-z]", "a^b", "a$b",    "\xFF"}) {
    EXPECT_EQ(thrown_by([&] { pattern(wrong); }), std::vector<std::string>{"x.yaml:3:5 pattern.syntax"})
        << wrong;
  }
  for (const char* large : {"a{1001}", "(a{1000}){1000}", "(a|b)*a(a|b){20}", "(((){1000}){1000}){1000}"}) {
    EXPECT_EQ(thrown_by([&] { pattern(large); }), std::vector<std::string>{"x.yaml:3:5 pattern.too-large"})
        << large;
  }
}

/// On patterns that both know, it says what std::regex says.
TEST(Pattern, AgreesWithTheLibrary) {
  EXPECT_TRUE(rc::check("random patterns on random texts", [] {
    const auto atom = rc::gen::elementOf(
        std::vector<std::string>{"a", "b", "[ab]", "[^a]", "c", "(a|bc)", ".", "(b?a)", "\\d"});
    const auto times =
        rc::gen::elementOf(std::vector<std::string>{"", "", "?", "*", "+", "{2}", "{1,3}", "{2,}"});
    std::string text;
    for (int i = *rc::gen::inRange(1, 6); i > 0; --i)
      text += *atom + *times + (*rc::gen::inRange(0, 8) == 0 ? "|" : "");
    const Pattern own = pattern(text);
    const std::regex other(text);
    for (int i = 0; i < 20; ++i) {
      const auto word = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("aabbc1")));
      RC_ASSERT(own.matches(word) == std::regex_match(word, other));
    }
  }));
}

/// Every code point is in the class that its number says.
TEST(Pattern, RangesHoldTheirCharacters) {
  EXPECT_TRUE(rc::check("[low-high]", [] {
    const auto utf8 = [](char32_t c) {
      std::string s;
      if (c < 0x80) return std::string(1, static_cast<char>(c));
      if (c < 0x800) {
        s += static_cast<char>(0xC0 | (c >> 6));
      } else {
        if (c < 0x10000) {
          s += static_cast<char>(0xE0 | (c >> 12));
        } else {
          s += static_cast<char>(0xF0 | (c >> 18));
          s += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        }
        s += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      }
      return s + static_cast<char>(0x80 | (c & 0x3F));
    };
    const auto any = [] {
      const auto c =
          *rc::gen::oneOf(rc::gen::inRange<char32_t>('a', 'z'), rc::gen::inRange<char32_t>(0x80, 0xD7FF),
                          rc::gen::inRange<char32_t>(0xE000, 0x10FFFF));
      return c;
    };
    const char32_t a = any(), b = any(), c = any();
    const Pattern p = pattern("[" + utf8(std::min(a, b)) + "-" + utf8(std::max(a, b)) + "]");
    RC_ASSERT(p.matches(utf8(c)) == (c >= std::min(a, b) && c <= std::max(a, b)));
    RC_ASSERT(p.matches(utf8(a)));
  }));
}

}  // namespace
}  // namespace zhiheng
