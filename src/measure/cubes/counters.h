#pragma once
// Counters by cell number where the cells are too many for an array.
#include <cstdint>
#include <vector>

namespace zhiheng::measure::cubes {

/// An open-addressing table: cell number → words, all zero to begin with. Without words it is a set.
class CellTable {
 public:
  explicit CellTable(unsigned words) : words_(words) { resize(1024); }

  /// The words of a cell, new or known; valid until the next call.
  std::uint64_t* at(std::uint64_t cell) {
    std::size_t slot = slot_of(cell);
    while (keys_[slot] != cell) {
      if (keys_[slot] == kFree) {
        if ((count_ + 1) * 2 > keys_.size()) {
          resize(keys_.size() * 2);
          return at(cell);
        }
        keys_[slot] = cell;
        ++count_;
        break;
      }
      slot = (slot + 1) & (keys_.size() - 1);
    }
    return values_.data() + slot * words_;
  }

  std::size_t size() const { return count_; }

  template <typename Use>
  void each(Use use) {
    for (std::size_t slot = 0; slot < keys_.size(); ++slot)
      if (keys_[slot] != kFree) use(keys_[slot], values_.data() + slot * words_);
  }

 private:
  static constexpr std::uint64_t kFree = ~std::uint64_t{0};

  std::size_t slot_of(std::uint64_t cell) const {
    cell *= 0x9E37'79B9'7F4A'7C15;
    return static_cast<std::size_t>(cell ^ cell >> 32) & (keys_.size() - 1);
  }

  void resize(std::size_t slots) {
    const std::vector<std::uint64_t> keys = std::move(keys_), values = std::move(values_);
    keys_.assign(slots, kFree);
    values_.assign(slots * words_, 0);
    for (std::size_t from = 0; from < keys.size(); ++from) {
      if (keys[from] == kFree) continue;
      std::size_t slot = slot_of(keys[from]);
      while (keys_[slot] != kFree) slot = (slot + 1) & (keys_.size() - 1);
      keys_[slot] = keys[from];
      for (unsigned w = 0; w < words_; ++w) values_[slot * words_ + w] = values[from * words_ + w];
    }
  }

  unsigned words_;
  std::size_t count_ = 0;
  std::vector<std::uint64_t> keys_, values_;
};

}  // namespace zhiheng::measure::cubes
