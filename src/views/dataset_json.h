#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "catalog/model.h"

namespace zhiheng::views {

/// All that a dataset's definition says.
nlohmann::ordered_json dataset_json(const catalog::Dataset& dataset, const catalog::Catalog& catalog);

/// The dataset of that name. Throws Error ("dataset.unknown") that names the nearest and all that there are.
const catalog::Dataset& dataset_of(const catalog::Catalog& catalog, const std::string& id);

inline constexpr ErrorCode kUnknownDataset{"dataset.unknown", "没有数据集 {}；可用：{}",
                                           "there is no dataset {}; there are: {}"};

}  // namespace zhiheng::views
