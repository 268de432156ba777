#pragma once
#include <vector>

#include "audit/checks/claims.h"

namespace zhiheng::audit {

/// Goals of one document from year to year: steps that go back, in a sentence or in a row or column of a
/// table, and deadlines before the plan begins. Part of check_targets; `claims` are the book's.
void check_milestones(const Book& book, const std::vector<Claim>& claims, Results& results);

}  // namespace zhiheng::audit
