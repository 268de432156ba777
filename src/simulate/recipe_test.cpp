#include "simulate/recipe.h"

#include <gtest/gtest.h>

#include <set>

#include "base/identifiers.h"
#include "simulate/day_book.h"

namespace zhiheng::simulate {
namespace {

TEST(MemberCode, has_both_check_characters_and_is_another_for_each_member) {
  std::set<std::string> seen;
  for (std::uint64_t member = 0; member < 5000; ++member) {
    char buffer[18];
    const std::string code(member_code(member * 7919, "310112", buffer));
    EXPECT_TRUE(check_uscc(code).ok()) << code;
    EXPECT_TRUE(check_uscc_organisation(code).ok()) << code;
    EXPECT_TRUE(is_known_registrar(code)) << code;
    seen.insert(code);
  }
  EXPECT_EQ(seen.size(), 5000u);
}

TEST(DayBook, counts_working_days_as_the_calendar_does) {
  CalendarYear year;
  year.year = 2020;
  year.holidays = {{*Date::of(2020, 1, 24), *Date::of(2020, 2, 2), "春节", "Spring Festival"}};
  year.working = {*Date::of(2020, 1, 19)};
  const WorkingCalendar calendar({std::chrono::Saturday, std::chrono::Sunday}, {year});
  const DayBook days(calendar);
  for (int from = 5; from < 60; ++from)
    for (const int n : {-3, -1, 0, 1, 5, 20}) {
      const Date start = *Date::of(2020, 1, 1) + from;
      const auto wanted = calendar.add_working_days(start, n);
      if (!wanted.known()) continue;
      EXPECT_EQ(days.workday(start - Date(), n), wanted.value() - Date()) << start.to_string() << " " << n;
    }
}

TEST(DayTable, gives_days_with_a_weight_only) {
  const DayTable table(100, {0, 1, 0, 3, 0});
  int later = 0;
  const Dice dice(1, "days");
  for (std::uint64_t i = 0; i < 4000; ++i) {
    const std::int64_t day = table.day(dice.unit(i));
    EXPECT_TRUE(day == 101 || day == 103) << day;
    later += day == 103 ? 1 : 0;
  }
  EXPECT_NEAR(later, 3000, 150);
}

TEST(Dice, are_the_same_in_any_order) {
  const Dice dice(7, "a");
  const std::uint64_t fifth = dice.bits(5);
  dice.bits(1);
  EXPECT_EQ(dice.bits(5), fifth);
  EXPECT_NE(Dice(7, "b").bits(5), fifth);
  EXPECT_NE(Dice(8, "a").bits(5), fifth);
  EXPECT_NE(dice.part(1).bits(5), fifth);
}

}  // namespace
}  // namespace zhiheng::simulate
