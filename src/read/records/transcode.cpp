#include "read/records/transcode.h"

#include <unicode/ucnv.h>

#include <array>
#include <cstdint>
#include <cstring>
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

/// GB18030: its two-byte characters by a table made with ICU, the rare ones of four bytes by ICU itself.
class Gb18030 {
 public:
  Gb18030() : pairs_(size_t{kLeads} * kTrails) {
    for (unsigned lead = 0; lead < kLeads; ++lead) {
      for (unsigned trail = 0; trail < kTrails; ++trail) {
        const std::array<char, 2> bytes{static_cast<char>(kFirstLead + lead),
                                        static_cast<char>(kFirstTrail + trail)};
        Pair& pair = pairs_[lead * kTrails + trail];
        const char32_t c = one({bytes.data(), bytes.size()});
        if (c != 0) pair.size = static_cast<std::uint8_t>(put_utf8(c, pair.bytes.data()));
      }
    }
  }

  std::string utf8(std::string_view bytes) const {
    // Two bytes become three at most, one or four no more than they are; some room for whole copies of eight
    // and four.
    std::string out;
    out.resize_and_overwrite(bytes.size() / 2 * 3 + 16, [&](char* to, size_t) {
      char* const begin = to;
      for (size_t at = 0; at < bytes.size();) {
        std::uint64_t eight = kHighBits;
        if (bytes.size() - at >= sizeof eight) std::memcpy(&eight, bytes.data() + at, sizeof eight);
        if ((eight & kHighBits) == 0) {
          std::memcpy(to, &eight, sizeof eight);
          to += sizeof eight;
          at += sizeof eight;
        } else if (static_cast<signed char>(bytes[at]) >= 0) {
          *to++ = bytes[at++];
        } else {
          at += character(bytes.substr(at), to);
        }
      }
      return static_cast<size_t>(to - begin);
    });
    return out;
  }

 private:
  /// A character as UTF-8; of size 0 where there is none.
  struct Pair {
    std::array<char, 3> bytes{};
    std::uint8_t size = 0;
  };
  static constexpr std::uint64_t kHighBits = 0x8080808080808080;
  static constexpr unsigned kFirstLead = 0x81;
  static constexpr unsigned kFirstTrail = 0x40;
  static constexpr unsigned kLeads = 0xFE - 0x81 + 1;
  static constexpr unsigned kTrails = 0xFE - 0x40 + 1;

  /// Writes the character that `rest` begins with and returns its number of bytes.
  size_t character(std::string_view rest, char*& to) const {
    const unsigned lead = static_cast<unsigned char>(rest[0]) - kFirstLead;
    if (lead < kLeads && rest.size() >= 2) {
      const unsigned trail = static_cast<unsigned char>(rest[1]) - kFirstTrail;
      const Pair pair = trail < kTrails ? pairs_[lead * kTrails + trail] : Pair{};
      std::memcpy(to, pair.bytes.data(), pair.bytes.size());
      to += pair.size;
      if (pair.size > 0) return 2;
      const bool four = rest.size() >= 4 && rest[1] >= '0' && rest[1] <= '9';
      if (const char32_t c = four ? one(rest.substr(0, 4)) : 0; c != 0) {
        to += put_utf8(c, to);
        return 4;
      }
    }
    *to++ = kBad;
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
  std::vector<Pair> pairs_;
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
