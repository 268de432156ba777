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

/// The table into which rows of one district are loaded.
struct LoadTable {
  std::string name;         // the district's partition, or with Citus the dataset's table itself
  std::string year_column;  // the column by whose year it is divided; empty: it isn't
};

/// Makes the dataset's table and the district's partition where there are none, and adds columns that they
/// lack; in a transaction, until whose end nobody else does that. Throws Error ("store.column-changed") where
/// a column has another type than the definition says.
LoadTable prepare_table(store::Session& session, const catalog::Dataset& dataset,
                        const std::string& district);

/// A query in brackets of one district's rows but for those that were replaced and those of batches
/// `without`; the table must exist.
std::string rows_of_district(store::Session& session, const std::string& dataset, const std::string& district,
                             const std::string& without);

/// Makes the table's partition for a year from kFirstYear to kLastYear; those before are in "…@before", those
/// after in "…@after".
constexpr int kFirstYear = 1900, kLastYear = 2100;
void add_year(store::Session& session, const LoadTable& table, int year);

/// The index by which rows with the same key are found, made when it is first needed, and what the planner
/// has to know of it.
void index_keys(store::Session& session, const catalog::Dataset& dataset, const LoadTable& table);

}  // namespace zhiheng::intake
