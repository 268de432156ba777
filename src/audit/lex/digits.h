#pragma once
#include <cstddef>
#include <string_view>

namespace zhiheng::audit::lex {

/// Where the next ASCII digit at or behind `at` stands, or the text's size. Looks at as many bytes at once as
/// the machine's vectors hold.
size_t next_digit(std::string_view text, size_t at);

}  // namespace zhiheng::audit::lex
