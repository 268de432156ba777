#include "audit/cause.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "audit/wording.h"

namespace zhiheng::audit {
namespace {

Quantity written(double value, int decimals) {
  Quantity q;
  q.value = value;
  q.step = std::pow(10, -decimals);
  q.interval = stats::rounded(value, q.step);
  return q;
}

std::string cause(double stated, int decimals, double due) {
  const auto words = likely_cause(written(stated, decimals), {due, due});
  return words ? words->en : "";
}

TEST(Cause, TruncationFactorSwapDigitAndSign) {
  EXPECT_TRUE(cause(88, 0, 88.57).starts_with("cut off"));
  EXPECT_NE(cause(25.6, 1, 2560).find("100"), std::string::npos);
  EXPECT_TRUE(cause(1648, 0, 1468).starts_with("two neighbouring"));
  EXPECT_TRUE(cause(318, 0, 328).starts_with("one digit"));
  EXPECT_TRUE(cause(-3.7, 1, 3.7).starts_with("the sign"));
  EXPECT_EQ(cause(51.2, 1, 77.7), "");
}

TEST(Cause, AlternativesComeBeforeDigits) {
  const Alternative last_year{{318, 318}, {"上年数", "last year"}};
  EXPECT_EQ(likely_cause(written(318, 0), {328, 328}, {&last_year, 1})->en, "last year");
}

TEST(Cause, RoundedIsNotTruncated) { EXPECT_FALSE(is_truncated(written(89, 0), {88.57, 88.57})); }

RC_GTEST_PROP(Cause, ShiftedPointIsFound, ()) {
  const int digits = *rc::gen::inRange(1000, 100'000);
  const int power = *rc::gen::element(1, 2, 3, 4);
  RC_ASSERT(magnitude_slip(written(digits, 0),
                           {digits * std::pow(10, power), digits * std::pow(10, power)}) == power);
}

TEST(Wording, NumbersIntervalsAndDifferences) {
  EXPECT_EQ(show(-0.001, 1), "0.0");
  EXPECT_EQ(show(1234567.5, 0), "1234568");
  EXPECT_EQ(show(63.2e8, Manner{1e8, 1, "亿元"}), "63.2亿元");
  EXPECT_EQ(show(stats::Interval{63.2, 63.21}, Manner{1, 1, "%"}), "[63.20%, 63.21%]");
  EXPECT_EQ(show(stats::Interval{382, 382}, Manner{1, 0, "批次"}), "382批次");
  EXPECT_EQ(show_difference(-0.8, Manner{1, 1, "%"}), "-0.8 个百分点");
  EXPECT_EQ(show_difference(20, Manner{1, 0, "件"}), "+20件");
}

TEST(Wording, MannerIsThatOfTheText) {
  const std::string text = "达到 2046.87 亿元";
  const Quantity q = parse_cell(text, {7, static_cast<std::uint32_t>(text.size())}, {});
  const Manner manner = manner_of(text, q);
  EXPECT_EQ(manner.decimals, 2);
  EXPECT_EQ(manner.unit, "亿元");
  EXPECT_EQ(show(q.value, manner), "2046.87亿元");
}

}  // namespace
}  // namespace zhiheng::audit
