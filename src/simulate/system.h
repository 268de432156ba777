#pragma once
// Whole numbers of rows that add up to what was published.
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace zhiheng::simulate {

/// The sum of coefficient × unknown is the total.
struct Equation {
  std::vector<std::pair<std::size_t, std::int64_t>> terms;  // unknown and its coefficient, each unknown once
  std::int64_t total = 0;
  bool wanted = true;  // false: given up before one that is wanted
};

struct System {
  std::vector<double> weights;  // of each unknown, above 0: what it would be beside the others
  std::vector<Equation> equations;
};

struct Solution {
  std::vector<std::int64_t> counts;   // of each unknown, none below 0
  std::vector<std::size_t> given_up;  // equations that do not hold, ascending
};

/// Counts that are near to the weights and meet the equations exactly. Of equations that contradict each
/// other the later ones are given up. The same system has the same solution.
Solution solve(const System& system);

}  // namespace zhiheng::simulate
