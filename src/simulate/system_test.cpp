#include "simulate/system.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace zhiheng::simulate {
namespace {

std::int64_t sum_of(const Equation& equation, const std::vector<std::int64_t>& counts) {
  std::int64_t sum = 0;
  for (const auto& [unknown, times] : equation.terms) sum += times * counts[unknown];
  return sum;
}

TEST(System, fills_a_table_from_its_margins_in_proportion) {
  // grades a, b by faces 1, 2: unknown 2 * grade + face
  System system{
      {1, 1, 1, 1},
      {{{{0, 1}, {1, 1}}, 60}, {{{2, 1}, {3, 1}}, 40}, {{{0, 1}, {2, 1}}, 50}, {{{1, 1}, {3, 1}}, 50}}};
  const Solution solution = solve(system);
  EXPECT_TRUE(solution.given_up.empty());
  EXPECT_EQ(solution.counts, (std::vector<std::int64_t>{30, 30, 20, 20}));
}

TEST(System, gives_up_the_later_of_two_that_contradict_each_other) {
  const System system{{1, 1}, {{{{0, 1}, {1, 1}}, 10}, {{{0, 1}}, 12}, {{{0, 1}}, 4}}};
  const Solution solution = solve(system);
  EXPECT_EQ(solution.given_up, (std::vector<std::size_t>{1}));
  EXPECT_EQ(solution.counts, (std::vector<std::int64_t>{4, 6}));
}

TEST(System, gives_up_what_is_not_wanted_first) {
  const System system{{1, 1}, {{{{0, 1}}, 0, false}, {{{0, 1}}, 5}}};
  const Solution solution = solve(system);
  EXPECT_EQ(solution.given_up, (std::vector<std::size_t>{0}));
  EXPECT_EQ(solution.counts[0], 5);
}

TEST(System, gives_up_what_no_unknown_can_reach) {
  EXPECT_EQ(solve({{}, {{{}, 7}, {{}, 0}}}).given_up, (std::vector<std::size_t>{0}));
}

TEST(System, finds_whole_numbers_where_the_middle_is_a_half) {
  // x + y = 1, y + z = 1, x + z = 2: x = 1, y = 0, z = 1
  const System system{{1, 1, 1}, {{{{0, 1}, {1, 1}}, 1}, {{{1, 1}, {2, 1}}, 1}, {{{0, 1}, {2, 1}}, 2}}};
  EXPECT_EQ(solve(system).counts, (std::vector<std::int64_t>{1, 0, 1}));
}

// Totals of some counts can be met again, whatever the conditions were.
RC_GTEST_PROP(System, totals_of_real_rows_are_met_exactly, ()) {
  const auto unknowns = *rc::gen::inRange<std::size_t>(1, 13);
  const auto counts =
      *rc::gen::container<std::vector<std::int64_t>>(unknowns, rc::gen::inRange<std::int64_t>(0, 40000));
  System system;
  system.weights.assign(unknowns, 1.0);
  const int equations = *rc::gen::inRange(1, 7);
  for (int e = 0; e < equations; ++e) {
    Equation equation;
    for (std::size_t i = 0; i < unknowns; ++i)
      if (*rc::gen::inRange(0, 2) == 1) equation.terms.emplace_back(i, 1);
    equation.total = sum_of(equation, counts);
    system.equations.push_back(equation);
  }
  const Solution solution = solve(system);
  RC_ASSERT(solution.given_up.empty());
  for (const auto& equation : system.equations)
    RC_ASSERT(sum_of(equation, solution.counts) == equation.total);
  for (const auto count : solution.counts) RC_ASSERT(count >= 0);
  RC_ASSERT(solve(system).counts == solution.counts);
}

}  // namespace
}  // namespace zhiheng::simulate
