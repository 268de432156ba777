#pragma once
#include <optional>
#include <string_view>

namespace zhiheng::audit::lex {

/// A number as written, without sign and unit.
struct Number {
  size_t begin = 0;
  size_t end = 0;
  double value = 0;
  int decimals = 0;
  bool grouped = false;  // with thousands separators
  bool spelled = false;  // in Chinese numerals
  int digits = 0;        // before the point
};

/// The number in ASCII or full-width digits that begins at `at`: `1,234.5`, `１２３`, and, with `spaced`, `1
/// 234` (plain spaces also stand between the numbers of a lost table). nullopt if there is no digit at `at`.
std::optional<Number> read_number(std::string_view text, size_t at, bool spaced = false);

/// The number in Chinese numerals that begins at `at`: 三, 十二, 两千三百, 一点五. nullopt if there is none.
/// What is no quantity (一般, 统一) is for the caller to tell: a numeral counts where a unit follows.
std::optional<Number> read_numeral(std::string_view text, size_t at);

}  // namespace zhiheng::audit::lex
