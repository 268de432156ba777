// The disk refuses: every call of a scripted day, each in several ways; and the power goes.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <random>

#include "journal/journal.h"
#include "journal/sample_test.h"

namespace zhiheng::journal {
namespace {

/// Lets one call fail; a write may put down half of its bytes first, as a full disk does. Syncs are only
/// counted.
class FailingDisk final : public Disk {
 public:
  FailingDisk(int failing, int why, bool half) : failing_(failing), why_(why), half_(half) {}

  int open(const std::string& path) override { return fails() ? -1 : system_disk().open(path); }
  ssize_t write(int file, std::string_view bytes) override {
    if (rest_fails_) return refuse();
    if (!fails()) return system_disk().write(file, bytes);
    if (!half_) return -1;
    rest_fails_ = true;
    return system_disk().write(file, bytes.substr(0, bytes.size() / 2));
  }
  int sync(int file) override { return fails() ? -1 : static_cast<int>(file < 0); }
  int sync_folder(const std::string&) override { return fails() ? -1 : 0; }
  int truncate(int file, off_t size) override { return fails() ? -1 : system_disk().truncate(file, size); }
  void close(int file) override { system_disk().close(file); }

  int calls() const { return calls_; }

 private:
  bool fails() { return ++calls_ == failing_ && refuse() < 0; }
  int refuse() {
    errno = why_;
    return -1;
  }

  int calls_ = 0, failing_, why_;
  bool half_, rest_fails_ = false;
};

struct Day {
  std::vector<int> acknowledged;
  int refused = 0;
};

/// Opens, writes over the end of a month, closes, opens again and writes. Goes on after a refusal by opening
/// anew, as people would.
Day scripted_day(const std::string& folder, Disk& disk) {
  Day day;
  int next = 0;
  for (int opening = 0; opening < 3; ++opening) {
    try {
      Journal journal({.folder = folder, .stream = "people", .disk = &disk});
      for (int i = 0; i < 4; ++i, ++next) {
        const Moment at = kNoon + std::chrono::hours(24 * 4 * next);
        auto first = journal.append(at, sample_entry(2 * next)),
             second = journal.append(at, sample_entry(2 * next + 1));
        for (auto* future : {&first, &second}) {
          try {
            future->get();
            day.acknowledged.push_back(2 * next + (future == &second));
          } catch (const Error& error) {
            EXPECT_EQ(error.diagnostics()[0].code, "journal.unwritable");
            ++day.refused;
          }
        }
      }
    } catch (const Error& error) {
      EXPECT_EQ(error.diagnostics()[0].code, "journal.unwritable");
      ++day.refused;
    }
  }
  return day;
}

TEST(Faults, EachCallOfADayFailsOnce) {
  FailingDisk counting(-1, 0, false);
  const TemporaryFolder untouched;
  ASSERT_EQ(scripted_day(untouched.path(), counting).acknowledged.size(), 24u);
  ASSERT_GT(counting.calls(), 30);
  for (const auto& [why, half] : {std::pair(ENOSPC, false), {ENOSPC, true}, {EIO, false}})
    for (int i = 1; i <= counting.calls(); ++i) {
      const TemporaryFolder folder;
      // What a torn line leaves to be cut off at the first opening.
      folder.write("people.2026-10.ndjson", "{\"before\":\"\",\"does\":\"beg");
      FailingDisk disk(i, why, half);
      const Day day = scripted_day(folder.path(), disk);
      EXPECT_GT(day.refused, 0) << i;
      const auto numbers = numbers_in(folder.path());
      EXPECT_EQ(numbers, day.acknowledged) << "call " << i << ", " << why;
      Journal({.folder = folder.path(), .stream = "people"}).append(kNoon, sample_entry(99)).get();
      EXPECT_EQ(numbers_in(folder.path()).back(), 99);
    }
}

TEST(Faults, AfterOneRefusalNothingMoreIsTaken) {
  const TemporaryFolder folder;
  FailingDisk disk(4, EIO, false);  // open, folder, write, sync
  Journal journal({.folder = folder.path(), .stream = "people", .disk = &disk});
  for (int i = 0; i < 3; ++i) EXPECT_THROW(journal.append(kNoon, sample_entry(i)).get(), Error);
  EXPECT_EQ(numbers_in(folder.path()), std::vector<int>{});
  EXPECT_EQ(journal.head().lines, 0u);
}

TEST(Faults, IfTheFileCannotBeCutEitherTheChainStillHolds) {
  class Stubborn final : public Disk {
   public:
    int open(const std::string& path) override { return system_disk().open(path); }
    ssize_t write(int file, std::string_view bytes) override { return system_disk().write(file, bytes); }
    int sync(int) override { return errno = EIO, -1; }
    int sync_folder(const std::string&) override { return 0; }
    int truncate(int, off_t) override { return errno = EIO, -1; }
    void close(int file) override { system_disk().close(file); }
  } disk;
  const TemporaryFolder folder;
  {
    Journal journal({.folder = folder.path(), .stream = "people", .disk = &disk});
    EXPECT_THROW(journal.append(kNoon, sample_entry(1)).get(), Error);
  }
  Journal({.folder = folder.path(), .stream = "people"}).append(kNoon, sample_entry(2)).get();
  EXPECT_EQ(numbers_in(folder.path()), (std::vector{1, 2}));  // never acknowledged, but whole
}

/// Remembers what is on the disk for certain; when the power goes, the rest is there in part: a file that is
/// shorter, sectors that were never written.
class PowerDisk final : public Disk {
 public:
  int open(const std::string& path) override {
    const bool made = !std::filesystem::exists(path);
    const int file = system_disk().open(path);
    names_[file] = path;
    if (made) files_[path] = {0, false};
    if (!made && !files_.contains(path)) files_[path] = {std::filesystem::file_size(path), true};
    return file;
  }
  ssize_t write(int file, std::string_view bytes) override {
    if (++calls_ == limit) return errno = EIO, -1;
    return system_disk().write(file,
                               bytes.substr(0, limit - 1 == calls_ ? bytes.size() / 2 + 1 : bytes.size()));
  }
  int sync(int file) override {
    if (++calls_ >= limit) return errno = EIO, -1;
    files_[names_[file]].certain = std::filesystem::file_size(names_[file]);
    return 0;
  }
  int sync_folder(const std::string&) override {
    if (++calls_ >= limit) return errno = EIO, -1;
    for (auto& [_, file] : files_) file.named = true;
    return 0;
  }
  int truncate(int file, off_t size) override {
    return calls_ >= limit ? (errno = EIO, -1) : system_disk().truncate(file, size);
  }
  void close(int file) override { system_disk().close(file); }

  void power_fails(std::mt19937& dice) {
    for (const auto& [path, file] : files_) {
      if (!file.named && dice() % 2 == 0) {
        std::filesystem::remove(path);
        continue;
      }
      std::string text = content_of(path);
      if (text.size() <= file.certain) continue;
      text.resize(file.certain + dice() % (text.size() - file.certain + 1));
      constexpr std::size_t kSector = 512;
      for (std::size_t sector = file.certain / kSector; sector * kSector < text.size(); ++sector)
        if (dice() % 3 == 0)
          for (std::size_t i = std::max(file.certain, sector * kSector);
               i < std::min(text.size(), (sector + 1) * kSector); ++i)
            text[i] = '\0';
      std::ofstream(path, std::ios::binary) << text;
    }
  }

  int limit = -1;  // from this call on nothing happens any more

 private:
  struct File {
    std::size_t certain = 0;
    bool named = true;
  };
  std::map<std::string, File> files_;
  std::map<int, std::string> names_;
  int calls_ = 0;
};

TEST(Faults, ThePowerGoesAtAnyMoment) {
  constexpr int kStates = 500;
  for (int seed = 0; seed < kStates; ++seed) {
    std::mt19937 dice(static_cast<unsigned>(seed));
    const TemporaryFolder folder;
    PowerDisk disk;
    disk.limit = 2 + static_cast<int>(dice() % 30);
    std::vector<int> acknowledged;
    {
      Journal journal({.folder = folder.path(), .stream = "people", .disk = &disk});
      std::vector<std::future<Receipt>> futures;
      for (int i = 0; i < 40; ++i) {
        futures.push_back(journal.append(kNoon + std::chrono::hours(24 * i), sample_entry(i, dice() % 900)));
        if (dice() % 3 == 0) futures.back().wait();
      }
      for (int i = 0; i < 40; ++i) try {
          futures[static_cast<std::size_t>(i)].get();
          acknowledged.push_back(i);
        } catch (const Error&) {
        }
    }
    disk.power_fails(dice);
    ASSERT_NO_THROW(
        Journal({.folder = folder.path(), .stream = "people"}).append(kNoon, sample_entry(99)).get())
        << seed;
    auto numbers = numbers_in(folder.path());
    ASSERT_EQ(numbers.back(), 99) << seed;
    numbers.pop_back();
    ASSERT_GE(numbers.size(), acknowledged.size()) << seed;
    for (std::size_t i = 0; i < numbers.size(); ++i) ASSERT_EQ(numbers[i], static_cast<int>(i)) << seed;
  }
}

}  // namespace
}  // namespace zhiheng::journal
