#include "serve/files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/temporary_folder_test.h"

namespace zhiheng::serve {
namespace {

TEST(FileStore, KeepsWhatIsTheSameOnce) {
  const TemporaryFolder folder;
  const FileStore files(folder.path() + "/files");
  const auto keep = [&](const std::string& name, const std::string& bytes) {
    const std::string path = folder.path() + "/" + name;
    write_file(path, bytes);
    return files.keep({path, name, bytes.size()});
  };
  const auto first = keep("甲.txt", "内容"), again = keep("乙.txt", "内容"), other = keep("丙.txt", "别的");
  EXPECT_EQ(first["sha256"], again["sha256"]);
  EXPECT_EQ(first["sha256"], sha256_hex("内容"));
  EXPECT_EQ(again["name"], "乙.txt");
  EXPECT_EQ(other["size"], 6);
  const auto path = files.path(first["sha256"].get<std::string>());
  ASSERT_TRUE(path);
  EXPECT_EQ(read_file(*path, "x"), "内容");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path() + "/files"), {}), 2);
}

TEST(FileStore, HasNoPathForWhatIsNoHash) {
  const TemporaryFolder folder;
  const FileStore files(folder.path());
  for (const std::string& name : {std::string("../secret"), std::string(64, '/'), std::string(64, 'A'),
                                  std::string(63, 'a'), std::string(64, 'a'), std::string()})
    EXPECT_FALSE(files.path(name)) << name;
}

}  // namespace
}  // namespace zhiheng::serve
