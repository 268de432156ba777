#pragma once
// Inside of convert.h: words of a code list by their bytes.
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "catalog/model.h"
#include "intake/cell_values.h"

namespace zhiheng::intake {

/// Finds which code a cell names: by code, Chinese or English title. A code goes before a title, and a title
/// that two codes share names none. Words of up to eight bytes are found by one comparison of a number.
class CodeTable {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  CodeTable() : CodeTable(catalog::CodeList{}) {}
  explicit CodeTable(const catalog::CodeList& list);

  /// The number of the code in the list that is written exactly so, or kNone. `begin` is where the block's
  /// text begins.
  std::uint32_t find_exact(const char* begin, const char* cell, std::size_t size) const {
    if (size - 1 < 8) [[likely]] {
      const std::uint64_t key = load_tail(begin, cell + size, size);
      for (std::size_t at = (key * multiplier_) >> short_shift_;; at = (at + 1) & (short_.size() - 1)) {
        if (short_[at].key == key) return short_[at].index;
        if (short_[at].key == 0) return kNone;
      }
    }
    return size == 0 ? kNone : find_long({cell, size});
  }
  /// The same for words with spaces around them, full-width letters, other case.
  std::uint32_t find_folded(std::string_view cell) const;

 private:
  struct Short {
    std::uint64_t key = 0;  // no word is all zero bytes
    std::uint32_t index = kNone;
  };
  struct Long {
    std::string_view text;
    std::uint32_t index = kNone;
  };

  std::uint32_t find_long(std::string_view text) const;
  void fill(const std::unordered_map<std::string, std::uint32_t>& words);
  std::size_t fill_short(const std::unordered_map<std::string, std::uint32_t>& words);

  std::uint64_t multiplier_ = 0;
  int short_shift_ = 0;
  std::vector<Short> short_;
  std::vector<Long> long_;
  std::unordered_map<std::string, std::uint32_t> words_;  // owns what long_ points into
  std::unordered_map<std::string, std::uint32_t> folded_;
};

}  // namespace zhiheng::intake
