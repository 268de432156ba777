#pragma once
#include <string>
#include <vector>

#include "read/records.h"

namespace zhiheng::read {

constexpr size_t kMaxCell = size_t{1} << 20;

/// What goes wrong with a row; the raw bytes are cut to what is kept.
RowBlock::Problem row_problem(RowBlock::Problem::Kind kind, std::uint64_t line, size_t found,
                              std::string_view raw);

/// Whether a row's bytes are text: UTF-8 without NUL.
bool is_row_text(std::string_view row);

}  // namespace zhiheng::read
