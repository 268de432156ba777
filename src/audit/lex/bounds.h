#pragma once
#include <string_view>

#include "audit/lex/number.h"
#include "audit/quantity.h"

namespace zhiheng::audit::lex {

/// The quantity that `number` with `unit` says, written at [begin, end): value, step and the interval that
/// its decimals allow. Things that are counted one by one are exact.
Quantity quantity_of(const Number& number, const Unit& unit, size_t begin, size_t end);

/// Makes the quantity negative where a minus sign stands before it, not a dash that joins it to a word or a
/// number. Nothing before `begin` is looked at.
void read_sign(std::string_view text, size_t begin, Quantity& quantity);

/// Takes in the words around the quantity that bound it (约, 不少于, 以上), and tells a rank (第 3 位) from a
/// count.
void read_bounds(std::string_view text, Quantity& quantity);

/// The length of the word at `at` that makes what stands before it a lower or an upper bound (以上, 以内), or
/// 0.
size_t least_after(std::string_view text, size_t at);
size_t most_after(std::string_view text, size_t at);

}  // namespace zhiheng::audit::lex
