#pragma once
// What a measure other than a sum has met in each cell.
#include "measure/cubes/value_numbers.h"

namespace zhiheng::measure::cubes {

/// One measure of a cube that is added up part by part.
class ValueSum {
 public:
  /// For the form of the measure, beginning with the first part's values.
  static std::unique_ptr<ValueSum> start(const catalog::RecordMeasure& measure, const ValueCounts& first);

  virtual ~ValueSum() = default;
  /// Makes ready for another part.
  virtual void expect_more() { values_.expect_more(); }
  /// Adds a part of which cell i is cell `cells[i]` here, below `count`.
  virtual void add(ValueCounts part, const std::vector<std::uint32_t>& cells, std::size_t count) = 0;
  /// What the measure is, by cell; right for those that have been added to only after `finish` of them.
  const CubeTable::Measure& measure() const { return measure_; }
  virtual void finish(const std::vector<std::uint32_t>& cells) = 0;

 protected:
  explicit ValueSum(std::shared_ptr<const AxisValues> first) : values_(std::move(first)) {}
  ValueNumbers values_;
  CubeTable::Measure measure_;
};

}  // namespace zhiheng::measure::cubes
