#pragma once
#include <cstdint>
#include <string_view>

#include "base/decimal.h"

namespace zhiheng::simulate {

/// Random numbers by place and not by order: what is drawn for one row and column is the same whatever else
/// is drawn. The mixing is that of SplitMix64 (Steele, Lea, Flood 2014).
class Dice {
 public:
  Dice(std::uint64_t seed, std::string_view name) : key_(mix(seed + kStep)) {
    for (const char c : name) key_ = mix(key_ ^ static_cast<unsigned char>(c));
  }
  /// The dice of a part of what these are for: a column of a dataset.
  Dice part(std::uint64_t number) const {
    Dice dice = *this;
    dice.key_ = mix(key_ ^ mix(number + 1));
    return dice;
  }

  /// 64 random bits.
  std::uint64_t bits(std::uint64_t row) const { return mix(key_ + row * kStep); }
  /// At least 0 and below 1.
  double unit(std::uint64_t row) const { return to_unit(bits(row)); }
  /// 0 … `count` - 1; `count` below 2^63.
  std::uint64_t below(std::uint64_t row, std::uint64_t count) const { return scaled(bits(row), count); }

  static double to_unit(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1.0p-53; }
  static std::uint64_t scaled(std::uint64_t bits, std::uint64_t count) {
    return static_cast<std::uint64_t>((Int128{bits} * Int128{count}) >> 64);
  }
  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

 private:
  static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15ULL;
  std::uint64_t key_;
};

}  // namespace zhiheng::simulate
