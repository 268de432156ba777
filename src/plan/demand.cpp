#include "plan/demand.h"

#include <algorithm>

#include "base/text.h"
#include "plan/quantity.h"

namespace zhiheng::plan {
namespace {

using catalog::Demand;
using catalog::Quantity;
using catalog::Title;

/// One unit of the last decimal.
Decimal last_place(int decimals) { return {Int128(1), decimals}; }

std::string number_words(const catalog::Limit& limit) {
  std::string text = limit.low.to_string();
  if (limit.high) text += "—" + limit.high->to_string();
  return text;
}

/// 新增 30, 较 2020 年下降 10 …: what stands before the demand.
Title quantity_words(const catalog::Target& target) {
  const auto against = [&] {
    const auto& span = *target.against;
    return span.from == span.to ? std::to_string(span.to)
                                : std::to_string(span.from) + "—" + std::to_string(span.to);
  };
  switch (target.quantity) {
    case Quantity::kAdded:
      return {"累计新增 ", "added "};
    case Quantity::kMean:
      return {"年均 ", "yearly mean "};
    case Quantity::kGrowth:
      return target.every_year ? Title{"每年增长 ", "growth each year "} : Title{"年均增长 ", "mean growth "};
    case Quantity::kChange:
    case Quantity::kDifference:
      return {"较 " + against() + " 年变化 ", "change on " + against() + " "};
    case Quantity::kTimes:
      return {"为 " + against() + " 年的 ", "of " + against() + ": "};
    case Quantity::kValue:
      return {};
  }
  return {};
}

const char* sign_of(Demand demand) {
  switch (demand) {
    case Demand::kAtLeast:
      return "≥ ";
    case Demand::kAtMost:
      return "≤ ";
    case Demand::kMoreThan:
      return "> ";
    case Demand::kLessThan:
      return "< ";
    case Demand::kExactly:
    case Demand::kZero:
      return "= ";
    default:
      return "";
  }
}

/// A change of a stated size is said as a fall or a rise: 较 2020 年下降 10%.
bool falls_or_rises(const catalog::Target& target) {
  const bool change = target.quantity == Quantity::kChange || target.quantity == Quantity::kDifference;
  return change && target.limit && !target.limit->high && !target.limit->low.is_zero();
}

Title change_words(const catalog::Target& target, const std::string& unit) {
  const bool fall = target.limit->low.is_negative();
  const Title before = quantity_words(target);
  const std::string size = target.limit->low.abs().to_string() + (unit == "%" ? "" : " ") + unit;
  const bool strict = target.demand == Demand::kMoreThan || target.demand == Demand::kLessThan;
  const bool more = strict || target.demand == Demand::kAtLeast || target.demand == Demand::kAtMost;
  // A ceiling on a fall, or a floor under a rise: that much or more.
  const std::string zh = more ? (strict ? "超过 " : "不少于 ") : " ",
                    en = more ? (strict ? "more than " : "at least ") : "";
  const std::string stem = before.zh.substr(0, before.zh.find("变化"));
  return {stem + (fall ? "下降" : "上升") + zh + size,
          (fall ? "down " : "up ") + en + size + before.en.substr(6)};
}

}  // namespace

int direction_of(const catalog::Target& target, const catalog::Indicator& indicator) {
  switch (target.demand) {
    case Demand::kAtLeast:
    case Demand::kMoreThan:
    case Demand::kFull:
      return 1;
    case Demand::kAtMost:
    case Demand::kLessThan:
    case Demand::kZero:
      return -1;
    case Demand::kExactly:
      return 0;
    default:
      if (indicator.better == "more") return 1;
      return indicator.better == "less" || indicator.better == "zero" ? -1 : 0;
  }
}

Decimal missing_to(const catalog::Target& target, const catalog::Indicator& indicator,
                   const catalog::PlanRules& rules, const Decimal& value, const catalog::Limit& limit,
                   int decimals) {
  const Decimal shown = value.rounded(decimals);
  const Decimal high = limit.high.value_or(limit.low);
  const Decimal below = limit.low - shown, above = shown - high;
  const int direction = direction_of(target, indicator);
  const bool tolerant = target.demand == Demand::kAbout || target.demand == Demand::kInStepWith;
  const bool strict = target.demand == Demand::kMoreThan || target.demand == Demand::kLessThan ||
                      target.demand == Demand::kBetterThan;
  Decimal gap = direction > 0 ? below : direction < 0 ? above : std::max(below, above);
  if (tolerant) gap = gap - limit.low.abs() * rules.about;
  if (strict) gap = gap + last_place(decimals);
  return gap;
}

bool is_met(const catalog::Target& target, const catalog::Indicator& indicator,
            const catalog::PlanRules& rules, const Decimal& value, const catalog::Limit& limit,
            int decimals) {
  return missing_to(target, indicator, rules, value, limit, decimals) <= Decimal(0);
}

const catalog::Title& title_of(const catalog::Target& target, const catalog::Indicator& indicator) {
  return target.title.zh.empty() ? indicator.title : target.title;
}

std::vector<std::string> owners_of(const catalog::Target& target, const catalog::Indicator& indicator) {
  return target.owners.empty() ? std::vector<std::string>{indicator.owner} : target.owners;
}

catalog::Title demand_words(const catalog::Catalog& catalog, const catalog::Target& target) {
  const catalog::Indicator* indicator = catalog.indicator(target.indicator);
  const std::string unit = indicator == nullptr ? target.unit : unit_of(target, *indicator);
  const auto other = [&](bool zh) {
    const catalog::Indicator* found = catalog.indicator(target.other);
    if (found == nullptr) return target.other;
    return zh || found->title.en.empty() ? found->title.zh : found->title.en;
  };
  if (falls_or_rises(target)) return change_words(target, unit);
  const Title quantity = quantity_words(target);
  switch (target.demand) {
    case Demand::kBetterThan:
      return {"优于 " + other(true), "better than " + other(false)};
    case Demand::kInStepWith:
      return {"与 " + other(true) + " 基本同步", "in step with " + other(false)};
    case Demand::kSetBy:
      return {"按" + target.other + "下达值", "as set by " + target.other};
    default:
      break;
  }
  const std::string number =
      sign_of(target.demand) + number_words(*target.limit) + (unit == "%" ? "" : " ") + unit;
  Title words{quantity.zh + number, quantity.en + number};
  if (target.demand == Demand::kAbout) words = {words.zh + " 左右", words.en + " or so"};
  if (target.demand == Demand::kFull) words.en += " (full coverage)";
  if (target.aim) {
    const std::string aim = target.aim->to_string() + (unit == "%" ? "%" : "");
    words = {words.zh + "，力争 " + aim, words.en + ", aiming at " + aim};
  }
  return words;
}

}  // namespace zhiheng::plan
