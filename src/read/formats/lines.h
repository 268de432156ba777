#pragma once
#include <string_view>
#include <vector>

namespace zhiheng::read {

/// What a line of plain text looks like by itself.
enum class LineKind : unsigned char {
  kText,      // part of a paragraph
  kHeading,   // 第一章 …, 一、…, （一）…, 1. …: short, without the end of a sentence
  kCaption,   // 表 1：…, 图 3 …, （续表）
  kNote,      // [12] …, ¹ …, 注：…
  kItem,      // - …, ——…, （1）…: begins a paragraph
  kContents,  // of a table of contents: a heading or caption with its page number
};

/// A line that is not blank.
struct Line {
  std::string_view text;  // without surrounding spaces
  std::string_view raw;   // as it stands, without the spaces at its end
  int line = 0;           // 1-based
  int page = 0;           // 1-based, 0 in a text without form feeds
  int gap = 0;            // blank lines before it
  int level = 0;          // of a heading
  LineKind kind = LineKind::kText;
};

/// The lines of a text that aren't blank, with their kind. Throws Error ("read.too-large") beyond 4 M lines.
std::vector<Line> split_lines(std::string_view text, std::string_view shown);

/// What a line, trimmed and not empty, looks like; `level` is set for a heading.
LineKind line_kind(std::string_view line, int& level);

/// Level of a heading by its number, 0 if the line is none.
int heading_level(std::string_view line);

/// Whether a line begins like a caption: 表 1：…, 图 3 …, 续表.
bool is_caption(std::string_view line);

/// Whether a line ends a sentence or a clause that stands alone.
bool ends_sentence(std::string_view line);

/// Whether a line has two spaces or a full-width space in it.
bool has_gap(std::string_view text);

}  // namespace zhiheng::read
