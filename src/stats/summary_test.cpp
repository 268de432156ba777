#include "stats/summary.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

#include "base/error.h"

namespace zhiheng::stats {
namespace {

TEST(Summary, QuantileIsOneOfTheValues) {
  const std::vector<double> days{1, 2, 3, 40};
  EXPECT_EQ(quantile(days, 0.5), 2) << "half lies at or below 2";
  EXPECT_EQ(quantile(days, 0.51), 3);
  EXPECT_EQ(quantile(days, 0), 1);
  EXPECT_EQ(quantile(days, 1), 40);
}

TEST(Summary, WeightsCount) {
  const std::vector<Weighted> values{{7, 1}, {3, 6}, {5, 3}, {100, 0}};
  EXPECT_EQ(weighted_quantile(values, 0.6), 3);
  EXPECT_EQ(weighted_quantile(values, 0.61), 5);
  EXPECT_EQ(weighted_quantile(values, 0.9), 5);
  EXPECT_EQ(weighted_quantile(values, 1), 7) << "100 has no weight";
  const std::vector<Weighted> tenths{{1, 0.1}, {2, 0.1}, {3, 0.1}, {4, 0.7}};
  EXPECT_EQ(weighted_quantile(tenths, 0.3), 3) << "0.1 + 0.1 + 0.1 reaches 0.3";
}

// R 4.2.2: median(c(1, 2, 3, 40)), mad(c(1, 2, 3, 40)), mad(c(5, 5, 7)).
TEST(Summary, MedianAndDeviation) {
  const std::vector<double> even{40, 1, 3, 2}, odd{5, 7, 5};
  EXPECT_EQ(median(even), 2.5);
  EXPECT_EQ(median(odd), 5);
  EXPECT_NEAR(median_deviation(even), 1.4826, 1e-5);
  EXPECT_EQ(median_deviation(odd), 0);
}

TEST(Summary, RefusesNothing) {
  EXPECT_THROW(median({}), Error);
  EXPECT_THROW(quantile({}, 0.5), Error);
  const std::vector<double> one{1};
  EXPECT_THROW(quantile(one, 1.1), Error);
  const std::vector<Weighted> negative{{1, -1}}, weightless{{1, 0}};
  EXPECT_THROW(weighted_quantile(negative, 0.5), Error);
  EXPECT_THROW(weighted_quantile(weightless, 0.5), Error);
}

// The definition itself: at least q lies at or below, and less than q lies strictly below.
RC_GTEST_PROP(Summary, QuantileIsTheSmallestThatReachesTheShare, ()) {
  const auto drawn = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 20)));
  const std::vector<double> values(drawn.begin(), drawn.end());
  const int of100 = *rc::gen::inRange(0, 101);
  const double found = quantile(values, of100 / 100.0);
  size_t below = 0, up_to = 0;
  for (const double value : values) {
    below += value < found;
    up_to += value <= found;
  }
  RC_ASSERT(up_to * 100 >= values.size() * of100);
  RC_ASSERT(below == 0 || below * 100 < values.size() * of100);
}

}  // namespace
}  // namespace zhiheng::stats
