#pragma once
#include <memory>

#include "read/records.h"
#include "read/records/csv_masks.h"

namespace zhiheng::read {

/// `read_rows` of a CSV chunk that is in memory as UTF-8 or GB18030; with `kernel`, for tests.
std::unique_ptr<RecordReader> read_csv_rows(std::string_view rows, const RecordHead& head,
                                            std::uint64_t first_line,
                                            const CsvKernel& kernel = csv_kernels().front());

/// `whole_rows` of a CSV file.
size_t whole_csv_rows(std::string_view bytes, const RecordFormat& format);

/// The content of a quoted cell between its quotes: doubled quotes become one. Returns the new size.
size_t unquote(char* text, size_t size);

}  // namespace zhiheng::read
