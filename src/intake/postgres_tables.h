#pragma once
// The tables of the PostgreSQL store.
#include <string>
#include <vector>

#include "catalog/dataset.h"
#include "store/database.h"
#include "store/migrations.h"

namespace zhiheng::intake {

/// Journal and files as received.
const std::vector<store::Migration>& record_migrations();

/// Whether the database has them.
bool has_record_tables(store::Session& session);

/// How a column's values are loaded.
store::LoadColumn::Kind load_kind(const catalog::DatasetColumn& column);

/// Makes the dataset's table where there is none, adds columns that it lacks, and gives the table into which
/// rows of the district are loaded: its partition, or with Citus the table itself. Throws Error
/// ("store.column-changed") where a column has another type than the definition says.
std::string prepare_table(store::Session& session, const catalog::Dataset& dataset,
                          const std::string& district);

/// The index by which rows with the same key are found; made after the first load, which is faster.
void index_keys(store::Session& session, const catalog::Dataset& dataset, const std::string& loaded_table);

}  // namespace zhiheng::intake
