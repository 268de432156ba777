#include "plan/tasks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "plan/task_simulation.h"
#include "plan/tasks_pack_test.h"

namespace zhiheng::plan {
namespace {

using testing::ElementsAre;
using testing::Pair;

class Tasks : public testing::Test {
 protected:
  TaskBook book(const char* on, const SeriesBook& values = {}) const {
    const auto progress = judge_plan(pack_.catalog(), pack_.plan(), values, day(on).year() - 1);
    return task_book(pack_.plan(), pack_.reports(), progress, day(on), shipped_calendar());
  }
  static TaskState state(const TaskBook& book, const char* task, int year) {
    return book.find(task, year)->state;
  }
  static std::vector<std::string> lines(const std::vector<Reminder>& all) {
    std::vector<std::string> out;
    for (const Reminder& each : all)
      out.push_back(each.department + " " + each.item->task->id + "@" + std::to_string(each.item->year) +
                    " " + (each.item->days ? std::to_string(*each.item->days) : "?"));
    return out;
  }

  TasksPack pack_;
};

TEST_F(Tasks, AreDueOnTheDayGivenOrTheLastOfTheYearMovedToAWorkingDay) {
  const TaskBook all = book("2018-06-20");
  ASSERT_EQ(all.items.size(), 6U);
  EXPECT_EQ(all.find("2", 2018)->promised, day("2018-06-30"));
  EXPECT_EQ(all.find("2", 2018)->due, day("2018-07-02")) << "30 June was a Saturday";
  EXPECT_EQ(all.find("2", 2018)->days, 8);
  EXPECT_EQ(all.find("1", 2018)->due, day("2019-01-02")) << "30 December to 1 January were free";
  EXPECT_EQ(all.find("3", 0)->due, day("2020-12-31")) << "not divided: the plan's last day";
  EXPECT_THAT(all.years(), ElementsAre(0, 2018, 2019, 2020));
  EXPECT_TRUE(all.warnings.empty());
  EXPECT_EQ(all.find("2", 2019), nullptr);
}

TEST_F(Tasks, HoldTheLastReportUpToTheDay) {
  pack_.report(
      "1,2018,in_hand,2018-03-01,market,,,\n1,2018,done,2018-09-01,market,,,\n"
      "1,2018,in_hand,2018-10-01,market,误报,,\n");
  EXPECT_EQ(state(book("2018-02-01"), "1", 2018), TaskState::kNotStarted);
  EXPECT_FALSE(book("2018-02-01").reported());
  EXPECT_EQ(state(book("2018-03-01"), "1", 2018), TaskState::kInHand);
  EXPECT_EQ(state(book("2018-09-30"), "1", 2018), TaskState::kDone);
  const TaskBook last = book("2018-10-01");
  EXPECT_TRUE(last.reported());
  EXPECT_EQ(state(last, "1", 2018), TaskState::kInHand);
  EXPECT_EQ(last.find("1", 2018)->reports.size(), 3U);
}

TEST_F(Tasks, AreOverdueTheDayAfter) {
  pack_.report(
      "1,2018,in_hand,2018-03-01,market,,,\n3,,done,2019-05-01,farm,,,\n4,,cancelled,2019-05-01,farm,撤销,,"
      "\n");
  EXPECT_EQ(state(book("2018-07-02"), "2", 2018), TaskState::kNotStarted) << "the last day still counts";
  EXPECT_EQ(state(book("2018-07-03"), "2", 2018), TaskState::kOverdue);
  EXPECT_EQ(book("2018-07-03").find("2", 2018)->days, -1);
  EXPECT_EQ(state(book("2019-01-03"), "1", 2018), TaskState::kOverdue) << "in hand does not help";
  EXPECT_EQ(state(book("2022-01-03"), "3", 0), TaskState::kDone);
  EXPECT_EQ(state(book("2022-01-03"), "4", 0), TaskState::kCancelled);
}

TEST_F(Tasks, GuessNothingWhereTheCalendarLacksAYear) {
  const auto progress = judge_plan(pack_.catalog(), pack_.plan(), {}, 2017);
  const TaskBook none = task_book(pack_.plan(), {}, progress, day("2018-06-20"), WorkingCalendar());
  EXPECT_EQ(none.find("2", 2018)->due, day("2018-06-30")) << "the plain day";
  EXPECT_FALSE(none.find("2", 2018)->days);
  EXPECT_EQ(none.find("2", 2018)->missing_year, 2018);
  EXPECT_EQ(diagnosed(none.warnings),
            (std::vector<std::string>{"catalog/calendar/china.yaml calendar.missing-year",
                                      "catalog/calendar/china.yaml calendar.missing-year",
                                      "catalog/calendar/china.yaml calendar.missing-year"}));
  EXPECT_EQ(none.warnings[0].severity, Severity::kWarning);
  EXPECT_NE(none.warnings[2].zh.find("2020"), std::string::npos);
  EXPECT_THAT(lines(reminders(none, pack_.departments(), 5)), ElementsAre("market 2@2018 ?"))
      << "rather too early than never";
  EXPECT_THAT(lines(reminders(none, pack_.departments(), 0)), ElementsAre("market 2@2018 ?"));
}

TEST_F(Tasks, HaveTheCountableThingsOfTheirYear) {
  SeriesBook values;
  values["food.rate"].points = {{2018, Decimal(79), nullptr, false}};
  values["farm.new"].points = {{2020, Decimal(6), nullptr, false}};
  const TaskBook all = book("2021-02-01", values);
  EXPECT_EQ(all.progress.size(), 2U);
  const auto& first = all.find("1", 2018)->deliverables;
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].limit->low, Decimal(80)) << "the milestone";
  EXPECT_EQ(first[0].value, Decimal(79));
  EXPECT_EQ(first[0].met, false);
  EXPECT_TRUE(all.find("1", 2019)->deliverables.empty());
  const auto& last = all.find("1", 2020)->deliverables;
  ASSERT_EQ(last.size(), 1U);
  EXPECT_EQ(last[0].limit->low, Decimal(90));
  EXPECT_FALSE(last[0].met) << "no value of 2020";
  const auto& whole = all.find("3", 0)->deliverables;
  ASSERT_EQ(whole.size(), 1U);
  EXPECT_EQ(whole[0].value, Decimal(6));
  EXPECT_EQ(whole[0].met, true);
}

TEST_F(Tasks, AreRememberedByDepartmentAndDay) {
  pack_.report("1,2018,done,2018-03-01,market,,,\n");
  EXPECT_THAT(lines(reminders(book("2018-06-20"), pack_.departments(), 7)), ElementsAre());
  EXPECT_THAT(lines(reminders(book("2018-06-20"), pack_.departments(), 8)), ElementsAre("market 2@2018 8"));
  const TaskBook late = book("2020-12-01");
  EXPECT_THAT(lines(reminders(late, pack_.departments(), 30)),
              ElementsAre("market 2@2018 -603", "market 1@2019 -227", "market 1@2020 22", "farm 1@2019 -227",
                          "farm 1@2020 22", "farm 3@0 22", " 4@0 22"))
      << "the done one is left out; without department last";
}

TEST_F(Tasks, RollUp) {
  pack_.report("1,2018,done,2018-03-01,market,,,\n3,,in_hand,2018-03-01,farm,,,\n");
  const RollUp sums = roll_up(book("2018-08-01"), pack_.departments());
  EXPECT_EQ(sums.all.total(), 6);
  EXPECT_THAT(sums.all.counts, ElementsAre(3, 1, 1, 1, 0));
  ASSERT_EQ(sums.by_department.size(), 3U);
  EXPECT_EQ(sums.by_department[0].first, "market");
  EXPECT_EQ(sums.by_department[0].second.total(), 4);
  EXPECT_EQ(sums.by_department[1].first, "farm");
  EXPECT_EQ(sums.by_department[1].second.total(), 4) << "task 1 counts in both";
  EXPECT_EQ(sums.by_department[2].first, "") << "task 4 has no department";
  ASSERT_EQ(sums.by_goal.size(), 3U) << "a goal without tasks is left out";
  EXPECT_EQ(sums.by_goal[0].first, "food");
  EXPECT_EQ(sums.by_goal[2].first, "");
  EXPECT_EQ(sums.by_year.at(2018).total(), 2);
  EXPECT_EQ(sums.by_year.at(0).total(), 2);
}

TEST_F(Tasks, SimulatedReportsAreMarkedAndAlwaysTheSame) {
  const auto one = simulate_task_reports(pack_.plan(), day("2020-07-01"), 7);
  const auto two = simulate_task_reports(pack_.plan(), day("2020-07-01"), 7);
  ASSERT_EQ(one.rows.size(), two.rows.size());
  EXPECT_TRUE(one.simulated);
  for (size_t i = 0; i < one.rows.size(); ++i) {
    EXPECT_TRUE(one.rows[i].simulated);
    EXPECT_TRUE(one.rows[i].note.starts_with("模拟数据"));
    EXPECT_EQ(one.rows[i].reported_on, two.rows[i].reported_on);
    EXPECT_LE(one.rows[i].reported_on, day("2020-07-01"));
    EXPECT_EQ(one.rows[i].state, two.rows[i].state);
  }
}

TEST_F(Tasks, WhateverIsReportedTheCountsAddUp) {
  rc::check([&](std::uint64_t seed) {
    const Date on = day("2018-01-01") + *rc::gen::inRange(0, 1400);
    const auto reports = simulate_task_reports(pack_.plan(), on, seed);
    const TaskBook all = task_book(pack_.plan(), reports, {}, on, shipped_calendar());
    const RollUp sums = roll_up(all, pack_.departments());
    int by_year = 0, by_goal = 0;
    for (const auto& [year, counts] : sums.by_year) by_year += counts.total();
    for (const auto& [goal, counts] : sums.by_goal) by_goal += counts.total();
    RC_ASSERT(by_year == sums.all.total());
    RC_ASSERT(by_goal == sums.all.total());
    for (const TaskYear& item : all.items) {
      const bool settled = item.state == TaskState::kDone || item.state == TaskState::kCancelled;
      RC_ASSERT((item.state == TaskState::kOverdue) == (!settled && item.due < on));
      RC_ASSERT(item.days && (*item.days < 0) == (item.due < on));
    }
    const auto few = reminders(all, pack_.departments(), 5).size();
    RC_ASSERT(few <= reminders(all, pack_.departments(), 50).size());
  });
}

}  // namespace
}  // namespace zhiheng::plan
