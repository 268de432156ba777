#pragma once
// Which counters one pass fills, so that every cube of a dataset can be rolled up from them.
#include "measure/cubes/sources.h"

namespace zhiheng::measure::cubes {

/// An axis of a grid by its formula's text, and the axis itself.
struct NamedAxis {
  std::string text;
  const Axis* axis = nullptr;
};

/// What one cube, or one of its measures that isn't a sum, is rolled up from.
struct Need {
  std::size_t cube = 0;
  std::optional<std::size_t> measure;  // nullopt: its rows and sums
  std::vector<NamedAxis> axes;         // of a measure: the cube's, then that of its values
  std::vector<std::size_t> sums;       // of Plan::sums
};

/// Counters for each combination of its axes' values, or, where only presence matters, one bit for each.
struct Grid {
  std::vector<NamedAxis> axes;
  std::vector<std::size_t> conditions;  // of Plan::conditions: rows for which all hold
  std::vector<std::size_t> sums;        // of Plan::sums
  bool presence = false;
  std::vector<Need> needs;

  double cells() const;  // product of the axes' sizes
};

struct Plan {
  std::vector<Grid> grids;
  std::vector<Sum> sums;
  std::vector<std::string> sum_texts;
  std::vector<Condition> conditions;
  std::vector<std::string> condition_texts;
};

/// Places of `to` by place of `from`, where the first is a function of the second: month gives quarter.
std::optional<std::vector<std::uint32_t>> derived(const Axis& from, const Axis& to);

constexpr double kMostDenseCells = 1 << 21;
constexpr double kMostBits = 1 << 27;
bool is_dense(const Grid& grid, std::uint64_t rows);

/// `sources` gets what the formulas need.
Plan make_plan(const CubeContext& context, Sources& sources, std::uint64_t rows);

}  // namespace zhiheng::measure::cubes
