#pragma once
#include "catalog/model.h"

namespace zhiheng::cli {

/// All that a dataset's definition says, for a person at a terminal: columns as a table, then checks and
/// cubes.
void print_dataset(const catalog::Dataset& dataset, const catalog::Catalog& catalog);

}  // namespace zhiheng::cli
