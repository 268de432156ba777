#include "measure/quality.h"

#include <gtest/gtest.h>

namespace zhiheng::measure {
namespace {

Date day(const char* text) { return *Date::parse(text); }
Period period(const char* text) { return *Period::parse(text); }

/// Weekdays are worked in 2020 and 2021, but for the first week of October 2020.
WorkingCalendar calendar() {
  CalendarYear year{2020, {}, true, {{day("2020-10-01"), day("2020-10-07"), "国庆节", "National Day"}}, {}};
  CalendarYear next{2021, {}, true, {}, {}};
  return WorkingCalendar({std::chrono::Saturday, std::chrono::Sunday}, {year, next});
}

catalog::Dataset monthly(int due = 5) {
  catalog::Dataset dataset;
  dataset.frequency = "month";
  dataset.due = due;
  return dataset;
}

Delivery delivery(const char* came, std::map<Period, DeliveredPeriod> periods) {
  return {day(came), true, std::move(periods)};
}

DatasetQuality judge(const std::vector<Delivery>& deliveries, const char* today,
                     const std::optional<Period>& within = {}, int due = 5) {
  return quality_of(monthly(due), deliveries, within, day(today), calendar());
}

void expect(const Quality& quality, Aspect aspect, std::uint64_t hits, std::uint64_t of) {
  EXPECT_EQ(quality[aspect].hits, hits) << aspect_name(aspect);
  EXPECT_EQ(quality[aspect].of, of) << aspect_name(aspect);
}

TEST(Quality, CountsWhatCame) {
  const auto result = judge({delivery("2020-02-03", {{period("2020-01"), {8, 2, 30, 40, 1, 2, 1}}}),
                             delivery("2020-02-04", {{period("2020-01"), {2, 0, 10, 10, 0, 2, 0}}})},
                            "2020-02-05");
  ASSERT_EQ(result.periods.size(), 1U);
  const Quality& quality = result.periods[0].quality;
  expect(quality, Aspect::kFilled, 40, 50);
  expect(quality, Aspect::kValid, 10, 12);
  expect(quality, Aspect::kPlausible, 9, 10);
  expect(quality, Aspect::kSteady, 2, 2);
  expect(quality, Aspect::kReceived, 1, 1);
  expect(quality, Aspect::kTimely, 1, 1);
}

TEST(Quality, IsTimelyUntilTheEndOfTheDueDate) {
  // 2020-09-30 and five working days: the first week of October is off.
  for (const auto& [came, late] : {std::pair{"2020-10-14", 0}, {"2020-10-15", 1}, {"2020-10-19", 3}}) {
    const auto result = judge({delivery(came, {{period("2020-09"), {1, 0, 1, 1, 0, 0, 0}}})}, "2020-10-31");
    ASSERT_EQ(result.periods.size(), 1U);
    EXPECT_EQ(result.periods[0].due, day("2020-10-14"));
    EXPECT_EQ(result.periods[0].late, late) << came;
    expect(result.total, Aspect::kTimely, late == 0, 1);
    expect(result.total, Aspect::kReceived, 1, 1);
  }
}

TEST(Quality, APeriodThatDidNotComeIsMissedAfterItsDueDateOnly) {
  const std::vector<Delivery> january{delivery("2020-02-03", {{period("2020-01"), {1, 0, 1, 1, 0, 0, 0}}})};
  expect(judge(january, "2020-03-06").total, Aspect::kReceived, 1, 1);  // the due date of February
  const auto after = judge(january, "2020-03-09");
  expect(after.total, Aspect::kReceived, 1, 2);
  expect(after.total, Aspect::kTimely, 1, 2);
  ASSERT_EQ(after.periods.size(), 2U);
  EXPECT_FALSE(after.periods[1].came);
  EXPECT_EQ(after.periods[1].late, 1);
  EXPECT_FALSE(after.periods[1].quality[Aspect::kFilled].judged()) << "nothing came: nothing to be filled";
  expect(judge(january, "2020-12-01").total, Aspect::kReceived, 1, 10);
}

TEST(Quality, NothingIsJudgedBeforeItIsDue) {
  const auto none = judge({}, "2020-12-01");
  EXPECT_TRUE(none.periods.empty());
  const auto early =
      judge({delivery("2020-02-10", {{period("2020-02"), {1, 0, 1, 1, 0, 0, 0}}})}, "2020-02-20");
  EXPECT_FALSE(early.total[Aspect::kTimely].judged());
  EXPECT_TRUE(early.total[Aspect::kValid].judged());
  const auto no_due_date =
      judge({delivery("2020-02-10", {{period("2020-01"), {1, 0, 1, 1, 0, 0, 0}}})}, "2020-12-01", {}, 0);
  EXPECT_FALSE(no_due_date.total[Aspect::kTimely].judged());
}

TEST(Quality, StrayRowsObligeNobody) {
  const auto result = judge({delivery("2020-03-02", {{period("2019-01"), {1, 0, 1, 1, 0, 0, 0}},
                                                     {period("2020-02"), {9, 0, 9, 9, 0, 0, 0}}})},
                            "2020-03-31");
  EXPECT_EQ(result.periods.size(), 2U);
  expect(result.total, Aspect::kReceived, 1, 1);
  expect(result.total, Aspect::kFilled, 10, 10);
}

TEST(Quality, WhatTheJournalDoesNotSayIsMissingAndNotZero) {
  Delivery old{day("2020-02-03"), false, {}};
  const auto result =
      judge({old, delivery("2020-02-03", {{period("2020-01"), {1, 0, 1, 1, 0, 0, 0}}})}, "2020-12-01");
  EXPECT_EQ(result.unknown, 1U);
  expect(result.total, Aspect::kReceived, 1, 1);
}

TEST(Quality, YearsWithoutCalendarAreNotTimed) {
  const auto result =
      judge({delivery("2019-02-03", {{period("2019-01"), {1, 0, 1, 1, 0, 0, 0}}})}, "2019-03-31");
  EXPECT_EQ(result.uncalendared, std::vector<int>{2019});
  EXPECT_FALSE(result.total[Aspect::kTimely].judged());
  expect(result.total, Aspect::kValid, 1, 1);
}

TEST(Quality, KeepsToThePeriodThatIsAsked) {
  const std::vector<Delivery> all{delivery("2020-02-03", {{period("2020-01"), {1, 0, 1, 1, 0, 0, 0}}})};
  expect(judge(all, "2021-06-30", period("2020-Q1")).total, Aspect::kReceived, 1, 3);
  expect(judge(all, "2021-06-30", period("2020-02")).total, Aspect::kReceived, 0, 1);
  expect(judge(all, "2021-06-30", period("2020")).total, Aspect::kReceived, 1, 12);
  EXPECT_TRUE(judge(all, "2021-06-30", period("2019")).periods.empty());
  EXPECT_EQ(period_of_register(monthly(), day("2020-03-25")).to_string(), "2020-02");
}

}  // namespace
}  // namespace zhiheng::measure
