#include "catalog/plan.h"

#include <gtest/gtest.h>

#include "catalog/definitions.h"
#include "catalog/yaml.h"

namespace zhiheng::catalog {
namespace {

const std::string kHead =
    "title: {zh: 规划}\ndocument: 规划\nissued: 2021-01\nperiod: {from: 2021, to: 2025}\n";

/// The mistakes of a plan, as "line:column code".
std::vector<std::string> plan_mistakes(const std::string& rest, Plan* plan = nullptr) {
  Diagnostics diagnostics;
  const Plan read = read_plan(parse_yaml(kHead + rest, "p.yaml", diagnostics), "p", diagnostics);
  if (plan != nullptr) *plan = read;
  std::vector<std::string> out;
  for (const auto& d : diagnostics.items())
    out.push_back(std::to_string(d.where.line) + ":" + std::to_string(d.where.column) + " " + d.code);
  return out;
}

std::vector<std::string> target(const std::string& keys) {
  return plan_mistakes("targets:\n  - {" + keys + "}\n");
}
using Words = std::vector<std::string>;

TEST(ReadPlan, EveryDemandAndQuantity) {
  Plan plan;
  EXPECT_EQ(
      plan_mistakes(
          "goals: {g: {zh: 组}}\n"
          "targets:\n"
          "  - {indicator: a.b, at_least: 80, aim: 85, hold: true, by: 2025, goal: g, owners: [x], nature: "
          "binding, source: 表1}\n"
          "  - {indicator: a.c, as: change, reach: -10, against: 2016-2020, by: 2025, source: 表1}\n"
          "  - {indicator: a.d, between: [5, 8], by: 2025, base: {year: 2020, value: 3.50}, source: 表1}\n"
          "  - {indicator: a.e, zero: true, by: 2025, source: 表1}\n"
          "  - {indicator: a.f, reach: 75, by: 2025, milestones: {2022: 74.5, 2023: [2, 3]}, source: 表1}\n"
          "  - {indicator: a.g, set_by: 市, by: 2025, source: 表1}\n"
          "tasks:\n  1: {title: {zh: 任务}, source: 任务1, years: {2021: [甲, 乙]}, due: {2021: "
          "2021-06-30}}\n",
          &plan),
      Words{});
  ASSERT_EQ(plan.targets.size(), 6u);
  EXPECT_EQ(plan.targets[0].aim->to_string(), "85");
  EXPECT_EQ(plan.targets[0].nature, Nature::kBinding);
  EXPECT_EQ(plan.targets[1].id, "a.c/change@2025");
  EXPECT_EQ(plan.targets[1].against->from, 2016);
  EXPECT_EQ(plan.targets[2].limit->high->to_string(), "8");
  EXPECT_EQ(plan.targets[2].base->second.to_string(), "3.50") << "decimals as in the source";
  EXPECT_TRUE(plan.targets[3].limit->low.is_zero());
  EXPECT_EQ(plan.targets[4].milestones.at(2023).high->to_string(), "3");
  EXPECT_FALSE(plan.targets[5].limit);
  EXPECT_EQ(plan.tasks[0].years.at(2021).size(), 2u);
}

TEST(ReadPlan, EveryMistakeIsTold) {
  EXPECT_EQ(target("indicator: a.b, by: 2025, source: s"), Words{"6:5 plan.no-demand"});
  EXPECT_EQ(target("indicator: a.b, reach: 1, at_least: 2, by: 2025, source: s"),
            Words{"6:5 plan.two-demands"});
  EXPECT_EQ(target("indicator: a.b, reach: 3成, by: 2025, source: s"), Words{"6:29 plan.bad-number"});
  EXPECT_EQ(target("indicator: a.b, between: [8, 5], by: 2025, source: s").front(), "6:31 plan.bad-range");
  EXPECT_EQ(target("indicator: a.b, reach: 1, by: 25, source: s"), Words{"6:36 plan.bad-year"});
  EXPECT_EQ(target("indicator: a.b, as: change, reach: 1, by: 2025, source: s"),
            Words{"6:5 plan.no-against"});
  EXPECT_EQ(target("indicator: a.b, as: change, reach: 1, against: 2020-2016, by: 2025, source: s").front(),
            "6:53 plan.bad-span");
  EXPECT_EQ(target("indicator: a.b, reach: 1, aim: 2, by: 2025, source: s"),
            Words{"6:37 plan.aim-needs-floor"});
  EXPECT_EQ(target("indicator: a.b, zero: no, by: 2025, source: s"), Words{"6:28 plan.true-only"});
  EXPECT_EQ(target("indicator: a.b, reach: 1, milestones: {2025: 1}, by: 2025, source: s"),
            Words{"6:45 plan.late-milestone"});
  EXPECT_EQ(target("indicator: a.b, reach: 1, nature: hard, by: 2025, source: s"),
            Words{"6:40 catalog.unknown-word"});
  EXPECT_EQ(target("indicator: a.b, reach: 1, by: 2025, sauce: s"),
            (Words{"6:5 yaml.missing-key", "6:42 yaml.unknown-key"}));
  EXPECT_EQ(
      plan_mistakes("targets:\n  - {indicator: a.b, reach: 1, by: 2025, source: s}\n  - {indicator: a.b, "
                    "at_least: 2, by: 2025, source: t}\n"),
      Words{"7:5 plan.same-target"});
}

TEST(ReadPlan, ATaskIsDueOnADay) {
  EXPECT_EQ(
      plan_mistakes("targets: []\ntasks:\n  1: {title: {zh: 任务}, source: 任务1, years: {2021: [甲]}, due: "
                    "{2021: 6月底}}\n"),
      Words{"7:79 plan.bad-due"});
}

TEST(CheckPlans, WhatATargetNeedsOfItsIndicator) {
  Catalog catalog;
  Diagnostics diagnostics;
  for (const auto& [id, keys] : {std::pair{"a.rate", "kind: rate, unit: \"%\", better: more"},
                                 {"a.free", "kind: count, unit: 个"},
                                 {"a.area", "kind: amount, unit: 平方米, better: more"}})
    catalog.indicators[id] = read_indicator(
        parse_yaml(std::string("{title: {zh: 甲}, owner: m, ") + keys + "}", "i.yaml", diagnostics), id,
        diagnostics);
  catalog.units["公顷"] = {Decimal(10000), "平方米"};
  catalog.codes["department"].codes.push_back({"market", {}, "", false});
  const auto codes = [&](const std::string& keys) {
    Diagnostics found;
    catalog.plans["p"] = read_plan(
        parse_yaml(kHead + "targets:\n  - {" + keys + ", source: s}\n", "p.yaml", found), "p", found);
    check_plans(catalog, found);
    Words out;
    for (const auto& d : found.items()) out.push_back(d.code);
    return out;
  };
  EXPECT_EQ(codes("indicator: a.area, reach: 3, unit: 公顷, by: 2025"), Words{});
  EXPECT_EQ(codes("indicator: a.area, reach: 3, unit: 件, by: 2025"), Words{"plan.other-unit"});
  EXPECT_EQ(codes("indicator: a.free, reach: 3, by: 2025"), Words{"plan.no-direction"});
  EXPECT_EQ(codes("indicator: a.free, full: true, by: 2025"), Words{"plan.not-a-share"});
  EXPECT_EQ(codes("indicator: a.rate, as: added, at_least: 3, by: 2025"), Words{"plan.not-additive"});
  EXPECT_EQ(codes("indicator: a.rat, reach: 3, by: 2025"), Words{"catalog.unknown-indicator"});
  EXPECT_EQ(codes("indicator: a.rate, reach: 3, by: 2020"), Words{"plan.before-plan"});
  EXPECT_EQ(codes("indicator: a.rate, reach: 3, by: 2025, goal: x, task: 9, owners: [nobody]"),
            (Words{"catalog.unknown-owner", "plan.unknown-goal", "plan.unknown-task"}));
}

}  // namespace
}  // namespace zhiheng::catalog
