#pragma once
// How PostgreSQL writes values in its binary formats, and the types by number (pg_type.oid; they never
// change).
#include <bit>
#include <cstdint>
#include <cstring>

namespace zhiheng::store::postgres_driver {

inline constexpr unsigned kBool = 16, kBytea = 17, kName = 19, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25,
                          kFloat4 = 700, kFloat8 = 701, kUnknown = 705, kBpchar = 1042, kVarchar = 1043,
                          kDate = 1082, kTimestamp = 1114, kTimestampTz = 1184, kNumeric = 1700;

constexpr std::int64_t kEpochDays = 10957;  // from 1970-01-01 to 2000-01-01, where PostgreSQL begins to count
constexpr std::int64_t kEpochSeconds = kEpochDays * 86400;
constexpr std::int64_t kMicroseconds = 1000000;

// A numeric is int16 digits, weight, sign, dscale, then base-10000 digits: Σ digit[i] × 10000^(weight - i).
constexpr int kNumericBase = 10000;
constexpr std::uint16_t kNumericNegative = 0x4000;
constexpr std::uint16_t kNumericSpecial =
    0xC000;  // not-a-number (C000), infinities (D000, F000): these bits are set

template <typename T>
T to_network(T value) {
  static_assert(std::endian::native == std::endian::little || std::endian::native == std::endian::big);
  if constexpr (std::endian::native == std::endian::big || sizeof(T) == 1) {
    return value;
  } else if constexpr (sizeof(T) == 2) {
    return std::bit_cast<T>(__builtin_bswap16(std::bit_cast<std::uint16_t>(value)));
  } else if constexpr (sizeof(T) == 4) {
    return std::bit_cast<T>(__builtin_bswap32(std::bit_cast<std::uint32_t>(value)));
  } else {
    return std::bit_cast<T>(__builtin_bswap64(std::bit_cast<std::uint64_t>(value)));
  }
}

/// The value that `bytes` hold in network order.
template <typename T>
T from_network(const char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return to_network(value);
}

}  // namespace zhiheng::store::postgres_driver
