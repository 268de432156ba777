#pragma once
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "serve/routes.h"

namespace zhiheng::serve {

/// The OpenAPI 3.1 description of the routes; the forms of the answers are those of assets/schemas.json.
/// Throws Error
/// ("route.no-schema", exit code 70) for a route whose answer is not described there.
nlohmann::ordered_json openapi(const std::vector<Route>& routes);

}  // namespace zhiheng::serve
