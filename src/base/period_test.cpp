#include "base/period.h"

#include <gtest/gtest.h>

namespace zhiheng {
namespace {

Date moment_of(const char* text) { return *Date::parse(text); }
std::string named(Frequency frequency, const char* text) {
  return Period::of(frequency, moment_of(text)).to_string();
}

TEST(Period, LiesAroundItsDay) {
  EXPECT_EQ(named(Frequency::kDay, "2020-02-29"), "2020-02-29");
  EXPECT_EQ(named(Frequency::kMonth, "2020-02-29"), "2020-02");
  EXPECT_EQ(named(Frequency::kQuarter, "2020-06-30"), "2020-Q2");
  EXPECT_EQ(named(Frequency::kHalf, "2020-07-01"), "2020-H2");
  EXPECT_EQ(named(Frequency::kYear, "2020-12-31"), "2020");
  EXPECT_EQ(Period::of(Frequency::kMonth, moment_of("2020-02-03")).last(), moment_of("2020-02-29"));
  EXPECT_EQ(Period::of(Frequency::kHalf, moment_of("2020-12-03")).next().first(), moment_of("2021-01-01"));
}

TEST(Period, WeeksAreThoseOfIso8601) {
  EXPECT_EQ(named(Frequency::kWeek, "2020-12-31"), "2020-W53");
  EXPECT_EQ(named(Frequency::kWeek, "2021-01-03"), "2020-W53");
  EXPECT_EQ(named(Frequency::kWeek, "2021-01-04"), "2021-W01");
  EXPECT_EQ(named(Frequency::kWeek, "2024-12-30"), "2025-W01");
  EXPECT_FALSE(Period::parse("2021-W53"));
}

TEST(Period, WhatIsWrittenIsReadAndNeighboursMeet) {
  for (const char* word : {"day", "week", "month", "quarter", "half", "year"}) {
    const Frequency frequency = *frequency_of(word);
    for (Date at = moment_of("2018-12-01"); at < moment_of("2022-02-01"); at = at + 1) {
      const Period period = Period::of(frequency, at);
      ASSERT_TRUE(period.first() <= at && at <= period.last()) << period.to_string();
      ASSERT_EQ(Period::parse(period.to_string()), period) << period.to_string();
      ASSERT_EQ(period.next().previous(), period);
    }
  }
}

TEST(Period, AnythingElseIsNone) {
  for (const char* text : {"", "20", "2020-", "2020-13", "2020-Q5", "2020-Q0", "2020-H3", "2020-1",
                           "2020-W00", "2020-02-30", "0999", "2020-Q", "2020x03", "2020-03x"})
    EXPECT_FALSE(Period::parse(text)) << text;
  EXPECT_FALSE(frequency_of("decade"));
}

}  // namespace
}  // namespace zhiheng
