#pragma once
#include <string>
#include <string_view>

namespace zhiheng::audit::view {

/// Text on one line (see one_line) for element content and for attribute values in double quotes. Total: what
/// is not UTF-8, controls and direction marks become U+FFFD.
std::string html(std::string_view text);

/// The base64 form of a script's SHA-256 as a content security policy wants it: 'sha256-…' with the quotes.
std::string csp_hash(std::string_view script);

}  // namespace zhiheng::audit::view
