#include "audit/lex/time.h"

#include <gtest/gtest.h>

#include <string_view>

namespace zhiheng::audit::lex {
namespace {

struct Case {
  const char* text;
  const char* span;
  Period period;
};

std::string_view words(std::string_view text, const TimeMark& mark) {
  return text.substr(mark.span.begin, mark.span.end - mark.span.begin);
}

TEST(Time, DatesThatBeginWithANumber) {
  const Case cases[] = {{"2020年，", "2020年", {2020, 2020, 0, 0}},
                        {"2020年度的", "2020年度", {2020, 2020, 0, 0}},
                        {"2018-2020年", "2018-2020年", {2018, 2020, 0, 0}},
                        {"2018年至2020年", "2018年至2020年", {2018, 2020, 0, 0}},
                        {"2020年12月", "2020年12月", {2020, 2020, 12, 12}},
                        {"2020年1-9月", "2020年1-9月", {2020, 2020, 1, 9}},
                        {"2020年3月5日", "2020年3月5日", {2020, 2020, 3, 3}},
                        {"2020年上半年", "2020年上半年", {2020, 2020, 1, 6}},
                        {"2020年第三季度", "2020年第三季度", {2020, 2020, 7, 9}},
                        {"2020-12-31", "2020-12-31", {2020, 2020, 12, 12}},
                        {"2020/6/30", "2020/6/30", {2020, 2020, 6, 6}},
                        {"3月份", "3月份", {0, 0, 3, 3}},
                        {"1至6月", "1至6月", {0, 0, 1, 6}}};
  for (const Case& c : cases) {
    const TimeMark mark = read_date(c.text, *read_number(c.text, 0));
    EXPECT_EQ(words(c.text, mark), c.span);
    EXPECT_EQ(mark.period, c.period) << c.text;
  }
}

TEST(Time, NumbersThatAreNoDates) {
  for (const char* text : {"12345", "2,020年", "2020.5", "3", "13月", "1948年", "2101年", "3月台"}) {
    EXPECT_TRUE(read_date(text, *read_number(text, 0)).span.empty()) << text;
  }
}

TEST(Time, WordsForPeriods) {
  const auto relative = [](const char* text) { return read_period_word(text, 0); };
  EXPECT_EQ(relative("上年为").relative, -1);
  EXPECT_EQ(words("去年同期", relative("去年同期")), "去年同期");
  EXPECT_EQ(relative("前年").relative, -2);
  EXPECT_EQ(relative("明年").relative, 1);
  EXPECT_TRUE(relative("今年").is_relative);
  EXPECT_EQ(relative("今年上半年").period, (Period{0, 0, 1, 6}));
  EXPECT_EQ(relative("前三季度").period, (Period{0, 0, 1, 9}));
  EXPECT_EQ(relative("十四五").plan, 14);
  EXPECT_EQ(relative("十四五").period, (Period{2021, 2025, 0, 0}));
  for (const char* text : {"上海", "全区", "一般", "十二", "前", "当事人", "本市", ""}) {
    EXPECT_TRUE(read_period_word(text, 0).span.empty()) << text;
  }
}

}  // namespace
}  // namespace zhiheng::audit::lex
