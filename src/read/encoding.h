#pragma once
#include <string>
#include <string_view>

namespace zhiheng::read {

/// The bytes of a text file as UTF-8: from UTF-8, UTF-16 with BOM or GB18030. Invisible characters (BOM,
/// zero-width, word joiner, soft hyphen, controls) are gone, no-break spaces are spaces, lines end in `\n`;
/// tabs and form feeds stay. Throws Error: "read.encoding" for another encoding, "read.unknown-format" for
/// what is no text (NUL bytes, many controls). `shown` is the name for messages.
std::string text_from_bytes(std::string_view bytes, const std::string& shown);

/// Whether text is well-formed UTF-8; several times faster than looking for the place where it isn't.
bool is_utf8(std::string_view text);

/// Whether most of the two-byte characters are those that Chinese text is made of: GB18030 has a character
/// for almost any bytes, so that text in another encoding decodes to rare ones.
bool looks_like_gb18030(std::string_view bytes);

/// Removes from UTF-8 text what `text_from_bytes` removes.
void clean_text(std::string& text);

}  // namespace zhiheng::read
