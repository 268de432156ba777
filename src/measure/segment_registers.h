#pragma once
#include <map>
#include <string>
#include <vector>

#include "measure/dataset_cubes.h"

namespace zhiheng::measure {

/// Registers (名册) out of the live rows of their datasets. A key in several segments means what the last one
/// says.
class SegmentRegisters : public Registers {
 public:
  explicit SegmentRegisters(const catalog::Catalog& catalog) : catalog_(catalog) {}

  /// The segments of one register, in the order of their batches. They must outlive the object.
  void add(const std::string& dataset, std::vector<LiveSegment> segments);

  /// Missing for a key that the register lacks, and everywhere where the register has no records.
  formula::Vector attribute(const std::string& dataset, const std::string& attribute,
                            const formula::Vector& keys) const override;
  std::string state(const std::string& dataset) const override;

 private:
  const catalog::Catalog& catalog_;
  std::map<std::string, std::vector<LiveSegment>> segments_;
};

}  // namespace zhiheng::measure
