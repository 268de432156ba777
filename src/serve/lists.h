#pragma once
// What answers have in common: lists, values, tables.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "measure/value.h"
#include "report/plain_table.h"
#include "serve/routes.h"

namespace zhiheng::serve {

using Json = nlohmann::ordered_json;

/// `json` as the body, one line.
Answer json_answer(const Json& json, int status = 200);

/// Which page is asked for, from 0, and how many items it has. Throws Error (kBadParameter).
std::pair<std::size_t, std::size_t> page_of(const Call& call);

/// The page of `items` that the call asks for, as {items, total, page, per_page}: those whose title or id has
/// `q` in it and that have the said value in each of the fields `filters`, sorted by `sort`. Items have id
/// and title. Throws Error (kBadParameter): a page that can't be, a field that no item has.
Answer list_answer(const Call& call, const std::vector<Json>& items,
                   const std::vector<std::string>& filters = {});

/// {value, unit, decimals, numerator, denominator, text, simulated}; null for nullptr.
Json value_json(const measure::Value* value, bool simulated);

/// A table as a file of the form that `name` ends in: NAME.csv, .sdmx.csv, .xlsx or .json. Throws Error
/// (kNotFound) for others.
Answer table_answer(const report::PlainTable& table, const std::string& name, const std::string& folder);

}  // namespace zhiheng::serve
