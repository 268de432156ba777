#pragma once
#include <cstdint>
#include <string>

namespace zhiheng::plan {

/// SplitMix64 (Steele, Lea, Flood 2014), seeded by a number and a name, so that what is drawn for one name
/// does not depend on which others there are. For made-up values only.
class Dice {
 public:
  Dice(std::uint64_t seed, const std::string& name) : state_(seed) {
    for (const char c : name) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  }

  /// A whole number of `low` … `high`, both included.
  int between(int low, int high) {
    return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1));
  }
  /// A number of `low` … `high`.
  double real(double low, double high) {
    return low + (high - low) * (static_cast<double>(next() >> 11) * 0x1.0p-53);
  }
  /// True in `percent` of 100 cases.
  bool happens(int percent) { return between(1, 100) <= percent; }

 private:
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

}  // namespace zhiheng::plan
