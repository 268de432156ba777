#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "intake/import.h"

namespace zhiheng::views {

/// What came of an import of `file`, as it is called: counts, mistakes by rule, warnings, comparisons.
nlohmann::ordered_json import_json(const intake::ImportResult& result, const std::string& file,
                                   const catalog::Dataset& dataset);

nlohmann::ordered_json batch_json(const intake::Batch& batch);

}  // namespace zhiheng::views
