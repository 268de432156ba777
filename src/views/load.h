#pragma once
#include <memory>
#include <string>

#include "catalog/load.h"
#include "measure/evaluator.h"
#include "store/database.h"

namespace zhiheng::views {

/// A district read, checked and ready to be computed. Not moved after making: the evaluator points into it.
struct LoadedDistrict {
  Diagnostics diagnostics;
  catalog::Catalog catalog;
  std::unique_ptr<store::Database> database;
  std::unique_ptr<store::Session> session;
  std::unique_ptr<measure::Evaluator> evaluator;  // empty when the definitions have mistakes
};

/// Reads catalog and pack of `district` and loads its figures; with `records`, a workspace or the
/// URL of a database, what follows from the records there takes the place of published figures. Mistakes are
/// collected; `evaluator` is made when there are none that would make it useless.
std::unique_ptr<LoadedDistrict> load_district(const catalog::Home& home, const std::string& district,
                                              const std::string& records = "");

/// The definitions of `district`, of the first one where it is empty. Throws Error where they have mistakes.
catalog::Catalog definitions_of(const catalog::Home& home, const std::string& district);

/// Where the typesetter's modules are: $ZHIHENG_DEPS or .deps in the home.
std::string tool_folder(const catalog::Home& home);

/// The plan of that name. Throws Error ("plan.unknown") that names those that there are.
const catalog::Plan& plan_of(const catalog::Catalog& catalog, const std::string& id);

inline constexpr ErrorCode kUnknownPlan{"plan.unknown", "{} 没有规划 {}；可用：{}",
                                        "{} has no plan {}; it has: {}"};

}  // namespace zhiheng::views
