#include "views/plan_json.h"

#include <nlohmann/json.hpp>

#include "plan/demand.h"
#include "plan/quantity.h"
#include "plan/simulation.h"
#include "views/day.h"

namespace zhiheng::views {
namespace {

using Json = nlohmann::ordered_json;
using catalog::Quantity;

Json number(const Decimal& value) {
  if (value.scale() == 0) return static_cast<std::int64_t>(value.mantissa());
  return value.to_double();
}

template <typename Value>
Json number(const std::optional<Value>& value) {
  return value ? number(*value) : Json();
}

Json limit_json(const catalog::Limit& limit) {
  return limit.high ? Json::array({number(limit.low), number(*limit.high)}) : number(limit.low);
}

Json words(const catalog::Title& title) { return {{"zh", title.zh}, {"en", title.en}}; }

Json department_list(const catalog::Catalog& catalog, const std::vector<std::string>& owners) {
  auto out = Json::array();
  for (const auto& owner : owners)
    out.push_back({{"code", owner}, {"title", catalog.code_title("department", owner)}});
  return out;
}

Json milestones_json(const plan::Progress& p) {
  auto out = Json::array();
  for (const auto& m : p.milestones)
    out.push_back({{"year", m.year},
                   {"value", limit_json(m.limit)},
                   {"now", number(m.value)},
                   {"met", m.met ? Json(*m.met) : Json()}});
  return out;
}

Json sources_json(const plan::Progress& p) {
  auto out = Json::array();
  for (const auto& origin : p.origins) {
    for (const auto& source : origin->sources) out.push_back(std::to_string(origin->year) + " " + source);
  }
  return out;
}

void add_progress(Json& json, const plan::Progress& p) {
  json["status"] = plan::to_string(p.status);
  json["reason"] = {{"code", p.reason.code}, {"zh", p.reason.words.zh}, {"en", p.reason.words.en}};
  json["now"] = p.now ? Json{{"value", number(p.now)}, {"year", p.now_year}} : Json();
  json["start"] = p.start ? Json{{"value", number(p.start)}, {"year", p.start_year}} : Json();
  json["limit"] = p.limit ? limit_json(*p.limit) : Json();
  json["distance"] = number(p.distance);
  json["distance_unit"] = p.distance_unit;
  json["needed_pace"] = number(p.needed_pace);
  json["pace"] = number(p.pace);
  if (p.aim_met) json["aim_met"] = *p.aim_met;
  json["milestones"] = milestones_json(p);
  json["missing_years"] = p.missing;
  json["break_in_series"] = p.break_in_series;
  json["simulated"] = p.simulated;
  json["value_sources"] = sources_json(p);
}

Json oddity_json(const plan::Oddity& o) {
  Json json{{"kind", o.kind}, {"target", o.target->id}, {"zh", o.words.zh}, {"en", o.words.en}};
  if (o.other_plan != nullptr) json["other"] = {{"plan", o.other_plan->id}, {"target", o.other_target->id}};
  return json;
}

Json base_json(const catalog::Target& target) {
  if (!target.base) return Json();
  return {{"year", target.base->first}, {"value", number(target.base->second)}};
}

}  // namespace

Json target_json(const catalog::Catalog& catalog, const catalog::Plan& plan, const catalog::Target& target) {
  const catalog::Indicator& indicator = *catalog.indicator(target.indicator);
  const auto& title = plan::title_of(target, indicator);
  Json json{{"id", target.id}, {"indicator", target.indicator}, {"title", title.zh}, {"title_en", title.en}};
  json["kind"] = target.quantity == Quantity::kValue ? catalog::to_string(target.demand)
                                                     : catalog::to_string(target.quantity);
  json["demand"] = catalog::to_string(target.demand);
  json["measures"] = catalog::to_string(target.quantity);
  json["value"] = target.limit ? limit_json(*target.limit) : Json();
  if (target.aim) json["aim"] = number(target.aim);
  if (!target.other.empty()) json["other"] = target.other;
  json["unit"] = plan::unit_of(target, indicator);
  json["words"] = words(plan::demand_words(catalog, target));
  json["by"] = target.by;
  if (target.quantity == Quantity::kAdded || target.quantity == Quantity::kMean)
    json["from"] = plan::first_year(plan, target);
  if (target.against) json["against"] = Json::array({target.against->from, target.against->to});
  json["hold"] = target.hold;
  json["hopes"] = target.hopes;
  if (target.quantity == Quantity::kGrowth) json["every"] = target.every_year ? "year" : "mean";
  json["base"] = base_json(target);
  auto milestones = Json::object();
  for (const auto& [year, limit] : target.milestones) milestones[std::to_string(year)] = limit_json(limit);
  json["milestone_values"] = milestones;
  json["nature"] = catalog::to_string(target.nature);
  json["goal"] = target.goal;
  json["task"] = target.task;
  json["owners"] = department_list(catalog, plan::owners_of(target, indicator));
  json["owners_named"] = !target.owners.empty();
  json["domain"] = indicator.domain;
  json["better"] = indicator.better;
  json["scope"] = words(indicator.scope);
  json["source"] = target.source;
  json["note"] = words(target.note);
  return json;
}

Json forecast_json(const plan::Forecast& f) {
  if (f.refused) return {{"refused", words(*f.refused)}};
  return {{"probability", f.probability ? Json(*f.probability) : Json()},
          {"expected", number(f.expected)},
          {"low", number(f.low)},
          {"high", number(f.high)},
          {"coverage", f.coverage},
          {"method", words(f.method)}};
}

JudgedPlan judge(const catalog::Catalog& catalog, const catalog::Plan& plan, plan::SeriesBook known,
                 const JudgeOptions& options) {
  JudgedPlan out;
  out.catalog = &catalog;
  out.plan = &plan;
  out.as_of = options.day.to_string();
  out.year = complete_year(options.day);
  out.simulated = options.simulated || catalog.district.simulated;
  out.book = std::move(known);
  if (options.simulated) plan::simulate(catalog, plan, out.year, options.seed, out.book);
  out.progress = plan::judge_plan(catalog, plan, out.book, out.year);
  if (options.with_forecast) out.forecasts = plan::forecast_plan(catalog, plan, out.progress, out.book);
  out.oddities = plan::find_oddities(catalog, plan, out.progress);
  return out;
}

Json plans_json(const catalog::Catalog& catalog) {
  auto plans = Json::array();
  for (const auto& [id, plan] : catalog.plans)
    plans.push_back({{"id", id},
                     {"title", plan.title.zh},
                     {"title_en", plan.title.en},
                     {"document", plan.document},
                     {"period", {plan.period.from, plan.period.to}},
                     {"issued", plan.issued},
                     {"draft", plan.draft},
                     {"targets", plan.targets.size()},
                     {"tasks", plan.tasks.size()}});
  return {{"district", catalog.district.id}, {"plans", plans}};
}

Json judged_json(const JudgedPlan& judged) {
  const catalog::Plan& plan = *judged.plan;
  Json json{{"district", judged.catalog->district.id},
            {"plan", plan.id},
            {"title", plan.title.zh},
            {"document", plan.document},
            {"draft", plan.draft},
            {"period", Json::array({plan.period.from, plan.period.to})},
            {"as_of", judged.as_of},
            {"year", judged.year},
            {"simulated", judged.simulated}};
  for (const auto status : plan::kStatuses) json["summary"][plan::to_string(status)] = 0;
  json["targets"] = Json::array();
  for (size_t i = 0; i < judged.progress.size(); ++i) {
    const auto& p = judged.progress[i];
    json["summary"][plan::to_string(p.status)] = json["summary"][plan::to_string(p.status)].get<int>() + 1;
    Json target = target_json(*judged.catalog, plan, *p.target);
    add_progress(target, p);
    if (!judged.forecasts.empty()) target["forecast"] = forecast_json(judged.forecasts[i]);
    json["targets"].push_back(std::move(target));
  }
  json["oddities"] = Json::array();
  for (const auto& oddity : judged.oddities) json["oddities"].push_back(oddity_json(oddity));
  return json;
}

Json comparison_json(const plan::PlanOf& first, const std::vector<plan::Shared>& shared,
                     const std::vector<plan::NearPair>& near) {
  Json json{{"district", first.catalog->district.id}, {"plan", first.plan->id}, {"shared", Json::array()}};
  for (const auto& each : shared) {
    Json item{
        {"indicator", each.indicator->id}, {"title", each.indicator->title.zh}, {"targets", Json::array()}};
    for (const auto& entry : each.entries) {
      Json target = target_json(*entry.catalog, *entry.plan, *entry.target);
      target["district"] = entry.catalog->district.id;
      target["plan"] = entry.plan->id;
      item["targets"].push_back(std::move(target));
    }
    item["differences"] = Json::array();
    for (const auto& difference : each.differences) item["differences"].push_back(words(difference));
    json["shared"].push_back(std::move(item));
  }
  json["near"] = Json::array();
  for (const auto& pair : near)
    json["near"].push_back({{"indicator", pair.mine->id},
                            {"title", pair.mine->title.zh},
                            {"other_indicator", pair.theirs->id},
                            {"other_title", pair.theirs->title.zh},
                            {"district", pair.other.catalog->district.id},
                            {"plan", pair.other.plan->id}});
  return json;
}

}  // namespace zhiheng::views
