#pragma once
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace zhiheng::journal {

/// What lines are chained with. Both give 256 bits.
enum class Algorithm { kSha256, kSm3 };

/// "sha256", "sm3": as it stands in the first line of a file.
std::string_view name_of(Algorithm algorithm);
std::optional<Algorithm> algorithm_of(std::string_view name);

/// A hash as lower-case hex.
using Hex = std::array<char, 64>;
inline std::string_view view(const Hex& hex) { return {hex.data(), hex.size()}; }

/// Hashes many texts, one after the other, with one set-up. For one thread at a time.
class Digest {
 public:
  explicit Digest(Algorithm algorithm);
  ~Digest();
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;

  Algorithm algorithm() const { return algorithm_; }
  Hex of(std::string_view bytes);

 private:
  struct Engine;
  Algorithm algorithm_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace zhiheng::journal
