#pragma once
// Internal to this module: text → tree.
#include <span>
#include <string>

#include "formula/tree/node.h"

namespace zhiheng::formula {

inline constexpr size_t kLongest = 10'000;  // bytes of a formula
inline constexpr int kMostNesting = 64;     // brackets, functions, cases, not and signs within each other

/// Throws Mistake.
Parsed parse_formula(const std::string& text, std::span<const Name> names);

}  // namespace zhiheng::formula
