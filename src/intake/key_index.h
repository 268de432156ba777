#pragma once
// Which rows of a segment have a key.
#include <cstdint>
#include <string>
#include <vector>

#include "intake/segment_keys.h"

namespace zhiheng::intake {

/// Finds rows by their keys' hashes. Made in one pass over the keys and kept in a file beside the segment
/// (BATCH.keys), so that a small batch need not read all keys of a large one.
class KeyIndex {
 public:
  /// For keys that are hashes.
  explicit KeyIndex(const SegmentKeys& keys);
  /// Adds the rows that have the key.
  void find(const RowKey& key, std::vector<std::uint32_t>& rows) const;

 private:
  struct Entry {
    std::uint32_t hash = 0;  // what its bucket doesn't say
    std::uint32_t row = 0;
  };
  std::size_t bucket(const RowKey& key) const { return bits_ == 0 ? 0 : key.high >> (64 - bits_); }
  void make();
  std::string written() const;
  bool read(std::string_view content);

  const SegmentKeys& keys_;
  unsigned bits_;                      // of the number of buckets
  std::vector<std::uint32_t> starts_;  // of the buckets, and the end
  std::vector<Entry> entries_;
};

}  // namespace zhiheng::intake
