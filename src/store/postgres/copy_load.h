#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "store/bulk_load.h"
#include "store/postgres/connection.h"

namespace zhiheng::store::postgres_driver {

/// A COPY into named columns of a table. `ended` is called once, when the connection is free again, with
/// whether the rows were stored. Throws Error ("store.load-failed", "store.connection-lost").
std::unique_ptr<BulkLoad> begin_copy(Connection& connection, const std::string& table,
                                     const std::vector<std::string>& columns,
                                     std::function<void(bool)> ended);

}  // namespace zhiheng::store::postgres_driver
