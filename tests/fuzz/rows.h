#pragma once
// What every fuzz target checks of the rows it reads.
#include <cstdlib>

#include "read/encoding.h"
#include "read/records.h"

namespace zhiheng::read {

inline void require(bool condition) {
  if (!condition) std::abort();
}

struct Counted {
  size_t rows = 0;
  size_t problems = 0;
  std::uint64_t digest = 0;  // of rows and their lines, in order

  void add(std::string_view bytes, std::uint64_t line) {
    digest = (digest ^ line) * 1099511628211U;
    for (const char c : bytes) digest = (digest ^ static_cast<unsigned char>(c)) * 1099511628211U;
  }
  bool operator==(const Counted&) const = default;
};

/// Reads all rows; every cell is UTF-8 inside of the block's text, lines go up.
inline void count(RecordReader& reader, Counted& counted) {
  RowBlock block;
  std::uint64_t line = 0;
  while (reader.next(block)) {
    require(block.cells.size() == block.rows() * block.columns && block.rows() <= RowBlock::kRows);
    for (size_t row = 0; row < block.rows(); ++row) {
      require(block.lines[row] > line);
      line = block.lines[row];
      for (size_t column = 0; column < block.columns; ++column) {
        const RowBlock::Cell& cell = block.cells[row * block.columns + column];
        require(size_t{cell.begin} + cell.size <= block.text.size());
        require(is_utf8(block.cell(row, column)));
        counted.add(block.cell(row, column), line);
      }
    }
    counted.rows += block.rows();
    counted.problems += block.problems.size();
  }
  require(block.rows() == 0);
}

/// Reads text rows in chunks of `chunk` bytes cut by `whole_rows`.
inline Counted count_in_chunks(std::string_view bytes, const RecordHead& head, size_t chunk) {
  Counted counted;
  std::uint64_t line = head.line;
  for (size_t at = std::min(head.begin, bytes.size()); at < bytes.size();) {
    size_t size = 0;
    size_t rows = 0;
    while (rows == 0) {
      size = std::min(size + chunk, bytes.size() - at);
      rows = at + size == bytes.size() ? size : whole_rows(bytes.substr(at, size), head.format);
      require(rows <= size);
    }
    const auto reader = read_rows(bytes.substr(at, rows), head, line);
    count(*reader, counted);
    line += reader->lines();
    at += rows;
  }
  return counted;
}

}  // namespace zhiheng::read
