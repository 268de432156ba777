#pragma once
#include <string>
#include <vector>

#include "catalog/model.h"
#include "plan/progress.h"

namespace zhiheng::plan {

/// Something about a target itself that somebody should look at; no judgement of progress.
struct Oddity {
  /// easier: the starting value meets it already · contradiction: another target of the district wants
  /// something else of the same quantity in the same year · weaker: a later year is asked for less ·
  /// undefined: nothing says what is counted · unowned: nobody is named by the plan · beyond: due after the
  /// plan ends.
  std::string kind;
  const catalog::Target* target = nullptr;
  const catalog::Plan* other_plan = nullptr;      // contradiction, weaker
  const catalog::Target* other_target = nullptr;  // contradiction, weaker
  catalog::Title words;
};

/// The odd targets of `plan`, in its order. `progress` is that of the plan's targets; `catalog` has the other
/// plans of the district.
std::vector<Oddity> find_oddities(const catalog::Catalog& catalog, const catalog::Plan& plan,
                                  const std::vector<Progress>& progress);

}  // namespace zhiheng::plan
