#pragma once
#include <memory>

#include "read/records.h"

namespace zhiheng::read {

/// `read_rows` of an NDJSON chunk.
std::unique_ptr<RecordReader> read_ndjson_rows(std::string_view rows, const RecordHead& head,
                                               std::uint64_t first_line);

/// `whole_rows` of an NDJSON file.
size_t whole_ndjson_rows(std::string_view bytes);

}  // namespace zhiheng::read
