#pragma once
// What the catalog says of one thing.
#include <nlohmann/json_fwd.hpp>

#include "catalog/model.h"

namespace zhiheng::views {

/// {zh, en}.
nlohmann::ordered_json title_json(const catalog::Title& title);

/// All that the definition says, beginning with its kind and id: {indicator: "food.pass_rate", title, …}.
nlohmann::ordered_json definition_json(const catalog::Indicator& indicator);
nlohmann::ordered_json definition_json(const catalog::Cube& cube);
nlohmann::ordered_json definition_json(const catalog::CodeList& list);
nlohmann::ordered_json definition_json(const catalog::Check& check);

}  // namespace zhiheng::views
