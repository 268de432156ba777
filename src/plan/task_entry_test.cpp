#include "plan/task_entry.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"
#include "plan/tasks_pack_test.h"

namespace zhiheng::plan {
namespace {

namespace fs = std::filesystem;
using Mistakes = std::vector<std::string>;

TaskEntry entry(const std::string& task, TaskState state, const char* on) {
  TaskEntry out;
  out.task = task;
  out.state = state;
  out.by = "market";
  out.day = day(on);
  return out;
}

class TaskEntries : public testing::Test {
 protected:
  PreparedReport prepare(const TaskEntry& each) {
    return prepare_report(pack_.catalog(), pack_.plan(), each);
  }
  void write(const TaskEntry& each) { write_report_row(prepare(each)); }
  Mistakes refused(const TaskEntry& each) {
    return thrown_by([&] { prepare(each); });
  }

  TasksPack pack_;
};

TEST_F(TaskEntries, AreAppendedAndReadBack) {
  TaskEntry first = entry("2", TaskState::kInHand, "2018-03-01");
  first.note = "甲, \"乙\"\n丙";
  const PreparedReport prepared = prepare(first);
  EXPECT_FALSE(fs::exists(pack_.path("progress"))) << "preparing writes nothing";
  EXPECT_FALSE(prepared.before);
  EXPECT_TRUE(prepared.is_owner);
  write_report_row(prepared);
  write(entry("2", TaskState::kDone, "2018-05-01"));
  const auto rows = pack_.reports().rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].note, first.note);
  EXPECT_EQ(rows[0].year, 2018) << "the only year need not be said";
  EXPECT_EQ(rows[1].state, TaskState::kDone);
}

TEST_F(TaskEntries, KeepEvidenceUnderItsDigest) {
  pack_.write("in/验收 单.pdf", "seen");
  TaskEntry done = entry("3", TaskState::kDone, "2020-05-01");
  done.evidence = pack_.path("in/验收 单.pdf");
  EXPECT_FALSE(prepare(done).is_owner) << "market does not own task 3";
  write(done);
  const auto row = pack_.reports().rows.at(0);  // read without mistakes: the digest is right
  EXPECT_EQ(row.evidence, "p/" + sha256_hex("seen").substr(0, 12) + "-验收 单.pdf");
  EXPECT_EQ(read_file(pack_.path("progress/evidence/" + row.evidence), ""), "seen");
  EXPECT_TRUE(fs::exists(done.evidence)) << "the original stays";
}

TEST_F(TaskEntries, RefuseWhatTheReaderWould) {
  EXPECT_EQ(refused(entry("9", TaskState::kDone, "2018-03-01")), Mistakes{" task.unknown-task"});
  EXPECT_EQ(refused(entry("1", TaskState::kDone, "2018-03-01")), Mistakes{" task.which-year"});
  EXPECT_EQ(refused(entry("2", TaskState::kCancelled, "2018-03-01")), Mistakes{" task.no-reason"});
  TaskEntry wrong = entry("1", TaskState::kDone, "2018-03-01");
  wrong.year = 2021;
  wrong.by = "张三";
  EXPECT_EQ(refused(wrong), (Mistakes{" task.unknown-year", " task.unknown-department"}));
  TaskEntry lost = entry("2", TaskState::kDone, "2018-03-01");
  lost.evidence = "/nowhere.pdf";
  EXPECT_EQ(refused(lost), Mistakes{"/nowhere.pdf file.unreadable"});
}

TEST_F(TaskEntries, TakeBackWhatWasDoneOnlyWithAReason) {
  write(entry("2", TaskState::kDone, "2018-03-01"));
  TaskEntry again = entry("2", TaskState::kInHand, "2018-04-01");
  EXPECT_EQ(refused(again), Mistakes{" task.note-needed"});
  EXPECT_EQ(refused(entry("2", TaskState::kDone, "2018-04-01")), Mistakes{" task.nothing-new"});
  EXPECT_EQ(refused(entry("2", TaskState::kDone, "2018-02-01")), Mistakes{" task.earlier"});
  again.note = "误报";
  write(again);
  EXPECT_EQ(pack_.reports().rows.size(), 2U) << "the row before stays";
}

TEST_F(TaskEntries, AreNotAddedToAFileWithMistakes) {
  pack_.report("9,2018,done,2018-03-01,market,,,\n");
  EXPECT_EQ(refused(entry("2", TaskState::kDone, "2018-03-01")),
            Mistakes{"districts/test/progress/p.csv:2:1 task.unknown-task"});
}

TEST_F(TaskEntries, KeepAFileWithoutLineEndWhole) {
  pack_.report("2,2018,in_hand,2018-03-01,market,,,");
  write(entry("2", TaskState::kDone, "2018-03-02"));
  EXPECT_EQ(pack_.reports().rows.size(), 2U);
}

TEST_F(TaskEntries, LoseNoRowOfSomebodyElse) {
  const PreparedReport slow = prepare(entry("2", TaskState::kInHand, "2018-03-01"));
  write(entry("3", TaskState::kInHand, "2018-03-01"));
  EXPECT_EQ(thrown_by([&] { write_report_row(slow); }),
            Mistakes{"districts/test/progress/p.csv task.changed-meanwhile"});
  ASSERT_EQ(pack_.reports().rows.size(), 1U);
  EXPECT_EQ(pack_.reports().rows[0].task, "3");
}

}  // namespace
}  // namespace zhiheng::plan
