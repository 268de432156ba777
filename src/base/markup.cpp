#include "base/markup.h"

#include <fmt/format.h>

#include <cstdint>

#include "base/file.h"
#include "base/text.h"

namespace zhiheng {
namespace {

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029; }

/// Hands every code point and its bytes to `write`; a byte that is not UTF-8 comes as U+FFFD.
template <class Write>
void each_code_point(std::string_view text, Write write) {
  for (size_t offset = 0; offset < text.size();) {
    const size_t start = offset;
    const char32_t c = next_code_point(text, offset);
    write(c, c == 0xfffd ? std::string_view("\ufffd") : text.substr(start, offset - start));
  }
}

std::string base64_of_hex(std::string_view hex) {
  static constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  auto nibble = [](char c) { return static_cast<std::uint32_t>(c <= '9' ? c - '0' : c - 'a' + 10); };
  std::string out;
  for (size_t i = 0; i < hex.size(); i += 6) {  // three bytes make four letters
    std::uint32_t bits = 0;
    for (size_t k = i; k < i + 6; ++k) bits = bits << 4 | (k < hex.size() ? nibble(hex[k]) : 0);
    const size_t letters = i + 6 <= hex.size() ? 4 : (hex.size() - i) / 2 + 1;
    for (size_t k = 0; k < 4; ++k) out += k < letters ? kAlphabet[bits >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

}  // namespace

std::string html(std::string_view text) {
  std::string out;
  each_code_point(text, [&](char32_t c, std::string_view bytes) {
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
        out += is_control(c) ? std::string_view(" ") : bytes;
    }
  });
  return out;
}

std::string json_string(std::string_view text) {
  std::string out = "\"";
  each_code_point(text, [&](char32_t c, std::string_view bytes) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (is_control(c) || c == '<' || c == '>' || c == '&') {
      out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(c));
    } else {
      out += bytes;
    }
  });
  return out + '"';
}

std::string csp_hash(std::string_view script) { return "'sha256-" + base64_of_hex(sha256_hex(script)) + "'"; }

}  // namespace zhiheng
