// Plans, their targets and their tasks.
#include <algorithm>

#include "serve/handlers.h"
#include "serve/lists.h"
#include "serve/mistakes.h"
#include "serve/state.h"
#include "views/day.h"
#include "views/plan_json.h"
#include "views/task_json.h"

namespace zhiheng::serve {
namespace {

constexpr ErrorCode kUnknownTarget{"plan.unknown-target", "规划 {} 没有目标 {}",
                                   "the plan {} has no target {}"};

views::JudgeOptions options_of(const Call& call, bool with_forecast) {
  return {call.day("as_of"), call.flag("simulated"), 1, with_forecast};
}

views::JudgedPlan judged(const Call& call, bool with_forecast) {
  const District& district = call.district();
  const catalog::Plan& plan = views::plan_of(district.catalog, call.text("plan"));
  const auto options = options_of(call, with_forecast);
  return views::judge(district.catalog, plan, district.series(plan, views::complete_year(options.day)),
                      options);
}

/// What the target's indicator was judged and predicted from.
Json history(const views::JudgedPlan& plan, const catalog::Target& target) {
  Json out = Json::array();
  const auto found = plan.book.find(target.indicator);
  if (found == plan.book.end()) return out;
  const auto& indicator = *plan.catalog->indicator(target.indicator);
  for (const auto& point : found->second.points)
    out.push_back({{"year", point.year},
                   {"value", point.value.rounded(indicator.decimals).to_string()},
                   {"simulated", point.simulated}});
  return out;
}

}  // namespace

Answer list_plans(const Call& call) { return json_answer(views::plans_json(call.district().catalog)); }

Answer get_plan(const Call& call) { return json_answer(views::judged_json(judged(call, true))); }

Answer get_forecast(const Call& call) {
  const views::JudgedPlan plan = judged(call, true);
  Json json = views::judged_json(plan);
  for (std::size_t i = 0; i < plan.progress.size(); ++i) {
    if (plan.progress[i].target->id != call.text("target")) continue;
    Json target = json["targets"][i];
    target["history"] = history(plan, *plan.progress[i].target);
    target["district"] = json["district"];
    target["plan"] = json["plan"];
    target["as_of"] = json["as_of"];
    target["simulated"] = json["simulated"];
    return json_answer(target);
  }
  throw Error(kUnknownTarget, {}, {plan.plan->id, call.text("target")});
}

Answer list_tasks(const Call& call) {
  if (!call.has("plan")) throw Error(kBadParameter, {}, {"plan", "", "规划标识 a plan's id"});
  const District& district = call.district();
  const catalog::Plan& plan = views::plan_of(district.catalog, call.text("plan"));
  const auto options = options_of(call, false);
  const auto book =
      views::task_book_of(district.catalog, plan, district.series(plan, views::complete_year(options.day)),
                          district.calendar, options);
  views::TaskChoice all;
  for (const auto& item : book.items) all.push_back(&item);
  return json_answer(views::tasks_json(district.catalog, book, all));
}

}  // namespace zhiheng::serve
