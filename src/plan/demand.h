#pragma once
#include <string>
#include <vector>

#include "catalog/model.h"

namespace zhiheng::plan {

/// +1 where more is demanded, -1 where less is, 0 where neither more nor less will do (exactly, a range
/// without a direction).
int direction_of(const catalog::Target& target, const catalog::Indicator& indicator);

/// How much of its unit `value` still misses `limit` (both in one unit) when compared at `decimals`: 0 or
/// less is met. A strict limit (more_than, less_than) is missed by one unit of the last decimal when it is
/// touched.
Decimal missing_to(const catalog::Target& target, const catalog::Indicator& indicator,
                   const catalog::PlanRules& rules, const Decimal& value, const catalog::Limit& limit,
                   int decimals);

bool is_met(const catalog::Target& target, const catalog::Indicator& indicator,
            const catalog::PlanRules& rules, const Decimal& value, const catalog::Limit& limit, int decimals);

/// The title of a target: its own or its indicator's.
const catalog::Title& title_of(const catalog::Target& target, const catalog::Indicator& indicator);

/// Who answers for a target: its owners, or else the indicator's owner.
std::vector<std::string> owners_of(const catalog::Target& target, const catalog::Indicator& indicator);

/// The demand in words: “≥ 96%”, “较 2016-2020 年 下降 10%”, “2—3 家”.
catalog::Title demand_words(const catalog::Catalog& catalog, const catalog::Target& target);

}  // namespace zhiheng::plan
