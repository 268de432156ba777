#pragma once
// What the checks of a whole batch ask of rows in tables.
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "catalog/dataset.h"
#include "intake/record_store.h"
#include "store/database.h"

namespace zhiheng::intake {

/// NewBatch::totals over the rows of the dataset's table for which the condition holds.
std::map<Date, Total> query_totals(store::Session& session, const catalog::Dataset& dataset,
                                   const std::string& condition, const std::optional<Days>& days);

/// NewBatch::find_lost_references. `fresh`: condition of the batch's rows, the table being called `fresh`;
/// `known`: a query in brackets of rows of the register.
void query_lost_references(store::Session& session, const catalog::Dataset& dataset, std::size_t column,
                           const std::string& fresh, const catalog::Dataset& of, const std::string& known,
                           const std::function<void(const LostReference&)>& take);

}  // namespace zhiheng::intake
