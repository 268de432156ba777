#pragma once
// How many rows of which kind a dataset needs, so that the cubes computed from them have the published cells.
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "simulate/day_book.h"
#include "simulate/published.h"
#include "simulate/world.h"

namespace zhiheng::simulate {

/// A value that a deciding column can have: one that a dimension, condition or measure of a published cube
/// looks at. Of a date only whether it is in the year, before it, or missing.
struct Choice {
  bool present = true;
  std::int64_t value = 0;
  std::string_view text = {};
  std::int32_t first = 0, last = -1;  // days; none where first is after last
  double weight = 1;
};

/// Rows that are alike in all deciding columns.
struct RowType {
  std::vector<std::uint32_t> choices;  // by deciding column
  std::uint64_t count = 0;             // rows at scale 1
  std::size_t days = 0;                // table of the days of the time column
};

/// A sum of an amount column over all rows of some types.
struct Amount {
  std::size_t column = 0;
  std::int64_t total = 0;  // as stored
  std::vector<std::size_t> types;
};

/// What became of one published value.
struct Outcome {
  enum class State {
    kReproduced,
    kInconsistent,   // contradicts other published values, or what the definitions allow
    kNotComputable,  // the cube's formula is none that rows can be made from
  };
  std::string cube, measure;
  std::vector<std::string> codes;
  Decimal published;
  State state = State::kReproduced;
  std::string reason_zh, reason_en;  // empty where it is reproduced
  int line = 0;                      // in the cube's file
};

struct RowPlan {
  const catalog::Dataset* dataset = nullptr;
  std::vector<std::string> cubes;
  std::vector<std::size_t> deciding;         // columns, ascending
  std::vector<std::vector<Choice>> choices;  // of each deciding column
  std::vector<RowType> types;                // that have rows
  std::vector<Amount> amounts;
  std::vector<DayTable> tables;
  std::vector<Outcome> outcomes;
  std::uint64_t rows = 0;  // at scale 1
  bool has_time = false;   // the time column's days are in `tables`
};

/// The plan for those of `published` that the dataset declares a cube of. Without cells that have a value the
/// plan has no rows.
RowPlan plan_rows(const World& world, const catalog::Dataset& dataset,
                  const std::map<std::string, PublishedCube, std::less<>>& published);

}  // namespace zhiheng::simulate
