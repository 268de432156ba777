#pragma once
#include <string>
#include <string_view>

#include "read/records.h"

namespace zhiheng::read {

/// `read_record_head` of what is neither an archive nor a compound file: CSV and NDJSON.
///
/// The separator is the one of comma, tab and semicolon with which most of the first rows have as many cells
/// as the head, two at least; without such a one the file has one column. NDJSON is what begins with an
/// object on one line; its heads are the fields of the first 1,000 lines (or 1 MiB), in the order in which
/// they come.
RecordHead read_text_head(std::string_view bytes, bool whole, const std::string& shown);

}  // namespace zhiheng::read
