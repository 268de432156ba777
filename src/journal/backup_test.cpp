#include "journal/backup.h"

#include <atomic>
#include <thread>

#include "base/diagnosed_test.h"
#include "base/file.h"
#include "journal/sample_test.h"
#include "journal/verify.h"

namespace zhiheng::journal {
namespace {

using Codes = std::vector<std::string>;

class Backup : public testing::Test {
 protected:
  Backup() {
    at_.write("workspace/workspace.json", "{\"district\":\"yunxi\"}\n");
    at_.write("workspace/batches/" + sha256_hex("a,b\n"), "a,b\n");
    at_.write("workspace/batches/unfinished-12", "a,");
    at_.write("workspace/segments/food-1.seg", "made from the batch");
    at_.write("workspace/keys/people.key", "secret");
    write_sample(at_ / "workspace/journal", 6, 2);
  }
  const TemporaryFolder at_;
  const std::string from_ = at_ / "workspace", to_ = at_ / "copy";
};

TEST_F(Backup, HasAllThatCannotBeMadeAnew) {
  const Copied first = backup(from_, to_);
  EXPECT_EQ(first.files, 5u);
  EXPECT_EQ(first.head, verify(from_ + "/journal").now.hash);
  EXPECT_FALSE(std::filesystem::exists(to_ + "/segments"));
  EXPECT_FALSE(std::filesystem::exists(to_ + "/batches/unfinished-12"));
  EXPECT_EQ(content_of(to_ + "/batches/" + sha256_hex("a,b\n")), "a,b\n");
  restore(to_, at_ / "again");
  EXPECT_EQ(verify(at_ / "again/journal").now.hash, first.head);
  EXPECT_EQ(content_of(at_ / "again/keys/people.key"), "secret");
}

TEST_F(Backup, IsBroughtUpToDate) {
  backup(from_, to_);
  Journal({.folder = from_ + "/journal", .stream = "people"}).append(kNoon, sample_entry(9)).get();
  const Copied second = backup(from_, to_);
  EXPECT_EQ(second.kept, 1u);
  EXPECT_EQ(numbers_in(to_ + "/journal"), (std::vector{0, 1, 2, 3, 4, 5, 9}));
}

TEST_F(Backup, IsNotOverwrittenByAChangedJournal) {
  backup(from_, to_);
  std::filesystem::remove_all(from_ + "/journal");
  write_sample(from_ + "/journal", 5, 2);
  const std::string path = to_ + "/journal/people.2026-11.ndjson", kept = content_of(path);
  EXPECT_EQ(thrown_by([&] { backup(from_, to_); })[0].substr(path.size()), " backup.diverges");
  EXPECT_EQ(content_of(path), kept);
}

TEST_F(Backup, RefusesDamageAndWrongFolders) {
  EXPECT_EQ(thrown_by([&] { backup(at_ / "nothing", to_); }), Codes{at_ / "nothing backup.not-a-workspace"});
  EXPECT_EQ(thrown_by([&] { restore(from_, from_); }), Codes{from_ + " restore.not-empty"});
  const std::string name = "/batches/" + sha256_hex("a,b\n");
  write_file(from_ + name, "a,c\n");
  EXPECT_EQ(thrown_by([&] { backup(from_, to_); }), Codes{to_ + name + " backup.damaged"});
}

TEST_F(Backup, OfAJournalThatIsBeingWrittenIsABeginningOfIt) {
  std::atomic<bool> done = false;
  std::jthread writer([&] {
    Journal journal({.folder = from_ + "/journal", .stream = "people"});
    for (int i = 6; !done; ++i) journal.append(kNoon, sample_entry(i, 500)).get();
  });
  for (int i = 0; i < 20; ++i) {
    backup(from_, to_);
    const auto numbers = numbers_in(to_ + "/journal");
    for (std::size_t n = 0; n < numbers.size(); ++n) ASSERT_EQ(numbers[n], static_cast<int>(n));
  }
  done = true;
}

}  // namespace
}  // namespace zhiheng::journal
