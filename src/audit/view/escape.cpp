#include "audit/view/escape.h"

#include <cstdint>

#include "audit/view/excerpt.h"
#include "base/file.h"

namespace zhiheng::audit::view {

std::string html(std::string_view text) {
  std::string out;
  for (const char c : one_line(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string csp_hash(std::string_view script) {
  static constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto nibble = [](char c) { return static_cast<std::uint32_t>(c <= '9' ? c - '0' : c - 'a' + 10); };
  std::string hex = sha256_hex(script) + "00";  // 32 bytes and one of padding are eleven groups of three
  std::string out = "'sha256-";
  for (size_t i = 0; i < hex.size(); i += 6) {
    std::uint32_t bits = 0;
    for (size_t k = i; k < i + 6; ++k) bits = bits << 4 | nibble(hex[k]);
    for (int shift = 18; shift >= 0; shift -= 6) out += kAlphabet[bits >> shift & 63];
  }
  out.back() = '=';
  return out + "'";
}

}  // namespace zhiheng::audit::view
