#pragma once
// Counters by cell number where the cells are too many for an array.
#include <algorithm>
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

/// Key → number: by place in an array for keys below a limit, in a table for others.
class KeyNumbers {
 public:
  KeyNumbers() = default;
  explicit KeyNumbers(std::uint64_t limit) : dense_(limit, kNone) {}

  /// The number of a key; of a new one that is `next` from now on.
  std::uint32_t number(std::uint64_t key, std::size_t next) {
    if (key < dense_.size()) {
      std::uint32_t& known = dense_[key];
      if (known == kNone) known = static_cast<std::uint32_t>(next);
      return known;
    }
    std::uint64_t& known = *table_.at(key - dense_.size());
    if (known == 0) known = next + 1;
    return static_cast<std::uint32_t>(known - 1);
  }

 private:
  static constexpr std::uint32_t kNone = 0xFFFF'FFFF;
  std::vector<std::uint32_t> dense_;
  CellTable table_{1};  // number + 1
};

/// Whether so many possible keys are worth an array where `count` are there.
inline bool is_worth_array(std::uint64_t possible, std::size_t count) {
  return possible <= std::max<std::uint64_t>(std::uint64_t{1} << 18, std::uint64_t{count} * 8);
}

}  // namespace zhiheng::measure::cubes
