#include "catalog/calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/diagnosed_test.h"
#include "base/temporary_folder_test.h"

namespace zhiheng::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Date date(const char* text) { return Date::parse(text).value(); }

WorkingCalendar calendar_of_china() {
  Diagnostics diagnostics;
  WorkingCalendar calendar = load_calendar({ZHIHENG_SOURCE_DIR}, diagnostics);
  EXPECT_THAT(diagnosed(diagnostics), IsEmpty());
  return calendar;
}

std::vector<std::string> mistakes(const std::string& years) {
  Diagnostics diagnostics;
  const std::string head = "weekend: [saturday, sunday]\nyears:\n";
  read_calendar(parse_yaml(head + years, "c.yaml", diagnostics), diagnostics);
  return diagnosed(diagnostics);
}

constexpr const char* kYear = "  2024:\n    holidays:\n      - {days: 2024-10-01..2024-10-07, zh: 国庆节}\n";

TEST(Calendar, ReadsAYear) {
  Diagnostics diagnostics;
  const WorkingCalendar calendar = read_calendar(
      parse_yaml("weekend: [friday]\nyears:\n  2019:\n    notices: [甲号, 乙号]\n    verified: true\n"
                 "    holidays:\n      - {days: 2018-12-30..2019-01-01, zh: 元旦, en: New Year's Day}\n"
                 "    working: [2018-12-28]\n",
                 "c.yaml", diagnostics),
      diagnostics);
  EXPECT_THAT(diagnosed(diagnostics), IsEmpty());
  const CalendarYear& year = calendar.years().at(2019);
  EXPECT_THAT(year.notices, ElementsAre("甲号", "乙号"));
  EXPECT_TRUE(year.verified);
  EXPECT_EQ(calendar.holiday(date("2019-01-01"))->en, "New Year's Day");
  EXPECT_FALSE(calendar.is_working_day(date("2019-01-04")).value()) << "the weekend is data";
  EXPECT_TRUE(calendar.is_working_day(date("2019-01-05")).value());
}

TEST(Calendar, SaysWhereAMistakeIs) {
  EXPECT_THAT(mistakes(kYear), IsEmpty());
  const auto with_working = [](const std::string& day) {
    return mistakes(kYear + ("    working: [" + day + "]\n"));
  };
  EXPECT_THAT(with_working("2024-02-30"), ElementsAre("c.yaml:6:15 calendar.bad-date"));
  EXPECT_THAT(with_working("2024-10-8"), ElementsAre("c.yaml:6:15 calendar.bad-date"));
  EXPECT_THAT(with_working("2024-10-08"), ElementsAre("c.yaml:6:15 calendar.not-weekend"));
  EXPECT_THAT(with_working("2024-10-05"), ElementsAre("c.yaml:6:15 calendar.day-twice"));
  EXPECT_THAT(with_working("2024-10-12, 2024-10-12"), ElementsAre("c.yaml:6:27 calendar.day-twice"));
  EXPECT_THAT(with_working("2025-01-04"), ElementsAre("c.yaml:6:15 calendar.outside-year"));
  EXPECT_THAT(with_working("2023-12-23"), ElementsAre("c.yaml:6:15 calendar.outside-year"));
  EXPECT_THAT(with_working("2023-12-24"), IsEmpty());

  const auto with_days = [](const std::string& days) {
    return mistakes(kYear + ("      - {days: " + days + ", zh: 节}\n"));
  };
  EXPECT_THAT(with_days("2024-05-05..2024-05-01"), ElementsAre("c.yaml:6:16 calendar.range-backwards"));
  EXPECT_THAT(with_days("2024-09-30..2024-10-01"), ElementsAre("c.yaml:6:16 calendar.day-twice"));
  EXPECT_THAT(with_days("2024-06-31"), ElementsAre("c.yaml:6:16 calendar.bad-date"));
  EXPECT_THAT(with_days("2024-05-01..五月"), ElementsAre("c.yaml:6:16 calendar.bad-date"));
  EXPECT_THAT(with_days("2024-12-31..2025-01-01"), ElementsAre("c.yaml:6:16 calendar.outside-year"));
  EXPECT_THAT(with_days("2023-12-29..2024-01-01"), ElementsAre("c.yaml:6:16 calendar.outside-year"));
  EXPECT_THAT(with_days("2023-12-30..2024-01-01"), IsEmpty());
  EXPECT_THAT(with_days("2024-06-10, since: 2008"), ElementsAre("c.yaml:6:28 yaml.unknown-key"));
}

TEST(Calendar, RefusesWhatIsNoCalendar) {
  EXPECT_THAT(mistakes("  24:\n    holidays: []\n"), ElementsAre("c.yaml:3:3 calendar.bad-year"));
  EXPECT_THAT(mistakes("  2027:\n    holidays: []\n"), ElementsAre("c.yaml:3:3 calendar.no-holidays"));
  EXPECT_THAT(mistakes(std::string(kYear) + "    workdays: []\n"),
              ElementsAre("c.yaml:6:5 yaml.unknown-key"));
  EXPECT_THAT(mistakes(std::string(kYear) + "    working: 2024-10-12\n"),
              ElementsAre("c.yaml:6:14 calendar.not-a-list"));
  Diagnostics diagnostics;
  read_calendar(parse_yaml("weekend: [samstag]\nyears: {}\n", "c.yaml", diagnostics), diagnostics);
  EXPECT_THAT(diagnosed(diagnostics), ElementsAre("c.yaml:1:11 calendar.bad-weekday"));
  const TemporaryFolder empty;
  EXPECT_THAT(thrown_by([&] { load_calendar({empty.path()}, diagnostics); }),
              ElementsAre("catalog/calendar/china.yaml file.unreadable"));
}

TEST(CalendarOfChina, KnowsTheAnnouncedDays) {
  const WorkingCalendar calendar = calendar_of_china();
  const auto works = [&](const char* day) { return calendar.is_working_day(date(day)).value(); };
  EXPECT_TRUE(works("2021-02-20")) << "a Saturday worked for the Spring Festival";
  EXPECT_FALSE(works("2020-01-31")) << "the extended Spring Festival";
  EXPECT_FALSE(works("2020-02-01")) << "a worked Saturday until the break was extended";
  EXPECT_TRUE(works("2020-02-03"));
  EXPECT_TRUE(works("2018-12-29"));
  EXPECT_FALSE(works("2018-12-31"));
  EXPECT_FALSE(works("2019-05-03")) << "the break as changed in March";
  EXPECT_TRUE(works("2024-05-11")) << "a Saturday worked for Labour Day";
  EXPECT_TRUE(works("2024-02-09")) << "New Year's Eve is recommended, not ordered";
  EXPECT_EQ(calendar.holiday(date("2026-02-15"))->zh, "春节");
}

TEST(CalendarOfChina, CountsLegalPeriods) {
  const WorkingCalendar calendar = calendar_of_china();
  const auto due = [&](const char* start, int n) {
    return calendar.add_working_days(date(start), n).value().to_string();
  };
  EXPECT_EQ(due("2023-09-28", 7), "2023-10-13") << "10-07 and 10-08 are worked";
  EXPECT_EQ(due("2024-04-30", 6), "2024-05-11");
  EXPECT_EQ(due("2020-01-23", 1), "2020-02-03");
  EXPECT_EQ(calendar.next_working_day(date("2023-10-01")).value(), date("2023-10-07"));
  EXPECT_EQ(calendar.add_working_days(date("2026-12-31"), 1).missing_year(), 2027);
}

/// Weekdays less the days off that the law gives: 11 a year, 13 from 2025. In 2020 the Spring Festival was
/// extended by a weekday and a Saturday that was to be worked.
int lawful_working_days(int year) {
  int days = 0;
  for (Date day = Date::of(year, 1, 1).value(); day.year() == year; day = day + 1)
    days += day.weekday() != std::chrono::Saturday && day.weekday() != std::chrono::Sunday;
  return days - (year < 2025 ? 11 : 13) - (year == 2020 ? 2 : 0);
}

TEST(CalendarOfChina, HasAllYearsWithTheWorkingDaysThatTheLawLeaves) {
  const WorkingCalendar calendar = calendar_of_china();
  for (int year = 2018; year <= 2026; ++year) {
    ASSERT_TRUE(calendar.covers(year)) << year;
    const Date before = Date::of(year - 1, 12, 31).value(), last = Date::of(year, 12, 31).value();
    EXPECT_EQ(calendar.working_days_between(before, last).value(), lawful_working_days(year)) << year;
    EXPECT_TRUE(calendar.years().at(year).verified) << year;
    EXPECT_FALSE(calendar.years().at(year).notices.empty()) << year;
  }
}

}  // namespace
}  // namespace zhiheng::catalog
