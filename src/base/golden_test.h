#pragma once
// For tests only: compares output with a file under review.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace zhiheng {

/// Expects `actual` to be the bytes of the golden file `path` (relative to the source folder). With
/// ZHIHENG_UPDATE_GOLDEN=1 in the environment the file is written instead: look at `git diff` before
/// committing it. A failure names the first line that differs and keeps what was made in the test's temporary
/// folder.
inline void expect_golden(const std::string& actual, const std::string& path) {
  namespace fs = std::filesystem;
  const fs::path golden = fs::path(ZHIHENG_SOURCE_DIR) / path;
  const char* update = std::getenv("ZHIHENG_UPDATE_GOLDEN");
  if (update && std::string(update) == "1") {
    fs::create_directories(golden.parent_path());
    std::ofstream(golden, std::ios::binary) << actual;
    return;
  }
  std::ifstream in(golden, std::ios::binary);
  ASSERT_TRUE(in) << path << " is missing: run the test with ZHIHENG_UPDATE_GOLDEN=1 and review it";
  const std::string expected{std::istreambuf_iterator<char>(in), {}};
  if (actual == expected) return;
  const auto differs = std::mismatch(actual.begin(), actual.end(), expected.begin(), expected.end()).first;
  const auto line = 1 + std::count(actual.begin(), differs, '\n');
  const fs::path made = fs::path(testing::TempDir()) / golden.filename();
  std::ofstream(made, std::ios::binary) << actual;
  ADD_FAILURE() << path << ':' << line << ": differs from what was made, which is in " << made.string()
                << "; if the new one is right, run with ZHIHENG_UPDATE_GOLDEN=1";
}

}  // namespace zhiheng
