#pragma once
// How plans and their targets are answered: for machines and for a terminal. Nothing is computed here.
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "catalog/model.h"
#include "plan/comparison.h"
#include "plan/forecast.h"
#include "plan/oddities.h"
#include "plan/progress.h"

namespace zhiheng::cli {

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

/// What the plan says of one target: {id, indicator, title, kind, value, unit, by, base, nature, owners,
/// source …}.
nlohmann::ordered_json target_json(const catalog::Catalog& catalog, const catalog::Plan& plan,
                                   const catalog::Target& target);

/// {district, plan, as_of, year, simulated, summary, targets: [target_json + status …], oddities}.
nlohmann::ordered_json judged_json(const JudgedPlan& judged);

nlohmann::ordered_json comparison_json(const plan::PlanOf& first, const std::vector<plan::Shared>& shared,
                                       const std::vector<plan::NearPair>& near);

/// The same for people, at most `width` columns wide.
std::string status_text(const JudgedPlan& judged, int width, bool colours);
std::string forecast_text(const JudgedPlan& judged, int width, bool colours);
std::string targets_text(const catalog::Catalog& catalog, const catalog::Plan& plan, int width, bool colours);
std::string target_text(const JudgedPlan& judged, const plan::Progress& progress, int width, bool colours);
std::string comparison_text(const plan::PlanOf& first, const std::vector<plan::Shared>& shared,
                            const std::vector<plan::NearPair>& near, int width, bool colours);

}  // namespace zhiheng::cli
