#pragma once
#include <cstdint>
#include <string_view>

namespace zhiheng::audit::lex {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// `word` must not be empty.
inline bool starts(std::string_view text, size_t at, std::string_view word) {
  // The first byte tells most words apart without a call.
  return at < text.size() && text[at] == word[0] && text.substr(at).starts_with(word);
}
inline bool ends(std::string_view text, size_t end, std::string_view word) {
  return end >= word.size() && text[end - 1] == word.back() && text.substr(end - word.size(), word.size()) == word;
}

/// The three-byte code point that begins at `at` (all Han and full-width ones are), or 0.
inline char32_t wide_at(std::string_view text, size_t at) {
  if (at + 3 > text.size()) return 0;
  const auto a = static_cast<unsigned char>(text[at]);
  if ((a & 0xF0) != 0xE0) return 0;
  const auto b = static_cast<unsigned char>(text[at + 1]), c = static_cast<unsigned char>(text[at + 2]);
  return static_cast<char32_t>((a & 0x0F) << 12 | (b & 0x3F) << 6 | (c & 0x3F));
}

/// Length in bytes of the space at `at`: ASCII, line break, no-break, thin and full-width ones; 0 if none.
size_t space_length(std::string_view text, size_t at);
/// Behind the spaces that begin at `at`.
size_t skip_spaces(std::string_view text, size_t at);
/// Before the spaces that end at `end`.
size_t back_over_spaces(std::string_view text, size_t end);
/// The first of `words` that `text` has at `at` (or, for `last_of`, that ends at `end`); its length, or 0.
/// Longer words must stand before their beginnings.
template <size_t N>
size_t first_of(std::string_view text, size_t at, const std::string_view (&words)[N]) {
  for (const auto word : words) {
    if (starts(text, at, word)) return word.size();
  }
  return 0;
}
template <size_t N>
size_t last_of(std::string_view text, size_t end, const std::string_view (&words)[N]) {
  for (const auto word : words) {
    if (ends(text, end, word)) return word.size();
  }
  return 0;
}

}  // namespace zhiheng::audit::lex
