#pragma once
// The keys of a segment's rows, and which rows have them.
#include <cstdint>
#include <string>
#include <vector>

#include "catalog/dataset.h"
#include "intake/parcel.h"
#include "segment/segment.h"

namespace zhiheng::intake {

/// The keys of a segment's rows: one whole number as it is, anything else as a hash of 128 bits.
class SegmentKeys {
 public:
  SegmentKeys(const catalog::Dataset& dataset, const segment::Segment& segment);

  bool one_number() const;
  /// Of `count` rows of a block.
  std::vector<RowKey> of(std::size_t block, std::size_t first, std::size_t count) const;
  std::vector<RowKey> of(std::size_t block) const { return of(block, 0, segment_.block_rows(block)); }
  /// Of one row of the segment.
  RowKey of_row(std::uint32_t row) const;
  /// Whether a column of the block lies outside what the other segment has: then no key can be equal.
  bool apart(std::size_t block, const segment::Segment& other) const;

  const segment::Segment& segment() const { return segment_; }
  /// A text that is another one where the keys are others.
  std::string state() const;

 private:
  void add(std::size_t column, std::size_t block, std::size_t first, std::vector<std::string>& keys) const;

  const segment::Segment& segment_;
  std::vector<std::size_t> columns_;
};

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
