#include "base/error.h"

#include <gtest/gtest.h>

namespace zhiheng {
namespace {

constexpr ErrorCode kMistake{"test.mistake", "{} 应为 {}", "{} must be {}"};

TEST(Error, PrintsPlacesAsFarAsKnown) {
  EXPECT_EQ(to_string(Location{"a.csv", 3, 7}), "a.csv:3:7");
  EXPECT_EQ(to_string(Location{"a.csv", 3, 0}), "a.csv:3");
  EXPECT_EQ(to_string(Location{"a.csv", 0, 7}), "a.csv");
  EXPECT_EQ(to_string(Location{}), "");
}

TEST(Error, FillsTheTextsInOrder) {
  const Diagnostic full = diagnose(kMistake, {"a.csv", 3, 7}, {"甲{}", "乙"});
  EXPECT_EQ(to_string(full), "a.csv:3:7: 甲{} 应为 乙 (甲{} must be 乙) [test.mistake]");
  EXPECT_EQ(diagnose(kMistake, {}, {"甲"}).zh, "甲 应为 {}");
  EXPECT_EQ(to_string(diagnose(kMistake, {}, {"甲", "乙", "丙"})),
            "甲 应为 乙 (甲 must be 乙) [test.mistake]");
}

TEST(Error, CarriesItsDiagnosticsAndExitCode) {
  const Error error(kMistake, {"a.csv", 1}, {"甲", "乙"}, 3);
  EXPECT_EQ(error.exit_code(), 3);
  ASSERT_EQ(error.diagnostics().size(), 1U);
  EXPECT_STREQ(error.what(), "a.csv:1: 甲 应为 乙 (甲 must be 乙) [test.mistake]");
}

TEST(Diagnostics, WarningsStopNothing) {
  Diagnostics diagnostics;
  diagnostics.warn(kMistake, {"a.csv"}, {"甲", "乙"});
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_NO_THROW(diagnostics.throw_if_errors());
}

TEST(Diagnostics, AllAreShownTogether) {
  Diagnostics diagnostics;
  diagnostics.warn(kMistake, {"a.csv"}, {"甲", "乙"});
  diagnostics.add(kMistake, {"b.csv"}, {"丙", "丁"});
  EXPECT_TRUE(diagnostics.has_errors());
  try {
    diagnostics.throw_if_errors();
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), 2);
    ASSERT_EQ(error.diagnostics().size(), 2U);
    EXPECT_EQ(error.diagnostics()[0].severity, Severity::kWarning);
    EXPECT_STREQ(
        error.what(),
        "a.csv: 甲 应为 乙 (甲 must be 乙) [test.mistake]\nb.csv: 丙 应为 丁 (丙 must be 丁) [test.mistake]");
  }
}

}  // namespace
}  // namespace zhiheng
