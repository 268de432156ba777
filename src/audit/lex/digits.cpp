#include "audit/lex/digits.h"

#include <experimental/simd>

namespace zhiheng::audit::lex {

size_t next_digit(std::string_view text, size_t at) {
  namespace simd = std::experimental;
  constexpr unsigned char kZero = '0', kTen = 10;
  using Bytes = simd::native_simd<unsigned char>;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  for (; at + Bytes::size() <= text.size(); at += Bytes::size()) {
    // Below '0' the difference wraps around and becomes large.
    const auto digits = Bytes(bytes + at, simd::element_aligned) - Bytes(kZero) < Bytes(kTen);
    if (simd::any_of(digits)) return at + static_cast<size_t>(simd::find_first_set(digits));
  }
  while (at < text.size() && (bytes[at] < '0' || bytes[at] > '9')) ++at;
  return at;
}

}  // namespace zhiheng::audit::lex
