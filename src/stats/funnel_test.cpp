#include "stats/funnel.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

#include "base/error.h"

namespace zhiheng::stats {
namespace {

constexpr double kFunnelNear = 1e-9;

void expect_limits_near(const Interval& found, double low, double high) {
  EXPECT_NEAR(found.low, low, kFunnelNear);
  EXPECT_NEAR(found.high, high, kFunnelNear);
}

// Spiegelhalter's interpolation with R 4.2.2's qbinom, pbinom, dbinom (qpois …); R's low ends below 0 are 0
// here.
TEST(Funnel, LimitsAreThoseOfR) {
  expect_limits_near(funnel_share(0.1, 20, kWarningLevel), 0, 0.2284676070299244);
  expect_limits_near(funnel_share(0.1, 20, kAlarmLevel), 0, 0.3351718216852821);
  expect_limits_near(funnel_share(0.1, 100, kWarningLevel), 0.0403805955243935, 0.1577186116391268);
  expect_limits_near(funnel_share(0.1, 100, kAlarmLevel), 0.0141788650084348, 0.1983567185028856);
  expect_limits_near(funnel_share(0.1, 500, kAlarmLevel), 0.0599886865476911, 0.1426893129644310);
  expect_limits_near(funnel_ratio(1, 30, kWarningLevel), 0.641104308866419, 1.357214897083928);
  expect_limits_near(funnel_ratio(1, 30, kAlarmLevel), 0.469241585706623, 1.593736823761547);
  expect_limits_near(funnel_ratio(1, 2.5, kAlarmLevel), 0, 3.265014584612385);
}

TEST(Funnel, WiderWhereThereIsOverdispersion) {
  const Interval plain = funnel_share(0.1, 500, kAlarmLevel),
                 wide = funnel_share(0.1, 500, kAlarmLevel, 2.25);
  EXPECT_NEAR(wide.high - 0.1, 1.5 * (plain.high - 0.1), kFunnelNear);
  EXPECT_NEAR(0.1 - wide.low, 1.5 * (0.1 - plain.low), kFunnelNear);
}

// By hand: of ten the lowest and the highest are replaced: -2, -2, -1, -1, 0, 0, 1, 1, 2, 2 → 20 / 10.
TEST(Funnel, OverdispersionIsWinsorised) {
  const std::vector<double> wild{-90, -2, -1, -1, 0, 0, 1, 1, 2, 70};
  EXPECT_NEAR(overdispersion(wild).factor, 2, kFunnelNear);
  EXPECT_TRUE(overdispersion(wild).significant) << "2 > 1 + 2 sqrt(2 / 10)";
  const std::vector<double> calm{-1.2, -1, -0.5, 0, 0.1, 0.4, 0.9, 1.1, 1.3, -0.2};
  EXPECT_FALSE(overdispersion(calm).significant);
  EXPECT_EQ(overdispersion(calm).spread(), 1);
  EXPECT_EQ(overdispersion({}).factor, 1);
}

TEST(Funnel, Places) {
  EXPECT_EQ(place({50, 500}, 0.1), Place::kInside);
  EXPECT_EQ(place({65, 500}, 0.1), Place::kHigh) << "0.13 is above 0.1260 and below 0.1427";
  EXPECT_EQ(place({73, 500}, 0.1), Place::kVeryHigh);
  EXPECT_EQ(place({72, 500}, 0.1), Place::kHigh) << "1 - pbinom(71, 500, 0.1) is above 0.001";
  EXPECT_EQ(place({35, 500}, 0.1), Place::kLow);
  EXPECT_EQ(place({25, 500}, 0.1), Place::kVeryLow);
  EXPECT_EQ(place({72, 500}, 0.1, 4), Place::kInside);
  EXPECT_EQ(place({0, 0}, 0.1), Place::kInside);
  EXPECT_NEAR(deviation({72, 500}, 0.1), 0.044 / std::sqrt(0.09 / 500), kFunnelNear);
}

// pbinom: 7 of 7 at 0.95 come by chance in 70 of 100 samples, though the limit is at 0.99.
TEST(Funnel, AllOfAFewIsNothingToWonderAt) {
  EXPECT_LT(funnel_share(0.95, 7, kWarningLevel).high, 1);
  EXPECT_EQ(place({7, 7}, 0.95), Place::kInside);
  EXPECT_EQ(place({20, 20}, 0.95), Place::kInside);
  EXPECT_EQ(place({7, 7}, 0.5), Place::kHigh) << "0.5^7 is below 0.025";
  EXPECT_EQ(place({5, 5}, 0.5), Place::kInside) << "0.5^5 is above";
}

RC_GTEST_PROP(Funnel, OutsideIsWhatChanceSeldomMakes, ()) {
  const double target = *rc::gen::inRange(1, 100) / 100.0;
  const auto of = *rc::gen::inRange<std::int64_t>(1, 60);
  const auto hits = *rc::gen::inRange<std::int64_t>(0, of + 1);
  const auto probability = [&](std::int64_t k) {
    return std::exp(std::lgamma(of + 1) - std::lgamma(k + 1) - std::lgamma(of - k + 1) +
                    static_cast<double>(k) * std::log(target) +
                    static_cast<double>(of - k) * std::log1p(-target));
  };
  double as_many = 0, as_few = 0;
  for (std::int64_t k = hits; k <= of; ++k) as_many += probability(k);
  for (std::int64_t k = 0; k <= hits; ++k) as_few += probability(k);
  RC_PRE(std::abs(as_many - 0.025) > 1e-9 && std::abs(as_few - 0.025) > 1e-9);
  const Place found = place({hits, of}, target);
  RC_ASSERT((found == Place::kHigh || found == Place::kVeryHigh) == (as_many < 0.025));
  RC_ASSERT((found == Place::kLow || found == Place::kVeryLow) == (as_few < 0.025));
}

TEST(Funnel, RefusesWhatHasNoLimits) {
  EXPECT_THROW(funnel_share(0, 10, 0.95), Error);
  EXPECT_THROW(funnel_share(1, 10, 0.95), Error);
  EXPECT_THROW(funnel_share(0.5, 0, 0.95), Error);
  EXPECT_THROW(funnel_share(0.5, 10, 0.95, 0.5), Error);
  EXPECT_THROW(funnel_ratio(1, 0, 0.95), Error);
  EXPECT_THROW(overdispersion({}, 0.5), Error);
}

RC_GTEST_PROP(Funnel, LimitsHoldTheTargetAndNarrow, ()) {
  const double target = *rc::gen::inRange(1, 1000) / 1000.0;
  const int base = *rc::gen::inRange(50, 20000);
  const Interval warning = funnel_share(target, base, kWarningLevel);
  const Interval alarm = funnel_share(target, base, kAlarmLevel);
  RC_ASSERT(alarm.low <= warning.low && warning.high <= alarm.high);
  RC_ASSERT(warning.low <= target && target <= warning.high);
}

}  // namespace
}  // namespace zhiheng::stats
