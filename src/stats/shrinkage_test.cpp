#include "stats/shrinkage.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "base/error.h"
#include "stats/random.h"

namespace zhiheng::stats {
namespace {

const std::vector<Share> kUnits{{3, 50}, {5, 60},  {1, 40}, {9, 70}, {2, 55}, {7, 65}, {0, 30},
                                {4, 45}, {12, 80}, {6, 52}, {3, 61}, {8, 49}, {2, 38}, {5, 57}};
const std::vector<Events> kCounts{{4, 10}, {12, 15}, {3, 9}, {30, 20}, {7, 11}};

// mpmath 1.2.1, 40 digits: findroot on the gradient. R 4.2.2's nlm on the likelihood agrees to six digits.
TEST(Shrinkage, BetaByMaximumLikelihood) {
  const BetaPrior prior = fit_beta(kUnits);
  EXPECT_NEAR(prior.alpha, 13.80729143562442, 1e-5);
  EXPECT_NEAR(prior.beta, 144.1476001625737, 1e-4);
  EXPECT_FALSE(prior.pooled);
  EXPECT_LT(prior.steps, 30);
}

// scipy 1.10.1: beta.ppf([.025, .975], alpha + k, beta + n - k) with the estimates above.
TEST(Shrinkage, SmallUnitsAreDrawnToTheCommonRate) {
  const auto found = shrink(kUnits, fit_beta(kUnits));
  EXPECT_NEAR(found[6].mean, 0.07346066557895738, 1e-8);
  EXPECT_NEAR(found[6].interval.low, 0.04076740818779067, 1e-7);
  EXPECT_NEAR(found[6].interval.high, 0.11471762434909358, 1e-7);
  EXPECT_NEAR(found[8].mean, 0.10845455313943139, 1e-8);
  EXPECT_EQ(found[6].raw, 0);
  EXPECT_LE(found[8].rank.low, 2) << "12 of 80 may well be the greatest";
  EXPECT_GT(found[6].rank.expected, found[8].rank.expected);
}

// By hand in Python: the formulas of Marshall; scipy 1.10.1: gamma.ppf.
TEST(Shrinkage, MarshallsGlobalEstimate) {
  const GammaPrior prior = fit_gamma(kCounts);
  EXPECT_NEAR(prior.mean, 0.8615384615384616, 1e-12);
  EXPECT_NEAR(prior.shape / (prior.rate * prior.rate), 0.14001075847229694, 1e-12) << "the variance";
  const auto found = shrink(kCounts, prior);
  EXPECT_NEAR(found[2].mean, 0.5478230885470016, 1e-12);
  EXPECT_NEAR(found[2].interval.low, 0.24094046, 1e-8);
  EXPECT_NEAR(found[2].interval.high, 0.97858447, 1e-8);
  EXPECT_EQ(found[3].rank.low, 1);
}

TEST(Shrinkage, SameSeedSameRanks) {
  const BetaPrior prior = fit_beta(kUnits);
  const auto once = shrink(kUnits, prior, {0.95, 7, 500}), again = shrink(kUnits, prior, {0.95, 7, 500});
  const auto other = shrink(kUnits, prior, {0.95, 8, 500});
  bool differs = false;
  double ranks = 0;
  for (size_t i = 0; i < once.size(); ++i) {
    EXPECT_EQ(once[i].rank.expected, again[i].rank.expected);
    differs |= once[i].rank.expected != other[i].rank.expected;
    ranks += once[i].rank.expected;
  }
  EXPECT_TRUE(differs);
  EXPECT_NEAR(ranks, 14 * 15 / 2.0, 1e-9) << "every draw gives out each rank once";
}

TEST(Shrinkage, PooledWhereChanceExplainsAll) {
  const std::vector<Share> alike{{5, 50}, {10, 100}, {2, 20}}, none{{0, 50}, {0, 10}, {0, 20}};
  EXPECT_TRUE(fit_beta(alike).pooled);
  EXPECT_TRUE(fit_beta(none).pooled);
  const auto found = shrink(alike, fit_beta(alike));
  EXPECT_NEAR(found[0].mean, 0.1, 1e-12);
  EXPECT_EQ(found[2].rank.low, 1);
  EXPECT_EQ(found[2].rank.high, 3);
  const std::vector<Events> even{{10, 10}, {20, 20}, {5, 5}};
  EXPECT_TRUE(fit_gamma(even).pooled);
}

TEST(Shrinkage, RefusesTooFew) {
  const std::vector<Share> two{{1, 2}, {0, 0}, {1, 3}};
  EXPECT_THROW(fit_beta(two), Error);
  EXPECT_THROW(fit_gamma(std::vector<Events>{{1, 1}, {2, 2}}), Error);
  EXPECT_THROW(shrink(kUnits, fit_beta(kUnits), {0.95, 1, 10}), Error);
}

// Mean and variance of what is drawn: Gamma(a) a and a; the tolerance is five standard errors.
TEST(Random, GammaHasItsMoments) {
  for (const double shape : {0.3, 1.0, 14.0}) {
    Random random(42);
    double sum = 0, squares = 0;
    constexpr int kDraws = 200000;
    for (int i = 0; i < kDraws; ++i) {
      const double x = random.gamma(shape);
      sum += x;
      squares += x * x;
    }
    const double mean = sum / kDraws;
    EXPECT_NEAR(mean, shape, 5 * std::sqrt(shape / kDraws)) << shape;
    EXPECT_NEAR(squares / kDraws - mean * mean, shape, 0.05 * shape) << shape;
  }
}

// SplitMix64 from 0: the first numbers of the published generator.
TEST(Random, IsSplitMix64) {
  Random random(0);
  EXPECT_EQ(random.next(), 0xE220A8397B1DCDAFULL);
  EXPECT_EQ(random.next(), 0x6E789E6AA1B965F4ULL);
}

RC_GTEST_PROP(Shrinkage, MeansLieBetweenRawAndCommonRate, ()) {
  const auto drawn = *rc::gen::container<std::vector<int>>(8, rc::gen::inRange(0, 61));
  std::vector<Share> units;
  for (const int hits : drawn) units.push_back({hits, 60});
  const BetaPrior prior = fit_beta(units);
  for (const Shrunk& unit : shrink(units, prior, {0.95, 1, 100})) {
    RC_ASSERT(std::min(unit.raw, prior.mean) <= unit.mean + 1e-9);
    RC_ASSERT(unit.mean <= std::max(unit.raw, prior.mean) + 1e-9);
    RC_ASSERT(unit.rank.low <= unit.rank.high);
  }
}

}  // namespace
}  // namespace zhiheng::stats
