#include <fmt/core.h>

#include "plan/assessment_rules.h"
#include "plan/demand.h"

namespace zhiheng::plan {
namespace {

using catalog::Rule;
using catalog::SheetItem;
using catalog::Title;

Title line_words(const std::string& floor, const std::string& full) {
  return {fmt::format("{} 不得分，{} 得满分，其间按比例", floor, full),
          fmt::format("none at {}, all at {}, in proportion between", floor, full)};
}

Title share_words(const SheetItem& item) {
  Title words = line_words(item.floor.to_string() + "%", item.full.to_string() + "%");
  if (item.each.is_zero()) {
    words.zh += fmt::format("；应完成数不足 {} 的不计算", item.smallest);
    words.en += fmt::format("; not computed below {}", item.smallest);
  } else {
    words.zh +=
        fmt::format("；应完成数不足 {} 的不算比率，每项未完成扣 {} 分", item.smallest, item.each.to_string());
    words.en += fmt::format("; below {} no rate, {} for each not done", item.smallest, item.each.to_string());
  }
  return words;
}

Title steps_words(const SheetItem& item, const std::string& unit) {
  std::string words;
  for (const auto& step : item.steps)
    words += fmt::format("{}{} {}{}：{}", words.empty() ? "" : "；", item.at_most ? "≤" : "≥",
                         step.limit.to_string(), unit, step.points.to_string());
  return {words + " 分", words};
}

Title met_words(const catalog::Catalog& catalog, const SheetItem& item, const std::string& unit) {
  Title demand;
  if (item.limit) {
    demand.zh = (item.at_most ? "≤ " : "≥ ") + item.limit->to_string() + unit;
    demand.en = demand.zh;
  } else {
    demand = demand_words(catalog, *catalog.plan(item.plan)->target(item.target));
  }
  return {demand.zh + " 得满分，否则不得分", "all at " + demand.en + ", else none"};
}

}  // namespace

Title rule_words(const catalog::Catalog& catalog, const SheetItem& item) {
  const std::string unit = unit_of(catalog, item);
  const std::string each = item.each.to_string(), cap = item.cap.to_string();
  switch (item.rule) {
    case Rule::kLinear:
      return line_words(item.floor.to_string() + unit, item.full.to_string() + unit);
    case Rule::kSteps:
      return steps_words(item, unit);
    case Rule::kMet:
      return met_words(catalog, item, unit);
    case Rule::kRank:
      return {fmt::format("同组内排名，第一名得满分，末名得 {} 分，其间按名次", item.last.to_string()),
              fmt::format("by place within the group: all for the first, {} for the last",
                          item.last.to_string())};
    case Rule::kShare:
      return share_words(item);
    case Rule::kLate:
      return {"每迟一个工作日扣 " + each + " 分", each + " for each working day late"};
    case Rule::kEvidence:
      return {"有证据得满分，否则不得分", "all where shown, else none"};
    case Rule::kDeduct:
      return {"每次扣 " + each + " 分，最多 " + cap + " 分", each + " off each, no more than " + cap};
    case Rule::kBonus:
      return {"每次加 " + each + " 分，最多 " + cap + " 分", each + " each, no more than " + cap};
    case Rule::kVeto:
      return {"一旦发生，直接评为最低等次", "once it happens: the last grade"};
  }
  return {};
}

}  // namespace zhiheng::plan
