#pragma once
#include <optional>
#include <vector>

#include "plan/assessment.h"
#include "plan/assessment_value.h"

namespace zhiheng::plan {

/// What the rules need to know besides the value.
struct RuleSurroundings {
  const catalog::Catalog* catalog = nullptr;
  const catalog::Sheet* sheet = nullptr;
  const WorkingCalendar* calendar = nullptr;
  int year = 0;
};

/// Who is compared with whom for a `rank` item.
struct RankField {
  std::vector<std::optional<Decimal>> others;  // values of the others; nullopt: not known
  bool widened = false;                        // the peer group was too small: everybody is compared
};

/// Scores one item. `field` is asked for by `rank` only.
ItemScore score_item(const RuleSurroundings& around, const catalog::SheetItem& item,
                     const AssessmentValue* value, const RankField& field);

/// The number that an item's value is compared as: rounded half-up at the item's (or indicator's) decimals.
Decimal compared(const catalog::Catalog& catalog, const catalog::SheetItem& item, const Decimal& number);

/// How an item's points come about, in words: “90% 不得分，98% 得满分，其间按比例”.
catalog::Title rule_words(const catalog::Catalog& catalog, const catalog::SheetItem& item);

/// The unit that an item's value is printed with.
std::string unit_of(const catalog::Catalog& catalog, const catalog::SheetItem& item);

}  // namespace zhiheng::plan
