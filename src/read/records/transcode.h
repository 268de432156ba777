#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "read/records.h"

namespace zhiheng::read {

/// The bytes as UTF-8; nullopt where they are that already. What can't be converted becomes a byte 0xFF,
/// which is not UTF-8, so that the row that has it is known and no other is lost. UTF-16 may begin with a
/// BOM.
std::optional<std::string> utf8_of(std::string_view bytes, RecordFormat::Encoding encoding);

}  // namespace zhiheng::read
