#include "plan/oddities.h"

#include <algorithm>

#include "plan/demand.h"
#include "plan/quantity.h"

namespace zhiheng::plan {
namespace {

using catalog::Demand;
using catalog::Limit;
using catalog::Target;
using catalog::Title;

/// Whether both ask something of the same quantity, so that their limits can be held against each other.
bool same_quantity(const Target& a, const Target& b) {
  const auto span = [](const Target& t) {
    return t.against ? std::pair(t.against->from, t.against->to) : std::pair(0, 0);
  };
  return a.indicator == b.indicator && a.quantity == b.quantity && span(a) == span(b) && a.from == b.from;
}

/// The limit in the indicator's unit.
std::optional<Limit> plain_limit(const catalog::Catalog& catalog, const Target& target,
                                 const catalog::Indicator& indicator) {
  if (!target.limit) return std::nullopt;
  if (target.unit.empty()) return target.limit;
  const auto factor = catalog.unit_factor(target.unit, indicator.unit);
  if (!factor) return std::nullopt;
  Limit out{target.limit->low * *factor, std::nullopt};
  if (target.limit->high) out.high = *target.limit->high * *factor;
  return out;
}

std::string of_plan(const catalog::Plan& own, const catalog::Plan& other, bool zh) {
  if (own.id == other.id) return zh ? "本规划" : "this plan";
  return zh ? "《" + other.title.zh + "》" : other.title.en;
}

class Search {
 public:
  Search(const catalog::Catalog& catalog, const catalog::Plan& plan) : catalog_(catalog), plan_(plan) {}

  std::vector<Oddity> run(const std::vector<Progress>& progress) {
    for (const Progress& p : progress) {
      if (p.indicator == nullptr) continue;
      easier(p);
      for (const auto& [id, other] : catalog_.plans) against_plan(p, other);
      described(p);
    }
    return std::move(found_);
  }

 private:
  void add(const std::string& kind, const Target& target, Title words, const catalog::Plan* plan = nullptr,
           const Target* other = nullptr) {
    found_.push_back({kind, &target, plan, other, std::move(words)});
  }

  void easier(const Progress& p) {
    const Target& target = *p.target;
    if (!p.start || !target.limit || target.quantity != catalog::Quantity::kValue || target.hold) return;
    if (target.demand == Demand::kZero || target.demand == Demand::kFull) return;
    const int direction = direction_of(target, *p.indicator);
    const Decimal gap = direction > 0 ? *p.start - target.limit->low
                                      : target.limit->high.value_or(target.limit->low) - *p.start;
    if (direction == 0 || gap <= Decimal(0)) return;
    const std::string start = p.start->to_string() + p.unit, year = std::to_string(p.start_year);
    const Title demand = demand_words(catalog_, target);
    add("easier", target,
        {year + " 年已为 " + start + "，目标 " + demand.zh + " 低于起点",
         "it was " + start + " in " + year + ": the target " + demand.en + " asks for less than that"});
  }

  void against_plan(const Progress& p, const catalog::Plan& other_plan) {
    const Target& target = *p.target;
    for (const Target& other : other_plan.targets) {
      if (&other == &target || !same_quantity(target, other)) continue;
      const auto mine = plain_limit(catalog_, target, *p.indicator),
                 theirs = plain_limit(catalog_, other, *p.indicator);
      if (!mine || !theirs) continue;
      if (other.by == target.by && (target.quantity != catalog::Quantity::kAdded || covers_same(other_plan)))
        contradiction(p, other_plan, other, *mine, *theirs);
      else if (other.by < target.by && target.quantity == catalog::Quantity::kValue)
        weaker(p, other_plan, other, *mine, *theirs);
    }
  }

  bool covers_same(const catalog::Plan& other) const { return other.period.from == plan_.period.from; }

  void contradiction(const Progress& p, const catalog::Plan& plan, const Target& other, const Limit& mine,
                     const Limit& theirs) {
    const bool same_limit = mine.low == theirs.low && mine.high == theirs.high;
    if (same_limit && p.target->demand == other.demand) return;
    const Title demand = demand_words(catalog_, other);
    const std::string zh = same_limit ? "要求的说法不同" : "目标值不同";
    add("contradiction", *p.target,
        {of_plan(plan_, plan, true) + "（" + other.source + "）对同一指标同一年要求 " + demand.zh + "，" + zh,
         of_plan(plan_, plan, false) + " (" + other.source + ") asks " + demand.en +
             " of the same in the same year"},
        &plan, &other);
  }

  /// An earlier year asks for more than this one.
  void weaker(const Progress& p, const catalog::Plan& plan, const Target& other, const Limit& mine,
              const Limit& theirs) {
    if (!p.indicator->stock &&
        (p.indicator->kind == catalog::Kind::kCount || p.indicator->kind == catalog::Kind::kAmount))
      return;
    const int direction = direction_of(*p.target, *p.indicator);
    if (direction == 0 || direction != direction_of(other, *p.indicator)) return;
    const bool less = direction > 0 ? mine.low < theirs.low
                                    : mine.high.value_or(mine.low) > theirs.high.value_or(theirs.low);
    if (!less) return;
    const Title demand = demand_words(catalog_, other);
    const std::string year = std::to_string(other.by);
    add("weaker", *p.target,
        {of_plan(plan_, plan, true) + "（" + other.source + "）已要求 " + year + " 年 " + demand.zh,
         of_plan(plan_, plan, false) + " (" + other.source + ") already asks " + demand.en + " for " + year},
        &plan, &other);
  }

  void described(const Progress& p) {
    if (p.indicator->scope.zh.empty() && p.indicator->norm.empty() && p.indicator->reported()) {
      add("undefined", *p.target,
          {"指标“" + p.indicator->title.zh + "”没有写明口径",
           "nothing says what “" +
               (p.indicator->title.en.empty() ? p.indicator->title.zh : p.indicator->title.en) + "” counts"});
    }
    if (p.target->owners.empty()) {
      add("unowned", *p.target,
          {"规划没有写明责任部门，由指标主管部门代答",
           "the plan names nobody; the indicator's department is asked"});
    }
    if (p.target->by > plan_.period.to) {
      add("beyond", *p.target, {"期限晚于规划期末", "due after the plan ends"});
    }
  }

  const catalog::Catalog& catalog_;
  const catalog::Plan& plan_;
  std::vector<Oddity> found_;
};

}  // namespace

std::vector<Oddity> find_oddities(const catalog::Catalog& catalog, const catalog::Plan& plan,
                                  const std::vector<Progress>& progress) {
  return Search(catalog, plan).run(progress);
}

}  // namespace zhiheng::plan
