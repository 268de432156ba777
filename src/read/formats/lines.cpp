#include "read/formats/lines.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/error.h"
#include "base/text.h"

namespace zhiheng::read {
namespace {

constexpr ErrorCode kTooManyLines{"read.too-large", "超过 400 万行，未读取",
                                  "more than 4 million lines; not read"};
constexpr size_t kMaxLines = 4'000'000;
constexpr int kMaxHeadingWidth = 100;

using Words = std::initializer_list<std::string_view>;

/// Takes one of `words` off the front of `text`.
bool take(std::string_view& text, Words words) {
  for (const std::string_view word : words) {
    // The first byte tells nearly always, without a call.
    if (!text.empty() && text[0] == word[0] && text.starts_with(word)) {
      text.remove_prefix(word.size());
      return true;
    }
  }
  return false;
}

bool ends_with_any(std::string_view text, Words words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return !text.empty() && text.back() == word.back() && text.ends_with(word);
  });
}

void take_spaces(std::string_view& text) {
  while (take(text, {" ", "\t", "　"})) {
  }
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes up to `most` ASCII digits; how many.
size_t take_digits(std::string_view& text, size_t most) {
  size_t count = 0;
  while (count < most && count < text.size() && is_digit(text[count])) ++count;
  if (count < text.size() && is_digit(text[count])) return 0;
  text.remove_prefix(count);
  return count;
}

/// Takes Chinese numerals; how many.
int take_numerals(std::string_view& text) {
  int count = 0;
  while (take(text, {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "〇", "零"})) ++count;
  return count;
}

bool is_open_bracket(std::string_view& text) { return take(text, {"（", "("}); }
bool is_close_bracket(std::string_view& text) { return take(text, {"）", ")"}); }

/// 第一章, 第2节.
int chapter_level(std::string_view text) {
  if (!take(text, {"第"})) return 0;
  take_spaces(text);
  if (take_digits(text, 3) == 0 && take_numerals(text) == 0) return 0;
  take_spaces(text);
  if (take(text, {"章", "篇", "编", "部分"})) return 1;
  return take(text, {"节"}) ? 2 : 0;
}

/// 一、 （一） 1. 1、 （1） 1.2 …; moves `text` behind the number.
int numbered_level(std::string_view& text) {
  std::string_view rest = text;
  const bool bracketed = is_open_bracket(rest);
  int level = 0;
  if (take_numerals(rest) > 0) {
    if (bracketed ? is_close_bracket(rest) : take(rest, {"、", "．"})) level = bracketed ? 3 : 2;
  } else if (take_digits(rest, 2) > 0) {
    if (bracketed) {
      if (is_close_bracket(rest)) level = 5;
    } else if (take(rest, {"、", "．"}) || (rest.size() > 1 && rest[0] == '.' && !is_digit(rest[1]))) {
      take(rest, {"."});
      level = 4;
    } else {
      int parts = 1;
      while (rest.starts_with('.')) {
        rest.remove_prefix(1);
        if (take_digits(rest, 2) == 0) return 0;
        ++parts;
      }
      // "1.2 万人" is a quantity, "1.2 总则" a heading.
      const std::string_view behind = trim_wide(rest);
      const bool spaced = behind.size() != rest.size();
      if (parts < 2 || !spaced || behind.empty() || static_cast<unsigned char>(behind[0]) < 0xE3 ||
          take(rest = behind,
               {"万", "亿", "千", "百", "元", "个", "％", "倍", "吨", "人", "公", "平", "立", "米"})) {
        return 0;
      }
      level = 2 + parts;
    }
  }
  if (level > 0) text = rest;
  return level;
}

bool is_bare_heading(std::string_view text) {
  std::string packed = replace_all(replace_all(std::string(text), " ", ""), "　", "");
  constexpr std::array<std::string_view, 14> kWords = {"前言", "序",   "序言", "引言",    "导言",
                                                       "目录", "目次", "摘要", "结语",    "后记",
                                                       "附录", "附件", "附表", "参考文献"};
  return std::find(kWords.begin(), kWords.end(), packed) != kWords.end();
}

/// A heading or caption that ends in a page number, with or without a leader.
bool ends_in_page_number(std::string_view text) {
  size_t digits = 0;
  while (digits < text.size() && is_digit(text[text.size() - 1 - digits])) ++digits;
  if (digits == 0 || digits > 4 || digits == text.size()) return false;
  text.remove_suffix(digits);
  return ends_with_any(text, {" ", "\t", "　", "..", "…", "·", "．", "-"});
}

/// "前言 . . . . . 3": dots lead to the page.
bool has_leader(std::string_view text) {
  const size_t number = text.find_last_not_of("0123456789");
  if (number == std::string_view::npos || number + 1 == text.size()) return false;
  text = text.substr(0, number + 1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return ends_with_any(text, {"...", ". . .", "……", "···", "．．．"});
}

/// "- 46 二、质量领先": a line of contents that begins with the page.
bool begins_with_page_number(std::string_view text) {
  take(text, {"- ", "* "});
  if (take_digits(text, 3) == 0 || !take(text, {" ", "\t"})) return false;
  take_spaces(text);
  std::string_view rest = text;
  return chapter_level(text) > 0 || numbered_level(rest) > 0 || is_caption(text);
}

bool is_note(std::string_view text) {
  std::string_view rest = text;
  if (take(rest, {"["})) return take_digits(rest, 3) > 0 && take(rest, {"]"}) && !trim_wide(rest).empty();
  if (take(rest, {"¹", "²", "³", "⁰", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"})) return true;
  if (take(rest, {"注"})) {
    take_spaces(rest);
    take_digits(rest, 2);
    return take(rest, {"：", ":"});
  }
  return take(rest, {"数据来源", "资料来源"}) && take(rest, {"：", ":"});
}

bool is_item(std::string_view text) {
  std::string_view rest = text;
  if (take(rest, {"- ", "* ", "——", "— ", "• ", "•", "●", "○", "◆", "◇", "■", "□", "·", "※"})) return true;
  // ① to ⑳.
  if (text.starts_with("\xE2\x91") && text.size() > 2 && static_cast<unsigned char>(text[2]) <= 0xB3)
    return true;
  if (take_digits(rest, 2) > 0 && is_close_bracket(rest)) return true;
  rest = text;
  return numbered_level(rest) > 0;
}

}  // namespace

bool has_gap(std::string_view text) {
  return text.find("  ") != std::string_view::npos || text.find("　") != std::string_view::npos;
}

bool ends_sentence(std::string_view line) {
  while (true) {
    const size_t before = line.size();
    for (const std::string_view closing : {"”", "’", "」", "』", "\"", "¹", "²", "³"}) {
      if (line.ends_with(closing)) line.remove_suffix(closing.size());
    }
    if (line.size() == before) break;
  }
  return ends_with_any(line, {"。", "；", "：", "！", "？", ";", ":", "!", "?"});
}

bool is_caption(std::string_view line) {
  std::string_view rest = line;
  if (take(rest, {"续表", "（续表", "(续表", "（续", "(续"})) return display_width(line) <= kMaxHeadingWidth;
  const bool latin = take(rest, {"Table ", "TABLE ", "Figure ", "Fig. "});
  if (!latin) {
    take(rest, {"附"});
    if (!take(rest, {"表", "图"})) return false;
  }
  take_spaces(rest);
  size_t parts = take_digits(rest, 3);
  if (parts == 0) parts = static_cast<size_t>(take_numerals(rest));
  if (parts == 0) return false;
  while (take(rest, {"-", "－", "—", "–", "."})) {
    if (take_digits(rest, 3) == 0) break;
  }
  const std::string_view title = trim_wide(rest);
  if (title.empty()) return true;
  const bool parted = title.size() != rest.size() || take(rest, {"：", ":", "．", "、"});
  if (display_width(line) > kMaxHeadingWidth || ends_with_any(line, {"。", "；", ";", "，", ","}))
    return false;
  rest = title;
  if (take(rest, {"所示", "显示", "中", "可", "为", "和", "与", "及", "反映", "表明"})) return false;
  // "图2新虹街道…" without a space is a caption too, "表1，表2" is none.
  return parted || static_cast<unsigned char>(title[0]) >= 0xE4;
}

int heading_level(std::string_view line) {
  if (line.size() > 3 * kMaxHeadingWidth / 2 || display_width(line) > kMaxHeadingWidth) return 0;
  if (ends_sentence(line) || line.find("。") != std::string_view::npos ||
      ends_with_any(line, {"，", ",", "、"})) {
    return 0;
  }
  if (const int level = chapter_level(line); level > 0) return level;
  std::string_view rest = line;
  if (const int level = numbered_level(rest); level > 0) {
    rest = trim_wide(rest);
    // Behind the number a title, not a figure: "1. 5%".
    return !rest.empty() && !is_digit(rest[0]) && rest.size() > 3 ? level : 0;
  }
  rest = line;
  if (take(rest, {"附录", "附件"})) {
    take_digits(rest, 2);
    take_numerals(rest);
    if (take(rest, {"：", ":", " ", "　"})) return 1;
  }
  return is_bare_heading(line) ? 1 : 0;
}

LineKind line_kind(std::string_view text, int& level) {
  if (is_note(text)) return LineKind::kNote;
  const bool caption = is_caption(text);
  const int heading = caption ? 0 : heading_level(text);
  if ((caption || heading > 0) && ends_in_page_number(text)) {
    const bool only_number = caption && text.size() < 12;  // "表 12"
    if (!only_number) return LineKind::kContents;
  }
  if (begins_with_page_number(text) || has_leader(text)) return LineKind::kContents;
  if (caption) return LineKind::kCaption;
  if (heading > 0) {
    level = heading;
    return LineKind::kHeading;
  }
  return is_item(text) ? LineKind::kItem : LineKind::kText;
}

std::vector<Line> split_lines(std::string_view text, std::string_view shown) {
  std::vector<Line> out;
  const bool paged = text.find('\f') != std::string_view::npos;
  int page = paged ? 1 : 0;
  int number = 1;
  int gap = 0;
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find('\n', at), text.size());
    if (paged) end = at + std::min(text.substr(at, end - at).find('\f'), end - at);
    std::string_view raw = text.substr(at, end - at);
    while (!raw.empty() && raw.back() == ' ') raw.remove_suffix(1);
    const std::string_view shown_text = trim_wide(raw);
    if (!shown_text.empty()) {
      if (out.size() >= kMaxLines) throw Error(kTooManyLines, {std::string(shown)});
      Line line{shown_text, raw, number, page, gap, 0, LineKind::kText};
      line.kind = line_kind(shown_text, line.level);
      out.push_back(line);
      gap = 0;
    } else if (end < text.size() && text[end] == '\n') {
      ++gap;
    }
    if (end < text.size() && text[end] == '\n') ++number;
    if (end < text.size() && text[end] == '\f') ++page;
    at = end + 1;
  }
  return out;
}

}  // namespace zhiheng::read
