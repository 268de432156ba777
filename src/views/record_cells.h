#pragma once
#include "views/load.h"
#include "views/records.h"

namespace zhiheng::views {

/// Puts cubes that are computed from records in the place of published figures: in each year for which there
/// are records, a cube of the catalog has the cells that follow from them, with the batches as their source.
/// Where a batch is simulated the whole district is marked so. Call before the evaluator is made.
void use_records(const Records& records, catalog::Catalog& catalog, store::Session& session);

}  // namespace zhiheng::views
