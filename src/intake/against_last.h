#pragma once
// A batch's numbers against those of the period before: `against_last` of a dataset.
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/period.h"
#include "catalog/dataset.h"
#include "intake/record_store.h"

namespace zhiheng::intake {

/// One check of one period, or of a register.
struct Comparison {
  const catalog::BatchCheck* check = nullptr;
  std::optional<Period> period;  // of a register none: after this batch is compared with before it
  Decimal value, before;         // of all rows that count once the batch is in
  bool exceeded = false;

  /// In percent, with one decimal; nullopt where there was nothing before.
  std::optional<Decimal> change() const;
};

/// All comparisons that can be made, check by check, and periods for which there is nothing to compare with.
struct AgainstLast {
  std::vector<Comparison> comparisons;
  std::vector<Period> without;    // no row of the period before
  std::vector<Period> under_way;  // not over: only a rise counts
  bool first_of_register = false;
};

/// `periods`: those that the batch covers, ascending; none of a register. `today`: the day of the import. The
/// batch must be complete.
AgainstLast compare_with_last(NewBatch& batch, const catalog::Dataset& dataset,
                              const std::vector<Period>& periods, Date today);

/// What a comparison says; a warning, or an error where its check refuses the batch.
Diagnostic describe(const Comparison& comparison, const catalog::Dataset& dataset);

/// What could not be compared, in words; empty: all could.
std::vector<std::string> notes_of(const AgainstLast& result);

}  // namespace zhiheng::intake
