#pragma once
// Keys and references of the rows of a segment, to be compared with those of others.
#include <string>
#include <vector>

#include "formula/formula.h"
#include "intake/key_set.h"
#include "segment/segment.h"

namespace zhiheng::intake {

/// A column of one block. Texts point into the segment. Throws Error ("segment.damaged").
formula::Vector block_values(const segment::Segment& segment, std::size_t column, std::size_t block);

/// What some columns say in each row of a block: one whole number as it is, anything else as a hash of 128
/// bits. Equal in two segments where the values are, however they are stored. Missing is like empty or zero.
class BlockKeys {
 public:
  /// The segment must have the columns, and outlive the object.
  BlockKeys(const std::vector<std::string>& columns, const segment::Segment& segment);

  bool one_number() const;
  std::vector<RowKey> of(std::size_t block) const;
  /// Whether a column of the block lies outside what the column of that name of the other segment has: then
  /// no key can be equal.
  bool apart(std::size_t block, const segment::Segment& other) const;

 private:
  const segment::Segment& segment_;
  std::vector<std::size_t> columns_;
};

}  // namespace zhiheng::intake
