#pragma once
#include <string>

#include "store/frame.h"

namespace zhiheng::store::postgres_driver {

/// Adds one row of a frame in the text form of COPY: fields between tabs, \N for a missing one, a line end.
void add_copy_line(const Frame& rows, std::size_t row, std::string& out);

}  // namespace zhiheng::store::postgres_driver
