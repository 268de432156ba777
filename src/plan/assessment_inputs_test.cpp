#include "plan/assessment_inputs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/assessment_pack_test.h"

namespace zhiheng::plan {
namespace {

using testing::ElementsAre;

TEST(AssessmentInputs, AreReadWithEveryMistakeInItsPlace) {
  const AssessmentPack pack;
  AssessmentInputs inputs = pack.empty();
  Diagnostics diagnostics;
  parse_entered(pack.sheet(),
                "subject,item,value,source,status,note\n"
                "a,line,94,表1,inferred,按两次抽检\n"
                "e,line,94,,,\n"
                "a,lin,94,,,\n"
                "a,steps,viele,,,\n"
                "a,line,95,,,\n"
                "b,line,95,,guessed,\n",
                "f.csv", inputs, diagnostics);
  EXPECT_THAT(diagnosed(diagnostics),
              ElementsAre("f.csv:3:1 assessment.unknown-subject", "f.csv:4:3 assessment.unknown-item",
                          "f.csv:5:9 assessment.bad-value", "f.csv:6:1 assessment.value-twice",
                          "f.csv:7:12 assessment.bad-status"));
  ASSERT_EQ(inputs.values.size(), 1U);
  EXPECT_EQ(inputs.values.at({"a", "line"}).source, "表1");
  EXPECT_TRUE(inputs.values.at({"a", "line"}).inferred);
}

TEST(AssessmentInputs, OtherColumnsAreRefused) {
  const AssessmentPack pack;
  AssessmentInputs inputs = pack.empty();
  Diagnostics diagnostics;
  parse_entered(pack.sheet(), "subject,item,value\na,line,94\n", "f.csv", inputs, diagnostics);
  EXPECT_THAT(diagnosed(diagnostics), ElementsAre("f.csv:1:1 assessment.bad-header"));
}

TEST(AssessmentInputs, DepartmentsAreThoseThatOwnTargetsOfTheYear) {
  const AssessmentPack pack;
  catalog::Sheet sheet = pack.sheet();
  sheet.departments = true;
  sheet.peers = {{"all", {"全部", "All"}, {}, {}}};
  const auto subjects = subjects_of(pack.catalog(), sheet, 2019);
  ASSERT_EQ(subjects.size(), 1U);
  EXPECT_EQ(subjects[0].code, "market");
  EXPECT_TRUE(subjects_of(pack.catalog(), sheet, 2021).empty());
}

/// A sheet whose item counts targets or tasks.
catalog::Sheet counting(const AssessmentPack& pack, catalog::ValueFrom from) {
  catalog::Sheet sheet = pack.sheet();
  sheet.departments = true;
  sheet.peers = {{"all", {"全部", "All"}, {}, {}}};
  for (auto& item : sheet.items) {
    if (item.id == "tasks") item.from = from;
  }
  return sheet;
}

TEST(AssessmentInputs, TargetsWithoutDataAreLeftOutAndTold) {
  const AssessmentPack pack;
  const auto sheet = counting(pack, catalog::ValueFrom::kTargets);
  AssessmentInputs inputs{2020, subjects_of(pack.catalog(), sheet, 2020), {}};
  std::vector<Progress> progress(4);
  for (Progress& each : progress) {
    each.target = pack.catalog().plan("p")->target("rate");
    each.indicator = pack.catalog().indicator("food.rate");
  }
  progress[0].status = Status::kReached;
  progress[1].status = Status::kOnTrack;
  progress[2].status = Status::kAtRisk;
  add_targets(sheet, progress, inputs);
  const AssessmentValue& value = inputs.values.at({"market", "tasks"});
  EXPECT_EQ(value.text, "2/3");
  EXPECT_EQ(value.origin, "targets");
  EXPECT_THAT(value.note, testing::EndsWith(" 1"));
}

TEST(AssessmentInputs, TasksCountWhereTheyWereDoneByTheDayDue) {
  const AssessmentPack pack;
  const auto sheet = counting(pack, catalog::ValueFrom::kTasks);
  AssessmentInputs inputs{2020, subjects_of(pack.catalog(), sheet, 2020), {}};
  catalog::Task task;
  task.owners = {"market"};
  const Date due = *Date::parse("2020-12-31");
  const auto entry = [&](TaskState state, const char* reported) {
    TaskYear out{&task, 2020, state, due, due, {}, 0, {}, {}};
    out.reports.push_back({"1", 2020, state, *Date::parse(reported), "market", "", "", "", false, {}});
    return out;
  };
  std::vector<TaskBook> books(1);
  add_tasks(sheet, books, inputs);
  EXPECT_EQ(inputs.values.at({"market", "tasks"}).text, "0/0") << "nothing was due";
  inputs.values.clear();
  books[0].items.push_back(entry(TaskState::kNotStarted, "2020-12-31"));
  books[0].items[0].reports.clear();
  add_tasks(sheet, books, inputs);
  EXPECT_TRUE(inputs.values.empty()) << "nothing was ever reported";
  books[0].items.clear();
  books[0].items.push_back(entry(TaskState::kDone, "2020-12-31"));
  books[0].items.push_back(entry(TaskState::kDone, "2021-01-04"));
  books[0].items.push_back(entry(TaskState::kInHand, "2020-10-01"));
  books[0].items.push_back(entry(TaskState::kCancelled, "2020-10-01"));
  add_tasks(sheet, books, inputs);
  EXPECT_EQ(inputs.values.at({"market", "tasks"}).text, "1/3");
}

TEST(AssessmentInputs, TheSheetOfTheTownsHasFourteenSubjectsAndWhatTheSeedsSay) {
  Diagnostics diagnostics;
  const catalog::Catalog catalog = catalog::load_catalog({ZHIHENG_SOURCE_DIR}, "minhang", diagnostics);
  const catalog::Sheet& sheet = catalog.sheets.at("town-quality-work");
  AssessmentInputs inputs{2020, subjects_of(catalog, sheet, 2020), {}};
  EXPECT_EQ(inputs.subjects.size(), 14U);
  read_entered(catalog, sheet, inputs, diagnostics);
  EXPECT_THAT(diagnosed(diagnostics), testing::IsEmpty());
  EXPECT_EQ(inputs.values.size(), 14U) << "each town's project is in the white paper, nothing else";
  Diagnostics none;
  const auto cards = assess(catalog, sheet, inputs, catalog::load_calendar({ZHIHENG_SOURCE_DIR}, none));
  EXPECT_EQ(cards[0].known_points, Decimal(4));
  EXPECT_EQ(cards[0].known_maximum, Decimal(4));
  EXPECT_FALSE(cards[0].complete());
  EXPECT_FALSE(subjects_of(catalog, catalog.sheets.at("department-quality-work"), 2021).empty());
}

}  // namespace
}  // namespace zhiheng::plan
