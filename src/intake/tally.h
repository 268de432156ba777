#pragma once
// The figures of a batch while its rows come in.
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/period.h"
#include "catalog/dataset.h"
#include "intake/figures.h"
#include "intake/parcel.h"

namespace zhiheng::intake {

/// The day since 1970-01-01 of a stored value of the dataset's `time`.
std::int64_t day_of_time(const catalog::Dataset& dataset, std::int64_t value);

class Tally {
 public:
  explicit Tally(const catalog::Dataset& dataset);

  /// Adds a block without the rows of `left_out`; `lines`: where the rows stood in the file, those left out
  /// not among them.
  void add(const ParcelBlock& block, std::span<const std::int64_t> lines,
           std::span<const std::uint32_t> left_out);
  /// A rejected row; `day` may be RejectedRow::kNoDay.
  void reject(std::int64_t day);
  void reject(const ParcelBlock& block, std::uint32_t row);
  /// A row that warns, if the line has not done so before.
  void warn(std::int64_t line, std::int64_t day);

  /// The periods in which accepted rows lie, ascending; none of a register.
  std::vector<Period> periods() const;
  /// What was counted, but for `warnings` and comparisons.
  Figures figures() const;

 private:
  PeriodFigures& of_day(std::int64_t day);
  std::vector<PeriodFigures*> of_rows(const ParcelBlock& block);

  const catalog::Dataset& dataset_;
  std::optional<std::size_t> time_;
  Frequency frequency_ = Frequency::kYear;
  std::map<Date, PeriodFigures> periods_;  // by first day
  std::unordered_map<std::int64_t, PeriodFigures*> days_;
  std::vector<std::uint64_t> filled_;  // by column
  std::vector<bool> warned_;           // by line
  std::uint64_t rejected_without_day_ = 0;
};

}  // namespace zhiheng::intake
