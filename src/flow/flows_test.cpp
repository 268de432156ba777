#include "flow/flows.h"

#include <gmock/gmock.h>

#include <atomic>
#include <cerrno>
#include <memory>
#include <thread>

#include "base/file.h"
#include "flow/sample_test.h"

namespace zhiheng::flow {
namespace {

using testing::ElementsAre;

/// After so many writes it refuses them, or the syncs; and perhaps to cut off what it then has too much.
class FullDisk final : public journal::Disk {
 public:
  int open(const std::string& path) override { return journal::system_disk().open(path); }
  ssize_t write(int file, std::string_view bytes) override {
    full_ = room_-- <= 0;
    return full_ && !by_sync_ ? refuse() : journal::system_disk().write(file, bytes);
  }
  int sync(int file) override { return full_ && by_sync_ ? refuse() : journal::system_disk().sync(file); }
  int sync_folder(const std::string& folder) override { return journal::system_disk().sync_folder(folder); }
  int truncate(int file, off_t size) override {
    return full_ && keeps_ ? refuse() : journal::system_disk().truncate(file, size);
  }
  void close(int file) override { journal::system_disk().close(file); }

  void recover() { room_ = 1'000'000, full_ = false; }

  std::atomic<int> room_ = 1'000'000;
  std::atomic<bool> by_sync_ = false, keeps_ = false;

 private:
  static int refuse() {
    errno = ENOSPC;
    return -1;
  }
  std::atomic<bool> full_ = false;
};

class FlowsTest : public testing::Test {
 protected:
  FlowsTest() { open(); }

  void open() {
    flows_.reset();
    flows_ = std::make_unique<Flows>(Flows::Options{.workspace = folder_.path(),
                                                    .definitions = matters(),
                                                    .clock = [this] { return now_; },
                                                    .listener = [this](const Case& one) { hear(one); },
                                                    .disk = &disk_});
  }
  void hear(const Case& one) {
    const std::scoped_lock guard(mutex_);
    heard_.push_back(one.id + " " + std::to_string(one.version));
  }
  CasePtr opened(const std::string& by, const std::string& subject, const std::string& text = "一") {
    return flows_->change(opening(by, subject, {{"text", text}}));
  }
  std::vector<std::string> ids(const Query& query) {
    std::vector<std::string> out;
    for (const CasePtr& one : flows_->list(query).items) out.push_back(one->id);
    return out;
  }
  template <typename Action>
  static std::string refusal(Action action) {
    try {
      action();
    } catch (const Error& error) {
      return error.diagnostics()[0].code;
    }
    return {};
  }

  const TemporaryFolder folder_;
  FullDisk disk_;
  Moment now_ = kNoon;
  std::mutex mutex_;
  std::vector<std::string> heard_;
  std::unique_ptr<Flows> flows_;
};

TEST_F(FlowsTest, ARestartLosesNothing) {
  opened("wang", "matter:2026:a");
  now_ += std::chrono::hours(24 * 9);
  flows_->change(step("li", "matter-1", 1, "check", Json::object(), "k"));
  EXPECT_EQ(refusal([&] { flows_->change(step("li", "matter-1", 2, "amend")); }), "flow.not-from-here");
  const State before = flows_->state();
  open();
  EXPECT_TRUE(before == flows_->state());
  EXPECT_EQ(flows_->find("matter-1")->changed_at, now_);
  EXPECT_THAT(ids({}), ElementsAre("matter-1"));
  EXPECT_EQ(flows_->change(step("li", "matter-1", 1, "check", Json::object(), "k"))->version,
            2u);  // nor a key
  EXPECT_EQ(flows_->find("matter-1")->version, 2u);
  EXPECT_THAT(heard_, ElementsAre("matter-1 1", "matter-1 2"));
}

TEST_F(FlowsTest, TheSameKeyTwiceIsOneChange) {
  const Change change = opening("wang", "matter:2026:a", {{"text", "一"}}, "key");
  std::vector<std::jthread> threads;
  std::vector<CasePtr> answers(16);
  for (CasePtr& answer : answers) threads.emplace_back([&] { answer = flows_->change(change); });
  threads.clear();
  for (const CasePtr& answer : answers) EXPECT_TRUE(*answer == *answers[0]);
  EXPECT_EQ(flows_->list({}).total, 1u);
  flows_->change(step("li", "matter-1", 1, "amend", {{"text", "二"}}));
  EXPECT_TRUE(*flows_->change(change) == *answers[0]);  // the first answer, though the case has gone on
}

TEST_F(FlowsTest, OfTwoRacersOneWins) {
  opened("wang", "matter:2026:a");
  constexpr int kRacers = 64, kRounds = 20;
  for (std::uint64_t round = 1; round <= kRounds; ++round) {
    std::atomic<int> won = 0, lost = 0;
    std::vector<std::jthread> racers;
    for (int i = 0; i < kRacers; ++i)
      racers.emplace_back([&, i] {
        const auto text = std::to_string(i);
        const auto told = refusal([&] {
          flows_->change(step("li", "matter-1", round, "amend", {{"text", text}}));
        });
        (told.empty()                       ? won
         : told == "flow.changed-meanwhile" ? lost
                                            : won) +=
            told.empty() || told == "flow.changed-meanwhile" ? 1 : 2;
      });
    racers.clear();
    ASSERT_EQ(won, 1);
    ASSERT_EQ(lost, kRacers - 1);
    ASSERT_EQ(flows_->find("matter-1")->version, round + 1);
  }
}

TEST_F(FlowsTest, OrderIsTheJournals) {
  std::vector<std::jthread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      const std::string person = "person-" + std::to_string(t),
                        subject = "matter:2026:" + std::to_string(t % 3);
      for (int i = 0; i < 20; ++i) {
        const CasePtr one = opened(person, subject);
        flows_->change(step(person, one->id, 1, "amend", {{"number", i}}));
      }
    });
  threads.clear();
  const State live = flows_->state();
  EXPECT_EQ(live.cases.size(), 160u);
  const auto order = ids({.count = 200});
  open();
  EXPECT_TRUE(live == flows_->state());
  EXPECT_EQ(order, ids({.count = 200}));
}

TEST_F(FlowsTest, WhatTheDiskRefusesHasNotHappened) {
  opened("wang", "matter:2026:a");
  const State before = flows_->state();
  heard_.clear();
  disk_.room_ = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      const std::string person = "person-" + std::to_string(i);
      EXPECT_EQ(refusal([&] { opened(person, "matter:2026:b"); }), "journal.unwritable");
      EXPECT_EQ(refusal([&] {
                  flows_->change(step(person, "matter-1", 1, "amend", {{"number", i}}, "k"));
                }),
                "journal.unwritable");
    });
  threads.clear();
  EXPECT_TRUE(before == flows_->state());
  EXPECT_EQ(flows_->list({}).total, 1u);
  EXPECT_EQ(flows_->list({}).items[0]->version, 1u);
  EXPECT_THAT(heard_, ElementsAre());
  disk_.recover();
  EXPECT_EQ(refusal([&] { opened("wang", "matter:2026:c"); }), "journal.unwritable");  // until a restart
  open();
  EXPECT_TRUE(before == flows_->state());
  EXPECT_EQ(opened("wang", "matter:2026:c")->id, "matter-2");
}

/// Opens cases and steps them from several threads until the disk refuses; gives how many changes were done.
int work_until_refused(Flows& flows) {
  std::atomic<int> done = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      const std::string person = "person-" + std::to_string(i);
      try {
        for (;;) {
          const CasePtr one = flows.change(opening(person, "matter:2026:a", {{"text", "一"}}));
          ++done;
          flows.change(step(person, one->id, 1, "amend", {{"number", i}}));
          ++done;
        }
      } catch (const Error& error) {
        EXPECT_EQ(error.diagnostics()[0].code, "journal.unwritable");
      }
    });
  threads.clear();
  return done;
}

TEST_F(FlowsTest, WhereverTheDiskRefusesMemoryIsWhatARestartFinds) {
  int done = 0;
  for (int n = 0; n < 24; ++n) {
    disk_.by_sync_ = n % 3 > 0, disk_.keeps_ = n % 3 == 2;
    disk_.room_ = n / 3;
    const int before = done;
    done += work_until_refused(*flows_);
    EXPECT_GE(done - before, n / 3);
    const State live = flows_->state();
    int found = 0;
    for (const auto& [_, one] : live.cases) found += static_cast<int>(one->version);
    if (disk_.keeps_)
      EXPECT_GE(found, done);  // whole lines may have stayed, as the journal says
    else
      EXPECT_EQ(found, done);
    done = found;
    disk_.recover();
    open();
    EXPECT_TRUE(live == flows_->state()) << n;
  }
}

TEST_F(FlowsTest, WhatIsTooLargeIsRefusedBeforeItHappens) {
  flows_.reset();
  Definitions large;
  large.add(definition(kMatter + "", "matter", 1));
  Definition flow = *large.newest("matter");
  for (Field& field : flow.fields) field.most = 10'000'000;
  large.add(flow);
  Flows flows({.workspace = folder_.path(), .definitions = large, .clock = [this] { return now_; }});
  EXPECT_EQ(refusal([&] {
              flows.change(opening("wang", "matter:2026:a", {{"text", std::string(1 << 20, 'x')}}));
            }),
            "flow.too-large");
  EXPECT_EQ(flows.list({}).total, 0u);
  EXPECT_EQ(flows.change(opening("wang", "matter:2026:a", {{"text", "一"}}))->id, "matter-1");
}

TEST_F(FlowsTest, ListsAreNewestFirstAndByWhatIsAsked) {
  const auto with = [&](const std::string& by, const std::string& subject, people::Unit unit) {
    Change change = opening(by, subject, {{"text", "关于" + subject}, {"json", {{"deep", {"电梯维保"}}}}});
    std::get<Open>(change.what).unit = std::move(unit);
    flows_->change(change);
  };
  with("wang", "matter:2026:a", {"town", "xinzhuang"});
  with("li", "matter:2026:ab", {"town", "qibao"});
  with("wang", "matter:2025:a", {"department", "qibao"});
  flows_->change(step("li", "matter-1", 1, "check"));
  EXPECT_THAT(ids({}), ElementsAre("matter-1", "matter-3", "matter-2"));
  EXPECT_THAT(ids({.by = "wang"}), ElementsAre("matter-1", "matter-3"));
  EXPECT_THAT(ids({.flow = "matter", .state = "sent"}), ElementsAre("matter-3", "matter-2"));
  EXPECT_THAT(ids({.flow = "other"}), ElementsAre());
  EXPECT_THAT(ids({.open_only = true}), ElementsAre("matter-3", "matter-2"));
  EXPECT_THAT(ids({.subject = "matter:2026:a"}), ElementsAre("matter-1"));
  EXPECT_THAT(ids({.subject = "matter:2026:", .subject_begins = true}), ElementsAre("matter-1", "matter-2"));
  EXPECT_THAT(ids({.unit = {"town", "qibao"}}), ElementsAre("matter-2"));
  EXPECT_THAT(ids({.text = "关于matter:2025"}), ElementsAre("matter-3"));
  EXPECT_THAT(ids({.text = "电梯"}).size(), 3u);
  EXPECT_THAT(ids({.text = "ATTER-2"}), ElementsAre("matter-2"));
  EXPECT_THAT(ids({.visible = [](const Case& one) { return one.unit.kind == "town"; }}),
              ElementsAre("matter-1", "matter-2"));
}

TEST_F(FlowsTest, PagesHoldTogether) {
  for (int i = 0; i < 10; ++i) opened("wang", "matter:2026:a");
  for (std::uint64_t i = 0; i < 5; ++i) flows_->change(step("li", "matter-3", i + 1, "amend"));
  std::vector<std::string> all;
  for (std::size_t offset = 0; offset < 12; offset += 3) {
    const Page page = flows_->list({.offset = offset, .count = 3});
    EXPECT_EQ(page.total, 10u);
    for (const CasePtr& one : page.items) all.push_back(one->id);
  }
  EXPECT_EQ(all, ids({.count = 10}));
  EXPECT_THAT(ids({.count = 3}), ElementsAre("matter-3", "matter-10", "matter-9"));
  EXPECT_TRUE(flows_->list({.count = 0}).items.empty());
}

TEST_F(FlowsTest, StepsNowAreThoseThatAPersonMayTake) {
  const CasePtr one = opened("wang", "matter:2026:a");
  const auto steps = [&](const char* person) {
    std::vector<std::string> out;
    for (const StepRule* rule : flows_->steps_now(*one, person)) out.push_back(rule->id);
    return out;
  };
  EXPECT_THAT(steps("li"), ElementsAre("note", "amend", "check", "return"));
  EXPECT_THAT(steps("wang"), ElementsAre("note", "amend", "return"));
  EXPECT_EQ(flows_->definition_of(*one)->version, 1);
}

TEST_F(FlowsTest, AChangedJournalStopsTheStart) {
  opened("wang", "matter:2026:a");
  opened("li", "matter:2026:a");
  flows_.reset();
  const auto path = folder_ / "journal/cases.2026-11.ndjson";
  std::string text = read_file(path, "");
  text.replace(text.find("wang"), 4, "wong");
  write_file(path, text);
  EXPECT_EQ(refusal([&] { open(); }), "journal.broken");
}

}  // namespace
}  // namespace zhiheng::flow
