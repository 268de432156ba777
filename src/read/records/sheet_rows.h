#pragma once
#include <string>
#include <string_view>

#include "read/records.h"

namespace zhiheng::read {

/// `read_record_head` of an XLSX file: of the first visible sheet that has something in it.
RecordHead read_sheet_head(std::string_view file, const std::string& shown);

}  // namespace zhiheng::read
