#pragma once
// What may stand in a field.
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "base/error.h"
#include "flow/definitions.h"

namespace zhiheng::flow {

/// What is wrong with a value, which is not null, at "fields.NAME"; nullopt where it suits the field. A
/// number may be text ("12.50") or a number of JSON that has not lost digits on its way.
std::optional<Diagnostic> check_value(const Field& field, const nlohmann::ordered_json& value);

/// Whether a value is nothing at all: null, or text of spaces.
bool is_blank(const nlohmann::ordered_json& value);

/// Whether `text` is well-formed, has at most `most` characters and no control characters but, where there
/// may be `lines`, ends of lines and tabs.
bool is_plain(std::string_view text, std::size_t most, bool lines = false);

}  // namespace zhiheng::flow
