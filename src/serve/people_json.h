#pragma once
#include <nlohmann/json_fwd.hpp>

#include "people/model.h"

namespace zhiheng::serve {

/// {account, name, unit: {kind, code} | null, roles: [{role, areas, domains}], disabled, password,
/// second_factor, added}: nothing secret.
nlohmann::ordered_json user_json(const people::User& user);

}  // namespace zhiheng::serve
