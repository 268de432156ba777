#include "cli/terminal.h"

#include <gtest/gtest.h>

namespace zhiheng::cli {
namespace {

TEST(Terminal, WideCharactersCountTwo) {
  EXPECT_EQ(columns({{"id", "zh", "n"}, {"a", "食品", "1"}, {"long", "x", ""}}),
            "id    zh    n\na     食品  1\nlong  x     \n");
}

TEST(Terminal, NoRowsPrintNothing) { EXPECT_EQ(columns({}), ""); }

TEST(Terminal, MistakesAsJsonSurviveBrokenText) {
  testing::internal::CaptureStderr();
  print_diagnostics({{"a.b", Severity::kError, {"f.csv", 2, 3}, "坏\xff", "bad"}}, true);
  const std::string out = testing::internal::GetCapturedStderr();
  EXPECT_NE(out.find("\"code\": \"a.b\""), std::string::npos) << out;
  EXPECT_NE(out.find("\"line\": 2"), std::string::npos) << out;
}

}  // namespace
}  // namespace zhiheng::cli
