#pragma once
#include <string>
#include <string_view>

namespace zhiheng {

/// Text for element content and for attribute values in double quotes. Total: bytes that are not UTF-8 become
/// U+FFFD, control characters a space.
std::string html(std::string_view text);

/// A JSON string literal; safe inside <script> too, because `<`, `>` and `&` are written as escapes. Total
/// like html().
std::string json_string(std::string_view text);

/// The base64 form of a script's SHA-256 as a content security policy wants it: 'sha256-…' with the quotes.
std::string csp_hash(std::string_view script);

}  // namespace zhiheng
