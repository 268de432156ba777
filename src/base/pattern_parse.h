#pragma once
// Inside of pattern.h: a pattern as a graph of bytes.
#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"

namespace zhiheng::pattern {

/// A node of the graph: reads one byte from `low` to `high` and goes to `next`, or goes to `next` and `other`
/// without reading, or is the end.
struct Node {
  enum class Kind : std::uint8_t { kBytes, kFork, kEnd };
  Kind kind = Kind::kEnd;
  std::uint8_t low = 0, high = 0;
  int next = -1, other = -1;
};

struct Graph {
  std::vector<Node> nodes;
  int start = 0;
};

/// Throws Error as Pattern's constructor does.
Graph parse(const std::string& text, const Location& where);

}  // namespace zhiheng::pattern
