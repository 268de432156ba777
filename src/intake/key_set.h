#pragma once
// The keys that a file has had so far.
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "intake/parcel.h"

namespace zhiheng::intake {

/// First wins: `insert` says whether a key is new. Whole numbers that lie close together take a bit each,
/// everything else 16 bytes at half load.
class KeySet {
 public:
  explicit KeySet(bool numbers) : numbers_(numbers) {}

  bool insert(const RowKey& key) { return numbers_ ? insert_number(key.low) : insert_hash(key); }
  bool contains(const RowKey& key) const { return numbers_ ? contains_number(key.low) : contains_hash(key); }
  std::size_t size() const { return count_; }

 private:
  static constexpr std::size_t kMostPages = 16384;  // 128 MiB of bits
  using Page = std::vector<std::uint64_t>;

  bool insert_number(std::uint64_t number) {
    const std::uint64_t page = number >> 16;
    if (page_ == nullptr || page != page_number_) {
      auto found = pages_.find(page);
      if (found == pages_.end() && pages_.size() == kMostPages) return insert_hash({number, 1});
      if (found == pages_.end()) found = pages_.emplace(page, Page(1024, 0)).first;
      page_ = &found->second;
      page_number_ = page;
    }
    std::uint64_t& word = (*page_)[(number & 0xFFFF) / 64];
    const std::uint64_t bit = std::uint64_t{1} << number % 64;
    if ((word & bit) != 0) return false;
    word |= bit;
    ++count_;
    return true;
  }

  bool contains_number(std::uint64_t number) const {
    const auto found = pages_.find(number >> 16);
    if (found == pages_.end()) return contains_hash({number, 1});
    return (found->second[(number & 0xFFFF) / 64] >> number % 64 & 1) != 0;
  }

  bool contains_hash(const RowKey& key) const {
    if (slots_.empty()) return false;
    std::size_t slot = mix(key) & (slots_.size() - 1);
    for (; taken_[slot]; slot = (slot + 1) & (slots_.size() - 1))
      if (slots_[slot].low == key.low && slots_[slot].high == key.high) return true;
    return false;
  }

  bool insert_hash(const RowKey& key) {
    if ((used_ + 1) * 2 > slots_.size()) grow();
    if (!place(slots_, taken_, key)) return false;
    ++used_;
    ++count_;
    return true;
  }

  static std::size_t mix(const RowKey& key) {
    const std::uint64_t mixed = (key.low ^ key.high) * 0x9E37'79B9'7F4A'7C15;
    return static_cast<std::size_t>(mixed ^ mixed >> 32);
  }

  static bool place(std::vector<RowKey>& slots, std::vector<bool>& taken, const RowKey& key) {
    std::size_t slot = mix(key) & (slots.size() - 1);
    for (; taken[slot]; slot = (slot + 1) & (slots.size() - 1))
      if (slots[slot].low == key.low && slots[slot].high == key.high) return false;
    slots[slot] = key;
    taken[slot] = true;
    return true;
  }

  void grow() {
    std::vector<RowKey> slots(std::max<std::size_t>(1024, slots_.size() * 2));
    std::vector<bool> taken(slots.size());
    for (std::size_t i = 0; i < slots_.size(); ++i)
      if (taken_[i]) place(slots, taken, slots_[i]);
    slots_.swap(slots);
    taken_.swap(taken);
  }

  bool numbers_;
  std::size_t count_ = 0, used_ = 0;
  std::unordered_map<std::uint64_t, Page> pages_;
  Page* page_ = nullptr;
  std::uint64_t page_number_ = 0;
  std::vector<RowKey> slots_;
  std::vector<bool> taken_;
};

}  // namespace zhiheng::intake
