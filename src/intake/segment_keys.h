#pragma once
// Keys and references of the rows of a segment, to be compared with those of others.
#include <string>
#include <vector>

#include "formula/formula.h"
#include "intake/parcel.h"
#include "segment/segment.h"

namespace zhiheng::intake {

/// A column of one block. Texts point into the segment. Throws Error ("segment.damaged").
formula::Vector block_values(const segment::Segment& segment, std::size_t column, std::size_t block);

/// What some columns say in each row of a segment: one whole number as it is, anything else as a hash of 128
/// bits. Equal in two segments where the values are, however they are stored. Missing is like empty or zero.
class SegmentKeys {
 public:
  /// The segment must have the columns, and outlive the object.
  SegmentKeys(const std::vector<std::string>& columns, const segment::Segment& segment);

  bool one_number() const;
  /// Of `count` rows of a block.
  std::vector<RowKey> of(std::size_t block, std::size_t first, std::size_t count) const;
  std::vector<RowKey> of(std::size_t block) const { return of(block, 0, segment_.block_rows(block)); }
  /// Of one row of the segment.
  RowKey of_row(std::uint32_t row) const;
  /// Whether a column of the block lies outside what the column of that name of the other segment has: then
  /// no key can be equal.
  bool apart(std::size_t block, const segment::Segment& other) const;

  const segment::Segment& segment() const { return segment_; }
  /// A text that is another one where the keys are others.
  std::string state() const;

 private:
  void add(std::size_t column, std::size_t block, std::size_t first, std::vector<std::string>& keys) const;

  const segment::Segment& segment_;
  std::vector<std::size_t> columns_;
};

}  // namespace zhiheng::intake
