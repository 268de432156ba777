#include "plan/forecast.h"

#include <gtest/gtest.h>

#include <cmath>

#include "plan/pack_test.h"

namespace zhiheng::plan {
namespace {

Forecast forecast_of(Bench& bench, const std::string& target, int year) {
  const catalog::Plan plan = bench.plan("  - " + target + "\n");
  return forecast(bench.catalog, plan, judge(bench.catalog, plan, plan.targets[0], bench.book, year),
                  bench.book);
}

TEST(Forecast, RefusesBelowThreeValues) {
  Bench bench;
  const std::string target = "{indicator: a.rate, reach: 90, by: 2025, source: s}";
  bench.value("a.rate", 2021, "80");
  bench.value("a.rate", 2022, "82");
  EXPECT_NE(forecast_of(bench, target, 2022).refused->en.find("fewer than 3"), std::string::npos);
  bench.value("a.rate", 2023, "84.1");
  EXPECT_FALSE(forecast_of(bench, target, 2023).refused);
}

TEST(Forecast, AStraightLineForALevel) {
  Bench bench;
  int year = 2019;
  for (const char* value : {"80.1", "81.9", "84.0", "86.1", "87.9"}) bench.value("a.rate", year++, value);
  const auto near = forecast_of(bench, "{indicator: a.rate, reach: 91, by: 2025, source: s}", 2023);
  EXPECT_EQ(near.expected->to_string(), "91.9");
  EXPECT_GT(*near.probability, 0.95);
  EXPECT_LT(*near.low, *near.expected);
  const auto far = forecast_of(bench, "{indicator: a.rate, reach: 93, by: 2025, source: s}", 2023);
  EXPECT_LT(*far.probability, 0.05);
}

TEST(Forecast, AShareStaysWithinAHundred) {
  Bench bench;
  int year = 2019;
  for (const char* value : {"90", "94", "95", "99.5"}) bench.value("a.rate", year++, value);
  EXPECT_EQ(
      forecast_of(bench, "{indicator: a.rate, full: true, by: 2025, source: s}", 2022).expected->to_string(),
      "100.0");
}

TEST(Forecast, WhatGathersIsContinuedByItsMean) {
  Bench bench;
  for (const auto& [year, value] : {std::pair{2021, "10"}, {2022, "14"}, {2023, "12"}})
    bench.value("a.built", year, value);
  const auto f =
      forecast_of(bench, "{indicator: a.built, as: added, at_least: 60, by: 2025, source: s}", 2023);
  EXPECT_EQ(f.expected->to_string(), "60") << "36 and two years of 12";
  EXPECT_NEAR(*f.probability, 0.5, 0.1);
}

TEST(Forecast, ZeroEventsByAPoissonRate) {
  Bench bench;
  for (int year = 2018; year <= 2023; ++year) bench.value("a.deaths", year, "0");
  const auto f = forecast_of(bench, "{indicator: a.deaths, zero: true, by: 2025, source: s}", 2023);
  EXPECT_NEAR(*f.probability, std::sqrt(6.0 / 8), 1e-12);
}

TEST(Forecast, AChangeOfAPeriodIsNotMeasuredBeforeThePlan) {
  Bench bench;
  for (int year = 2014; year <= 2023; ++year) bench.value("a.deaths", year, "20");
  const std::string target =
      "{indicator: a.deaths, as: change, reach: -10, against: 2016-2020, by: 2025, source: s}";
  const auto f = forecast_of(bench, target, 2023);
  ASSERT_FALSE(f.refused) << f.refused->en;
  EXPECT_EQ(f.expected->to_string(), "0.0");
}

TEST(Forecast, WhatIsDueIsNotForecast) {
  Bench bench;
  for (int year = 2020; year <= 2025; ++year) bench.value("a.rate", year, "80");
  EXPECT_TRUE(forecast_of(bench, "{indicator: a.rate, reach: 90, by: 2025, source: s}", 2025).refused);
}

}  // namespace
}  // namespace zhiheng::plan
