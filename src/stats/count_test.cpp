#include "stats/count.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "base/error.h"

namespace zhiheng::stats {
namespace {

constexpr double kNear = 1e-9;

void expect_near(const Interval& found, double low, double high) {
  EXPECT_NEAR(found.low, low, kNear * std::max(1.0, low));
  EXPECT_NEAR(found.high, high, kNear * std::max(1.0, high));
}

// R 4.2.2: poisson.test(k, T)$conf.int.
TEST(Count, IntervalsAreThoseOfR) {
  expect_near(garwood({0}), 0, 3.68887945411394);
  expect_near(garwood({1}), 0.0253178079842899, 5.5716433909388989);
  expect_near(garwood({10}), 4.79538869613243, 18.39035604201778);
  expect_near(garwood({137}), 115.020534433799, 161.956404688073);
  expect_near(garwood({10, 2.5}, 0.99), 1.48676885258685, 8.55913099986171);
}

// R 4.2.2: poisson.test(c(a, b), c(T, U)).
TEST(Count, RatiosAreThoseOfR) {
  const RateRatio fewer = rate_ratio({11, 800}, {23, 1000});
  EXPECT_NEAR(fewer.ratio, 0.597826086956522, kNear);
  expect_near(fewer.interval, 0.263103648566259, 1.276606688938875);
  EXPECT_NEAR(fewer.p, 0.170705386526363, kNear);
  const RateRatio none = rate_ratio({0, 10}, {5, 12});
  EXPECT_EQ(none.ratio, 0);
  expect_near(none.interval, 0, 1.3095349262190550);
  EXPECT_NEAR(none.p, 0.0676866334266785, kNear);
  const RateRatio more = rate_ratio({41, 28010}, {15, 19017});
  EXPECT_NEAR(more.ratio, 1.8557586576222778, kNear);
  expect_near(more.interval, 1.0056840626892583, 3.6093003110779054);
  EXPECT_NEAR(more.p, 0.0408520262865018, kNear);
}

TEST(Count, RatioToNothing) {
  EXPECT_TRUE(std::isinf(rate_ratio({3}, {0}).ratio));
  EXPECT_TRUE(std::isinf(rate_ratio({3}, {0}).interval.high));
  EXPECT_EQ(rate_ratio({0}, {0}).p, 1);
  EXPECT_EQ(rate_ratio({0}, {0}).interval.low, 0);
}

// The formulas of Fay and Feuer with R 4.2.2's qgamma.
TEST(Count, StandardRateWithGammaInterval) {
  const Stratum strata[] = {{{10, 1000}, 5000}, {{25, 2000}, 3000}, {{40, 1500}, 2000}};
  const StandardRate found = standardised(strata);
  EXPECT_NEAR(found.rate, 0.0140833333333333, kNear);
  expect_near(found.interval, 0.0105357195553503, 0.0187692786310354);
  const Stratum one[] = {{{10, 2.5}, 7}};
  const Interval same = garwood({10, 2.5});
  expect_near(standardised(one).interval, same.low, same.high);
}

TEST(Count, RefusesWhatIsNoRate) {
  EXPECT_THROW(garwood({-1}), Error);
  EXPECT_THROW(garwood({1, 0}), Error);
  EXPECT_THROW(rate_ratio({1, std::nan("")}, {1}), Error);
  const Stratum weightless[] = {{{1, 1}, 0}};
  EXPECT_THROW(standardised(weightless), Error);
}

/// The same sum without a search.
double plain_test(int k, int n, double share) {
  std::vector<double> weights;
  for (int i = 0; i <= n; ++i)
    weights.push_back(std::exp(std::lgamma(n + 1) - std::lgamma(i + 1) - std::lgamma(n - i + 1) +
                               i * std::log(share) + (n - i) * std::log1p(-share)));
  double sum = 0;
  for (const double each : weights) sum += each <= weights[static_cast<size_t>(k)] * (1 + 1e-7) ? each : 0;
  return std::min(1.0, sum);
}

RC_GTEST_PROP(Count, RatioTestIsThePlainSum, ()) {
  const int a = *rc::gen::inRange(0, 60), b = *rc::gen::inRange(0, 60), t = *rc::gen::inRange(1, 50);
  RC_PRE(a + b > 0);
  const double found = rate_ratio({a, static_cast<double>(t)}, {b, 7}).p;
  RC_ASSERT(std::abs(found - plain_test(a, a + b, t / (t + 7.0))) < 1e-9);
}

}  // namespace
}  // namespace zhiheng::stats
