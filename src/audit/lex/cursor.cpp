#include "audit/lex/cursor.h"

namespace zhiheng::audit::lex {

size_t space_length(std::string_view text, size_t at) {
  if (at >= text.size()) return 0;
  const char c = text[at];
  if (c == ' ' || c == '\t' || c == '\n' || c == '\r') return 1;
  if (starts(text, at, "\u00a0")) return 2;
  if (starts(text, at, "\u3000") || starts(text, at, "\u2009") || starts(text, at, "\u202f")) return 3;
  return 0;
}

size_t skip_spaces(std::string_view text, size_t at) {
  while (const size_t length = space_length(text, at)) at += length;
  return at;
}

size_t back_over_spaces(std::string_view text, size_t end) {
  while (end > 0) {
    const char c = text[end - 1];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      end -= 1;
    } else if (ends(text, end, "\u00a0")) {
      end -= 2;
    } else if (ends(text, end, "\u3000") || ends(text, end, "\u2009") || ends(text, end, "\u202f")) {
      end -= 3;
    } else {
      break;
    }
  }
  return end;
}

}  // namespace zhiheng::audit::lex
