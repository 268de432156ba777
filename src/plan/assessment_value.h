#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "catalog/assessment.h"

namespace zhiheng::plan {

/// Something due on a day and handed in on another; nullopt: never.
struct Handover {
  Date due;
  std::optional<Date> done;
};

/// The value of an item, read. Which member holds it depends on the item's rule.
struct ItemValue {
  Decimal number;                   // linear, steps, met, rank; events of deduct, bonus, veto; done of share
  Decimal of;                       // share: the denominator
  bool yes = false;                 // evidence
  std::vector<Handover> handovers;  // late
};

/// Reads `text` by the item's rule: "96.2" · "18/20" (done/due, whole numbers) · "yes", "no" · "3" (events) ·
/// "2020-06-30..2020-07-02; 2020-09-30..none" (due..handed in; none: never). nullopt for anything else.
std::optional<ItemValue> read_value(const catalog::SheetItem& item, const std::string& text);

/// The form in words, for messages.
catalog::Title value_form(catalog::Rule rule);

}  // namespace zhiheng::plan
