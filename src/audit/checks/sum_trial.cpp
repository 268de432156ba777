#include "audit/checks/sum_trial.h"

#include <algorithm>
#include <cmath>

#include "audit/cause.h"

namespace zhiheng::audit {
namespace {

using Verdict = SumAt::Verdict;

/// Nothing that is a sum of others is so far from it by a slip, unless digits tell the slip.
constexpr double kFarthestSlip = 0.5;
constexpr double kCertainSlip = 0.3;
constexpr double kSmallSlip = 0.03;
constexpr double kEnoughBits = 5;

bool can_add(const TableView& view, const Value& value) {
  if (!value.quantity.exact()) return false;
  const Measure measure = view.measure(value);
  const bool percent = value.quantity.dimension == Dimension::kPercent;
  return measure == Measure::kShare ? percent : is_additive(measure) && !percent;
}

/// Whether a "total" between the smallest and the largest part is rather a mean: only where nothing says that
/// the numbers are counts or amounts.
bool may_be_mean(const TableView& view, const Value& whole, double largest) {
  return view.measure(whole) == Measure::kUnknown && whole.quantity.dimension == Dimension::kNone &&
         whole.quantity.value <= largest;
}

double digits_of_agreement(const Quantity& whole, const stats::Interval& computed) {
  const double slack =
      std::max(computed.high - computed.low + whole.interval.high - whole.interval.low, whole.step);
  const double size = std::max(std::abs(whole.value), std::abs(computed.middle()));
  return size > slack ? std::log10(size / slack) : 0;
}

int testable(const TestedClaim& tested) { return tested.holds + tested.fails; }

/// Whether another line has only the total, its parts unsaid: then the parts of a line of totals lack them
/// too.
bool parts_unsaid_elsewhere(const TableView& view, const std::vector<int>& parts, int whole, int k) {
  if (view.cross(k).total == Total::kNo) return false;
  for (int j = 0; j < view.cross_count(); ++j) {
    if (j == k || view.cross(j).of_which || !view.at(whole, j)) continue;
    if (std::ranges::none_of(parts, [&](int p) { return view.at(p, j) != nullptr; })) return true;
  }
  return false;
}

TestedClaim test_reading(const TableView& view, const SumClaim& claim, const std::vector<int>& parts) {
  TestedClaim tested;
  tested.claim = &claim;
  tested.parts = &parts;
  tested.at.reserve(static_cast<size_t>(view.cross_count()));
  for (int k = 0; k < view.cross_count(); ++k) {
    tested.at.push_back(test_sum(view, claim.whole, parts, k));
    if (tested.at.back().verdict == Verdict::kFails && parts_unsaid_elsewhere(view, parts, claim.whole, k)) {
      tested.at.back().verdict = Verdict::kUntestable;
    }
    const SumAt& sum = tested.at.back();
    if (sum.verdict == Verdict::kHolds) ++tested.holds, tested.bits += sum.bits;
    if (sum.verdict == Verdict::kFails) ++tested.fails;
  }
  return tested;
}

double slip_of(const SumAt& sum) {
  const double size = std::max(std::abs(sum.whole->quantity.value), std::abs(sum.computed.middle()));
  return size > 0 ? std::abs(sum.delta) / size : 0;
}

double largest_slip(const TestedClaim& tested) {
  double largest = 0;
  for (const SumAt& sum : tested.at) {
    if (sum.verdict == Verdict::kFails) largest = std::max(largest, slip_of(sum));
  }
  return largest;
}

bool all_explained(const TestedClaim& tested) {
  return std::ranges::all_of(tested.at, [](const SumAt& sum) {
    return sum.verdict != Verdict::kFails || likely_cause(sum.whole->quantity, sum.computed).has_value();
  });
}

bool has_gaps(const TestedClaim& tested) {
  return std::ranges::any_of(tested.at,
                             [](const SumAt& s) { return s.verdict == Verdict::kFails && s.gaps; });
}

/// Whether part `p` is itself the sum of the parts right before or right behind it: a sub-total without a
/// label.
bool is_subtotal(const TableView& view, const std::vector<int>& parts, int p, int k) {
  const stats::Interval own = view.at(parts[static_cast<size_t>(p)], k)->quantity.interval;
  for (const int step : {-1, 1}) {
    stats::Interval sum{0, 0};
    int added = 0;
    for (int i = p + step; i >= 0 && i < static_cast<int>(parts.size()); i += step) {
      const Value* value = view.at(parts[static_cast<size_t>(i)], k);
      if (!value) continue;
      sum = sum + value->quantity.interval;
      if (++added >= 2 && sum.overlaps(own)) return true;
    }
  }
  return false;
}

/// Whether two neighbours are the halves of one number that extraction has split: 1 | 780 for 1780.
bool split_cell_explains(const TableView& view, const SumAt& sum, const std::vector<int>& parts, int k) {
  for (size_t i = 0; i + 1 < parts.size(); ++i) {
    const Value *left = view.at(parts[i], k), *right = view.at(parts[i + 1], k);
    if (!left || !right || left->quantity.step != 1 || right->quantity.step != 1) continue;
    const double a = left->quantity.value, b = right->quantity.value;
    if (a < 1 || b < 100 || b >= 1000) continue;
    for (double head = a; head >= 1; head = std::floor(head / 10)) {  // of 17 | 780 the 7 may be doubled
      if ((sum.computed + stats::Interval{head * 1000 - a, head * 1000 - a})
              .overlaps(sum.whole->quantity.interval))
        return true;
    }
  }
  return false;
}

/// A labelled total of which no column holds: only where a single one is tested, in a single reading.
void judge_alone(TestedClaim& tested, const TableView& view) {
  if (testable(tested) != 1 || tested.claim->readings.size() != 1 || has_gaps(tested)) return;
  if (std::ranges::any_of(tested.at, [](const SumAt& s) { return s.soft; })) return;
  const auto at = std::ranges::find(tested.at, Verdict::kFails, &SumAt::verdict);
  const int k = static_cast<int>(at - tested.at.begin());
  const int left_out = part_left_out(view, *at, *tested.parts, k);
  if (left_out >= 0 && is_subtotal(view, *tested.parts, left_out, k)) return;
  if (view.turned() && split_cell_explains(view, *at, *tested.parts, k)) return;
  const double slip = largest_slip(tested);
  const bool explained = all_explained(tested);
  const SumBasis basis = tested.claim->basis;
  if (basis == SumBasis::kTotal || basis == SumBasis::kWhole) {
    tested.accepted = slip < kFarthestSlip || explained;
    // A single row under heads that may have lost cells is no proof.
    tested.certain =
        slip < kCertainSlip && basis == SumBasis::kTotal && !(view.turned() && view.cross_count() == 1);
  } else if (basis == SumBasis::kDivision) {
    tested.accepted = slip < kSmallSlip || explained;
  } else if (basis == SumBasis::kChildren || basis == SumBasis::kWeakTotal) {
    tested.accepted = explained && tested.parts->size() >= 3;
  }
}

void judge(TestedClaim& tested, const TableView& view) {
  if (tested.fails == 0) {
    const SumBasis basis = tested.claim->basis;
    tested.accepted = tested.holds > 0 && (basis != SumBasis::kPlace || tested.bits >= kEnoughBits);
    return;
  }
  if (!view.table().whole) return;  // parts may be missing
  if (tested.holds == 0) return judge_alone(tested, view);
  const bool mostly = tested.fails <= tested.holds;
  switch (tested.claim->basis) {
    case SumBasis::kTotal:
    case SumBasis::kWhole:
      tested.accepted = mostly || tested.fails <= 2;
      tested.certain = tested.accepted && mostly && !has_gaps(tested);
      break;
    case SumBasis::kWeakTotal:
    case SumBasis::kDivision:
    case SumBasis::kChildren:
      tested.accepted = mostly && (tested.bits >= kEnoughBits - 2 || tested.fails * 3 <= tested.holds);
      tested.certain = tested.accepted && tested.claim->basis != SumBasis::kChildren &&
                       tested.bits >= kEnoughBits && !has_gaps(tested);
      break;
    case SumBasis::kPlace:
      tested.accepted =
          tested.bits >= kEnoughBits && largest_slip(tested) < kFarthestSlip &&
          (tested.holds >= 3 * tested.fails || (mostly && tested.bits >= kEnoughBits * 1.5 - tested.fails));
      break;
  }
}

}  // namespace

SumAt test_sum(const TableView& view, int whole, const std::vector<int>& parts, int k) {
  SumAt sum;
  sum.whole = view.at(whole, k);
  if (!sum.whole || !can_add(view, *sum.whole)) return sum;
  int numbers = 0;
  double largest = 0;
  for (const int part : parts) {
    const Value* value = view.at(part, k);
    if (!value) {
      if (view.state(part, k) == kWordsCell) return sum;
      sum.gaps = sum.gaps || view.state(part, k) == kEmptyCell;
      continue;
    }
    if (!can_add(view, *value) || !same_unit(value->quantity, sum.whole->quantity)) return sum;
    const stats::Interval& interval = value->quantity.interval;
    sum.computed = view.line(part).deduct ? sum.computed - interval : sum.computed + interval;
    largest = std::max(largest, value->quantity.value);
    ++numbers;
  }
  if (numbers < 2) return sum;
  sum.delta = sum.whole->quantity.value - sum.computed.middle();
  if (sum.computed.overlaps(sum.whole->quantity.interval)) {
    sum.verdict = Verdict::kHolds;
    sum.bits = digits_of_agreement(sum.whole->quantity, sum.computed);
  } else if (!may_be_mean(view, *sum.whole, largest) && numbers * 2 >= static_cast<int>(parts.size())) {
    sum.verdict = Verdict::kFails;
    const bool bare =
        sum.whole->quantity.dimension == Dimension::kNone && view.measure(*sum.whole) == Measure::kUnknown;
    sum.soft = bare && std::abs(sum.delta) <= (numbers + 1) * sum.whole->quantity.step / 2;
  }
  return sum;
}

int part_left_out(const TableView& view, const SumAt& sum, const std::vector<int>& parts, int k) {
  int found = -1;
  for (size_t i = 0; i < parts.size(); ++i) {
    const Value* value = view.at(parts[i], k);
    if (!value || value->quantity.value == 0) continue;
    if (!(sum.computed - value->quantity.interval).overlaps(sum.whole->quantity.interval)) continue;
    if (found >= 0) return -1;
    found = static_cast<int>(i);
  }
  return found;
}

TestedClaim test_claim(const TableView& view, const SumClaim& claim) {
  TestedClaim best;
  std::vector<TestedClaim> tested;
  for (const auto& parts : claim.readings) tested.push_back(test_reading(view, claim, parts));
  size_t chosen = 0;
  for (size_t i = 1; i < tested.size(); ++i) {
    const auto score = [&](size_t j) { return tested[j].holds - tested[j].fails; };
    if (score(i) > score(chosen)) chosen = i;
  }
  best = std::move(tested[chosen]);
  // What another reading explains is no contradiction.
  for (size_t k = 0; k < best.at.size(); ++k) {
    if (best.at[k].verdict != Verdict::kFails) continue;
    for (size_t i = 0; i < tested.size(); ++i) {
      if (i == chosen || tested[i].at[k].verdict != Verdict::kHolds) continue;
      best.at[k].verdict = Verdict::kUntestable;
      --best.fails;
      break;
    }
  }
  judge(best, view);
  return best;
}

}  // namespace zhiheng::audit
