#include <map>

#include "catalog/definitions.h"
#include "catalog/did_you_mean.h"

namespace zhiheng::catalog {
namespace {

constexpr ErrorCode kUnknownMember{"assessment.unknown-member", "代码表 {} 没有 {}{}",
                                   "the code list {} has no {}{}"};
constexpr ErrorCode kMemberTwice{"assessment.member-twice", "{} 已在 {} 组", "{} is in the group {} already"};
constexpr ErrorCode kUnknownGroup{"assessment.unknown-group", "考核表没有分组 {}{}",
                                  "the sheet has no group {}{}"};
constexpr ErrorCode kUnknownPlan{"assessment.unknown-plan", "没有规划 {}{}", "there is no plan {}{}"};
constexpr ErrorCode kUnknownTarget{"assessment.unknown-target", "规划 {} 没有目标 {}",
                                   "the plan {} has no target {}"};
constexpr ErrorCode kNoPlainLimit{
    "assessment.no-plain-limit", "目标 {} 不是对指标值的数字要求，不能直接用于考核项",
    "the target {} is no number demanded of the indicator's value and can't judge an item"};
constexpr ErrorCode kNoAreas{"assessment.no-areas", "地区没有街镇代码表（areas），不能考核街镇",
                             "the district has no code list of areas to be assessed"};
constexpr ErrorCode kCountsOfAreas{"assessment.counts-of-areas", "counts 只用于部门考核表",
                                   "counts is for sheets of departments only"};

class SheetCheck {
 public:
  SheetCheck(const Catalog& catalog, const Sheet& sheet, Diagnostics& diagnostics)
      : catalog_(catalog), sheet_(sheet), diagnostics_(diagnostics) {}

  void run() {
    check_members();
    for (const SheetItem& item : sheet_.items) check_item(item);
  }

 private:
  void check_members() {
    const std::string list_id = sheet_.departments ? "department" : catalog_.district.areas;
    const CodeList* list = catalog_.code_list(list_id);
    if (list == nullptr) {
      if (!sheet_.departments) diagnostics_.add(kNoAreas, sheet_.where);
      return;
    }
    std::map<std::string, std::string> known;
    for (const Peers& peers : sheet_.peers) {
      for (const std::string& member : peers.members) {
        if (list->find(member) == nullptr)
          diagnostics_.add(kUnknownMember, peers.where,
                           {list_id, member, did_you_mean_code(member, list->codes)});
        const auto [first, is_new] = known.emplace(member, peers.id);
        if (!is_new) diagnostics_.add(kMemberTwice, peers.where, {member, first->second});
      }
    }
  }

  void check_item(const SheetItem& item) {
    if (!item.group.empty() && sheet_.group(item.group) == nullptr) {
      std::vector<std::string> names;
      for (const ItemGroup& group : sheet_.groups) names.push_back(group.id);
      diagnostics_.add(kUnknownGroup, item.where, {item.group, did_you_mean(item.group, names)});
    }
    const CodeList* departments = catalog_.code_list("department");
    if (!item.owner.empty() && departments != nullptr && departments->find(item.owner) == nullptr)
      diagnostics_.add(kUnknownOwner, item.where,
                       {item.owner, did_you_mean_code(item.owner, departments->codes)});
    if (!item.indicator.empty() && catalog_.indicator(item.indicator) == nullptr)
      diagnostics_.add(kUnknownIndicator, item.where,
                       {item.indicator, did_you_mean(item.indicator, catalog_.indicators)});
    if (!sheet_.departments && (item.from == ValueFrom::kTargets || item.from == ValueFrom::kTasks))
      diagnostics_.add(kCountsOfAreas, item.where);
    if (!item.plan.empty()) check_target(item);
  }

  void check_target(const SheetItem& item) {
    const Plan* plan = catalog_.plan(item.plan);
    if (plan == nullptr) {
      diagnostics_.add(kUnknownPlan, item.where, {item.plan, did_you_mean(item.plan, catalog_.plans)});
      return;
    }
    const Target* target = plan->target(item.target);
    if (target == nullptr) {
      diagnostics_.add(kUnknownTarget, item.where, {item.plan, item.target});
    } else if (!target->limit || target->quantity != Quantity::kValue || !target->unit.empty()) {
      diagnostics_.add(kNoPlainLimit, item.where, {item.target});
    }
  }

  const Catalog& catalog_;
  const Sheet& sheet_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_sheets(const Catalog& catalog, Diagnostics& diagnostics) {
  for (const auto& [id, sheet] : catalog.sheets) SheetCheck(catalog, sheet, diagnostics).run();
}

}  // namespace zhiheng::catalog
