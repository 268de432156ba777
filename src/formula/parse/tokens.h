#pragma once
// Internal to this module: a formula cut into words.
#include <string>
#include <string_view>
#include <vector>

namespace zhiheng::formula {

struct Token {
  enum class Kind { kName, kNumber, kText, kSymbol, kEnd };
  Kind kind = Kind::kEnd;
  std::string_view written;  // part of the formula
  size_t offset = 0;
  std::string word;  // kName: in small letters; kText: what is between the quotes
};

/// Ends with one token of kind kEnd. `text` must outlive the result. Throws Mistake.
std::vector<Token> tokenize(const std::string& text);

}  // namespace zhiheng::formula
