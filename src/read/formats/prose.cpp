#include "read/formats/prose.h"

#include <array>

#include "base/text.h"
#include "read/formats/lines.h"

namespace zhiheng::read {

void write_prose(std::string_view text, int line, int page, DocumentWriter& writer) {
  text = trim_wide(text);
  if (text.empty()) return;
  int level = 0;
  const LineKind kind = line_kind(text.substr(0, text.find('\n')), level);
  const bool one_line = text.find('\n') == std::string_view::npos;
  if (kind == LineKind::kHeading && one_line) {
    writer.block(BlockKind::kHeading, text, level, line, page);
  } else {
    writer.block(kind == LineKind::kNote ? BlockKind::kNote : BlockKind::kParagraph, text, 0, line, page);
  }
}

bool starts_like_note(std::string_view text) {
  int level = 0;
  text = trim_wide(text.substr(0, text.find('\n')));
  return !text.empty() && line_kind(text, level) == LineKind::kNote;
}

std::string superscript(int number) { return raised(std::to_string(number)); }

std::string raised(std::string_view text) {
  constexpr std::array<std::string_view, 10> kRaised = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string out;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::string(text);
    out += kRaised[static_cast<size_t>(c - '0')];
  }
  return out;
}

std::string single_spaced(std::string_view text) {
  std::string out;
  bool space = false;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
      space = !out.empty();
      continue;
    }
    if (space) out += ' ';
    space = false;
    out += c;
  }
  return out;
}

}  // namespace zhiheng::read
