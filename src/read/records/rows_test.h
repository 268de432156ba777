#pragma once
// For tests only: rows as texts.
#include <string>
#include <vector>

#include "base/text.h"
#include "read/records.h"

namespace zhiheng::read {

/// What a reader gives: rows as "line: cell|cell", problems as "line! kind found raw" among them in the order
/// in which the blocks have them.
inline std::vector<std::string> told(RecordReader& reader) {
  constexpr const char* kKinds[] = {"few", "many", "quote", "encoding", "long", "no-object", "unknown"};
  std::vector<std::string> out;
  RowBlock block;
  while (reader.next(block)) {
    for (size_t r = 0; r < block.rows(); ++r) {
      std::vector<std::string> cells;
      for (size_t c = 0; c < block.columns; ++c) cells.emplace_back(block.cell(r, c));
      out.push_back(std::to_string(block.lines[r]) + ": " + join(cells, "|"));
    }
    for (const RowBlock::Problem& p : block.problems) {
      out.push_back(std::to_string(p.line) + "! " + kKinds[static_cast<size_t>(p.kind)] + " " +
                    std::to_string(p.found) + " " + p.raw.substr(0, 40));
    }
  }
  return out;
}

/// The file read from its first byte to its last, cut into chunks where `whole_rows` says, each of `chunk`
/// bytes at first.
inline std::vector<std::string> told(std::string_view file, const RecordHead& head,
                                     size_t chunk = size_t{1} << 30) {
  std::vector<std::string> out;
  std::uint64_t line = head.line;
  for (size_t at = head.begin; at < file.size();) {
    size_t size = 0;
    size_t rows = 0;
    while (rows == 0) {
      size = std::min(size + chunk, file.size() - at);
      rows = at + size == file.size() ? size : whole_rows(file.substr(at, size), head.format);
    }
    const auto reader = read_rows(file.substr(at, rows), head, line);
    for (std::string& row : told(*reader)) out.push_back(std::move(row));
    line += reader->lines();
    at += rows;
  }
  return out;
}

/// Of a whole text file.
inline std::vector<std::string> told_file(std::string_view file, size_t chunk = size_t{1} << 30) {
  return told(file, read_record_head(file, true, "f"), chunk);
}

}  // namespace zhiheng::read
