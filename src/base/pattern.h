#pragma once
// What a text looks like as a whole, as one pass over its bytes: time grows with the text only, whatever the
// pattern.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace zhiheng {

/// A compiled pattern. The language is the part of regular expressions that needs no memory of what was read:
///   literals, \. and other signs, . (any character), \d \w \s, [A-Z0-9_], [^…], [一-龥], (ab|cd), (?:…),
///   ? * + {3} {2,} {2,5}; ^ at the beginning and $ at the end are allowed and change nothing.
/// Back references, look-around, anchors inside, lazy and possessive repeats are refused. Characters are code
/// points of UTF-8; ill-formed bytes match nothing.
class Pattern {
 public:
  /// Throws Error ("pattern.syntax", "pattern.too-large": over 4,000 states) at `where`, with the place in
  /// the pattern.
  Pattern(const std::string& text, const Location& where);

  const std::string& text() const { return text_; }
  /// Whether the whole of `text` looks like it.
  bool matches(std::string_view text) const {
    std::uint32_t state = kStart;
    for (const char c : text) state = next_[state + class_of_[static_cast<unsigned char>(c)]];
    return accepts_[state / classes_] != 0;
  }

 private:
  static constexpr std::uint32_t kStart = 0;  // states are offsets into next_

  std::string text_;
  std::array<std::uint8_t, 256> class_of_{};  // bytes that no state tells apart are of one class
  std::uint32_t classes_ = 1;
  std::vector<std::uint32_t> next_;
  std::vector<std::uint8_t> accepts_;
};

}  // namespace zhiheng
