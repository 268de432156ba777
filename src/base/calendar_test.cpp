#include "base/calendar.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/diagnosed_test.h"

namespace zhiheng {
namespace {

Date date(const char* text) { return Date::parse(text).value(); }

Holiday holiday(const char* first, const char* last, const char* zh) {
  return {date(first), date(last), zh, ""};
}

/// 2022 and 2023 as announced; 2021 and 2024 are not covered.
WorkingCalendar two_years() {
  const CalendarYear first{
      .year = 2022,
      .notices = {},
      .holidays = {holiday("2022-01-01", "2022-01-03", "元旦"), holiday("2022-01-31", "2022-02-06", "春节"),
                   holiday("2022-10-01", "2022-10-07", "国庆节")},
      .working = {date("2022-01-29"), date("2022-01-30"), date("2022-10-08"), date("2022-10-09")}};
  const CalendarYear second{
      .year = 2023,
      .notices = {},
      .holidays = {holiday("2022-12-31", "2023-01-02", "元旦"), holiday("2023-01-21", "2023-01-27", "春节"),
                   holiday("2023-09-29", "2023-10-06", "中秋节、国庆节")},
      .working = {date("2023-01-28"), date("2023-01-29"), date("2023-10-07"), date("2023-10-08")}};
  return {{std::chrono::Saturday, std::chrono::Sunday}, {second, first}};
}

bool works(const WorkingCalendar& calendar, const char* day) {
  return calendar.is_working_day(date(day)).value();
}

std::string add(const WorkingCalendar& calendar, const char* day, int n) {
  return calendar.add_working_days(date(day), n).value().to_string();
}

TEST(WorkingCalendar, KnowsHolidaysWeekendsAndWorkedWeekends) {
  const WorkingCalendar calendar = two_years();
  EXPECT_TRUE(works(calendar, "2023-01-20"));
  EXPECT_FALSE(works(calendar, "2023-01-23")) << "a Monday in the break";
  EXPECT_TRUE(works(calendar, "2023-01-28")) << "a Saturday worked";
  EXPECT_FALSE(works(calendar, "2023-02-04")) << "an ordinary Saturday";
  EXPECT_EQ(calendar.holiday(date("2023-10-01"))->zh, "中秋节、国庆节");
  EXPECT_EQ(calendar.holiday(date("2022-12-31"))->zh, "元旦") << "in the entry of 2023";
  EXPECT_EQ(calendar.holiday(date("2023-02-04")), nullptr);
}

TEST(WorkingCalendar, CountsFromTheDayAfter) {
  const WorkingCalendar calendar = two_years();
  EXPECT_EQ(add(calendar, "2023-09-28", 1), "2023-10-07") << "a worked Saturday ends the break";
  EXPECT_EQ(add(calendar, "2023-09-28", 2), "2023-10-08");
  EXPECT_EQ(add(calendar, "2023-09-28", 3), "2023-10-09");
  EXPECT_EQ(add(calendar, "2023-10-09", -3), "2023-09-28");
  EXPECT_EQ(add(calendar, "2022-12-30", 1), "2023-01-03");
  EXPECT_EQ(add(calendar, "2023-10-01", 1), "2023-10-07") << "from within the break";
  EXPECT_EQ(add(calendar, "2023-10-01", 0), "2023-10-01");
}

TEST(WorkingCalendar, MovesTheEndOfAPeriodToAWorkingDay) {
  const WorkingCalendar calendar = two_years();
  EXPECT_EQ(calendar.next_working_day(date("2023-10-01")).value(), date("2023-10-07"));
  EXPECT_EQ(calendar.next_working_day(date("2023-10-07")).value(), date("2023-10-07"));
  EXPECT_EQ(calendar.next_working_day(date("2022-01-01")).value(), date("2022-01-04"));
}

TEST(WorkingCalendar, CountsWorkingDaysBetween) {
  const WorkingCalendar calendar = two_years();
  EXPECT_EQ(calendar.working_days_between(date("2023-09-28"), date("2023-10-09")).value(), 3);
  EXPECT_EQ(calendar.working_days_between(date("2023-10-09"), date("2023-09-28")).value(), -3);
  EXPECT_EQ(calendar.working_days_between(date("2023-10-01"), date("2023-10-06")).value(), 0);
}

TEST(WorkingCalendar, NeverGuessesAYear) {
  const WorkingCalendar calendar = two_years();
  EXPECT_TRUE(calendar.covers(2023));
  EXPECT_FALSE(calendar.covers(2024));
  EXPECT_EQ(calendar.is_working_day(date("2024-01-02")).missing_year(), 2024);
  EXPECT_EQ(calendar.add_working_days(date("2023-12-29"), 1).missing_year(), 2024);
  EXPECT_EQ(calendar.add_working_days(date("2022-01-04"), -1).missing_year(), 2021);
  EXPECT_EQ(calendar.next_working_day(date("2023-12-30")).missing_year(), 2024);
  EXPECT_EQ(calendar.working_days_between(date("2023-12-01"), date("2024-03-01")).missing_year(), 2024);
  EXPECT_EQ(add(calendar, "2021-12-31", 1), "2022-01-04") << "the start is not counted";
  EXPECT_EQ(WorkingCalendar().is_working_day(date("2023-01-03")).missing_year(), 2023);
  EXPECT_EQ(thrown_by([&] { works(calendar, "2024-01-02"); }),
            (std::vector<std::string>{" calendar.missing-year"}));
}

Date any_day(const WorkingCalendar& calendar, int margin) {
  const Date first = Date::of(calendar.years().begin()->first, 1, 1).value() + margin;
  const Date last = Date::of(calendar.years().rbegin()->first, 12, 31).value() - margin;
  return first + *rc::gen::inRange(0, last - first + 1);
}

TEST(WorkingCalendar, Properties) {
  const WorkingCalendar calendar = two_years();
  EXPECT_TRUE(rc::check("between undoes add, which ends on a working day", [&] {
    const Date start = any_day(calendar, 120);
    const int n = *rc::gen::inRange(-60, 61);
    const Date end = calendar.add_working_days(start, n).value();
    RC_ASSERT(calendar.working_days_between(start, end).value() == n);
    RC_ASSERT(n == 0 || calendar.is_working_day(end).value());
  }));
  EXPECT_TRUE(rc::check("add is monotone in the start and in the count", [&] {
    const Date a = any_day(calendar, 120), b = any_day(calendar, 120);
    const int n = *rc::gen::inRange(-60, 60);
    const auto end = [&](Date start, int count) { return calendar.add_working_days(start, count).value(); };
    RC_ASSERT(end(std::min(a, b), n) <= end(std::max(a, b), n));
    RC_ASSERT(end(a, n) < end(a, n + 1));
  }));
  EXPECT_TRUE(rc::check("add goes on where it stopped; from a working day there is a way back", [&] {
    const Date start = any_day(calendar, 120);
    const int m = *rc::gen::inRange(0, 30), n = *rc::gen::inRange(0, 30);
    const Date between = calendar.add_working_days(start, m).value();
    const Date end = calendar.add_working_days(between, n).value();
    RC_ASSERT(end == calendar.add_working_days(start, m + n).value());
    const Date worked = calendar.next_working_day(start).value();
    const Date there = calendar.add_working_days(worked, n).value();
    RC_ASSERT(calendar.add_working_days(there, -n).value() == worked);
  }));
  EXPECT_TRUE(rc::check("the end of a period moves forward only, over days off only", [&] {
    const Date day = any_day(calendar, 20);
    const Date moved = calendar.next_working_day(day).value();
    RC_ASSERT(calendar.is_working_day(moved).value());
    for (Date free = day; free < moved; free = free + 1) RC_ASSERT(!calendar.is_working_day(free).value());
  }));
}

}  // namespace
}  // namespace zhiheng
