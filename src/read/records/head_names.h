#pragma once
#include <string>
#include <vector>

namespace zhiheng::read {

constexpr size_t kMaxColumns = 2000;

/// The heads as they are kept: invisible characters gone, trimmed, one line; empty heads at the end dropped.
/// An empty head between others stays, its column has no name. Throws Error: "read.empty" (all are empty),
/// "read.too-wide", "read.duplicate-head".
std::vector<std::string> tidy_heads(std::vector<std::string> names, const std::string& shown);

}  // namespace zhiheng::read
