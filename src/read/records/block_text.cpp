#include "read/records/block_text.h"

#include "read/encoding.h"

namespace zhiheng::read {

RowBlock::Problem row_problem(RowBlock::Problem::Kind kind, std::uint64_t line, size_t found,
                              std::string_view raw) {
  constexpr size_t kMaxRaw = size_t{64} << 10;
  return {kind, line, found, std::string(raw.substr(0, kMaxRaw))};
}

bool is_row_text(std::string_view row) { return row.find('\0') == std::string_view::npos && is_utf8(row); }

}  // namespace zhiheng::read
