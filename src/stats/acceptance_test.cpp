#include "stats/acceptance.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "base/error.h"

namespace zhiheng::stats {
namespace {

Decimal decimal(const char* text) { return *Decimal::parse(text); }

/// Three letters: plan; arrow down over one to the next plan; arrow up at the end.
PlanTables tables() {
  const auto kPlan = PlanCell::Kind::kPlan, kDown = PlanCell::Kind::kDown, kUp = PlanCell::Kind::kUp;
  PlanTables result;
  result.edition = "test";
  result.letters = {{2, 8, {{"I", "A"}, {"II", "B"}}, true}, {9, {}, {{"I", "B"}, {"II", "C"}}, true}};
  result.masters[Inspection::kNormal].rows = {
      {"A", 2, true, {{decimal("1.0"), {kDown, 0, 0, true}}, {decimal("4.0"), {kPlan, 0, 1, true}}}},
      {"B", 5, true, {{decimal("1.0"), {kDown, 0, 0, true}}, {decimal("4.0"), {kUp, 0, 0, false}}}},
      {"C", 20, true, {{decimal("1.0"), {kPlan, 1, 2, true}}, {decimal("4.0"), {kPlan, 3, 4, true}}}}};
  return result;
}

TEST(LotPlan, FollowsTheArrows) {
  const LotPlan down = lot_plan(tables(), 100, "I", decimal("1.0"), Inspection::kNormal);
  EXPECT_EQ(down.letter, "B");
  EXPECT_EQ(down.used_letter, "C");
  EXPECT_EQ(down.size, 20);
  EXPECT_EQ(down.accept, 1);
  EXPECT_TRUE(down.verified);
  const LotPlan up = lot_plan(tables(), 100, "I", decimal("4"), Inspection::kNormal);
  EXPECT_EQ(up.used_letter, "A") << "4 and 4.0 are one AQL";
  EXPECT_FALSE(up.verified) << "the arrow is not";
}

TEST(LotPlan, SampleOfTheWholeLot) {
  const LotPlan plan = lot_plan(tables(), 15, "II", decimal("1.0"), Inspection::kNormal);
  EXPECT_TRUE(plan.whole_lot);
  EXPECT_EQ(plan.size, 15);
  EXPECT_FALSE(lot_plan(tables(), 21, "II", decimal("1.0"), Inspection::kNormal).whole_lot);
}

TEST(LotPlan, RefusesWhatIsNotInTheTables) {
  EXPECT_THROW(lot_plan(tables(), 1, "II", decimal("1.0"), Inspection::kNormal), Error);
  EXPECT_THROW(lot_plan(tables(), 9, "IV", decimal("1.0"), Inspection::kNormal), Error);
  EXPECT_THROW(lot_plan(tables(), 9, "II", decimal("1.1"), Inspection::kNormal), Error);
  EXPECT_THROW(lot_plan(tables(), 9, "II", decimal("1.0"), Inspection::kReduced), Error);
  PlanTables endless = tables();
  endless.masters[Inspection::kNormal].rows[2].cells[decimal("1.0")].kind = PlanCell::Kind::kDown;
  EXPECT_THROW(lot_plan(endless, 9, "II", decimal("1.0"), Inspection::kNormal), Error);
}

// R 4.2.2: pbinom(2, 80, .01), ppois(2, .8), ppois(14, 10), phyper(2, 5, 495, 80), uniroot on pbinom(2, 80,
// x) - .1.
TEST(Acceptance, CharacteristicIsThatOfR) {
  EXPECT_NEAR(accept_share(80, 2, 0.01), 0.953446814264068, 1e-9);
  EXPECT_NEAR(accept_per_hundred(80, 2, 1), 0.952577403928510, 1e-9);
  EXPECT_NEAR(accept_per_hundred(1000, 14, 1), 0.916541527065337, 1e-9);
  EXPECT_NEAR(accept_lot(80, 2, 500, 5), 0.968980502237101, 1e-9);
  EXPECT_NEAR(share_accepted_with(80, 2, 0.1), 0.0651596669916299, 1e-9);
  EXPECT_EQ(accept_share(5, 5, 0.9), 1);
  EXPECT_EQ(accept_lot(10, 0, 10, 1), 0) << "the whole lot";
  EXPECT_THROW(accept_share(0, 0, 0.1), Error);
  EXPECT_THROW(accept_share(5, 0, 1.1), Error);
  EXPECT_THROW(accept_lot(11, 0, 10, 1), Error);
}

RC_GTEST_PROP(Acceptance, FallsAsQualityGetsWorse, ()) {
  const int size = *rc::gen::inRange(1, 2000), accept = *rc::gen::inRange(0, 45);
  const double better = *rc::gen::inRange(0, 1000) / 1000.0;
  const double worse = std::min(1.0, better + *rc::gen::inRange(0, 300) / 1000.0);
  const double high = accept_share(size, accept, better), low = accept_share(size, accept, worse);
  RC_ASSERT(0 <= low && low <= high && high <= 1);
  RC_ASSERT(accept_per_hundred(size, accept, 100 * worse) <= accept_per_hundred(size, accept, 100 * better));
}

RC_GTEST_PROP(Acceptance, LargeLotsComeToTheBinomial, ()) {
  const int size = *rc::gen::inRange(1, 100), accept = *rc::gen::inRange(0, 10);
  const std::int64_t lot = 50000000;
  const std::int64_t marked = *rc::gen::inRange(0, 50000001);
  const double share = static_cast<double>(marked) / static_cast<double>(lot);
  RC_ASSERT(std::abs(accept_lot(size, accept, lot, marked) - accept_share(size, accept, share)) < 1e-4);
}

TEST(Acceptance, LotByEnumeration) {
  // All 252 samples of 5 from a lot of 10 with 4 marked (bits 0 to 3).
  int samples = 0, accepted = 0;
  for (unsigned sample = 0; sample < 1024; ++sample) {
    if (__builtin_popcount(sample) != 5) continue;
    ++samples;
    accepted += __builtin_popcount(sample & 15U) <= 1;
  }
  EXPECT_NEAR(accept_lot(5, 1, 10, 4), static_cast<double>(accepted) / samples, 1e-12);
}

Switching run(Switching state, const std::string& lots, const LotOutcome& like = {}) {
  for (const char each : lots) {
    LotOutcome lot = like;
    lot.accepted = each == '+';
    state = after(state, lot);
  }
  return state;
}

TEST(Switching, TightenedAfterTwoOfFive) {
  EXPECT_EQ(run({}, "-+++-").inspection, Inspection::kTightened);
  EXPECT_EQ(run({}, "--").inspection, Inspection::kTightened);
  EXPECT_EQ(run({}, "-++++-").inspection, Inspection::kNormal) << "the first is the sixth lot back";
}

TEST(Switching, BackAfterFiveInARow) {
  const Switching tightened = run({}, "--");
  EXPECT_EQ(run(tightened, "++++").inspection, Inspection::kTightened);
  EXPECT_EQ(run(tightened, "+++++"), Switching{});
  EXPECT_EQ(run(tightened, "++++-++++").inspection, Inspection::kTightened);
}

TEST(Switching, StoppedAfterFiveRefusedInAll) {
  const Switching stopped = run(run({}, "--"), "-+-++-+-+-");
  EXPECT_TRUE(stopped.stopped);
  EXPECT_THROW(run(stopped, "+"), Error);
  EXPECT_EQ(run(resumed(), "+++++").inspection, Inspection::kNormal);
}

TEST(Switching, ReducedAtThirtyPoints) {
  const LotOutcome good{true, 1, false, true, true}, many{true, 2, true, true, true};
  EXPECT_EQ(run({}, std::string(14, '+'), good).score, 28);
  EXPECT_EQ(run({}, std::string(15, '+'), good).inspection, Inspection::kReduced);
  EXPECT_EQ(run({}, std::string(10, '+'), many).inspection, Inspection::kReduced);
  LotOutcome barely = many;
  barely.tighter_accepted = false;
  EXPECT_EQ(after(run({}, std::string(9, '+'), many), barely).score, 0) << "the next tighter AQL refuses";
  LotOutcome unasked = good;
  unasked.reduced_desirable = false;
  EXPECT_EQ(run({}, std::string(20, '+'), unasked).inspection, Inspection::kNormal);
}

TEST(Switching, NormalAgainAfterOneRefused) {
  const Switching reduced = run({}, std::string(15, '+'), {true, 0, false, true, true});
  EXPECT_EQ(run(reduced, "+++").inspection, Inspection::kReduced);
  EXPECT_EQ(run(reduced, "-"), Switching{});
  EXPECT_EQ(after(reduced, {true, 0, false, false, true}), Switching{}) << "production is not steady";
}

}  // namespace
}  // namespace zhiheng::stats
