#pragma once
#include <duckdb.h>

#include "store/segment_table.h"

namespace zhiheng::store::duckdb_driver {

/// Makes the table known to the whole database, as a view of a table function. Throws as
/// `open_segment_database` does.
void add_segment_table(duckdb_connection connection, SegmentTable table);

}  // namespace zhiheng::store::duckdb_driver
