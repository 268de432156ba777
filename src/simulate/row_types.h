#pragma once
// Inside of row_plan.h: every kind of row that a dataset can have, as far as its published cubes can tell.
#include <optional>
#include <vector>

#include "simulate/batch.h"
#include "simulate/row_checks.h"
#include "simulate/row_plan.h"

namespace zhiheng::simulate {

/// A published cube and how the dataset computes it.
struct LinkedCube {
  const catalog::RecordCube* record = nullptr;
  const PublishedCube* published = nullptr;
};

/// All combinations of the deciding columns' choices that no check forbids, as rows of a batch.
struct RowTypes {
  std::vector<std::size_t> deciding;
  std::vector<std::vector<Choice>> choices;
  std::vector<std::vector<std::uint32_t>> rows;  // choices by deciding column
  std::vector<double> weights;                   // of each row, above 0
  std::vector<std::size_t> tables;               // of each row: its days
  std::vector<DayTable> days;
  Batch batch;
};

/// `amounts`: columns that are summed and so decide nothing. Throws Error ("simulation.too-many") for more
/// than a million combinations.
RowTypes enumerate_types(const World& world, const catalog::Dataset& dataset,
                         const std::vector<LinkedCube>& cubes, const std::vector<std::size_t>& amounts);

/// The column that a measure adds up, where it adds up a number column; else nullopt.
std::optional<std::size_t> amount_column(const catalog::Dataset& dataset,
                                         const catalog::RecordMeasure& measure);

}  // namespace zhiheng::simulate
