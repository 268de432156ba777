#include "read/records/csv_masks.h"

#include <bit>
#include <cstring>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace zhiheng::read {
namespace {

constexpr size_t kBlock = 64;

/// Bit i says whether an odd number of bits is set up to and including i.
[[gnu::always_inline]] inline std::uint64_t odd_so_far(std::uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

[[gnu::always_inline]] inline std::uint32_t count(std::uint64_t bits) {
  return static_cast<std::uint32_t>(__builtin_popcountll(bits));
}

/// The bits inside quotes, opening quotes included; false where a quote is neither opening, closing nor
/// doubled.
[[gnu::always_inline]] inline bool quoted(const ByteMasks& m, const CsvState& state, std::uint64_t& inside) {
  const std::uint64_t boundary = m.separator | m.line_feed | m.carriage_return;
  inside = odd_so_far(m.quote) ^ state.inside;
  const std::uint64_t opening = m.quote & inside;
  const std::uint64_t closing = m.quote & ~inside;
  const std::uint64_t may_open = (boundary << 1) | state.boundary | (closing << 1) | state.closed;
  const std::uint64_t may_follow = boundary | m.quote;
  constexpr std::uint64_t kAllButLast = ~std::uint64_t{0} >> 1;
  return ((opening & ~may_open) | (closing & kAllButLast & ~(may_follow >> 1)) |
          (state.closed & ~may_follow)) == 0;
}

[[gnu::always_inline]] inline size_t resolve(const ByteMasks* masks, size_t blocks, CsvState& carried,
                                             std::uint64_t* marks, CsvRowEnd*& ends) {
  CsvState state = carried;
  CsvRowEnd* end = ends;
  size_t b = 0;
  for (; b < blocks; ++b) {
    const ByteMasks m = masks[b];
    const std::uint64_t boundary = m.separator | m.line_feed | m.carriage_return;
    const std::uint64_t line_ends =
        m.carriage_return | (m.line_feed & ~((m.carriage_return << 1) | state.after_cr));
    std::uint64_t inside = 0;
    if ((m.quote | state.inside | state.closed) != 0 && !quoted(m, state, inside)) break;
    const std::uint64_t found = (m.separator | line_ends) & ~inside;
    for (std::uint64_t rest = line_ends & ~inside; rest != 0; rest &= rest - 1) {
      const std::uint64_t before = (rest & (~rest + 1)) - 1;
      *end++ = {state.marks + count(found & before), state.lines + count(line_ends & before) + 1,
                state.quotes + count(m.quote & before)};
    }
    marks[b] = found;
    state.marks += count(found);
    state.lines += count(line_ends);
    state.quotes += count(m.quote);
    state.inside = std::uint64_t{0} - (inside >> 63);
    state.closed = (m.quote & ~inside) >> 63;
    state.boundary = boundary >> 63;
    state.after_cr = m.carriage_return >> 63;
  }
  carried = state;
  ends = end;
  return b;
}

[[gnu::always_inline]] inline std::uint32_t* positions(const std::uint64_t* marks, size_t blocks,
                                                       std::uint32_t first, std::uint32_t* out) {
  constexpr std::uint32_t kStep = 8;
  for (size_t b = 0; b < blocks; ++b, first += kBlock) {
    std::uint64_t bits = marks[b];
    const std::uint32_t found = count(bits);
    // Eight at a time, so that the number of rounds is nearly always the same.
    for (std::uint32_t done = 0; done < found; done += kStep) {
      for (std::uint32_t i = 0; i < kStep; ++i) {
        out[done + i] = first + static_cast<std::uint32_t>(std::countr_zero(bits));
        bits &= bits - 1;
      }
    }
    out += found;
  }
  return out;
}

/// Bit 7 of each byte of `word` that equals `byte`.
std::uint64_t equal_bytes(std::uint64_t word, unsigned char byte) {
  constexpr std::uint64_t kLow = 0x7F7F7F7F7F7F7F7F;
  const std::uint64_t difference = word ^ (0x0101010101010101 * byte);
  return ~(((difference & kLow) + kLow) | difference | kLow);
}

/// The eight bits 7 as the low byte, in order of memory.
std::uint64_t gathered(std::uint64_t bits) { return (bits >> 7) * 0x0102040810204080 >> 56; }

std::uint64_t word_at(const char* text) {
  std::uint64_t word = 0;
  std::memcpy(&word, text, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

void classify_plain(const char* text, size_t blocks, char separator, ByteMasks* masks, ByteKinds& kinds) {
  std::uint64_t high = 0;
  std::uint64_t zero = 0;
  for (size_t b = 0; b < blocks; ++b) {
    ByteMasks m;
    for (int i = 0; i < 8; ++i, text += 8) {
      const std::uint64_t word = word_at(text);
      const int at = 8 * i;
      m.separator |= gathered(equal_bytes(word, static_cast<unsigned char>(separator))) << at;
      m.line_feed |= gathered(equal_bytes(word, '\n')) << at;
      m.carriage_return |= gathered(equal_bytes(word, '\r')) << at;
      m.quote |= gathered(equal_bytes(word, '"')) << at;
      zero |= equal_bytes(word, 0);
      high |= word;
    }
    masks[b] = m;
  }
  kinds.high |= (high & 0x8080808080808080) != 0;
  kinds.zero |= zero != 0;
}

size_t resolve_plain(const ByteMasks* masks, size_t blocks, CsvState& state, std::uint64_t* marks,
                     CsvRowEnd*& ends) {
  return resolve(masks, blocks, state, marks, ends);
}

std::uint32_t* positions_plain(const std::uint64_t* marks, size_t blocks, std::uint32_t first,
                               std::uint32_t* out) {
  return positions(marks, blocks, first, out);
}

#if defined(__x86_64__)

/// Bits of the bytes of 64 that equal `wanted`.
[[gnu::always_inline]] inline std::uint64_t equal_sse2(const __m128i* bytes, __m128i wanted) {
  std::uint64_t out = 0;
  for (int i = 0; i < 4; ++i) {
    const auto part = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes[i], wanted)));
    out |= std::uint64_t{part} << (16 * i);
  }
  return out;
}

void classify_sse2(const char* text, size_t blocks, char separator, ByteMasks* masks, ByteKinds& kinds) {
  __m128i high = _mm_setzero_si128();
  __m128i zero = _mm_setzero_si128();
  for (size_t b = 0; b < blocks; ++b, text += kBlock) {
    __m128i bytes[4];
    for (int i = 0; i < 4; ++i) {
      bytes[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text) + i);
      high = _mm_or_si128(high, bytes[i]);
      zero = _mm_or_si128(zero, _mm_cmpeq_epi8(bytes[i], _mm_setzero_si128()));
    }
    masks[b] = {equal_sse2(bytes, _mm_set1_epi8(separator)), equal_sse2(bytes, _mm_set1_epi8('\n')),
                equal_sse2(bytes, _mm_set1_epi8('\r')), equal_sse2(bytes, _mm_set1_epi8('"'))};
  }
  kinds.high |= _mm_movemask_epi8(high) != 0;
  kinds.zero |= _mm_movemask_epi8(zero) != 0;
}

[[gnu::target("avx2"), gnu::always_inline]] inline std::uint64_t equal_avx2(__m256i low, __m256i high,
                                                                            char wanted) {
  const __m256i all = _mm256_set1_epi8(wanted);
  const auto first = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, all)));
  const auto second = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, all)));
  return first | std::uint64_t{second} << 32;
}

[[gnu::target("avx2")]] void classify_avx2(const char* text, size_t blocks, char separator, ByteMasks* masks,
                                           ByteKinds& kinds) {
  __m256i high = _mm256_setzero_si256();
  __m256i zero = _mm256_setzero_si256();
  for (size_t b = 0; b < blocks; ++b, text += kBlock) {
    const __m256i one = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
    const __m256i two = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text) + 1);
    high = _mm256_or_si256(high, _mm256_or_si256(one, two));
    zero = _mm256_or_si256(zero, _mm256_cmpeq_epi8(_mm256_min_epu8(one, two), _mm256_setzero_si256()));
    masks[b] = {equal_avx2(one, two, separator), equal_avx2(one, two, '\n'), equal_avx2(one, two, '\r'),
                equal_avx2(one, two, '"')};
  }
  kinds.high |= _mm256_movemask_epi8(high) != 0;
  kinds.zero |= _mm256_movemask_epi8(zero) != 0;
}

[[gnu::target("avx512f,avx512bw")]] void classify_avx512(const char* text, size_t blocks, char separator,
                                                         ByteMasks* masks, ByteKinds& kinds) {
  std::uint64_t high = 0;
  std::uint64_t zero = 0;
  const __m512i separators = _mm512_set1_epi8(separator);
  for (size_t b = 0; b < blocks; ++b, text += kBlock) {
    const __m512i bytes = _mm512_loadu_si512(text);
    high |= _mm512_movepi8_mask(bytes);
    zero |= _mm512_testn_epi8_mask(bytes, bytes);
    masks[b] = {_mm512_cmpeq_epi8_mask(bytes, separators),
                _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n')),
                _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r')),
                _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"'))};
  }
  kinds.high |= high != 0;
  kinds.zero |= zero != 0;
}

[[gnu::target("bmi,bmi2,popcnt")]] size_t resolve_bmi2(const ByteMasks* masks, size_t blocks, CsvState& state,
                                                       std::uint64_t* marks, CsvRowEnd*& ends) {
  return resolve(masks, blocks, state, marks, ends);
}

[[gnu::target("bmi,bmi2,popcnt")]] std::uint32_t* positions_bmi2(const std::uint64_t* marks, size_t blocks,
                                                                 std::uint32_t first, std::uint32_t* out) {
  return positions(marks, blocks, first, out);
}

[[gnu::target("avx512f,avx512bw,avx512vbmi2,popcnt")]] std::uint32_t* positions_avx512(
    const std::uint64_t* marks, size_t blocks, std::uint32_t first, std::uint32_t* out) {
  alignas(kBlock) char numbers[kBlock];
  for (size_t i = 0; i < kBlock; ++i) numbers[i] = static_cast<char>(i);
  const __m512i all = _mm512_load_si512(numbers);
  for (size_t b = 0; b < blocks; ++b, first += kBlock) {
    const std::uint32_t found = count(marks[b]);
    const __m512i chosen = _mm512_maskz_compress_epi8(marks[b], all);
    const __m512i base = _mm512_set1_epi32(static_cast<int>(first));
    // The forms with a mask: g++ 12 takes the others for readers of unset memory.
    const auto put = [&](__m128i sixteen, int at)
        __attribute__((target("avx512f,avx512bw,avx512vbmi2,popcnt"))) {
      const __m512i offsets = _mm512_maskz_cvtepu8_epi32(static_cast<__mmask16>(-1), sixteen);
      _mm512_storeu_si512(out + at, _mm512_add_epi32(offsets, base));
    };
    constexpr __mmask8 kAll = 0xF;
    put(_mm512_maskz_extracti32x4_epi32(kAll, chosen, 0), 0);
    if (found > 16) {
      put(_mm512_maskz_extracti32x4_epi32(kAll, chosen, 1), 16);
      put(_mm512_maskz_extracti32x4_epi32(kAll, chosen, 2), 32);
      put(_mm512_maskz_extracti32x4_epi32(kAll, chosen, 3), 48);
    }
    out += found;
  }
  return out;
}

#endif

std::vector<CsvKernel> supported() {
  std::vector<CsvKernel> out;
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool bits =
      __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
  const bool wide = bits && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
  if (wide && __builtin_cpu_supports("avx512vbmi2")) {
    out.push_back({"avx512-vbmi2", classify_avx512, resolve_bmi2, positions_avx512});
  }
  if (wide) out.push_back({"avx512", classify_avx512, resolve_bmi2, positions_bmi2});
  if (bits && __builtin_cpu_supports("avx2"))
    out.push_back({"avx2", classify_avx2, resolve_bmi2, positions_bmi2});
  out.push_back({"sse2", classify_sse2, resolve_plain, positions_plain});
#endif
  out.push_back({"plain", classify_plain, resolve_plain, positions_plain});
  return out;
}

}  // namespace

std::span<const CsvKernel> csv_kernels() {
  static const std::vector<CsvKernel> kernels = supported();
  return kernels;
}

}  // namespace zhiheng::read
