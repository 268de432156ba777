#include "base/date.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace zhiheng {
namespace {

Date day(const char* text) { return Date::parse(text).value(); }

TEST(Date, PrintsAsWritten) {
  for (const char* text : {"2018-06-30", "2020-02-29", "1000-01-01", "9999-12-31"}) {
    EXPECT_EQ(day(text).to_string(), text);
  }
  EXPECT_EQ(Date().to_string(), "1970-01-01");
  EXPECT_EQ(day("2018-06-30").year(), 2018);
  EXPECT_EQ(day("2018-06-30").month(), 6);
  EXPECT_EQ(day("2018-06-30").day(), 30);
}

TEST(Date, RefusesWhatIsNoDay) {
  for (const char* text : {"", "2018-6-30", "2018/06/30", "2018-06-31", "2019-02-29", "1900-02-29",
                           "2018-00-10", "2018-13-01", "2018-01-00", "0999-01-01", "-999-01-01", "2018-01--1",
                           "2018-01-1 ", " 2018-01-1", "2018-01-011", "２０18-01"}) {
    EXPECT_FALSE(Date::parse(text)) << text;
  }
  EXPECT_FALSE(Date::of(2018, 1, 257)) << "does not wrap around";
  EXPECT_FALSE(Date::of(10000, 1, 1));
}

TEST(Date, CountsDays) {
  EXPECT_EQ(day("2019-12-31") + 1, day("2020-01-01"));
  EXPECT_EQ(day("2020-03-01") - 1, day("2020-02-29"));
  EXPECT_EQ(day("2021-01-01") - day("2020-01-01"), 366);
  EXPECT_EQ(day("2020-01-01") - day("2021-01-01"), -366);
  EXPECT_LT(day("2019-12-31"), day("2020-01-01"));
  EXPECT_EQ(day("2021-02-20").weekday(), std::chrono::Saturday);
}

TEST(Date, ReadsWhatItPrints) {
  EXPECT_TRUE(rc::check("parse undoes to_string; + and - agree", [] {
    const int days = *rc::gen::inRange(-354'285, 2'932'897);  // 1000-01-01 to 9999-12-31
    const Date day = Date() + days;
    RC_ASSERT(Date::parse(day.to_string()) == day);
    RC_ASSERT(Date::of(day.year(), day.month(), day.day()) == day);
    RC_ASSERT(day - Date() == days);
  }));
}

}  // namespace
}  // namespace zhiheng
