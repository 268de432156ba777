#pragma once
#include <optional>
#include <string_view>

#include "audit/structure.h"

namespace zhiheng::audit {

/// A cardinal as written: 12, １２, 十二.
struct Numeral {
  int value = 0;
  bool han = false;
  size_t end = 0;
};

/// The numeral from 1 to 999 that begins at `at`; none where more digits follow.
std::optional<Numeral> read_numeral(std::string_view text, size_t at);

/// 3, 3-1, 3.1: numerals joined by hyphens or dots, from `at`; `end` is moved behind it.
std::optional<Number> read_number(std::string_view text, size_t at, size_t& end);

/// A heading's number at `at`: its system, number and where its title begins.
struct HeadingMark {
  System system = System::kHan;
  Number number;
  size_t end = 0;
  size_t title = 0;
};
std::optional<HeadingMark> read_heading_mark(std::string_view text, size_t at);

/// A caption's beginning at `at`: 表 7：, 续表 7, 图3-1, 附件 2. `end` is behind the number.
struct CaptionMark {
  Exhibit exhibit = Exhibit::kTable;
  Number number;
  bool continued = false;
  size_t end = 0;
  size_t title = 0;
};
std::optional<CaptionMark> read_caption_mark(std::string_view text, size_t at);

/// The exhibit's word at `at` (附表 before 表) and its length; length 0 if none.
std::pair<Exhibit, size_t> exhibit_at(std::string_view text, size_t at);

/// Behind bullets, spaces and Markdown's marks: "- ", "## ", "**".
size_t skip_decoration(std::string_view text, size_t at);

/// 1 to 20 for ① to ⑳ at `at`, else 0.
int circled_at(std::string_view text, size_t at);

/// Whether the line ends a sentence or clause.
bool ends_clause(std::string_view line);

}  // namespace zhiheng::audit
