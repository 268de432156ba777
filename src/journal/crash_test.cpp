// kill -9 under load: a child appends from several threads and tells each acknowledged entry through a pipe;
// whatever was told has to be there afterwards, whole and in the chain. ZHIHENG_KILLS says how many children;
// tests/crash/run.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <random>
#include <set>
#include <thread>

#include "journal/journal.h"
#include "journal/sample_test.h"

namespace zhiheng::journal {
namespace {

/// Kills its own process at a named point, the n-th time that it is reached.
class DeadlyDisk final : public Disk {
 public:
  DeadlyDisk(std::string point, int times) : point_(std::move(point)), times_(times) {}

  int open(const std::string& path) override {
    const int file = system_disk().open(path);
    reach("opened");
    return file;
  }
  ssize_t write(int file, std::string_view bytes) override {
    reach("before-write");
    if (point_ == "half-written" && times_ == 1) {
      system_disk().write(file, bytes.substr(0, bytes.size() / 2));
      reach("half-written");
    }
    if (point_ == "half-written") --times_;
    const ssize_t put = system_disk().write(file, bytes);
    reach("written");
    return put;
  }
  int sync(int file) override {
    const int result = system_disk().sync(file);
    reach("synced");
    return result;
  }
  int sync_folder(const std::string& folder) override { return system_disk().sync_folder(folder); }
  int truncate(int file, off_t size) override { return system_disk().truncate(file, size); }
  void close(int file) override { system_disk().close(file); }

 private:
  void reach(std::string_view point) {
    if (point == point_ && --times_ <= 0) ::kill(::getpid(), SIGKILL);
  }

  std::string point_;
  int times_;
};

/// What the child does: appends until it is killed. Numbers are unique over all children.
[[noreturn]] void append_until_killed(const std::string& folder, const std::string& point, int times,
                                      int first, int ledger) {
  DeadlyDisk disk(point, times);
  Journal journal({.folder = folder, .stream = "people", .disk = &disk});
  const auto append = [&](int thread) {
    for (int n = first + thread;; n += 4) {
      journal.append(kNoon + std::chrono::hours(n / 50), sample_entry(n, static_cast<std::size_t>(n % 700)))
          .get();
      if (::write(ledger, &n, sizeof n) != sizeof n) std::abort();
    }
  };
  std::vector<std::jthread> threads;
  for (int thread = 1; thread < 4; ++thread) threads.emplace_back(append, thread);
  append(0);
  std::abort();
}

struct Kill {
  std::string point;  // empty: at random
  int times = 0;
  std::chrono::microseconds after{};
};

/// The entries that one child was told are safe.
std::vector<int> run_and_kill(const std::string& folder, const Kill& kill, int first) {
  int ledger[2];
  if (::pipe(ledger) != 0) throw std::runtime_error("no pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ledger[0]);
    append_until_killed(folder, kill.point, kill.times, first, ledger[1]);
  }
  ::close(ledger[1]);
  if (kill.point.empty()) {
    std::this_thread::sleep_for(kill.after);
    ::kill(child, SIGKILL);
  }
  std::vector<int> acknowledged;
  for (int n = 0; ::read(ledger[0], &n, sizeof n) == sizeof n;) acknowledged.push_back(n);
  ::close(ledger[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the child ended by itself: " << status;
  return acknowledged;
}

TEST(Crash, NoAcknowledgedEntryIsLostAndNoneIsHalf) {
  const char* wanted = std::getenv("ZHIHENG_KILLS");
  const int kills = wanted == nullptr ? 200 : std::atoi(wanted);
  const auto seed = std::random_device()();
  std::mt19937 dice(seed);
  constexpr const char* kPoints[] = {"", "", "before-write", "half-written", "written", "synced", "opened"};
  constexpr int kFewest = 100;  // children that write into one folder
  std::size_t acknowledged = 0;
  for (int done = 0; done < kills;) {
    const TemporaryFolder folder;
    std::set<int> told;
    for (int i = 0; i < kFewest && done < kills; ++i, ++done) {
      const Kill kill{kPoints[dice() % std::size(kPoints)], 1 + static_cast<int>(dice() % 5),
                      std::chrono::microseconds(dice() % 40'000)};
      const auto more =
          run_and_kill(folder.path(), kill.point == "opened" ? Kill{"opened", 1} : kill, i * 10'000);
      told.insert(more.begin(), more.end());
      const auto numbers = numbers_in(folder.path());
      const std::set<int> there(numbers.begin(), numbers.end());
      ASSERT_EQ(there.size(), numbers.size()) << "seed " << seed << ", kill " << done;
      ASSERT_TRUE(std::includes(there.begin(), there.end(), told.begin(), told.end()))
          << "lost: seed " << seed << ", kill " << done << " " << kill.point;
    }
    acknowledged += told.size();
  }
  RecordProperty("acknowledged", static_cast<int>(acknowledged));
  printf("%d kills, %zu acknowledged entries, 0 lost, 0 half\n", kills, acknowledged);
  EXPECT_GT(acknowledged, static_cast<std::size_t>(kills));
}

}  // namespace
}  // namespace zhiheng::journal
