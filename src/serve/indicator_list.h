#pragma once
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "serve/district.h"

namespace zhiheng::serve {

/// The items of the list of indicators: {id, title, unit, kind, decimals, better, domain, owner, years,
/// areas, latest}.
std::vector<nlohmann::ordered_json> indicator_items(const District& district);

}  // namespace zhiheng::serve
