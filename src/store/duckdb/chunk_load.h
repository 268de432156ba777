#pragma once
#include <duckdb.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "store/bulk_load.h"

namespace zhiheng::store::duckdb_driver {

/// An appender of whole chunks for named columns of a table, inside a transaction of the caller. `ended` is
/// called once, with whether the rows are in the table; it may throw only where they are. Throws Error
/// ("store.load-failed").
std::unique_ptr<BulkLoad> begin_load(duckdb_connection connection, const std::string& table,
                                     const std::vector<std::string>& columns,
                                     std::function<void(bool)> ended);

}  // namespace zhiheng::store::duckdb_driver
