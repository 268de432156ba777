#pragma once
#include <vector>

#include "audit/checks/sum_sets.h"
#include "audit/checks/table_view.h"
#include "stats/interval.h"

namespace zhiheng::audit {

/// One sum at one cross line: what is stated, what the parts make.
struct SumAt {
  enum class Verdict : std::uint8_t { kUntestable, kHolds, kFails };
  Verdict verdict = Verdict::kUntestable;
  const Value* whole = nullptr;
  stats::Interval computed;
  bool soft = false;  // fails only if bare whole numbers are counts, not rounded
  bool gaps = false;  // an empty cell among the parts
  double delta = 0;   // stated less computed
  double bits = 0;    // decimal digits of agreement: how little chance explains a sum that holds
};

/// Adds the parts at cross line `k`.
SumAt test_sum(const TableView& view, int whole, const std::vector<int>& parts, int k);

/// Which of the parts (index into `parts`), left out, makes the sum hold; -1 if none or several do.
int part_left_out(const TableView& view, const SumAt& sum, const std::vector<int>& parts, int k);

/// A claim with the reading that the numbers bear out best.
struct TestedClaim {
  const SumClaim* claim = nullptr;
  const std::vector<int>* parts = nullptr;
  std::vector<SumAt> at;  // by cross line; where another reading holds, not failing
  int holds = 0;
  int fails = 0;
  double bits = 0;
  bool accepted = false;  // the structure is as claimed: what fails is a finding
  bool certain = false;
};
TestedClaim test_claim(const TableView& view, const SumClaim& claim);

}  // namespace zhiheng::audit
