#include "chart/layout/lettering.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

namespace zhiheng::chart {
namespace {

// Advance widths of U+0020 to U+007E in Noto Sans CJK SC, in thousandths of an em. Other Chinese sans faces
// differ by a few per cent, which the margins of the layout leave room for.
constexpr std::array<std::int16_t, 95> kLatinWidths = {
    224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392, 555, 555, 555,
    555, 555, 555, 555, 555, 555, 555, 278, 278, 555, 555, 555, 474, 946, 608, 657, 638, 688, 589,
    552, 689, 728, 293, 535, 646, 543, 812, 723, 742, 633, 742, 635, 596, 599, 721, 575, 878, 573,
    531, 603, 338, 392, 338, 555, 559, 606, 563, 618, 510, 620, 554, 325, 564, 607, 275, 275, 552,
    284, 926, 610, 606, 620, 620, 388, 468, 377, 607, 521, 802, 498, 521, 475, 338, 270, 338, 555};

/// Takes one code point off the front; a byte that begins none is taken alone, as U+FFFD.
char32_t next_code_point(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 0;
  if (length == 0 || length > text.size()) {
    text.remove_prefix(1);
    return 0xFFFD;
  }
  char32_t code = length == 1 ? first : first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
  text.remove_prefix(length);
  return code;
}

int em_thousandths(char32_t code) {
  if (code >= 0x20 && code <= 0x7E) return kLatinWidths[code - 0x20];
  if (code < 0x20 || (code >= 0x300 && code <= 0x36F) || code == 0x200B) return 0;
  switch (code) {
    case 0xA0:
      return 224;
    case 0xB0:
      return 370;
    case 0x2002:
      return 500;
    case 0x2009:
      return 200;
    case 0x202F:
      return 200;
    case 0x2013:
      return 536;
    case 0x2014:
      return 894;
    case 0x2212:
      return 555;
    default:
      break;
  }
  const bool western_letter =
      (code >= 0xC0 && code <= 0x24F && code != 0xD7 && code != 0xF7) || (code >= 0x370 && code <= 0x52F);
  return western_letter ? 600 : 1000;
}

bool is_word_part(char32_t code) {
  return (code > 0x20 && code < 0x7F && code != '/' && code != '-') || code == 0xA0 || code == 0x2009 ||
         code == 0x202F || code == 0x2212 || (code >= 0xC0 && code <= 0x52F);
}

bool is_digit(char32_t code) { return code >= '0' && code <= '9'; }
bool is_chinese(char32_t code) {
  return (code >= 0x3400 && code <= 0x9FFF) || (code >= 0x20000 && code <= 0x3FFFF);
}
bool is_latin(char32_t code) {
  return is_digit(code) || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') ||
         (code >= 0xC0 && code <= 0x24F);
}

bool is_one_of(char32_t code, std::u32string_view set) { return set.find(code) != std::u32string_view::npos; }
bool stays_with_previous(char32_t code) { return is_one_of(code, U"、。，；：！？）》」』】〉”’…％℃·/-~～"); }
bool stays_with_next(char32_t code) { return is_one_of(code, U"（《「『【〈“‘"); }

/// The smallest pieces that a line can end after.
struct Piece {
  std::string text;
  double width = 0;
  bool break_after_is_good = false;  // after 、 or before （: where a reader pauses anyway
  bool is_space = false;
};

std::vector<Piece> pieces_of(std::string_view text, double font_size) {
  std::vector<Piece> pieces;
  char32_t previous = 0;
  bool after_number = false;  // between a number and its unit, where a space may stand
  while (!text.empty()) {
    const std::string_view rest = text;
    const char32_t code = next_code_point(text);
    const std::string_view bytes = rest.substr(0, rest.size() - text.size());
    std::string_view ahead = text;
    const bool before_unit =
        code == ' ' && is_digit(previous) && !ahead.empty() && is_chinese(next_code_point(ahead));
    const bool is_unit = after_number && is_chinese(code);
    const bool in_word = code != ' ' && previous != ' ' &&
                         ((is_word_part(previous) && is_word_part(code)) || stays_with_previous(code) ||
                          stays_with_next(previous));
    const bool joined = !pieces.empty() && (before_unit || is_unit || in_word);
    after_number = is_digit(code) || before_unit;
    if (!joined) {
      if (stays_with_next(code) && !pieces.empty()) pieces.back().break_after_is_good = true;
      pieces.push_back({});
    }
    Piece& piece = pieces.back();
    piece.text += bytes;
    piece.width += em_thousandths(code) * font_size / 1000;
    piece.is_space = !joined && (code == ' ' || code == '\n');
    piece.break_after_is_good = is_one_of(code, U"、，；：/ ");
    previous = code;
  }
  return pieces;
}

/// Chooses the line ends with the least sum of squared unused widths; breaks at a pause cost less.
std::vector<std::size_t> line_ends(const std::vector<Piece>& pieces, double max_width) {
  const std::size_t count = pieces.size();
  std::vector<double> cost(count + 1, std::numeric_limits<double>::infinity());
  std::vector<std::size_t> start_of(count + 1, 0);
  cost[0] = 0;
  for (std::size_t end = 1; end <= count; ++end) {
    double width = 0;
    for (std::size_t start = end; start-- > 0;) {
      width += pieces[start].width;
      if (width > max_width + 0.01 && start + 1 < end) break;
      const double unused = std::max(0.0, max_width - width) / max_width;
      const double pause = end == count || pieces[end - 1].break_after_is_good ? 0 : 0.15;
      const double total = cost[start] + 1 + unused * unused + pause;  // 1 a line: few lines come first
      if (total < cost[end] - 1e-9) {  // of equals, the one with the shorter last line
        cost[end] = total;
        start_of[end] = start;
      }
    }
  }
  std::vector<std::size_t> ends;
  for (std::size_t end = count; end > 0; end = start_of[end]) ends.push_back(end);
  std::reverse(ends.begin(), ends.end());
  return ends;
}

}  // namespace

std::string spaced(std::string_view text) {
  std::string result;
  char32_t previous = 0;
  while (!text.empty()) {
    const std::string_view rest = text;
    const char32_t code = next_code_point(text);
    if ((is_chinese(previous) && is_latin(code)) || (is_latin(previous) && is_chinese(code))) result += ' ';
    result += rest.substr(0, rest.size() - text.size());
    previous = code;
  }
  return result;
}

double text_width(std::string_view text, double font_size) {
  double thousandths = 0;
  while (!text.empty()) thousandths += em_thousandths(next_code_point(text));
  return thousandths * font_size / 1000;
}

double block_width(std::string_view text, double font_size) {
  double widest = 0;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    widest = std::max(widest, text_width(text.substr(start, end - start), font_size));
    start = end + 1;
  }
  return widest;
}

int line_count(std::string_view text) {
  return 1 + static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

std::string wrap(std::string_view text, double max_width, double font_size) {
  const std::vector<Piece> pieces = pieces_of(text, font_size);
  std::string lines;
  std::size_t start = 0;
  for (const std::size_t end : line_ends(pieces, max_width)) {
    if (start > 0) lines += '\n';
    for (std::size_t i = start; i < end; ++i) {
      const bool at_edge = (i == start && start > 0) || i + 1 == end;
      if (!(pieces[i].is_space && at_edge)) lines += pieces[i].text;
    }
    start = end;
  }
  return lines;
}

}  // namespace zhiheng::chart
