#pragma once
// Plans and their targets, judged, and as JSON.
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "catalog/model.h"
#include "plan/comparison.h"
#include "plan/forecast.h"
#include "plan/oddities.h"
#include "plan/progress.h"

namespace zhiheng::views {

/// On which day, and with what, a plan is judged.
struct JudgeOptions {
  Date day;
  bool simulated = false;  // gaps are filled with made-up values
  std::uint64_t seed = 1;  // of these
  bool with_forecast = false;
};

/// A plan judged on a day.
struct JudgedPlan {
  const catalog::Catalog* catalog = nullptr;
  const catalog::Plan* plan = nullptr;
  std::string as_of;  // ISO date
  int year = 0;       // the last complete year on that day
  bool simulated = false;
  plan::SeriesBook book;
  std::vector<plan::Progress> progress;   // of each target, in the plan's order
  std::vector<plan::Forecast> forecasts;  // the same; empty where not asked for
  std::vector<plan::Oddity> oddities;
};

/// Judges a plan with the values known: all of its indicators from plan::first_year_of() to the last year
/// that is over on the day; later ones must not be there.
JudgedPlan judge(const catalog::Catalog& catalog, const catalog::Plan& plan, plan::SeriesBook known,
                 const JudgeOptions& options);

/// {district, plans: [{id, title, title_en, document, period, issued, draft, targets, tasks}]}.
nlohmann::ordered_json plans_json(const catalog::Catalog& catalog);

/// What the plan says of one target: {id, indicator, title, kind, value, unit, by, base, nature, owners,
/// source …}.
nlohmann::ordered_json target_json(const catalog::Catalog& catalog, const catalog::Plan& plan,
                                   const catalog::Target& target);

/// {probability, expected, low, high, coverage, method} or {refused}.
nlohmann::ordered_json forecast_json(const plan::Forecast& forecast);

/// {district, plan, as_of, year, simulated, summary, targets: [target_json + status …], oddities}.
nlohmann::ordered_json judged_json(const JudgedPlan& judged);

nlohmann::ordered_json comparison_json(const plan::PlanOf& first, const std::vector<plan::Shared>& shared,
                                       const std::vector<plan::NearPair>& near);

}  // namespace zhiheng::views
