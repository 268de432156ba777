#include "plan/assessment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "plan/assessment_pack_test.h"

namespace zhiheng::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class AssessmentTest : public testing::Test {
 protected:
  static const AssessmentPack& pack() {
    static const AssessmentPack kPack;
    return kPack;
  }
  static AssessmentInputs with(AssessmentInputs inputs, const std::string& subject, const std::string& item,
                               const std::string& text) {
    inputs.values[{subject, item}] = AssessmentPack::entered(text);
    return inputs;
  }
  static std::vector<std::string> places(const std::vector<Card>& cards) {
    std::vector<std::string> out;
    for (const Card& card : cards) {
      out.push_back(std::to_string(card.among_all.best) + "-" + std::to_string(card.among_all.worst));
    }
    return out;
  }
};

TEST_F(AssessmentTest, CompleteCardsHaveATotalAndAGrade) {
  const auto cards = pack().cards(pack().full());
  ASSERT_EQ(cards.size(), 4U);
  EXPECT_TRUE(cards[0].complete());
  EXPECT_EQ(cards[0].low, Decimal(100));
  EXPECT_EQ(cards[0].high, Decimal(100));
  EXPECT_EQ(cards[0].best_grade, "A");
  EXPECT_THAT(places(cards), ElementsAre("1-1", "1-1", "1-1", "1-1"));
  EXPECT_THAT(cards[0].among_all.ties, ElementsAre("b", "c", "d"));
  EXPECT_THAT(cards[0].among_peers.ties, ElementsAre("b", "c"));
  EXPECT_EQ(cards[3].among_peers.of, 1);
}

TEST_F(AssessmentTest, WhatIsMissingIsNeitherWonNorLost) {
  AssessmentInputs inputs = pack().full();
  inputs.values.erase({"a", "line"});
  inputs.values.erase({"a", "award"});
  const Card card = pack().cards(inputs)[0];
  EXPECT_FALSE(card.complete());
  EXPECT_EQ(card.known_points, Decimal(80));
  EXPECT_EQ(card.known_maximum, Decimal(80));
  EXPECT_EQ(card.low, Decimal(80));
  EXPECT_EQ(card.high, Decimal(103));
  EXPECT_EQ(card.best_grade, "A");
  EXPECT_EQ(card.worst_grade, "B");
  EXPECT_EQ(card.item("line")->lost(), Decimal(0));
  EXPECT_EQ(card.item("line")->reason.code, "no-data");
}

TEST_F(AssessmentTest, NothingKnownIsTheWholeRange) {
  const auto cards = pack().cards(pack().empty());
  EXPECT_EQ(cards[0].low, Decimal(0)) << "a deduction takes nothing below nothing";
  EXPECT_EQ(cards[0].high, Decimal(103));
  EXPECT_EQ(cards[0].known_maximum, Decimal(0));
  EXPECT_EQ(cards[0].best_grade, "A");
  EXPECT_EQ(cards[0].worst_grade, "D");
  EXPECT_THAT(places(cards), ElementsAre("1-4", "1-4", "1-4", "1-4"));
  EXPECT_THAT(cards[0].among_all.ties, IsEmpty());
}

TEST_F(AssessmentTest, AVetoGivesTheLastGradeAndTheLastPlaceWhateverThePoints) {
  const auto cards = pack().cards(with(with(pack().full(), "a", "accident", "1"), "b", "evidence", "no"));
  EXPECT_TRUE(cards[0].vetoed);
  EXPECT_EQ(cards[0].low, Decimal(100)) << "the points stay told";
  EXPECT_EQ(cards[0].best_grade, "D");
  EXPECT_EQ(cards[0].worst_grade, "D");
  EXPECT_THAT(places(cards), ElementsAre("4-4", "3-3", "1-1", "1-1"));
}

TEST_F(AssessmentTest, AnUnknownVetoLeavesTheGradeOpen) {
  AssessmentInputs inputs = pack().full();
  inputs.values.erase({"a", "accident"});
  const Card card = pack().cards(inputs)[0];
  EXPECT_TRUE(card.veto_open);
  EXPECT_EQ(card.low, card.high);
  EXPECT_EQ(card.best_grade, "A");
  EXPECT_EQ(card.worst_grade, "D");
  EXPECT_EQ(card.among_all.worst, 4);
}

TEST_F(AssessmentTest, EqualTotalsShareTheBetterPlace) {
  AssessmentInputs inputs = with(pack().full(), "b", "late", "2020-06-30..2020-07-01");
  inputs = with(inputs, "c", "late", "2020-06-30..2020-07-01");
  inputs = with(inputs, "d", "evidence", "no");
  const auto cards = pack().cards(inputs);
  EXPECT_THAT(places(cards), ElementsAre("1-1", "2-2", "2-2", "4-4"));
  EXPECT_THAT(cards[1].among_all.ties, ElementsAre("c"));
  EXPECT_THAT(cards[0].among_all.ties, IsEmpty());
}

TEST_F(AssessmentTest, ASuppositionIsComparedWithWhatIs) {
  const AssessmentInputs inputs = with(with(pack().full(), "a", "line", "94"), "b", "line", "96");
  const auto before = pack().cards(inputs);
  const auto after = pack().cards(suppose(inputs, "a", "line", "98"));
  const auto changed = differences(before, after);
  ASSERT_EQ(changed.size(), 2U) << "the place of another moves, too";
  ASSERT_EQ(changed[0].items.size(), 1U);
  EXPECT_EQ(changed[0].items[0].first->points->to_string(), "10.0");
  EXPECT_EQ(changed[0].items[0].second->points->to_string(), "20.0");
  EXPECT_EQ(changed[0].items[0].second->value->origin, "what-if");
  EXPECT_EQ(changed[0].before->best_grade, "A");
  EXPECT_THAT(changed[1].items, IsEmpty());
  EXPECT_EQ(changed[1].before->among_all.best, 3);
  EXPECT_EQ(changed[1].after->among_all.best, 4);
  EXPECT_THAT(differences(before, before), IsEmpty());
}

TEST_F(AssessmentTest, MadeUpValuesAreMarkedAndAlwaysTheSame) {
  AssessmentInputs one = with(pack().empty(), "a", "evidence", "yes"), two = one, three = one;
  simulate_missing(pack().catalog(), pack().sheet(), 1, one);
  simulate_missing(pack().catalog(), pack().sheet(), 1, two);
  simulate_missing(pack().catalog(), pack().sheet(), 2, three);
  EXPECT_EQ(one.values, two.values);
  EXPECT_NE(one.values, three.values);
  EXPECT_FALSE(one.values.at({"a", "evidence"}).simulated) << "what is known stays";
  EXPECT_TRUE(one.values.at({"a", "line"}).simulated);
  for (const Card& card : pack().cards(one)) {
    EXPECT_TRUE(card.complete()) << card.subject.code;
    EXPECT_TRUE(card.simulated);
  }
}

/// A value for every item, or none for some.
AssessmentInputs some_inputs(const AssessmentPack& pack, bool complete) {
  AssessmentInputs inputs = pack.empty();
  simulate_missing(pack.catalog(), pack.sheet(), *rc::gen::arbitrary<std::uint64_t>(), inputs);
  if (complete) return inputs;
  std::erase_if(inputs.values, [](const auto&) { return *rc::gen::inRange(0, 4) == 0; });
  return inputs;
}

RC_GTEST_FIXTURE_PROP(AssessmentTest, TheItemsAddUpToTheTotalAndNoneExceedsItsMaximum, ()) {
  for (const Card& card : pack().cards(some_inputs(pack(), true))) {
    Decimal sum;
    for (const ItemScore& score : card.items) {
      sum = sum + *score.points;
      RC_ASSERT(*score.points <= std::max(score.item->points, score.item->cap));
      RC_ASSERT(score.lost() >= Decimal(0));
    }
    RC_ASSERT(card.low == std::max(Decimal(0), sum));
    RC_ASSERT(card.low == card.high);
    RC_ASSERT(card.low == std::max(Decimal(0), card.known_points - card.deducted + card.bonus));
  }
}

RC_GTEST_FIXTURE_PROP(AssessmentTest, TheRangesHoldWhateverIsStillToCome, ()) {
  AssessmentInputs inputs = some_inputs(pack(), false);
  const auto open = pack().cards(inputs);
  simulate_missing(pack().catalog(), pack().sheet(), *rc::gen::arbitrary<std::uint64_t>(), inputs);
  const auto complete = pack().cards(inputs);
  for (size_t i = 0; i < open.size(); ++i) {
    RC_ASSERT(open[i].low <= complete[i].low && complete[i].high <= open[i].high);
    RC_ASSERT(open[i].best_grade <= complete[i].best_grade);  // A before D
    RC_ASSERT(complete[i].worst_grade <= open[i].worst_grade);
    RC_ASSERT(open[i].among_all.best <= complete[i].among_all.best);
    RC_ASSERT(complete[i].among_all.worst <= open[i].among_all.worst);
  }
}

RC_GTEST_FIXTURE_PROP(AssessmentTest, PlacesFollowFromTheTotals, ()) {
  const auto cards = pack().cards(some_inputs(pack(), true));
  for (const Card& card : cards) {
    int better = 0;
    for (const Card& other : cards) {
      const bool above = card.vetoed == other.vetoed ? other.low > card.low : card.vetoed;
      better += above ? 1 : 0;
    }
    RC_ASSERT(card.among_all.best == better + 1);
    RC_ASSERT(card.among_all.settled());
    RC_ASSERT(card.among_peers.best <= card.among_all.best);
  }
}

}  // namespace
}  // namespace zhiheng::plan
