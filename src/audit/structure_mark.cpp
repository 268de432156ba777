#include "audit/structure_mark.h"

#include <algorithm>
#include <array>

#include "audit/lex/cursor.h"
#include "base/text.h"

namespace zhiheng::audit {
namespace {

using lex::is_digit;
using lex::skip_spaces;
using lex::starts;

constexpr size_t kWide = 3;  // bytes of a Han character

/// 0 to 9 for a Han digit, 10 for 十, 100 for 百, else -1.
int han_digit(char32_t c) {
  switch (c) {
    case U'〇':
    case U'零':
      return 0;
    case U'一':
      return 1;
    case U'二':
      return 2;
    case U'三':
      return 3;
    case U'四':
      return 4;
    case U'五':
      return 5;
    case U'六':
      return 6;
    case U'七':
      return 7;
    case U'八':
      return 8;
    case U'九':
      return 9;
    case U'十':
      return 10;
    case U'百':
      return 100;
    default:
      return -1;
  }
}

std::optional<Numeral> read_han_numeral(std::string_view text, size_t at) {
  int total = 0;
  int digit = -1;
  size_t length = 0;
  for (int next = han_digit(lex::wide_at(text, at)); next >= 0; next = han_digit(lex::wide_at(text, at))) {
    if (next >= 10) {
      total += (digit < 0 ? 1 : digit) * next;
      digit = -1;
    } else {
      if (digit > 0) return std::nullopt;  // 二〇二一 is a year, 七八 about seven
      digit = next;
    }
    at += kWide;
    if (++length > 5) return std::nullopt;
  }
  if (digit > 0) total += digit;
  if (length == 0 || total < 1 || total > 999) return std::nullopt;
  return Numeral{total, true, at};
}

/// The digit at `at`, ASCII or full-width, and its length in bytes; -1 if none.
std::pair<int, size_t> digit_at(std::string_view text, size_t at) {
  if (at < text.size() && is_digit(text[at])) return {text[at] - '0', 1};
  const char32_t wide = lex::wide_at(text, at);
  if (wide >= U'０' && wide <= U'９') return {static_cast<int>(wide - U'０'), kWide};
  return {-1, 0};
}

constexpr std::string_view kJoints[] = {"-", "－", "—", "–", ".", "．", "‐", "−"};
constexpr std::string_view kSeparators[] = {"：", ":", "、", "．", ".", "，", " ", "\t", "　"};
constexpr std::string_view kOpen[] = {"（", "("};
constexpr std::string_view kClose[] = {"）", ")"};
// Behind "1.2" they make a quantity of it.
constexpr std::string_view kUnits[] = {"万", "亿", "千", "百", "元", "个", "％", "%",  "倍",
                                       "吨", "人", "公", "平", "立", "米", "年", "月", "日",
                                       "家", "件", "项", "户", "～", "~",  "-",  "—"};

Number plain(int value) { return {{static_cast<std::int16_t>(value)}, 1}; }

size_t skip_separators(std::string_view text, size_t at) {
  while (const size_t length = lex::first_of(text, at, kSeparators)) at += length;
  return at;
}

/// 第一章.
std::optional<HeadingMark> read_chapter(std::string_view text, size_t at) {
  if (!starts(text, at, "第")) return std::nullopt;
  const auto numeral = read_numeral(text, skip_spaces(text, at + kWide));
  if (!numeral) return std::nullopt;
  const size_t unit = skip_spaces(text, numeral->end);
  struct Unit {
    std::string_view word;
    System system;
  };
  constexpr std::array<Unit, 6> kUnitsOfText{{{"部分", System::kPart},
                                              {"篇", System::kPart},
                                              {"编", System::kPart},
                                              {"章", System::kChapter},
                                              {"节", System::kSection},
                                              {"条", System::kArticle}}};
  for (const Unit& candidate : kUnitsOfText) {
    if (!starts(text, unit, candidate.word)) continue;
    const size_t end = unit + candidate.word.size();
    // A title follows; 第三章所述, 第二章和第三章 are of a sentence.
    constexpr std::string_view kRunning[] = {"所", "的", "和", "与",   "及", "、",
                                             "，", "第", "至", "规定", "第"};
    if (lex::first_of(text, end, kRunning) > 0) return std::nullopt;
    return HeadingMark{candidate.system, plain(numeral->value), end, skip_separators(text, end)};
  }
  return std::nullopt;
}

/// （一）, (1).
std::optional<HeadingMark> read_bracketed(std::string_view text, size_t at) {
  const size_t open = lex::first_of(text, at, kOpen);
  if (open == 0) return std::nullopt;
  const auto numeral = read_numeral(text, skip_spaces(text, at + open));
  if (!numeral || numeral->value > 99) return std::nullopt;
  const size_t inner = skip_spaces(text, numeral->end);
  const size_t close = lex::first_of(text, inner, kClose);
  if (close == 0) return std::nullopt;
  const size_t end = inner + close;
  const System system = numeral->han ? System::kHanBracket : System::kArabicBracket;
  return HeadingMark{system, plain(numeral->value), end, skip_separators(text, end)};
}

/// 3.1 标题: with at least two parts, not a quantity.
std::optional<HeadingMark> read_dotted(std::string_view text, size_t at) {
  size_t end = at;
  const auto number = read_number(text, at, end);
  if (!number || number->count < 2 || text.substr(at, end - at).find('.') == std::string_view::npos) {
    return std::nullopt;
  }
  const size_t title = skip_spaces(text, end);
  const char32_t first = lex::wide_at(text, title);
  if (title == end || first < U'一' || first > U'鿿' || lex::first_of(text, title, kUnits) > 0)
    return std::nullopt;
  return HeadingMark{System::kDotted, *number, end, title};
}

/// 一、 1. 1、 1）.
std::optional<HeadingMark> read_plain(std::string_view text, size_t at) {
  const auto numeral = read_numeral(text, at);
  if (!numeral || numeral->value > 99) return std::nullopt;
  const size_t mark = skip_spaces(text, numeral->end);
  if (const size_t close = lex::first_of(text, mark, kClose); close > 0 && !numeral->han) {
    return HeadingMark{System::kHalfBracket, plain(numeral->value), mark + close,
                       skip_separators(text, mark + close)};
  }
  constexpr std::string_view kPoints[] = {"、", "．", "."};
  const size_t point = lex::first_of(text, mark, kPoints);
  if (point == 0 || (numeral->han && text[mark] == '.')) return std::nullopt;
  const size_t end = mark + point;
  const size_t title = skip_separators(text, end);
  if (title >= text.size() || text[title] == '\n') return std::nullopt;
  // "3.5 万", "1、2 号": a quantity or a list of figures.
  if (digit_at(text, end).second > 0 || (numeral->han && han_digit(lex::wide_at(text, end)) >= 0)) {
    return std::nullopt;
  }
  return HeadingMark{numeral->han ? System::kHan : System::kArabic, plain(numeral->value), end, title};
}

/// 12 as 十二.
std::string han_number(int value) {
  constexpr std::array<std::string_view, 10> kDigits{"",   "一", "二", "三", "四",
                                                     "五", "六", "七", "八", "九"};
  std::string out;
  if (value >= 100) out += std::string(kDigits[static_cast<size_t>(value / 100 % 10)]) + "百";
  if (value >= 100 && value / 10 % 10 == 0 && value % 10 > 0) out += "零";
  const auto tens = static_cast<size_t>(value / 10 % 10);
  if (tens > 0) out += (tens == 1 && value < 100 ? "" : std::string(kDigits[tens])) + "十";
  return out + std::string(kDigits[static_cast<size_t>(value % 10)]);
}

}  // namespace

std::string system_number(System system, const Number& number) {
  const std::string han = han_number(number.last());
  const std::string arabic = std::to_string(number.last());
  switch (system) {
    case System::kPart:
      return "第" + han + "部分";
    case System::kChapter:
      return "第" + han + "章";
    case System::kSection:
      return "第" + han + "节";
    case System::kArticle:
      return "第" + han + "条";
    case System::kHan:
      return han + "、";
    case System::kHanBracket:
      return "（" + han + "）";
    case System::kArabic:
      return arabic + ".";
    case System::kArabicBracket:
      return "（" + arabic + "）";
    case System::kHalfBracket:
      return arabic + "）";
    case System::kDotted:
      return replace_all(number.text(), "-", ".");
    case System::kCircled:
      return number.last() <= 20 ? std::string("①").replace(2, 1, 1, static_cast<char>(0x9F + number.last()))
                                 : arabic;
  }
  return arabic;
}

std::optional<Numeral> read_numeral(std::string_view text, size_t at) {
  int value = 0;
  int count = 0;
  while (true) {
    const auto [digit, length] = digit_at(text, at);
    if (length == 0) break;
    value = value * 10 + digit;
    at += length;
    if (++count > 3) return std::nullopt;
  }
  if (count == 0) return read_han_numeral(text, at);
  if (value == 0) return std::nullopt;
  return Numeral{value, false, at};
}

std::optional<Number> read_number(std::string_view text, size_t at, size_t& end) {
  auto numeral = read_numeral(text, at);
  if (!numeral) return std::nullopt;
  Number number = plain(numeral->value);
  end = numeral->end;
  while (number.count < number.parts.size()) {
    const size_t joint = lex::first_of(text, end, kJoints);
    if (joint == 0) break;
    const auto next = read_numeral(text, end + joint);
    if (!next || next->han) break;
    // 表1-12月…: a span of months, not a number of two parts.
    constexpr std::string_view kTime[] = {"月", "年", "季", "日", "%", "％"};
    if (lex::first_of(text, next->end, kTime) > 0) break;
    number.parts[number.count++] = static_cast<std::int16_t>(next->value);
    end = next->end;
  }
  return number;
}

int circled_at(std::string_view text, size_t at) {
  const char32_t c = lex::wide_at(text, at);
  return c >= U'①' && c <= U'⑳' ? static_cast<int>(c - U'①') + 1 : 0;
}

std::optional<HeadingMark> read_heading_mark(std::string_view text, size_t at) {
  if (at >= text.size()) return std::nullopt;
  if (const int circled = circled_at(text, at)) {
    return HeadingMark{System::kCircled, plain(circled), at + kWide, skip_separators(text, at + kWide)};
  }
  if (auto mark = read_chapter(text, at)) return mark;
  if (auto mark = read_bracketed(text, at)) return mark;
  if (auto mark = read_dotted(text, at)) return mark;
  return read_plain(text, at);
}

std::pair<Exhibit, size_t> exhibit_at(std::string_view text, size_t at) {
  struct Word {
    std::string_view text;
    Exhibit exhibit;
  };
  constexpr std::array<Word, 7> kWords{{{"附表", Exhibit::kAnnexTable},
                                        {"附图", Exhibit::kAnnexFigure},
                                        {"附件", Exhibit::kAnnex},
                                        {"表", Exhibit::kTable},
                                        {"图", Exhibit::kFigure},
                                        {"案例", Exhibit::kCase},
                                        {"专栏", Exhibit::kBox}}};
  for (const Word& word : kWords) {
    if (starts(text, at, word.text)) return {word.exhibit, word.text.size()};
  }
  return {Exhibit::kTable, 0};
}

std::optional<CaptionMark> read_caption_mark(std::string_view text, size_t at) {
  constexpr std::string_view kContinued[] = {"（续）", "(续)", "（续", "(续", "续"};
  CaptionMark mark;
  if (const size_t length = lex::first_of(text, at, kContinued)) {
    mark.continued = true;
    at += length;
  }
  const auto [exhibit, length] = exhibit_at(text, at);
  if (length == 0) return std::nullopt;
  mark.exhibit = exhibit;
  const auto number = read_number(text, skip_spaces(text, at + length), mark.end);
  if (!number) return std::nullopt;
  mark.number = *number;
  size_t behind = skip_spaces(text, mark.end);
  if (const size_t again = lex::first_of(text, behind, kContinued)) {
    mark.continued = true;
    behind += again;
  }
  mark.title = skip_separators(text, behind);
  return mark;
}

size_t skip_decoration(std::string_view text, size_t at) {
  constexpr std::string_view kMarks[] = {"- ", "* ", "**", "#", "• ", "●", "◆",
                                         "■",  "□",  "·",  " ", "\t", "　"};
  while (const size_t length = lex::first_of(text, at, kMarks)) at += length;
  return at;
}

bool ends_clause(std::string_view line) {
  constexpr std::string_view kEnds[] = {"。", "；", "：", "！", "？", ";", ":", "，", ",", "、"};
  size_t end = lex::back_over_spaces(line, line.size());
  constexpr std::string_view kClosing[] = {"”", "’", "\"", "）", ")"};
  while (const size_t length = lex::last_of(line, end, kClosing)) end -= length;
  return lex::last_of(line, end, kEnds) > 0;
}

}  // namespace zhiheng::audit
