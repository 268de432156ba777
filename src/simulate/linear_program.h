#pragma once
#include <optional>
#include <vector>

namespace zhiheng::simulate {

/// Rows of coefficients, one an equation; its right side is beside it.
struct LinearProgram {
  std::vector<std::vector<double>> rows;
  std::vector<double> totals;
  std::size_t unknowns = 0;
};

/// The least and the greatest value that one unknown can have where all equations hold and nothing is below
/// 0; nullopt where they cannot hold. `most` is infinite where nothing bounds it. By the simplex method, with
/// Bland's rule: it ends.
struct Extent {
  double least = 0, most = 0;
};
std::optional<Extent> extent_of(const LinearProgram& program, std::size_t unknown);
bool is_feasible(const LinearProgram& program);

}  // namespace zhiheng::simulate
