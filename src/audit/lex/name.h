#pragma once
#include <string_view>

#include "audit/lex/number.h"

namespace zhiheng::audit::lex {

/// Whether the number's digits belong to a name, an ordinal, a document number, a footnote mark, a clock
/// time, an expression (4+4, 1/3) or the numbering of a line: whether they are no quantity. `begin` is where
/// the stretch of text begins that is being read.
bool is_name(std::string_view text, size_t begin, const Number& number);

/// Behind the letters and digits that go on with such a name.
size_t name_end(std::string_view text, const Number& number);

/// Whether a letter or `_` stands right before `at`.
bool latin_before(std::string_view text, size_t at);

}  // namespace zhiheng::audit::lex
