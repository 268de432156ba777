#include "stats/proportion.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

#include "base/error.h"

namespace zhiheng::stats {
namespace {

constexpr double kShareNear = 1e-9;

void expect_share_near(const Interval& found, double low, double high) {
  EXPECT_NEAR(found.low, low, kShareNear);
  EXPECT_NEAR(found.high, high, kShareNear);
}

// R 4.2.2: prop.test(k, n, correct = FALSE / TRUE)$conf.int, binom.test(k, n)$conf.int,
// qbeta(c(.025, .975), k + .5, n - k + .5).
struct Reference {
  Share share;
  Interval wilson, corrected, exact, jeffreys;
};
const Reference kReferences[] = {
    {{7, 80},
     {0.0430320017820599, 0.1697679550847500},
     {0.0388866261589397, 0.1774728917885972},
     {0.0359063589895588, 0.1720083384198848},
     {0.0399957093154353, 0.1641122307698329}},
    {{0, 10},
     {0, 0.277532799862889},
     {0, 0.344537218306922},
     {0, 0.308497107818761},
     {4.78904331575819e-05, 2.17196267509211e-01}},
    {{10, 10},
     {0.722467200137111, 1},
     {0.655462781693077, 1},
     {0.691502892181239, 1},
     {0.782803732490789, 0.999952109566842}},
    {{1, 3},
     {0.0614919447203963, 0.7923403991979523},
     {0.0176527942786535, 0.8746655280897367},
     {0.00840375865961264, 0.90570067594975390},
     {0.0387476177851652, 0.8232639028687426}},
    {{81, 263},  // Newcombe 1998, table I
     {0.255288519878274, 0.366209576982800},
     {0.253508682295185, 0.368176201043004},
     {0.252736745585271, 0.367621922601351},
     {0.254521934991023, 0.365647499174082}},
    {{950, 1000},
     {0.934686179755749, 0.961869737607251},
     {0.934125167639916, 0.962304535604417},
     {0.934609512084506, 0.962664602395338},
     {0.935171544266852, 0.962229867745725}},
};

TEST(Proportion, IntervalsAreThoseOfR) {
  for (const auto& each : kReferences) {
    SCOPED_TRACE(std::to_string(each.share.hits) + "/" + std::to_string(each.share.of));
    expect_share_near(wilson(each.share), each.wilson.low, each.wilson.high);
    expect_share_near(wilson_corrected(each.share), each.corrected.low, each.corrected.high);
    expect_share_near(clopper_pearson(each.share), each.exact.low, each.exact.high);
    expect_share_near(jeffreys(each.share), each.jeffreys.low, each.jeffreys.high);
  }
  expect_share_near(clopper_pearson({7, 80}, 0.99), 0.0261228728412413, 0.2008933213736651);
  expect_share_near(wilson({7, 80}, 0.99), 0.0347537222863679, 0.2034285507998561);
}

TEST(Proportion, OfNothingNothingIsKnown) {
  for (const auto& interval : {wilson({}), wilson_corrected({}), clopper_pearson({}), jeffreys({})})
    expect_share_near(interval, 0, 1);
  expect_share_near(difference({}, {1, 2}), -1, 1);
  EXPECT_EQ(fisher_exact({}, {1, 2}), 1);
  EXPECT_EQ(two_proportion_z({}, {1, 2}).p, 1);
}

TEST(Proportion, RefusesWhatIsNoShare) {
  EXPECT_THROW(wilson({3, 2}), Error);
  EXPECT_THROW(wilson({-1, 2}), Error);
  EXPECT_THROW(fisher_exact({3, 2}, {1, 2}), Error);
  EXPECT_THROW(wilson({1, 2}, 1), Error);
  EXPECT_THROW(compare({1, 2}, {1, 2}, std::nan("")), Error);
}

// R 4.2.2: sqrt(prop.test(…, correct = FALSE)$statistic), its p.value; Newcombe's interval from R's score
// intervals; fisher.test(matrix)$p.value. 56/70 and 48/80 is Newcombe's first example: 0.0524, 0.3339.
struct Pair {
  Share a, b;
  double z, p;
  Interval interval;
  double fisher;
};
const Pair kPairs[] = {
    {{56, 70},
     {48, 80},
     2.65017195125853,
     0.00804508136819656,
     {0.0524314724023649, 0.3338726540369059},
     0.0125211297492092},
    {{9, 10},
     {3, 10},
     2.73861278752583,
     0.00616989932054415,
     {0.170522723934503, 0.809017973535488},
     0.0197666110978804},
    {{10, 10}, {0, 20}, 5.47722557505166, 4.32046305782750e-08, {0.679086037141915, 1}, 3.32833916042312e-08},
    {{7, 80},
     {15, 90},
     -1.534938113503281,
     0.124799030321857,
     {-0.1797970413173082, 0.0244418318292827},
     0.169683892823362},
    {{500, 1000},
     {530, 1000},
     -1.342244932683071,
     0.179516591899496,
     {-0.0736219265401220, 0.0137841359843853},
     0.194445335811904},
};

TEST(Proportion, PairsAreThoseOfR) {
  for (const auto& each : kPairs) {
    SCOPED_TRACE(each.z);
    const TestResult test = two_proportion_z(each.a, each.b);
    EXPECT_NEAR(test.statistic, each.z, kShareNear);
    EXPECT_NEAR(test.p, each.p, kShareNear);
    EXPECT_NEAR(fisher_exact(each.a, each.b), each.fisher, kShareNear);
    expect_share_near(difference(each.a, each.b), each.interval.low, each.interval.high);
  }
}

// R 4.2.2: chisq.test(matrix(c(83, 3, 90, 3, 129, 7, 70, 12), 2)).
TEST(Proportion, ChiSquareIsThatOfR) {
  const Share shares[] = {{83, 86}, {90, 93}, {0, 0}, {129, 136}, {70, 82}};
  const ChiSquare found = chi_square(shares);
  EXPECT_NEAR(found.statistic, 12.6004112971276, kShareNear);
  EXPECT_EQ(found.freedom, 3);
  EXPECT_NEAR(found.p, 0.00558547666162704, kShareNear);
  EXPECT_NEAR(found.smallest_expected, 5.16372795969773, kShareNear);
  const Share same[] = {{5, 5}, {7, 7}};
  EXPECT_EQ(chi_square(same).p, 1);
}

TEST(Proportion, SmallNumbersAreNotShown) {
  EXPECT_EQ(showing({2, 40}), Showing::kSuppressed);
  EXPECT_EQ(showing({39, 40}), Showing::kSuppressed) << "one that did not";
  EXPECT_EQ(showing({1, 4}), Showing::kSuppressed) << "goes before no rate";
  EXPECT_EQ(showing({3, 9}), Showing::kNoRate);
  EXPECT_EQ(showing({0, 10}), Showing::kWhole);
  EXPECT_EQ(showing({3, 9}, {5, 2}), Showing::kWhole) << "another rule";
}

TEST(Proportion, ChangesThatAreShown) {
  EXPECT_EQ(compare({48, 80}, {56, 70}).change, Change::kRose);
  EXPECT_EQ(compare({56, 70}, {48, 80}).change, Change::kFell);
  EXPECT_EQ(compare({500, 1000}, {530, 1000}).change, Change::kNotShown);
  EXPECT_EQ(compare({0, 9}, {9, 9}).change, Change::kTooFew);
  EXPECT_TRUE(compare({1, 40}, {3, 40}).exact) << "an expected cell of 2";
  EXPECT_FALSE(compare({48, 80}, {56, 70}).exact);
  EXPECT_EQ(compare({48, 80}, {56, 70}, 0.999).change, Change::kNotShown);
}

Share any_share(int most) {
  const int n = *rc::gen::inRange(1, most);
  return {*rc::gen::inRange(0, n + 1), n};
}

// |p - p0| = z sqrt(p0 (1 - p0) / n) at both ends; z to 15 digits from tables.
RC_GTEST_PROP(Proportion, WilsonEndsSolveTheScoreEquation, ()) {
  constexpr double kZ = 1.959963984540054;
  const Share share = any_share(100000);
  const Interval ends = wilson(share);
  for (const double end : {ends.low, ends.high}) {
    if (end <= 0 || end >= 1) continue;
    const double spread = std::sqrt(end * (1 - end) / static_cast<double>(share.of));
    RC_ASSERT(std::abs(std::abs(share.value() - end) / spread - kZ) < 1e-6);
  }
}

RC_GTEST_PROP(Proportion, IntervalsHoldTheShareAndMirror, ()) {
  const Share share = any_share(5000), misses{share.of - share.hits, share.of};
  for (const auto method : {wilson, wilson_corrected, clopper_pearson}) {
    const Interval found = method(share, 0.9), mirrored = method(misses, 0.9);
    RC_ASSERT(found.contains(share.value()));
    RC_ASSERT(std::abs(found.low - (1 - mirrored.high)) < 1e-12);
    const Interval wider = method(share, 0.99);
    RC_ASSERT(wider.low <= found.low && found.high <= wider.high);
  }
}

RC_GTEST_PROP(Proportion, FisherIsSymmetricAndAProbability, ()) {
  const Share a = any_share(300), b = any_share(300);
  const double p = fisher_exact(a, b);
  RC_ASSERT(p > 0 && p <= 1);
  RC_ASSERT(std::abs(p - fisher_exact(b, a)) < 1e-9);
}

/// The probability that the exact interval of a sample of `n` holds the true share, by enumeration.
double coverage(const std::vector<Interval>& intervals, double share) {
  const auto n = intervals.size() - 1;
  double weight = std::pow(1 - share, static_cast<double>(n)), sum = 0;
  for (size_t k = 0; k <= n; ++k) {
    if (intervals[k].contains(share)) sum += weight;
    if (k < n) weight *= static_cast<double>(n - k) / static_cast<double>(k + 1) * share / (1 - share);
  }
  return sum;
}

TEST(Proportion, ClopperPearsonCoversByEnumeration) {
  for (std::int64_t n = 1; n <= 60; ++n) {
    std::vector<Interval> intervals;
    for (std::int64_t k = 0; k <= n; ++k) intervals.push_back(clopper_pearson({k, n}));
    for (int step = 1; step < 200; ++step)
      ASSERT_GE(coverage(intervals, step / 200.0), 0.95 - 1e-12) << n << " " << step;
  }
}

}  // namespace
}  // namespace zhiheng::stats
