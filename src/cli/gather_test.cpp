#include "cli/gather.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/diagnosed_test.h"
#include "base/temporary_folder_test.h"

namespace zhiheng::cli {
namespace {

TEST(Gather, TakesTheDocumentsOfAFolderInOrder) {
  const TemporaryFolder folder;
  for (const char* name : {"b.PDF", "a.txt", "a.txt.waivers.csv", ".hidden.txt", "~$c.docx", "photo.png",
                           "deep/c.md", ".git/d.txt", "white-paper.json", "other.json"})
    folder.write(name, "x");
  Diagnostics diagnostics;
  const auto found = gather_documents({folder.path()}, diagnostics);
  EXPECT_EQ(found, (std::vector<std::string>{folder / "a.txt", folder / "b.PDF", folder / "deep/c.md",
                                             folder / "white-paper.json"}));
  EXPECT_TRUE(diagnostics.items().empty());
}

TEST(Gather, NamesEachFileOnceAndTakesNamedFilesAsTheyAre) {
  const TemporaryFolder folder;
  const std::string file = folder.write("notes", "x"), text = folder.write("a.txt", "x");
  Diagnostics diagnostics;
  EXPECT_EQ(gather_documents({file, folder.path() + "/./a.txt", folder.path()}, diagnostics),
            (std::vector<std::string>{file, folder.path() + "/./a.txt"}));
}

TEST(Gather, TellsWhatIsNotThere) {
  const TemporaryFolder folder;
  Diagnostics diagnostics;
  EXPECT_TRUE(gather_documents({folder / "gone.txt", folder.path()}, diagnostics).empty());
  EXPECT_EQ(diagnosed(diagnostics), (std::vector<std::string>{folder / "gone.txt" + " audit.no-file",
                                                              folder.path() + " audit.empty-folder"}));
}

TEST(Gather, EndsWithLinksThatGoRound) {
  const TemporaryFolder folder;
  folder.write("deep/a.txt", "x");
  std::filesystem::create_directory_symlink(folder.path(), folder / "deep/round");
  Diagnostics diagnostics;
  EXPECT_EQ(gather_documents({folder.path()}, diagnostics),
            (std::vector<std::string>{folder / "deep/a.txt"}));
}

}  // namespace
}  // namespace zhiheng::cli
