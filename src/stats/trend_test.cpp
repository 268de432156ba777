#include "stats/trend.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

namespace zhiheng::stats {
namespace {

// By hand: slope 10.1/10, residual sum of squares 0.099 over 3 degrees of freedom, 1 + 1/5 + 25/10 = 3.7; the
// 0.9 quantile of t with 3 degrees of freedom is 1.637744 in the tables.
TEST(Trend, LineByHand) {
  const std::vector<double> times{1, 2, 3, 4, 5}, values{2.0, 2.9, 4.2, 4.8, 6.1};
  const auto p = predict_line(times, values, 8);
  ASSERT_TRUE(p);
  EXPECT_NEAR(p->mean, 9.05, 1e-9);
  EXPECT_EQ(p->freedom, 3);
  EXPECT_NEAR(p->scale, std::sqrt(0.033 * 3.7), 1e-12);
  EXPECT_NEAR(p->half_width(0.8), 1.637744 * p->scale, 1e-6);
  EXPECT_NEAR(p->at_least(p->mean), 0.5, 1e-12);
  EXPECT_NEAR(p->at_least(p->mean - p->half_width(0.8)), 0.9, 1e-9);
}

TEST(Trend, RefusesBelowThreePoints) {
  const std::vector<double> two{1, 2}, same{3, 3, 3};
  EXPECT_FALSE(predict_line(two, two, 3));
  EXPECT_FALSE(predict_line(same, same, 3)) << "one time only";
  EXPECT_FALSE(predict_sum(two, 2));
}

TEST(Trend, WithoutSpreadItIsCertain) {
  const std::vector<double> times{1, 2, 3}, values{10, 20, 30};
  const auto p = predict_line(times, values, 4);
  ASSERT_TRUE(p);
  EXPECT_NEAR(p->mean, 40, 1e-9);
  EXPECT_NEAR(p->at_least(39), 1, 1e-9);
  EXPECT_NEAR(p->at_least(41), 0, 1e-9);
}

TEST(Trend, SumOfMore) {
  const std::vector<double> values{10, 12, 14};
  const auto p = predict_sum(values, 2);
  ASSERT_TRUE(p);
  EXPECT_NEAR(p->mean, 24, 1e-12);
  EXPECT_NEAR(p->scale, 2 * std::sqrt(2 + 4.0 / 3), 1e-12);
}

TEST(Trend, NoneAfterJeffreys) {
  EXPECT_NEAR(probability_of_none(0, 4, 4), std::sqrt(0.5), 1e-12);
  EXPECT_EQ(probability_of_none(3, 5, 0), 1);
}

RC_GTEST_PROP(Trend, ProbabilityFallsAsTheLimitRises, ()) {
  const auto values = *rc::gen::container<std::vector<int>>(6, rc::gen::inRange(-1000, 1000));
  const std::vector<double> y(values.begin(), values.end()), t{1, 2, 3, 4, 5, 6};
  const auto p = predict_line(t, y, *rc::gen::inRange(7, 12));
  const int low = *rc::gen::inRange(-5000, 5000), step = *rc::gen::inRange(0, 500);
  RC_ASSERT(p->at_least(low) >= p->at_least(low + step));
  RC_ASSERT(p->half_width(0.5) <= p->half_width(0.8));
}

}  // namespace
}  // namespace zhiheng::stats
