#pragma once
// Some rows of a dataset while they are made.
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "catalog/dataset.h"
#include "formula/formula.h"
#include "simulate/arena.h"

namespace zhiheng::simulate {

/// Rows by column. Texts live in code lists, in `arena`, or in one of `kept`.
struct Batch {
  std::uint64_t copy = 0;  // of the rows at scale 1: all rows of a batch are of one
  std::vector<std::uint64_t>
      numbers;  // of each row, counted through all copies: what its dice are thrown for
  std::vector<formula::Vector> columns;
  /// By column: first and last day of what a date must be in; empty where nothing is said.
  std::vector<std::vector<std::pair<std::int32_t, std::int32_t>>> days;
  std::vector<std::vector<std::uint64_t>> members;  // by column: number in the register; empty: none
  Arena arena;
  std::vector<std::shared_ptr<const Batch>> kept;

  std::size_t rows() const { return numbers.size(); }
};

/// A batch for these rows in which nothing stands yet.
void lay_out(const catalog::Dataset& dataset, std::size_t rows, Batch& batch);
/// The type of a column's values in formulas.
formula::Type formula_type(const catalog::DatasetColumn& column);

/// Copies one value; the text stays where it is.
inline void copy_value(const formula::Vector& from, std::size_t row, formula::Vector& to, std::size_t at) {
  to.present[at] = from.has(row) ? 1 : 0;
  if (to.type == formula::Type::kText)
    to.texts[at] = from.texts[row];
  else
    to.values[at] = from.values[row];
}

}  // namespace zhiheng::simulate
