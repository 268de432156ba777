#pragma once
// Internal to this module: comparisons and logic over one block.
#include "formula/evaluate/view.h"
#include "formula/tree/node.h"

namespace zhiheng::formula {

/// 1 where the comparison `op` of the two holds, else 0. Numbers of different decimals are compared exactly.
void compare_numbers(Op op, const View& a, int a_decimals, const View& b, int b_decimals, size_t rows,
                     std::int64_t* out);
void compare_texts(Op op, const View& a, const View& b, size_t rows, std::int64_t* out);

/// `a and b` (kAnd) or `a or b` (kOr) in three-valued logic. `values` and `present` may be what `a` looks at.
/// Flags are written only where the result says so: its `present` is null or `present`.
View combine(Op op, const View& a, const View& b, size_t rows, std::int64_t* values, std::uint8_t* present);

}  // namespace zhiheng::formula
