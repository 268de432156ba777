#pragma once
#include <cstdint>
#include <string_view>

#include "audit/lex/words.h"

namespace zhiheng::audit::lex {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
inline std::uint32_t offset(size_t at) { return static_cast<std::uint32_t>(at); }

/// `word` must not be empty.
inline bool starts(std::string_view text, size_t at, std::string_view word) {
  return at < text.size() && word.size() <= text.size() - at && same_bytes(text.data() + at, word);
}
inline bool ends(std::string_view text, size_t end, std::string_view word) {
  return end >= word.size() && text[end - 1] == word.back() &&
         same_bytes(text.data() + end - word.size(), word);
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
inline size_t space_length(std::string_view text, size_t at) {
  if (at >= text.size()) return 0;
  const char c = text[at];
  if (c == ' ' || c == '\t' || c == '\n' || c == '\r') return 1;
  if (c == '\xC2') return starts(text, at, "\u00a0") ? 2 : 0;
  if (c != '\xE2' && c != '\xE3') return 0;
  return starts(text, at, "\u3000") || starts(text, at, "\u2009") || starts(text, at, "\u202f") ? 3 : 0;
}

/// Behind the spaces that begin at `at`.
inline size_t skip_spaces(std::string_view text, size_t at) {
  while (const size_t length = space_length(text, at)) at += length;
  return at;
}

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
template <size_t N>
size_t first_of(std::string_view text, size_t at, const Words<N>& words) {
  return words.beginning_at(text, at);
}
template <size_t N>
size_t last_of(std::string_view text, size_t end, const Words<N>& words) {
  return words.ending_at(text, end);
}

}  // namespace zhiheng::audit::lex
