#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "simulate/batch.h"
#include "simulate/world.h"

namespace zhiheng::simulate {

/// The checks of a dataset on made-up rows: those that need nothing but the row.
class RowChecks {
 public:
  RowChecks(const World& world, const catalog::Dataset& dataset);

  /// Columns that one of the checks looks at.
  const std::vector<std::uint8_t>& looked_at() const { return looked_at_; }
  /// Rows of which a check is true, ascending.
  std::vector<std::uint32_t> faulty(const Batch& batch) const;
  /// The same for checks that reject; `first` then names one of them.
  std::vector<std::uint32_t> rejected(const Batch& batch, std::string* first = nullptr) const;
  /// The formula's values for all rows.
  formula::Vector evaluate(const formula::Formula& formula, const Batch& batch) const;
  const std::vector<const catalog::RowCheck*>& checks() const { return checks_; }

 private:
  void mark(const catalog::RowCheck& check, const Batch& batch, std::vector<std::uint8_t>& marks) const;

  const World& world_;
  const catalog::Dataset& dataset_;
  std::vector<const catalog::RowCheck*> checks_;
  std::vector<std::uint8_t> looked_at_;
};

}  // namespace zhiheng::simulate
