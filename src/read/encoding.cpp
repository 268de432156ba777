#include "read/encoding.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>

#include "base/error.h"
#include "base/text.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kEncoding{"read.encoding", "不是 UTF-8、UTF-16 或 GB18030 编码（第 {} 字节起），拒绝读取",
                              "not UTF-8, UTF-16 or GB18030 (from byte {}); refused"};
constexpr ErrorCode kNotText{"read.unknown-format", "不是文本文件（第 {} 字节为控制字符），拒绝读取",
                             "not a text file (byte {} is a control character); refused"};

/// 1 for controls that aren't space.
constexpr std::array<unsigned char, 256> kControls = [] {
  std::array<unsigned char, 256> out{};
  for (size_t c = 0; c < 0x20; ++c) out[c] = c < '\t' || c > '\r' ? 1 : 0;
  out[0x7F] = 1;
  return out;
}();

/// Text may hold a stray control character; NUL or many of them mean that it is something else.
void refuse_binary(std::string_view bytes, const std::string& shown) {
  size_t controls = 0;
  for (const char c : bytes) controls += kControls[static_cast<unsigned char>(c)];
  size_t bad = bytes.find('\0');
  if (bad == std::string_view::npos && controls <= 16 + bytes.size() / 1000) return;
  if (bad == std::string_view::npos) {
    const auto first = std::find_if(bytes.begin(), bytes.end(),
                                    [](char c) { return kControls[static_cast<unsigned char>(c)] != 0; });
    bad = static_cast<size_t>(first - bytes.begin());
  }
  throw Error(kNotText, {shown}, {std::to_string(bad + 1)});
}

/// nullopt-like: empty and false where a byte can't be converted.
bool convert(std::string_view bytes, const char* encoding, std::string& out) {
  UErrorCode status = U_ZERO_ERROR;
  const auto open = [&status](const char* name) {
    return std::unique_ptr<UConverter, decltype(&ucnv_close)>(ucnv_open(name, &status), ucnv_close);
  };
  const auto from = open(encoding);
  const auto to = open("UTF-8");
  if (U_FAILURE(status)) return false;
  ucnv_setToUCallBack(from.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  ucnv_setFromUCallBack(to.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  out.resize(bytes.size() * 3 + 16);
  std::array<UChar, 16384> pivot{};
  UChar* pivot_source = pivot.data();
  UChar* pivot_target = pivot.data();
  const char* source = bytes.data();
  char* target = out.data();
  ucnv_convertEx(to.get(), from.get(), &target, out.data() + out.size(), &source, bytes.data() + bytes.size(),
                 pivot.data(), &pivot_source, &pivot_target, pivot.data() + pivot.size(), true, true,
                 &status);
  if (U_FAILURE(status)) return false;
  out.resize(static_cast<size_t>(target - out.data()));
  return true;
}

/// Length of the invisible character at `at`, 0 if there is none.
size_t invisible_at(std::string_view text, size_t at) {
  const std::string_view rest = text.substr(at, 3);
  if (rest.starts_with("\xC2\xAD")) return 2;
  if (rest == "\xEF\xBB\xBF" || rest == "\xE2\x81\xA0") return 3;
  if (rest == "\xE2\x80\x8B" || rest == "\xE2\x80\x8C" || rest == "\xE2\x80\x8D") return 3;
  return 0;
}

constexpr std::array<bool, 256> kNeedsLook = [] {
  std::array<bool, 256> out{};
  for (size_t c = 0; c < 0x20; ++c) out[c] = c != '\n' && c != '\t' && c != '\f';
  for (const size_t c : {0x7F, 0xC2, 0xE2, 0xEF}) out[c] = true;
  return out;
}();

/// Whether the eight bytes begin with two Han characters (of three bytes, neither lead byte 0xE0 nor 0xED,
/// whose second bytes are limited).
bool two_han(const unsigned char* at) {
  using Eight = std::array<unsigned char, 8>;
  constexpr auto kMask = std::bit_cast<std::uint64_t>(Eight{0xF0, 0xC0, 0xC0, 0xF0, 0xC0, 0xC0, 0, 0});
  constexpr auto kForm = std::bit_cast<std::uint64_t>(Eight{0xE0, 0x80, 0x80, 0xE0, 0x80, 0x80, 0, 0});
  std::uint64_t bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  return (bytes & kMask) == kForm && at[0] != 0xE0 && at[0] != 0xED && at[3] != 0xE0 && at[3] != 0xED;
}

}  // namespace

bool is_utf8(std::string_view text) {
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = at + text.size();
  const auto goes_on = [](unsigned char c) { return (c & 0xC0) == 0x80; };
  while (at < end) {
    while (end - at >= 8 && two_han(at)) at += 6;
    if (at == end) return true;
    if (*at < 0x80) {
      do ++at;
      while (at < end && *at < 0x80);
    } else if (end - at >= 3 && *at > 0xE0 && *at < 0xF0 && *at != 0xED && goes_on(at[1]) && goes_on(at[2])) {
      at += 3;  // Han characters and their punctuation
    } else {
      size_t offset = 0;
      const std::string_view rest(reinterpret_cast<const char*>(at),
                                  static_cast<size_t>(std::min<ptrdiff_t>(end - at, 4)));
      const char32_t c = next_code_point(rest, offset);
      if (c == 0xFFFD && !rest.starts_with("\xEF\xBF\xBD")) return false;
      at += offset;
    }
  }
  return true;
}

bool looks_like_gb18030(std::string_view bytes) {
  size_t common = 0;
  size_t han = 0;
  for (size_t i = 0; i + 1 < bytes.size(); ++i) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    const auto trail = static_cast<unsigned char>(bytes[i + 1]);
    if (lead < 0x81) continue;
    ++i;
    const bool symbol = lead >= 0xA1 && lead <= 0xA9 && trail >= 0xA1;
    if (symbol) continue;
    ++han;
    if (lead >= 0xB0 && lead <= 0xD7 && trail >= 0xA1) ++common;
  }
  return common * 10 >= han * 6;
}

void clean_text(std::string& text) {
  size_t to = 0;
  for (size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (!kNeedsLook[c]) {
      text[to++] = text[at++];
    } else if (const size_t gone = invisible_at(text, at); gone > 0) {
      at += gone;
    } else if (c == 0xC2 && at + 1 < text.size() && text[at + 1] == '\xA0') {
      text[to++] = ' ';
      at += 2;
    } else if (c == '\r' || c == '\v') {
      if (c == '\v' || at + 1 == text.size() || text[at + 1] != '\n') text[to++] = '\n';
      ++at;
    } else if (kControls[c] != 0) {
      ++at;
    } else {
      text[to++] = text[at++];
    }
  }
  text.resize(to);
}

std::string text_from_bytes(std::string_view bytes, const std::string& shown) {
  std::string text;
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    const bool little = bytes[0] == '\xFF';
    if (!convert(bytes.substr(2), little ? "UTF-16LE" : "UTF-16BE", text)) {
      throw Error(kEncoding, {shown}, {"1"});
    }
    refuse_binary(text, shown);
  } else {
    refuse_binary(bytes, shown);
    if (is_utf8(bytes)) {
      text = bytes;
    } else if (!looks_like_gb18030(bytes) || !convert(bytes, "gb18030", text)) {
      throw Error(kEncoding, {shown}, {std::to_string(find_invalid_utf8(bytes) + 1)});
    }
  }
  clean_text(text);
  return text;
}

}  // namespace zhiheng::read
