#pragma once
#include <string>
#include <vector>

#include "measure/evaluator.h"

namespace zhiheng::measure {

/// A difference between what was published and what follows from the data; never changes anything.
struct Finding {
  /// kRecompute: a rate, share or other derived figure; kTotal: a sum; kGrowth: a change against the year
  /// before; kConflict: one quantity published with two values; kCheck: two quantities that should agree.
  enum class Kind { kRecompute, kTotal, kGrowth, kConflict, kCheck };
  Kind kind = Kind::kRecompute;
  std::string title;
  std::string where;      // 表9; 表8、表18
  std::string published;  // as published
  Decimal computed;       // rounded to the published decimals
  Decimal difference;     // published − computed
  std::string unit;
  std::string relation;  // kCheck: =, <= or >=
  std::string note;
  bool within_rounding = false;    // parts rounded one by one explain it
  std::shared_ptr<Origin> origin;  // of the computed value
};

/// All findings up to `year`: every published total, derived figure, growth and duplicate is computed anew
/// and compared at the decimals it was published with, and every check of the catalog is made. In a stable
/// order.
std::vector<Finding> find_differences(Evaluator& evaluator, int year);

const char* to_string(Finding::Kind kind);

}  // namespace zhiheng::measure
