#pragma once
// Internal to this module: the values of one node for one block of rows.
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace zhiheng::formula {

/// Rows computed at a time: few enough that the working memory of a formula stays in the cache.
inline constexpr size_t kBlock = 1024;

/// Values of somebody else: a column, a literal, a node's working memory. A missing row has some value all
/// the same, which nobody may look at; a text there is empty or valid.
struct View {
  const std::int64_t* values = nullptr;
  const std::string_view* texts = nullptr;
  const std::uint8_t* present = nullptr;  // null: all present
  bool constant = false;                  // one value (and one flag) for all rows

  size_t step() const { return constant ? 0 : 1; }
  bool has(size_t i) const { return present == nullptr || present[i * step()] != 0; }
  std::int64_t value(size_t i) const { return values[i * step()]; }
  /// A literal null.
  bool always_missing() const { return constant && present != nullptr && present[0] == 0; }
};

/// Working memory of one node; what is used is made kBlock long.
struct Buffer {
  std::vector<std::int64_t> values, other_values;
  std::vector<std::string_view> texts;
  std::vector<std::uint8_t> present, other_present, open, chosen;

  template <typename T>
  static T* ready(std::vector<T>& memory) {
    if (memory.empty()) memory.resize(kBlock);
    return memory.data();
  }
};

/// Where both operands have a value. A literal null must have been dealt with before. `out` is used only
/// where both have flags.
const std::uint8_t* both_present(const View& a, const View& b, size_t rows, std::vector<std::uint8_t>& out);

}  // namespace zhiheng::formula
