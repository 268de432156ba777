#pragma once
#include <algorithm>
#include <span>
#include <string_view>

namespace zhiheng::audit {

/// A list of words, mostly a static array.
using WordList = std::span<const std::string_view>;

/// Whether `text` has one of `words` anywhere, at its beginning, at its end, or is one of them.
inline bool contains_any(std::string_view text, WordList words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != text.npos; });
}
inline bool starts_with_any(std::string_view text, WordList words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.starts_with(word); });
}
inline bool ends_with_any(std::string_view text, WordList words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.ends_with(word); });
}
inline bool is_any_of(std::string_view text, WordList words) {
  return std::ranges::find(words, text) != words.end();
}

}  // namespace zhiheng::audit
