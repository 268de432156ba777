#pragma once
// How plans and their targets are shown on a terminal. Nothing is computed here.
#include <string>
#include <vector>

#include "views/plan_json.h"

namespace zhiheng::cli {

/// For people, at most `width` columns wide.
std::string status_text(const views::JudgedPlan& judged, int width, bool colours);
std::string forecast_text(const views::JudgedPlan& judged, int width, bool colours);
std::string targets_text(const catalog::Catalog& catalog, const catalog::Plan& plan, int width, bool colours);
std::string target_text(const views::JudgedPlan& judged, const plan::Progress& progress, int width,
                        bool colours);
std::string comparison_text(const plan::PlanOf& first, const std::vector<plan::Shared>& shared,
                            const std::vector<plan::NearPair>& near, int width, bool colours);

}  // namespace zhiheng::cli
