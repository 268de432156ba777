#pragma once
// How the counters of a grid lie in memory: several small sums in one word of 64 bits, so that a row costs
// one addition.
#include "measure/cubes/plan.h"

namespace zhiheng::measure::cubes {

/// One sum, or the number of rows, within a word.
struct Field {
  std::size_t sum = 0;  // of Grid::sums; kRowCount: the rows
  unsigned word = 0;
  unsigned shift = 0;
  unsigned bits = 64;  // 64: the whole word, signed

  std::int64_t of(const std::uint64_t* words) const {
    const std::uint64_t value = words[word] >> shift;
    return static_cast<std::int64_t>(bits == 64 ? value : value & ((std::uint64_t{1} << bits) - 1));
  }
};
constexpr std::size_t kRowCount = static_cast<std::size_t>(-1);

struct Layout {
  std::vector<Field> fields;  // the rows first, in word 0 without shift
  unsigned words = 1;
  std::uint64_t most_rows = 0;  // that fit before the words must be emptied
};

/// The layout with the least work for that many rows; without `packed` a word each. Throws Error
/// ("cube.overflow") where a sum could leave 63 bits.
Layout make_layout(const Grid& grid, const Plan& plan, std::uint64_t rows, bool packed);

/// An axis' part in a cell's number: by place of a source.
struct Term {
  std::size_t source = 0;
  std::uint64_t stride = 1;           // where there is no table
  std::vector<std::uint64_t> table;   // by place; empty: place × stride
  std::vector<std::uint32_t> narrow;  // the same in 32 bits, where all fit
  std::vector<std::uint32_t> until;   // by place: from which place on the table differs
};

/// Cell number = sum of the terms. `strides` are by axis of the grid, 0 for an axis with one value.
struct Numbering {
  std::vector<std::uint64_t> strides;
  std::vector<Term> terms;
  std::uint64_t cells = 1;
};

/// `pad_last`: the last axis takes whole words of bits. Throws Error ("cube.too-large") beyond 2^62 cells.
Numbering make_numbering(const Grid& grid, const std::vector<Source>& sources, bool pad_last);

}  // namespace zhiheng::measure::cubes
