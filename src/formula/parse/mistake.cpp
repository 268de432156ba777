#include "formula/parse/mistake.h"

#include <algorithm>

namespace zhiheng::formula {
namespace {

constexpr size_t kQuoted = 120;  // bytes on either side of the place

bool inside_character(const std::string& text, size_t offset) {
  return offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80;
}

}  // namespace

std::vector<std::string> place_in(const std::string& formula, size_t offset) {
  offset = std::min(offset, formula.size());
  size_t begin = offset > kQuoted ? offset - kQuoted : 0;
  size_t end = std::min(formula.size(), offset + kQuoted);
  while (begin > 0 && inside_character(formula, begin)) --begin;
  while (inside_character(formula, end)) ++end;
  size_t characters = 1;
  for (size_t i = 0; i < offset; ++i) characters += inside_character(formula, i) ? 0 : 1;
  return {(begin > 0 ? "…" : "") + formula.substr(begin, end - begin) + (end < formula.size() ? "…" : ""),
          std::to_string(characters)};
}

std::vector<std::string> arguments_of(const std::string& formula, const Mistake& mistake) {
  auto args = place_in(formula, mistake.offset);
  args.insert(args.end(), mistake.args.begin(), mistake.args.end());
  return args;
}

}  // namespace zhiheng::formula
