#include <fmt/core.h>

#include <algorithm>

#include "plan/assessment_inputs.h"
#include "plan/assessment_rules.h"
#include "plan/dice.h"

namespace zhiheng::plan {
namespace {

using catalog::Rule;
using catalog::SheetItem;

class ValueMaker {
 public:
  ValueMaker(const catalog::Catalog& catalog, const SheetItem& item, int year, Dice dice)
      : catalog_(catalog), item_(item), year_(year), dice_(dice) {}

  std::string make() {
    switch (item_.rule) {
      case Rule::kLinear:
        return along(item_.floor, item_.full);
      case Rule::kMet:
        return around(item_.limit.value_or(promised()));
      case Rule::kSteps:
        return around(
            item_.steps[static_cast<size_t>(dice_.between(0, static_cast<int>(item_.steps.size()) - 1))]
                .limit);
      case Rule::kRank:
        return std::to_string(dice_.between(0, 12));
      case Rule::kShare:
        return share();
      case Rule::kLate:
        return handovers();
      case Rule::kEvidence:
        return dice_.happens(92) ? "yes" : "no";
      case Rule::kVeto:
        return dice_.happens(2) ? "1" : "0";
      default:
        return std::to_string(dice_.happens(70) ? 0 : dice_.between(1, 4));
    }
  }

 private:
  int decimals() const {
    const catalog::Indicator* indicator = catalog_.indicator(item_.indicator);
    return indicator != nullptr ? indicator->decimals : item_.decimals.value_or(1);
  }

  Decimal promised() const {
    const catalog::Plan* plan = catalog_.plan(item_.plan);
    const catalog::Target* target = plan == nullptr ? nullptr : plan->target(item_.target);
    return target == nullptr || !target->limit ? Decimal(0) : target->limit->low;
  }

  std::string printed(Decimal value) const {
    value = std::max(Decimal(0), value);
    if (unit_of(catalog_, item_) == "%") value = std::min(Decimal(100), value);
    return value.rounded(decimals()).to_string();
  }

  /// Mostly in the upper part of the way from `floor` to `full`, now and then outside it.
  std::string along(const Decimal& floor, const Decimal& full) {
    return printed(floor + (full - floor) * Decimal(dice_.between(35, 115)) / Decimal(100));
  }

  std::string around(const Decimal& limit) {
    const Decimal span = std::max(limit.abs() / Decimal(50), Decimal(1));
    const Decimal step = span * Decimal(dice_.between(-40, 100)) / Decimal(100);
    return printed(item_.at_most ? limit - step : limit + step);
  }

  std::string share() {
    const int of = dice_.between(6, 60);
    const int missing = dice_.happens(35) ? 0 : dice_.between(0, std::max(1, of / 8));
    return fmt::format("{}/{}", of - missing, of);
  }

  std::string handovers() {
    std::string out;
    for (const char* due : {"03-31", "06-30", "09-30", "12-31"}) {
      const Date day = *Date::parse(fmt::format("{}-{}", year_, due));
      const Date done = day + (dice_.happens(75) ? -dice_.between(0, 5) : dice_.between(1, 8));
      out += fmt::format("{}{}..{}", out.empty() ? "" : "; ", day.to_string(), done.to_string());
    }
    return out;
  }

  const catalog::Catalog& catalog_;
  const SheetItem& item_;
  int year_;
  Dice dice_;
};

}  // namespace

void simulate_missing(const catalog::Catalog& catalog, const catalog::Sheet& sheet, std::uint64_t seed,
                      AssessmentInputs& inputs) {
  for (const AssessedSubject& subject : inputs.subjects) {
    for (const SheetItem& item : sheet.items) {
      if (inputs.value(subject.code, item.id) != nullptr) continue;
      const std::string name = fmt::format("{}|{}|{}|{}", sheet.id, inputs.year, subject.code, item.id);
      ValueMaker maker(catalog, item, inputs.year, Dice(seed, name));
      inputs.values[{subject.code, item.id}] = {maker.make(),         "simulated", "",
                                                "模拟数据 simulated", false,       true};
    }
  }
}

}  // namespace zhiheng::plan
