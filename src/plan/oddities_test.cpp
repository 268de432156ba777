#include "plan/oddities.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "plan/comparison.h"
#include "plan/pack_test.h"
#include "plan/simulation.h"

namespace zhiheng::plan {
namespace {

std::vector<std::string> kinds(Bench& bench, const std::string& targets) {
  bench.catalog.plans["p"] = bench.plan(targets);
  const auto& plan = bench.catalog.plans["p"];
  std::vector<std::string> out;
  for (const auto& o :
       find_oddities(bench.catalog, plan, judge_plan(bench.catalog, plan, bench.book, 2021))) {
    if (o.kind != "unowned" && o.kind != "undefined") out.push_back(o.kind);
  }
  return out;
}

TEST(Oddities, EasierThanTheStart) {
  Bench bench;
  bench.value("a.rate", 2020, "88");
  const std::string rest = ", by: 2025, source: s}\n";
  EXPECT_EQ(kinds(bench, "  - {indicator: a.rate, reach: 85" + rest), std::vector<std::string>{"easier"});
  EXPECT_TRUE(kinds(bench, "  - {indicator: a.rate, reach: 88" + rest).empty());
  EXPECT_TRUE(kinds(bench, "  - {indicator: a.rate, reach: 85, hold: true" + rest).empty()) << "to be kept";
  bench.value("a.dust", 2020, "32");
  EXPECT_EQ(kinds(bench, "  - {indicator: a.dust, at_most: 35" + rest), std::vector<std::string>{"easier"});
}

TEST(Oddities, TwoLimitsForOneYear) {
  Bench bench;
  const auto two = [&](const std::string& second) {
    return kinds(bench,
                 "  - {indicator: a.rate, reach: 85, by: 2025, source: s}\n  - {id: b, indicator: a.rate, " +
                     second + ", source: t}\n");
  };
  EXPECT_EQ(two("reach: 86, by: 2025"), (std::vector<std::string>{"contradiction", "contradiction"}));
  EXPECT_EQ(two("reach: 84, by: 2027"), (std::vector<std::string>{"weaker", "beyond"}));
  EXPECT_TRUE(two("as: difference, against: 2020, reach: 3, by: 2025").empty()) << "another quantity";
}

TEST(Oddities, EqualInAnotherUnitIsNoContradiction) {
  Bench bench;
  EXPECT_TRUE(kinds(bench,
                    "  - {indicator: a.green, reach: 20, by: 2025, source: s}\n"
                    "  - {id: b, indicator: a.green, reach: 20.0, unit: 公顷, by: 2025, source: t}\n")
                  .empty());
}

TEST(Compare, SharedIndicatorsAndWhatDiffers) {
  Bench bench;
  const catalog::Plan mine = bench.plan(
      "  - {indicator: a.rate, reach: 85, by: 2025, source: s}\n  - {indicator: a.built, reach: 8, by: 2025, "
      "source: s}\n");
  Bench other;
  other.catalog.indicators["a.rate"].scope = {"另一口径", "another"};
  const catalog::Plan theirs = other.plan("  - {indicator: a.rate, reach: 80, by: 2023, source: t}\n");
  const auto shared = compare_plans({&bench.catalog, &mine}, {{&other.catalog, &theirs}});
  ASSERT_EQ(shared.size(), 1u);
  EXPECT_EQ(shared[0].entries.size(), 2u);
  EXPECT_EQ(shared[0].differences.size(), 2u) << "scope and year";
}

TEST(Simulation, OneSeedOneSeriesAndEveryValueMarked) {
  Bench bench;
  bench.value("a.rate", 2020, "88");
  const catalog::Plan plan = bench.plan(
      "  - {indicator: a.rate, reach: 95, by: 2025, source: s}\n  - {indicator: a.built, as: added, reach: "
      "80, by: 2025, source: s}\n");
  SeriesBook first = bench.book, again = bench.book, other = bench.book;
  simulate(bench.catalog, plan, 2023, 1, first);
  simulate(bench.catalog, plan, 2023, 1, again);
  simulate(bench.catalog, plan, 2023, 2, other);
  const auto values = [](const SeriesBook& book) {
    std::string out;
    for (const auto& p : book.at("a.built").points) out += p.value.to_string() + " ";
    return out;
  };
  EXPECT_EQ(values(first), values(again));
  EXPECT_NE(values(first), values(other));
  const auto& points = first.at("a.rate").points;
  EXPECT_TRUE(std::ranges::is_sorted(points, {}, &Point::year));
  for (const auto& point : points) EXPECT_EQ(point.simulated, point.year != 2020) << "a real value stays";
  EXPECT_TRUE(judge(bench.catalog, plan, plan.targets[0], first, 2023).simulated);
}

}  // namespace
}  // namespace zhiheng::plan
