#pragma once
#include <optional>
#include <string>
#include <vector>

#include "simulate/filler.h"

namespace zhiheng::simulate {

/// A row with one known fault.
struct DirtyRow {
  std::vector<std::string> cells;
  std::string kind;    // missing | code | date | range | check-character | duplicate | check
  std::string column;  // where the fault is; of a check its id
};

/// Rows that intake must reject, made from clean ones and put behind them. Beside those nothing changes: the
/// clean rows are the same with and without them.
class DirtyRows {
 public:
  /// `share`: how many for one clean row. `clean`: clean rows in all, behind whose numbers the dirty ones are
  /// numbered.
  DirtyRows(const World& world, const Filler& filler, double share, std::uint64_t clean);

  /// Whether one follows on the clean row at this place.
  bool follows(std::uint64_t place) const { return share_ > 0 && dice_.unit(place) < share_; }
  /// One made from a clean row; nullopt where the dataset has nothing that can be wrong.
  std::optional<DirtyRow> make(const Batch& batch, std::size_t row, std::uint64_t place) const;

 private:
  enum class Kind { kMissing, kCode, kDate, kRange, kCheckCharacter, kDuplicate, kCheck };
  static constexpr std::uint64_t kKinds = 7;

  std::optional<DirtyRow> spoil(Kind kind, const Batch& row, std::uint64_t place) const;
  std::optional<DirtyRow> spoil_cell(Kind kind, const Batch& row, std::uint64_t place) const;
  std::optional<std::string> wrong_text(Kind kind, const catalog::DatasetColumn& column, const Batch& row,
                                        std::size_t c) const;
  std::optional<DirtyRow> break_check(const Batch& row, std::uint64_t place) const;
  std::optional<DirtyRow> break_check(const catalog::RowCheck& check, const Batch& row) const;
  std::vector<std::optional<std::int64_t>> other_numbers(std::size_t column, const Batch& row) const;

  const World& world_;
  const Filler& filler_;
  const catalog::Dataset& dataset_;
  Dice dice_;
  double share_;
  std::uint64_t clean_;
};

}  // namespace zhiheng::simulate
