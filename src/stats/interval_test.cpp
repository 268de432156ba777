#include "stats/interval.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace zhiheng::stats {
namespace {

Interval any_interval() {
  const double a = *rc::gen::inRange(-1000000, 1000000) / 128.0;
  const double b = *rc::gen::inRange(-1000000, 1000000) / 128.0;
  return {std::min(a, b), std::max(a, b)};
}

double inside(const Interval& interval) {
  const double t = *rc::gen::inRange(0, 1001) / 1000.0;
  return std::min(interval.high, std::max(interval.low, interval.low + t * (interval.high - interval.low)));
}

RC_GTEST_PROP(Interval, ArithmeticHoldsEveryResult, ()) {
  const Interval a = any_interval(), b = any_interval();
  const double x = inside(a), y = inside(b);
  RC_ASSERT((a + b).contains(x + y));
  RC_ASSERT((a - b).contains(x - y));
  RC_ASSERT((a * b).contains(x * y));
  if (y != 0) RC_ASSERT((a / b).contains(x / y));
}

RC_GTEST_PROP(Interval, CountTestNeverRefusesARealCount, ()) {
  const int base = *rc::gen::inRange(1, 100000);
  const int count = *rc::gen::inRange(0, base + 1);
  const int decimals = *rc::gen::inRange(0, 4);
  const double unit = std::pow(10, -decimals);
  const double printed = std::round(100.0 * count / base / unit) * unit;
  RC_ASSERT(some_count_gives(base, rounded(printed, unit) * 0.01));
}

TEST(Interval, CountTestRefusesWhatNoCountGives) {
  // Of 7, shares go in steps of 14.3 %.
  EXPECT_FALSE(some_count_gives(7, rounded(90, 1) * 0.01));
  EXPECT_TRUE(some_count_gives(7, rounded(86, 1) * 0.01));
}

TEST(Interval, SumOfRoundedParts) {
  const Interval total = rounded(0.04, 0.01) + rounded(35.6, 0.1) + rounded(64.4, 0.1);
  EXPECT_TRUE(total.contains(100));
  EXPECT_FALSE(total.contains(100.2));
}

TEST(Interval, DivisionByWhatMayBeZeroSaysNothing) {
  EXPECT_TRUE((Interval{1, 2} / Interval{-1, 1}).contains(1e300));
}

TEST(Interval, TruncatedGoesTowardsZero) {
  EXPECT_TRUE(truncated(92.3, 0.1).contains(92.39));
  EXPECT_FALSE(truncated(92.3, 0.1).contains(92.25));
  EXPECT_TRUE(truncated(-92.3, 0.1).contains(-92.39));
}

}  // namespace
}  // namespace zhiheng::stats
