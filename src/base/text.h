#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace zhiheng {

/// Decodes the code point at `offset` and moves `offset` behind it. Bytes that are not UTF-8 decode to
/// U+FFFD, one at a time.
char32_t next_code_point(std::string_view text, size_t& offset);

/// Byte offset of the first byte that is not well-formed UTF-8, or npos.
size_t find_invalid_utf8(std::string_view text);

/// Whether a code point is written full-width: Han, kana, full-width punctuation.
bool is_wide(char32_t code_point);

/// Columns on a terminal: wide code points count two.
int display_width(std::string_view text);

std::string_view trim(std::string_view text);
/// Without spaces as people and office programs leave them around words: those of `trim`, full-width and
/// no-break spaces, zero-width ones, byte order marks.
std::string_view trim_wide(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replace_all(std::string text, std::string_view from, std::string_view to);

/// Lower-case word of letters, digits, `_` and `-` that begins with a letter: what ids and codes look like.
bool is_identifier(std::string_view text);

/// `text` with every quote doubled, in quotes: an SQL string literal or (with `"`) an identifier.
std::string sql_quoted(std::string_view text, char quote = '\'');

/// "1-3, 7": consecutive numbers joined. `numbers` must be sorted.
std::string compress_ranges(const std::vector<int>& numbers);

/// The `candidates` member nearest to `word` (edit distance at most 3), or empty: for "did you mean".
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace zhiheng
