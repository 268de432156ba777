#pragma once
#include <span>
#include <string>
#include <vector>

#include "store/bulk_load.h"
#include "store/load_target.h"

namespace zhiheng::store::postgres_driver {

/// Writes rows in the binary form of COPY: numbers are not printed here to be parsed there.
class CopyWriter {
 public:
  /// `targets` as the table has them, one a column.
  explicit CopyWriter(std::vector<LoadTarget> targets);

  /// Writes rows [first, first + rows) of columns that have passed `refusal`; throws std::out_of_range with
  /// the reason where a value does not fit. The result holds until the next call.
  std::span<const char> rows(std::size_t first, std::size_t rows, std::span<const LoadColumn> columns);

  static std::span<const char> head();
  static std::span<const char> tail();
  const std::vector<LoadTarget>& targets() const { return targets_; }

 private:
  std::size_t most_bytes(std::size_t first, std::size_t rows, std::span<const LoadColumn> columns) const;

  std::vector<LoadTarget> targets_;
  std::vector<char> buffer_;
};

}  // namespace zhiheng::store::postgres_driver
