#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace zhiheng::audit::lex {

/// Whether `word` stands at `place`, which must have room for it. Inline and byte by byte: the words of a
/// language differ early, and a call costs more than that.
constexpr bool same_bytes(const char* place, std::string_view word) {
  for (size_t i = 0; i < word.size(); ++i) {
    if (place[i] != word[i]) return false;
  }
  return true;
}

/// Words that are tried at one place of a text, in order: longer ones must stand before their beginnings (for
/// `ending_at`: before their ends). One look at one byte rejects nearly all places.
template <size_t N>
class Words {
 public:
  template <class... Word>
  consteval Words(const Word&... words) : words_{std::string_view(words)...} {  // NOLINT: a list of words
    static_assert(N < 256);
    for (size_t i = N; i-- > 0;) {
      by_first_[telling_byte(words_[i], 0)] = static_cast<unsigned char>(i + 1);
      by_last_[static_cast<unsigned char>(words_[i].back())] = static_cast<unsigned char>(i + 1);
    }
  }

  /// The length of the first word that begins at `at`, or 0.
  constexpr size_t beginning_at(std::string_view text, size_t at) const {
    const size_t first = at < text.size() ? by_first_[telling_byte(text, at)] : 0;
    if (first == 0) return 0;
    for (size_t i = first - 1; i < N; ++i) {
      if (words_[i].size() <= text.size() - at && same_bytes(text.data() + at, words_[i]))
        return words_[i].size();
    }
    return 0;
  }

  /// The length of the first word that ends at `end`, or 0.
  constexpr size_t ending_at(std::string_view text, size_t end) const {
    const size_t first = end > 0 ? by_last_[static_cast<unsigned char>(text[end - 1])] : 0;
    if (first == 0) return 0;
    for (size_t i = first - 1; i < N; ++i) {
      const auto word = words_[i];
      if (word.size() <= end && text[end - 1] == word.back() &&
          same_bytes(text.data() + end - word.size(), word)) {
        return word.size();
      }
    }
    return 0;
  }

 private:
  /// The third byte of a code point of three bytes (their first bytes are nearly all equal), else the first.
  static constexpr unsigned char telling_byte(std::string_view text, size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    return lead < 0xE0 || at + 2 >= text.size() ? lead : static_cast<unsigned char>(text[at + 2]);
  }

  std::array<std::string_view, N> words_;
  // The first word (counted from 1) that has that telling or last byte; 0 if none has.
  std::array<unsigned char, 256> by_first_{}, by_last_{};
};
template <class... Word>
Words(const Word&...) -> Words<sizeof...(Word)>;

}  // namespace zhiheng::audit::lex
