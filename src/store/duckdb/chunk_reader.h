#pragma once
#include <duckdb.h>

#include "store/frame.h"

namespace zhiheng::store::duckdb_driver {

/// All rows of a successful result. Takes the chunks out of `result`; the caller destroys it.
Frame read_result(duckdb_result& result);

}  // namespace zhiheng::store::duckdb_driver
