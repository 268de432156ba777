#include "journal/journal.h"

#include <algorithm>
#include <thread>

#include "base/diagnosed_test.h"
#include "base/file.h"
#include "journal/line.h"
#include "journal/sample_test.h"

namespace zhiheng::journal {
namespace {

TEST(Journal, ChainsLineToLine) {
  const TemporaryFolder folder;
  Receipt last;
  {
    Journal journal({.folder = folder.path(), .stream = "people"});
    journal.append(kNoon, R"({"does":"a"})").get();
    last = journal.append(kNoon, R"({"does":"b"})").get();
    EXPECT_EQ(journal.head().hash, last.hash);
  }
  const std::string text = content_of(folder / "people.2026-11.ndjson");
  const std::string first = R"({"before":"","does":"begin","stream":"people","hash":"sha256"})";
  const std::string second =
      "{\"before\":\"" + sha256_hex(first) + R"(","at":"2026-11-23T04:00:00.000Z","does":"a"})";
  const std::string third =
      "{\"before\":\"" + sha256_hex(second) + R"(","at":"2026-11-23T04:00:00.000Z","does":"b"})";
  EXPECT_EQ(text, first + "\n" + second + "\n" + third + "\n");
  EXPECT_EQ(last.number, 3u);
  EXPECT_EQ(last.hash, sha256_hex(third));
}

TEST(Journal, GoesOnWhereItStopped) {
  const TemporaryFolder folder;
  for (int i = 0; i < 3; ++i) {
    Journal journal({.folder = folder.path(), .stream = "people"});
    EXPECT_EQ(journal.append(kNoon, sample_entry(i)).get().number, static_cast<std::uint64_t>(i + 2));
  }
  EXPECT_EQ(numbers_in(folder.path()), (std::vector{0, 1, 2}));
}

TEST(Journal, BeginsAFileAMonthAndNeverAnEarlierOne) {
  const TemporaryFolder folder;
  {
    Journal journal({.folder = folder.path(), .stream = "people"});
    journal.append(moment("2026-11-30T23:59:59Z"), sample_entry(0)).get();
    journal.append(moment("2026-12-01T00:00:00Z"), sample_entry(1)).get();
    journal.append(moment("2026-11-30T23:59:59Z"), sample_entry(2)).get();
  }
  const auto files = stream_files(folder.path());
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[1].month, "2026-12");
  EXPECT_EQ(numbers_in(folder.path()), (std::vector{0, 1, 2}));
}

TEST(Journal, ChangesItsAlgorithmWithTheFile) {
  const TemporaryFolder folder;
  Journal({.folder = folder.path(), .stream = "people"}).append(kNoon, sample_entry(0)).get();
  const auto open = [&] {
    return std::make_unique<Journal>(
        Journal::Options{.folder = folder.path(), .stream = "people", .algorithm = Algorithm::kSm3});
  };
  open()->append(kNoon, sample_entry(1)).get();
  open()->append(moment("2026-12-02T00:00:00Z"), sample_entry(2)).get();
  open()->append(moment("2026-12-03T00:00:00Z"), sample_entry(3)).get();
  EXPECT_EQ(numbers_in(folder.path()), (std::vector{0, 1, 2, 3}));
  EXPECT_NE(content_of(folder / "people.2026-12.ndjson").find(R"("hash":"sm3"})"), std::string::npos);
  EXPECT_EQ(check_stream(stream_files(folder.path())).head.algorithm, Algorithm::kSm3);
}

TEST(Journal, GoesOnBehindAnOlderFileWithoutMonth) {
  const TemporaryFolder folder;
  const std::string first = R"({"before":"","does":"import","batch":{"at":"2026-11-22T04:00:00Z"},"n":1})";
  folder.write("intake.ndjson",
               first + "\n{\"before\":\"" + sha256_hex(first) + "\",\"does\":\"withdraw\",\"n\":2}\n");
  Journal({.folder = folder.path(), .stream = "intake"}).append(kNoon, sample_entry(3)).get();
  EXPECT_EQ(stream_files(folder.path()).size(), 2u);
  EXPECT_EQ(numbers_in(folder.path(), "intake"), (std::vector{1, 2, 3}));
}

TEST(Journal, TakesFromManyThreads) {
  const TemporaryFolder folder;
  constexpr int kThreads = 8, kEach = 50;
  {
    Journal journal({.folder = folder.path(), .stream = "people"});
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < kEach; ++i) journal.append(kNoon, sample_entry(t * kEach + i)).get();
      });
  }
  auto numbers = numbers_in(folder.path());
  std::ranges::sort(numbers);
  ASSERT_EQ(numbers.size(), static_cast<std::size_t>(kThreads * kEach));
  for (int i = 0; i < kThreads * kEach; ++i) EXPECT_EQ(numbers[static_cast<std::size_t>(i)], i);
}

TEST(Journal, WritesLargeEntriesInSeveralBatches) {
  const TemporaryFolder folder;
  {
    Journal journal({.folder = folder.path(), .stream = "people"});
    for (int i = 0; i < 9; ++i) journal.append(kNoon, sample_entry(i, 400'000));
  }
  EXPECT_EQ(numbers_in(folder.path()).size(), 9u);
}

TEST(Journal, RefusesWhatIsNoEntry) {
  const TemporaryFolder folder;
  Journal journal({.folder = folder.path(), .stream = "people"});
  for (const std::string& bad :
       {std::string(), std::string("{}"), std::string("[1]"), std::string("{\"a\":\n1}"),
        std::string("{\"a\":\"\0\"}", 9), sample_entry(1, kEntryBytes)})
    EXPECT_EQ(thrown_by([&] { journal.append(kNoon, bad); }), std::vector<std::string>{" journal.bad-entry"});
  EXPECT_TRUE(stream_files(folder.path()).empty());
}

TEST(Journal, IsOpenOnlyOnce) {
  const TemporaryFolder folder;
  const Journal journal({.folder = folder.path(), .stream = "people"});
  const auto again = thrown_by([&] { Journal({.folder = folder.path(), .stream = "people"}); });
  EXPECT_EQ(again, std::vector<std::string>{folder.path() + " journal.busy"});
  Journal other({.folder = folder.path(), .stream = "flow"});
}

TEST(Journal, CutsOffALineWithoutItsEnd) {
  const TemporaryFolder folder;
  write_sample(folder.path(), 3);
  const std::string path = folder / "people.2026-11.ndjson", whole = content_of(path);
  for (std::size_t size = whole.size() - 1; size > whole.size() - 60; --size) {
    std::filesystem::resize_file(path, size);
    Journal({.folder = folder.path(), .stream = "people"}).append(kNoon, sample_entry(9)).get();
    EXPECT_EQ(numbers_in(folder.path()), (std::vector{0, 1, 9}));
    write_file(path, whole);
  }
}

TEST(Journal, KeepsABatchThatTheDiskHadNotWrittenBesideTheFile) {
  const TemporaryFolder folder;
  write_sample(folder.path(), 6);
  const std::string path = folder / "people.2026-11.ndjson";
  std::string text = content_of(path);
  const std::size_t hole = text.find("\"n\":4");
  text.replace(hole, 3, 3, '\0');
  write_file(path, text);
  Journal({.folder = folder.path(), .stream = "people"}).append(kNoon, sample_entry(9)).get();
  EXPECT_EQ(numbers_in(folder.path()), (std::vector{0, 1, 2, 3, 9}));
  const std::size_t cut = text.rfind('\n', hole) + 1;
  EXPECT_EQ(content_of(path + ".torn-" + std::to_string(cut)), text.substr(cut));
}

TEST(Journal, RefusesABrokenChainWithFileAndLine) {
  const TemporaryFolder folder;
  write_sample(folder.path(), 6);
  const std::string path = folder / "people.2026-11.ndjson";
  std::string text = content_of(path);
  text.replace(text.find("\"n\":2"), 5, "\"n\":7");
  write_file(path, text);
  const std::vector<std::string> broken{path + ":5 journal.broken"};
  EXPECT_EQ(thrown_by([&] { Journal({.folder = folder.path(), .stream = "people"}); }), broken);
  EXPECT_EQ(thrown_by([&] { read_stream(folder.path(), "people", [](const Line&) { FAIL(); }); }), broken);
}

}  // namespace
}  // namespace zhiheng::journal
