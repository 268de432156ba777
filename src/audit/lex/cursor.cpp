#include "audit/lex/cursor.h"

namespace zhiheng::audit::lex {

size_t back_over_spaces(std::string_view text, size_t end) {
  static constexpr Words kSpaces{" ", "\t", "\n", "\r", "\u00a0", "\u3000", "\u2009", "\u202f"};
  while (const size_t length = last_of(text, end, kSpaces)) end -= length;
  return end;
}

}  // namespace zhiheng::audit::lex
