#include "read/records/transcode.h"

#include <unicode/ucnv.h>

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "read/records/utf8_bytes.h"

namespace zhiheng::read {
namespace {

constexpr char kBad = '\xFF';

void append_utf8(std::string& out, char32_t c) {
  std::array<char, 4> bytes;
  out.append(bytes.data(), put_utf8(c, bytes.data()));
}

/// GB18030 by ICU, one character at a time, and by a table of its two-byte characters.
class Gb18030 {
 public:
  Gb18030() : pairs_(size_t{kLeads} * kTrails) {
    for (unsigned lead = 0; lead < kLeads; ++lead) {
      for (unsigned trail = 0; trail < kTrails; ++trail) {
        const std::array<char, 2> bytes{static_cast<char>(kFirstLead + lead),
                                        static_cast<char>(kFirstTrail + trail)};
        pairs_[lead * kTrails + trail] = static_cast<char16_t>(one({bytes.data(), bytes.size()}));
      }
    }
  }

  std::string utf8(std::string_view bytes) const {
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 2 + 16);
    for (size_t at = 0; at < bytes.size();) {
      const size_t begin = at;
      while (at < bytes.size() && static_cast<signed char>(bytes[at]) >= 0) ++at;
      out.append(bytes, begin, at - begin);
      if (at < bytes.size()) at += character(bytes.substr(at), out);
    }
    return out;
  }

 private:
  static constexpr unsigned kFirstLead = 0x81;
  static constexpr unsigned kFirstTrail = 0x40;
  static constexpr unsigned kLeads = 0xFE - 0x81 + 1;
  static constexpr unsigned kTrails = 0xFE - 0x40 + 1;

  /// Appends the character that `rest` begins with and returns its number of bytes.
  size_t character(std::string_view rest, std::string& out) const {
    const unsigned lead = static_cast<unsigned char>(rest[0]) - kFirstLead;
    if (lead < kLeads && rest.size() >= 2) {
      const unsigned trail = static_cast<unsigned char>(rest[1]) - kFirstTrail;
      const char16_t found = trail < kTrails ? pairs_[lead * kTrails + trail] : char16_t{0};
      if (found != 0) {
        append_utf8(out, found);
        return 2;
      }
      const bool four = rest.size() >= 4 && rest[1] >= '0' && rest[1] <= '9';
      if (const char32_t c = four ? one(rest.substr(0, 4)) : 0; c != 0) {
        append_utf8(out, c);
        return 4;
      }
    }
    out += kBad;
    return 1;
  }

  /// The one character of `bytes`, 0 where they are none.
  char32_t one(std::string_view bytes) const {
    UErrorCode status = U_ZERO_ERROR;
    std::array<UChar, 4> units{};
    ucnv_reset(converter_.get());
    const int32_t size = ucnv_toUChars(converter_.get(), units.data(), static_cast<int32_t>(units.size()),
                                       bytes.data(), static_cast<int32_t>(bytes.size()), &status);
    if (U_FAILURE(status)) return 0;
    if (size == 1) return units[0];
    if (size != 2 || units[0] < 0xD800 || units[0] > 0xDBFF) return 0;
    return 0x10000 + ((char32_t{units[0]} - 0xD800) << 10) + (char32_t{units[1]} - 0xDC00);
  }

  static UConverter* open() {
    UErrorCode status = U_ZERO_ERROR;
    UConverter* converter = ucnv_open("gb18030", &status);
    if (U_FAILURE(status)) throw std::bad_alloc();
    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    return converter;
  }

  std::unique_ptr<UConverter, decltype(&ucnv_close)> converter_{open(), ucnv_close};
  std::vector<char16_t> pairs_;
};

std::string from_utf16(std::string_view bytes, bool little) {
  std::string out;
  out.reserve(bytes.size());
  const auto unit = [&](size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(little ? first | second << 8 : second | first << 8);
  };
  size_t at = bytes.size() >= 2 && unit(0) == 0xFEFF ? 2 : 0;
  for (; at + 1 < bytes.size(); at += 2) {
    const char32_t c = unit(at);
    if (c < 0xD800 || c > 0xDFFF) {
      append_utf8(out, c);
    } else if (c < 0xDC00 && at + 3 < bytes.size() && unit(at + 2) >= 0xDC00 && unit(at + 2) <= 0xDFFF) {
      append_utf8(out, 0x10000 + ((c - 0xD800) << 10) + (unit(at + 2) - 0xDC00));
      at += 2;
    } else {
      out += kBad;
    }
  }
  if (at < bytes.size()) out += kBad;
  return out;
}

}  // namespace

std::optional<std::string> utf8_of(std::string_view bytes, RecordFormat::Encoding encoding) {
  using Encoding = RecordFormat::Encoding;
  switch (encoding) {
    case Encoding::kUtf8:
      return std::nullopt;
    case Encoding::kGb18030: {
      static const Gb18030 gb18030;
      return gb18030.utf8(bytes);
    }
    case Encoding::kUtf16Le:
    case Encoding::kUtf16Be:
      return from_utf16(bytes, encoding == Encoding::kUtf16Le);
  }
  return std::nullopt;
}

}  // namespace zhiheng::read
