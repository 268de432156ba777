#pragma once
#include <libpq-fe.h>

#include "store/frame.h"

namespace zhiheng::store::postgres_driver {

/// A frame without rows that has the columns of a binary result. Throws Error ("store.unsupported-type").
Frame frame_for(const PGresult& result);

/// Adds all rows of a binary result to a frame made for its columns. Throws std::overflow_error for a number
/// of more than 36 digits.
void add_rows(const PGresult& result, Frame& frame);

}  // namespace zhiheng::store::postgres_driver
