#pragma once
#include <vector>

#include "audit/checks/claims.h"

namespace zhiheng::audit {

/// What falls to a day, a month and a year, as definitions: 日均 and 年均 of one amount that are about as
/// large as each other, and an average that fits the year's amount only under another of these words.
/// `claims` are those of one document. Appends to `results`.
void check_days_and_years(const std::vector<Claim>& claims, Results& results);

}  // namespace zhiheng::audit
