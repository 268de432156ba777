#include "stats/supervision.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/error.h"
#include "stats/acceptance.h"

namespace zhiheng::stats {
namespace {

// R 4.2.2: the greatest n with 1 - pbinom(L, n, DQL) <= 0.05 by counting up; the limiting quality with
// uniroot on pbinom(L, n, q) - 0.1. The first three are also in the norm's explanations: LQR 36.9, 10.7, 6.4.
struct SupervisionReference {
  double declared;
  int limit;
  std::int64_t size;
  double risk, limiting;
};
const SupervisionReference kSupervisionReferences[] = {
    {0.01, 0, 5, 0.0490099501, 0.3690426555198068},
    {0.01, 1, 35, 0.0478586754551283, 0.1066463136471668},
    {0.01, 2, 82, 0.0494606939656657, 0.0636027123414067},
    {0.01, 3, 137, 0.0495072779766441, 0.0481126618896347},
    {0.025, 0, 2, 0.0493749999999999, 0.6837722339831620},
    {0.025, 1, 14, 0.046598386985195, 0.250674611315470},
    {0.025, 3, 55, 0.0486877908691858, 0.1174485578256072},
};

TEST(Supervision, PlansAreThoseOfTheFormula) {
  for (const auto& each : kSupervisionReferences) {
    SCOPED_TRACE(std::to_string(each.declared) + " " + std::to_string(each.limit));
    const SupervisionPlan plan = supervision(each.declared, each.limit);
    EXPECT_EQ(plan.size, each.size);
    EXPECT_NEAR(plan.wrongly_refuted, each.risk, 1e-9);
    EXPECT_NEAR(plan.limiting, each.limiting, 1e-9);
    EXPECT_NEAR(plan.limiting_ratio, each.limiting / each.declared, 1e-6);
  }
}

// R 4.2.2: the same by counting with phyper.
TEST(Supervision, SmallPopulations) {
  const SupervisionPlan plan = supervision_of_population(0.05, 1, 100);
  EXPECT_EQ(plan.declared_count, 5);
  EXPECT_EQ(plan.size, 8);
  EXPECT_NEAR(plan.wrongly_refuted, 0.0499040478421922, 1e-9);
  EXPECT_EQ(plan.limiting_count, 40);
  EXPECT_NEAR(plan.missed, 0.0967655511001179, 1e-9);
  EXPECT_EQ(supervision_of_population(0.02, 2, 500).size, 44);
  EXPECT_EQ(supervision_of_population(0.02, 2, 500).limiting_count, 57);
  EXPECT_EQ(supervision_of_population(0.05, 1, 60).limiting_count, 24);
  EXPECT_EQ(supervision_of_population(0.05, 0, 100).size, 1) << "the risk is exactly 5 %";
  EXPECT_EQ(supervision_of_population(0.05, 0, 100).limiting_count, 90) << "10 of 100 is exactly 10 %";
  EXPECT_EQ(supervision_of_population(0.07, 1, 100).declared_count, 7) << "0.07 × 100 is 7";
}

TEST(Supervision, RefusesWhatHasNoPlan) {
  EXPECT_THROW(supervision(0.3, 0), Error) << "one thing refutes with 30 %";
  EXPECT_THROW(supervision(0, 0), Error);
  EXPECT_THROW(supervision(0.01, -1), Error);
  EXPECT_THROW(supervision_of_population(0.01, 1, 50), Error) << "none is allowed: no risk settles the size";
  EXPECT_THROW(supervision_of_population(0.1, 0, 1), Error);
}

RC_GTEST_PROP(Supervision, SampleIsTheGreatestAllowed, ()) {
  const double declared = *rc::gen::inRange(1, 40) / 1000.0;
  const int limit = *rc::gen::inRange(0, 6);
  const SupervisionPlan plan = supervision(declared, limit);
  RC_ASSERT(plan.wrongly_refuted <= 0.05 + 1e-9);
  RC_ASSERT(1 - accept_share(plan.size + 1, limit, declared) > 0.05);
  RC_ASSERT(std::abs(accept_share(plan.size, limit, plan.limiting) - 0.1) < 1e-9);
}

RC_GTEST_PROP(Supervision, LargePopulationsComeToTheBinomialPlan, ()) {
  const double declared = *rc::gen::inRange(1, 5) / 100.0;
  const int limit = *rc::gen::inRange(0, 4);
  const auto large = supervision_of_population(declared, limit, 1000000);
  const auto infinite = supervision(declared, limit);
  RC_ASSERT(std::abs(large.size - infinite.size) <= 1);
  RC_ASSERT(std::abs(large.limiting - infinite.limiting) < 0.02);
}

}  // namespace
}  // namespace zhiheng::stats
