#include "base/file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/temporary_folder_test.h"

namespace zhiheng {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

/// The error that `action` throws.
template <typename Action>
Error error_of(Action action) {
  try {
    action();
  } catch (const Error& e) {
    return e;
  }
  ADD_FAILURE() << "no error";
  return Error(Diagnostic{});
}

size_t entries(const std::string& folder) {
  return static_cast<size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(File, ReadsWhatWasWritten) {
  const TemporaryFolder folder;
  const std::string content("质量\0\n", 8);
  write_file(folder / "a.txt", content);
  EXPECT_EQ(read_file(folder / "a.txt", "a.txt"), content);
  write_file(folder / "a.txt", "");
  EXPECT_EQ(read_file(folder / "a.txt", "a.txt"), "");
}

TEST(File, SaysWhyItCannotBeRead) {
  const TemporaryFolder folder;
  const Error missing = error_of([&] { read_file(folder / "none.csv", "data/none.csv"); });
  EXPECT_EQ(missing.diagnostics()[0].code, "file.unreadable");
  EXPECT_EQ(missing.diagnostics()[0].where.file, "data/none.csv");
  EXPECT_THAT(missing.what(), HasSubstr("No such file"));
  EXPECT_EQ(error_of([&] { read_file(folder.path(), "data"); }).diagnostics()[0].code, "file.unreadable");
}

TEST(File, RefusesMoreThan64MiB) {
  const TemporaryFolder folder;
  const std::string path = folder.write("large.csv", "");
  fs::resize_file(path, (size_t{64} << 20) + 1);
  EXPECT_EQ(error_of([&] { read_file(path, "large.csv"); }).diagnostics()[0].code, "file.too-large");
}

TEST(File, SaysWhyItCannotBeWritten) {
  const TemporaryFolder folder;
  const Error no_folder = error_of([&] { write_file(folder / "none/a.txt", "x"); });
  EXPECT_EQ(no_folder.diagnostics()[0].code, "file.unwritable");
  EXPECT_EQ(no_folder.exit_code(), 3);
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
  EXPECT_THAT(error_of([] { write_file("/dev/full", "x"); }).what(), HasSubstr("No space left"));
}

TEST(File, ListsFilesOfOneKindSorted) {
  const TemporaryFolder folder;
  folder.write("b.csv", "");
  folder.write("a.csv", "");
  folder.write("a.yaml", "");
  folder.write("below/c.csv", "");
  EXPECT_THAT(list_files(folder.path(), ".csv"), ElementsAre(folder / "a.csv", folder / "b.csv"));
  EXPECT_TRUE(list_files(folder / "none", ".csv").empty());
}

TEST(File, HashesBytes) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(ReplaceFile, PutsTheNewContentInOneStep) {
  const TemporaryFolder folder;
  folder.write("rows.csv", "old");
  replace_file(folder / "rows.csv", "new\n");
  EXPECT_EQ(read_file(folder / "rows.csv", ""), "new\n");
  EXPECT_EQ(entries(folder.path()), 1U) << "nothing is left beside it";
}

TEST(ReplaceFile, LeavesTheFormerContentWhereItCannotWrite) {
  const TemporaryFolder folder;
  folder.write("rows/keep.txt", "keep");
  const Error error = error_of([&] { replace_file(folder / "rows", "new"); });  // a folder is in its place
  EXPECT_EQ(error.diagnostics()[0].code, "file.unwritable");
  EXPECT_EQ(error.exit_code(), 3);
  EXPECT_EQ(read_file(folder / "rows/keep.txt", ""), "keep");
  EXPECT_EQ(entries(folder.path()), 1U);
}

TEST(StagedFolder, TakesThePlaceOfTheTarget) {
  const TemporaryFolder folder;
  const std::string target = folder / "out/paper/";
  {
    StagedFolder staged(target);
    write_file(staged.path() + "/paper.json", "1");
    EXPECT_FALSE(fs::exists(target));
    staged.commit("paper.json");
  }
  EXPECT_EQ(read_file(target + "paper.json", ""), "1");
  EXPECT_EQ(entries(folder / "out"), 1U) << "nothing is left beside it";
}

TEST(StagedFolder, ReplacesItsOwnFormerOutputWhole) {
  const TemporaryFolder folder;
  const std::string target = folder / "out";
  folder.write("out/paper.json", "old");
  folder.write("out/former.html", "old");
  StagedFolder staged(target);
  write_file(staged.path() + "/paper.json", "new");
  staged.commit("paper.json");
  EXPECT_EQ(read_file(target + "/paper.json", ""), "new");
  EXPECT_FALSE(fs::exists(target + "/former.html"));
  EXPECT_EQ(entries(folder.path()), 1U);
}

TEST(StagedFolder, TakesAnEmptyFolder) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "out");
  StagedFolder staged(folder / "out");
  write_file(staged.path() + "/paper.json", "new");
  staged.commit("paper.json");
  EXPECT_TRUE(fs::exists(folder / "out/paper.json"));
}

TEST(StagedFolder, RefusesAForeignFolder) {
  const TemporaryFolder folder;
  folder.write("letters/mine.txt", "keep");
  {
    StagedFolder staged(folder / "letters");
    const Error error = error_of([&] { staged.commit("paper.json"); });
    EXPECT_EQ(error.diagnostics()[0].code, "out.not-ours");
    EXPECT_EQ(error.exit_code(), 2);
  }
  EXPECT_EQ(read_file(folder / "letters/mine.txt", ""), "keep");
  EXPECT_EQ(entries(folder.path()), 1U) << "the staged folder is removed";
}

TEST(StagedFolder, RefusesAFile) {
  const TemporaryFolder folder;
  folder.write("letter", "keep");
  StagedFolder staged(folder / "letter");
  EXPECT_EQ(error_of([&] { staged.commit("paper.json"); }).diagnostics()[0].code, "out.not-ours");
  EXPECT_EQ(read_file(folder / "letter", ""), "keep");
}

TEST(StagedFolder, LeavesTheTargetUntouchedWithoutCommit) {
  const TemporaryFolder folder;
  folder.write("out/paper.json", "old");
  {
    StagedFolder staged(folder / "out");
    write_file(staged.path() + "/paper.json", "half");
  }
  EXPECT_EQ(read_file(folder / "out/paper.json", ""), "old");
  EXPECT_EQ(entries(folder.path()), 1U);
}

TEST(StagedFolder, SaysWhyItCannotBeMade) {
  const TemporaryFolder folder;
  folder.write("file", "");
  const Error error = error_of([&] { StagedFolder staged(folder / "file/out"); });
  EXPECT_EQ(error.diagnostics()[0].code, "file.unwritable");
  EXPECT_EQ(error.exit_code(), 3);
}

}  // namespace
}  // namespace zhiheng
