#include "read/workers.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <new>
#include <stdexcept>

#include "base/diagnosed_test.h"
#include "base/error.h"
#include "read/formats/archive_test.h"
#include "read/records/rows_test.h"

namespace zhiheng::read {
namespace {

using testing::ElementsAre;

constexpr Workers::Sizes kSizes{4096, 4096};

size_t write_to(std::span<char> out, std::string_view text) {
  std::copy(text.begin(), text.end(), out.begin());
  return text.size();
}

void hand_in(Workers& workers, std::string_view text) {
  std::copy(text.begin(), text.end(), workers.input().begin());
  workers.submit(text.size());
}

std::vector<std::string> refused(const Workers::Work& work, const SandboxLimits& limits = {}) {
  Workers workers(1, kSizes, work, "f", limits);
  hand_in(workers, "x");
  return thrown_by([&] { workers.next(); });
}

TEST(Workers, GivesResultsInTheOrderOfTheTasks) {
  Workers workers(
      3, kSizes,
      [](std::string_view in, std::span<char> out) {
        // The first of three is the slowest.
        if (in.back() == '0') ::usleep(20'000);
        return write_to(out, "<" + std::string(in) + ">");
      },
      "f");
  std::vector<std::string> results;
  std::vector<std::string> expected;
  for (int i = 0; i < 100; ++i) {
    if (!workers.idle()) results.emplace_back(workers.next());
    hand_in(workers, std::to_string(i));
    expected.push_back("<" + std::to_string(i) + ">");
  }
  EXPECT_EQ(workers.busy(), 3U);
  while (workers.busy() > 0) results.emplace_back(workers.next());
  EXPECT_EQ(results, expected);
  EXPECT_THAT(thrown_by([&] { workers.next(); }), ElementsAre("f read.damaged"));
}

TEST(Workers, KeepStateBetweenTasks) {
  int calls = 0;
  Workers workers(
      1, kSizes,
      [&calls](std::string_view, std::span<char> out) { return write_to(out, std::to_string(++calls)); },
      "f");
  for (const char* expected : {"1", "2", "3"}) {
    hand_in(workers, "");
    EXPECT_EQ(workers.next(), expected);
  }
  EXPECT_EQ(calls, 0);
}

TEST(Workers, PassErrorsOnAndGoOn) {
  constexpr ErrorCode kMistake{"test.mistake", "第 {} 处", "place {}"};
  Workers workers(
      1, kSizes,
      [&](std::string_view in, std::span<char> out) -> size_t {
        if (in != "bad") return write_to(out, in);
        Diagnostics all;
        all.add(kMistake, {"other", 3, 4}, {"1"});
        all.add(kMistake, {"other", 5}, {"2"});
        throw Error(all.items(), 3);
      },
      "f");
  hand_in(workers, "bad");
  try {
    workers.next();
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(diagnosed(error.diagnostics()), ElementsAre("f:3:4 test.mistake", "f:5 test.mistake"));
    EXPECT_EQ(error.diagnostics()[1].en, "place 2");
    EXPECT_EQ(error.exit_code(), 3);
  }
  hand_in(workers, "good");
  EXPECT_EQ(workers.next(), "good");
}

TEST(Workers, PassMoreMistakesThanThereIsRoomForAsFarAsTheyGo) {
  constexpr ErrorCode kMistake{"test.mistake", "{}", "{}"};
  Workers workers(
      1, kSizes,
      [&](std::string_view, std::span<char>) -> size_t {
        Diagnostics all;
        for (int i = 0; i < 100'000; ++i) all.add(kMistake, {"f", i + 1}, {"text of some length"});
        throw Error(all.items());
      },
      "f");
  hand_in(workers, "x");
  try {
    workers.next();
    FAIL();
  } catch (const Error& error) {
    EXPECT_GT(error.diagnostics().size(), 1000U);
    EXPECT_LT(error.diagnostics().size(), 100'000U);
  }
}

TEST(Workers, TellCrashesAndLimits) {
  EXPECT_THAT(refused([](std::string_view, std::span<char>) -> size_t {
                ::signal(SIGABRT, SIG_DFL);
                std::abort();
              }),
              ElementsAre("f read.damaged"));
  EXPECT_THAT(refused([](std::string_view, std::span<char>) -> size_t { ::_exit(0); }),
              ElementsAre("f read.damaged"));
  EXPECT_THAT(refused([](std::string_view, std::span<char>) -> size_t { throw std::bad_alloc(); }),
              ElementsAre("f read.too-large"));
  EXPECT_THAT(refused([](std::string_view, std::span<char>) -> size_t { throw std::logic_error("odd"); }),
              ElementsAre("f read.damaged"));
  EXPECT_THAT(refused(
                  [](std::string_view, std::span<char>) -> size_t {
                    while (true) ::usleep(1000);
                  },
                  {size_t{512} << 20, 30, 1}),
              ElementsAre("f read.hostile"));
}

TEST(Workers, DontTrustTheSize) {
  EXPECT_THAT(refused([](std::string_view, std::span<char> out) { return out.size() + 1; }),
              ElementsAre("f read.hostile"));
}

TEST(Workers, DontWaitForHalfAnAnswer) {
  EXPECT_THAT(refused([](std::string_view, std::span<char>) -> size_t {
                if (::write(STDOUT_FILENO, "x", 1) != 1) ::_exit(1);
                while (true) ::usleep(1000);
              }),
              ElementsAre("f read.damaged"));
}

TEST(Workers, HaveNeitherFilesNorNetworkNorProcesses) {
  Workers workers(
      1, kSizes,
      [](std::string_view, std::span<char> out) {
        std::string said;
        said += ::open("/etc/passwd", O_RDONLY) < 0 ? "no file " : "file ";
        said += ::socket(AF_INET, SOCK_STREAM, 0) < 0 ? "no socket " : "socket ";
        said += ::fork() < 0 ? "no process " : "process ";
        said += ::kill(::getppid(), 0) != 0 ? "no signal" : "signal";
        return write_to(out, said);
      },
      "f");
  hand_in(workers, "");
  EXPECT_EQ(workers.next(), "no file no socket no process no signal");
}

TEST(Workers, LeaveNoProcessBehind) {
  {
    Workers workers(
        4, kSizes,
        [](std::string_view, std::span<char>) -> size_t {
          while (true) ::usleep(1000);
        },
        "f");
    hand_in(workers, "");
  }
  errno = 0;
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

/// Whether the process runs; one that is dead and not yet waited for doesn't.
bool runs(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string number;
  std::string name;
  std::string state;
  return file >> number >> name >> state && state != "Z" && state != "X";
}

TEST(Workers, EndWithTheirParent) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t parent = ::fork();
  ASSERT_GE(parent, 0);
  if (parent == 0) {
    Workers workers(
        1, kSizes,
        [](std::string_view, std::span<char> out) { return write_to(out, std::to_string(::getpid())); }, "f");
    hand_in(workers, "");
    const pid_t child = std::atoi(std::string(workers.next()).c_str());
    hand_in(workers, "");
    ::_exit(::write(ends[1], &child, sizeof child) == sizeof child ? 0 : 1);
  }
  pid_t child = 0;
  ASSERT_EQ(::read(ends[0], &child, sizeof child), static_cast<ssize_t>(sizeof child));
  ::close(ends[0]);
  ::close(ends[1]);
  ::waitpid(parent, nullptr, 0);
  for (int i = 0; i < 500 && runs(child); ++i) ::usleep(10'000);
  EXPECT_FALSE(runs(child));
}

TEST(Workers, ReadRecords) {
  Workers workers(
      2, kSizes,
      [](std::string_view in, std::span<char> out) {
        const RecordHead head = read_record_head(in, true, "f");
        const bool sheet = head.format.kind == RecordFormat::Kind::kXlsx;
        const auto reader =
            sheet ? read_sheet_rows(in, head) : read_rows(in.substr(head.begin), head, head.line);
        return write_to(out, join(told(*reader), "\n"));
      },
      "f");
  hand_in(workers, "\xB1\xE0\xBA\xC5,\xC3\xFB\xB3\xC6\n1,\xC7\xF8\n2\n");
  hand_in(workers,
          zipped({{"xl/workbook.xml", "<w><sheets><sheet name='S' id='a'/></sheets></w>"},
                  {"xl/_rels/workbook.xml.rels", "<R><r Id='a' Type='/worksheet' Target='s.xml'/></R>"},
                  {"xl/s.xml",
                   "<w><sheetData><row><c t='str'><v>a</v></c></row><row><c><v>1e-3</v></c></row>"
                   "</sheetData></w>"}}));
  EXPECT_EQ(workers.next(), "2: 1|区\n3! few 1 2");
  EXPECT_EQ(workers.next(), "2: 0.001");
}

TEST(Workers, TakeMemoryOnlyWhenUsed) {
  Workers workers(
      2, {size_t{1} << 30, size_t{1} << 30},
      [](std::string_view in, std::span<char> out) { return write_to(out, in.substr(0, 3)); }, "f");
  hand_in(workers, "abcdef");
  EXPECT_EQ(workers.next(), "abc");
}

}  // namespace
}  // namespace zhiheng::read
