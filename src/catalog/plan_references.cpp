#include <algorithm>

#include "catalog/definitions.h"
#include "catalog/did_you_mean.h"

namespace zhiheng::catalog {
namespace {

constexpr ErrorCode kUnknownGoal{"plan.unknown-goal", "规划没有目标组 {}", "the plan has no goal {}"};
constexpr ErrorCode kUnknownTask{"plan.unknown-task", "规划没有任务 {}", "the plan has no task {}"};
constexpr ErrorCode kOtherUnit{"plan.other-unit", "单位 {} 不能换算为指标 {} 的单位 {}；见 catalog/units.csv",
                               "the unit {} can't be turned into that of {}, {}; see catalog/units.csv"};
constexpr ErrorCode kNoDirection{
    "plan.no-direction", "指标 {} 没有 better（more 或 less），无法判断是否达到",
    "the indicator {} has no `better` (more or less), so it can't be said whether it is reached"};
constexpr ErrorCode kNotAShare{"plan.not-a-share", "full 只用于百分比；{} 的单位是 {}",
                               "full is for percentages; the unit of {} is {}"};
constexpr ErrorCode kBeforePlan{"plan.before-plan", "期限 {} 早于规划期 {}",
                                "due in {}, before the plan begins in {}"};
constexpr ErrorCode kLoneAggregate{"plan.not-additive", "as: {} 不适用于 {}（{}）",
                                   "as: {} does not suit {}, which is a {}"};

class PlanCheck {
 public:
  PlanCheck(const Catalog& catalog, const Plan& plan, Diagnostics& diagnostics)
      : catalog_(catalog), plan_(plan), diagnostics_(diagnostics) {}

  void run() {
    for (const Target& target : plan_.targets) check_target(target);
    for (const Task& task : plan_.tasks) {
      check_owners(task.owners, task.where);
      check_goal(task.goal, task.where);
    }
  }

 private:
  const Indicator* indicator(const std::string& id, const Location& where) {
    const Indicator* found = catalog_.indicator(id);
    if (found == nullptr && !id.empty())
      diagnostics_.add(kUnknownIndicator, where, {id, did_you_mean(id, catalog_.indicators)});
    return found;
  }

  void check_owners(const std::vector<std::string>& owners, const Location& where) {
    const CodeList* departments = catalog_.code_list("department");
    if (departments == nullptr) return;
    for (const std::string& owner : owners) {
      if (departments->find(owner) == nullptr)
        diagnostics_.add(kUnknownOwner, where, {owner, did_you_mean_code(owner, departments->codes)});
    }
  }

  void check_goal(const std::string& goal, const Location& where) {
    if (!goal.empty() && plan_.goal(goal) == nullptr) diagnostics_.add(kUnknownGoal, where, {goal});
  }

  void check_target(const Target& target) {
    check_owners(target.owners, target.where);
    check_goal(target.goal, target.where);
    if (!target.task.empty() && plan_.task(target.task) == nullptr)
      diagnostics_.add(kUnknownTask, target.where, {target.task});
    if (target.by != 0 && target.by < plan_.period.from)
      diagnostics_.add(kBeforePlan, target.where,
                       {std::to_string(target.by), std::to_string(plan_.period.from)});
    if (target.demand == Demand::kBetterThan || target.demand == Demand::kInStepWith)
      indicator(target.other, target.where);
    if (const Indicator* own = indicator(target.indicator, target.where)) check_fit(target, *own);
  }

  void check_fit(const Target& target, const Indicator& own) {
    const bool own_unit = target.quantity == Quantity::kValue || target.quantity == Quantity::kAdded ||
                          target.quantity == Quantity::kMean;
    if (own_unit && !target.unit.empty() && !catalog_.unit_factor(target.unit, own.unit))
      diagnostics_.add(kOtherUnit, target.where, {target.unit, own.id, own.unit});
    const bool directed = own.better == "more" || own.better == "less";
    if (!directed && (target.demand == Demand::kReach || target.demand == Demand::kAbout ||
                      target.demand == Demand::kBetterThan || target.demand == Demand::kInStepWith))
      diagnostics_.add(kNoDirection, target.where, {own.id});
    if (target.demand == Demand::kFull && own.unit != "%")
      diagnostics_.add(kNotAShare, target.where, {own.id, own.unit});
    const bool adds = own.kind == Kind::kCount || own.kind == Kind::kAmount;
    if (target.quantity == Quantity::kAdded && !adds)
      diagnostics_.add(kLoneAggregate, target.where, {"added", own.id, to_string(own.kind)});
  }

  const Catalog& catalog_;
  const Plan& plan_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_plans(const Catalog& catalog, Diagnostics& diagnostics) {
  for (const auto& [id, plan] : catalog.plans) PlanCheck(catalog, plan, diagnostics).run();
}

}  // namespace zhiheng::catalog
