#include "plan/task_reports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"
#include "plan/tasks_pack_test.h"

namespace zhiheng::plan {
namespace {

using testing::ElementsAre;
using Mistakes = std::vector<std::string>;

TEST(TaskReports, AreReadInTheOrderOfTheFile) {
  TasksPack pack;
  EXPECT_TRUE(pack.reports().rows.empty()) << "no file, no reports";
  EXPECT_TRUE(pack.reports().sha256.empty());
  pack.report(
      "1,2018,in_hand,2018-03-01,market,\"甲,乙\",,\n3,,done,2020-05-06,farm,,,\n3,0,cancelled,2020-06-01,"
      "farm,撤销,,\n");
  const TaskReports reports = pack.reports();
  EXPECT_EQ(reports.file, "districts/test/progress/p.csv");
  EXPECT_EQ(reports.sha256.size(), 64U);
  ASSERT_EQ(reports.rows.size(), 3U);
  EXPECT_EQ(reports.rows[0].task, "1");
  EXPECT_EQ(reports.rows[0].year, 2018);
  EXPECT_EQ(reports.rows[0].state, TaskState::kInHand);
  EXPECT_EQ(reports.rows[0].note, "甲,乙");
  EXPECT_EQ(reports.rows[0].where.line, 2);
  EXPECT_EQ(reports.rows[1].year, 0) << "empty for a task that is not divided";
  EXPECT_EQ(reports.rows[2].year, 0) << "0 is the same";
}

TEST(TaskReports, YearsAreThoseOfItemsAndDeliverables) {
  const TasksPack pack;
  const auto years = [&](const char* task) { return years_of(pack.plan(), *pack.plan().task(task)); };
  EXPECT_THAT(years("1"), ElementsAre(2018, 2019, 2020)) << "2020 has a target only";
  EXPECT_THAT(years("2"), ElementsAre(2018));
  EXPECT_THAT(years("3"), ElementsAre(0));
  EXPECT_THAT(years("4"), ElementsAre(0));
}

TEST(TaskReports, EveryMistakeHasItsPlace) {
  TasksPack pack;
  const std::string good = ",market,,,\n";
  pack.report("9,2018,done,2018-03-01" + good +            //
              "2,2019,done,2018-03-01" + good +            //
              "1,,done,2018-03-01" + good +                //
              "1,2018,overdue,2018-03-01" + good +         //
              "1,2018,done,2018-02-29" + good +            //
              "1,2018,done,2018-03-01,张三,,,\n"           //
              "1,2018,cancelled,2018-03-01,market,  ,,\n"  //
              "1,2018,done,2018-03-01,market,,,abc\n"      //
              "1,2018,done,2018-03-01,market,,,\n"         // right
              "1,2018,done,2018-02-28,market,,,\n"         // earlier than it
              "1,2019,done,2018-02-28,market,,,\n"         // another year: right
              "1,2018,done,2018-03-01\n");
  const std::string file = "districts/test/progress/p.csv:";
  EXPECT_EQ(pack.mistakes(), (Mistakes{file + "13:13 csv.cell-count", file + "2:1 task.unknown-task",
                                       file + "3:3 task.unknown-year", file + "4:3 task.unknown-year",
                                       file + "5:8 task.unknown-state", file + "6:13 task.bad-day",
                                       file + "7:24 task.unknown-department", file + "8:36 task.no-reason",
                                       file + "9:33 task.lone-digest", file + "11:13 task.earlier"}));
  Diagnostics diagnostics;
  EXPECT_EQ(read_task_reports(pack.catalog(), pack.plan(), diagnostics).rows.size(), 2U);
}

TEST(TaskReports, EvidenceIsCheckedAgainstItsDigest) {
  TasksPack pack;
  const std::string right = sha256_hex("seen"), other = sha256_hex("else");
  pack.write("progress/evidence/a.pdf", "seen");
  pack.write("secret.txt", "seen");
  std::filesystem::create_symlink(pack.path("secret.txt"), pack.path("progress/evidence/link"));
  const auto row = [](const std::string& evidence, const std::string& digest) {
    return "2,2018,done,2018-03-01,market,," + evidence + "," + digest + "\n";
  };
  pack.report(row("a.pdf", right) + row("a.pdf", other) + row("a.pdf", "") + row("b.pdf", right) +
              row("../../secret.txt", right) + row(pack.path("secret.txt"), right) + row("link", right));
  const std::string file = "districts/test/progress/p.csv:";
  EXPECT_EQ(pack.mistakes(), (Mistakes{file + "3:32 task.evidence-changed", file + "4:38 task.no-digest",
                                       file + "5:32 task.no-evidence", file + "6:32 task.bad-evidence",
                                       file + "7:32 task.bad-evidence", file + "8:32 task.bad-evidence"}));
}

TEST(TaskReports, OtherColumnsAreRefused) {
  TasksPack pack;
  pack.write("progress/p.csv", "task,year,state\n1,2018,done\n");
  EXPECT_EQ(pack.mistakes(), (Mistakes{"districts/test/progress/p.csv:1:1 task.bad-header"}));
}

TEST(TaskReports, AFileOfNoPlanIsAMistake) {
  TasksPack pack;
  pack.report("9,2018,done,2018-03-01,market,,,\n");
  pack.write("progress/old.csv", "");
  Diagnostics diagnostics;
  check_task_reports(pack.catalog(), diagnostics);
  EXPECT_EQ(diagnosed(diagnostics), (Mistakes{"districts/test/progress/old.csv task.no-plan",
                                              "districts/test/progress/p.csv:2:1 task.unknown-task"}));
}

}  // namespace
}  // namespace zhiheng::plan
