#pragma once
#include <cstddef>

namespace zhiheng::read {

/// Writes a code point as UTF-8, up to four bytes; returns how many.
inline size_t put_utf8(char32_t c, char* to) {
  const auto rest = [c](int shift) { return static_cast<char>(0x80 | (c >> shift & 0x3F)); };
  if (c < 0x80) {
    to[0] = static_cast<char>(c);
    return 1;
  }
  if (c < 0x800) {
    to[0] = static_cast<char>(0xC0 | c >> 6);
    to[1] = rest(0);
    return 2;
  }
  if (c < 0x10000) {
    to[0] = static_cast<char>(0xE0 | c >> 12);
    to[1] = rest(6);
    to[2] = rest(0);
    return 3;
  }
  to[0] = static_cast<char>(0xF0 | c >> 18);
  to[1] = rest(12);
  to[2] = rest(6);
  to[3] = rest(0);
  return 4;
}

}  // namespace zhiheng::read
