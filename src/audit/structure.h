#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "audit/finding.h"
#include "read/document.h"

namespace zhiheng::audit {

/// How headings and items are numbered.
enum class System : std::uint8_t {
  kPart,           // 第一部分, 第一篇
  kChapter,        // 第一章
  kSection,        // 第一节
  kArticle,        // 第一条
  kHan,            // 一、
  kHanBracket,     // （一）
  kArabic,         // 1. 1、
  kArabicBracket,  // （1）
  kHalfBracket,    // 1）
  kDotted,         // 3.1
  kCircled,        // ①
};
inline constexpr int kSystemCount = 11;

/// What has a number of its own and is referred to by it.
enum class Exhibit : std::uint8_t { kTable, kFigure, kAnnexTable, kAnnexFigure, kCase, kBox, kAnnex };
inline constexpr int kExhibitCount = 7;

/// 表, 图, 附表, 附图, 案例, 专栏, 附件; and in English.
Words exhibit_words(Exhibit exhibit);

/// A number of one to four parts: 7, 3-1, 3.1.2.
struct Number {
  std::array<std::int16_t, 4> parts{};
  std::uint8_t count = 0;

  int last() const { return count == 0 ? 0 : parts[count - 1u]; }
  /// The same number with `value` in the last part.
  Number with_last(int value) const;
  /// The parts before the last one are equal.
  bool beside(const Number& other) const;
  std::string text() const;  // "3-1"
  friend bool operator==(const Number&, const Number&) = default;
};

/// The number of a heading or item, as written: "（三）" of kHanBracket and 3.
std::string system_number(System system, const Number& number);

/// A heading or a numbered item at the beginning of a line.
struct Heading {
  System system = System::kHan;
  Number number;
  read::Span mark;   // the number
  read::Span title;  // behind it, to the end of the sentence or line; may be empty
  read::Span line;
  std::uint32_t block = 0;
};

/// A table's or figure's caption, a case's or annex's head.
struct Caption {
  Exhibit exhibit = Exhibit::kTable;
  Number number;
  bool continued = false;  // 续表
  bool listed = false;     // only announced: "附件：1. …"
  read::Span mark;         // "表 7"
  read::Span title;        // may be empty
  read::Span line;
};

/// A line of a table of contents.
struct ContentsEntry {
  bool is_caption = false;
  System system = System::kHan;       // of a heading
  Exhibit exhibit = Exhibit::kTable;  // of a caption
  Number number;
  read::Span mark;
  read::Span title;  // without leader and page
  read::Span line;
  int page = 0;            // 0 where it gives none
  std::uint32_t list = 0;  // which contents list
};

/// A footnote's text: "[12] …".
struct Note {
  int number = 0;
  read::Span mark;
  read::Span line;
};

/// An exhibit named by its number in running text: 见表 9, 图3所示, （表 5 至表 7）.
struct Mention {
  Exhibit exhibit = Exhibit::kTable;
  Number number;
  read::Span mark;            // "表 9"
  bool is_reference = false;  // the words around it send the reader there
  bool at_start = false;      // begins a line or cell: may be a caption that was not recognised
};

/// The outline of a document. All vectors are in the order of the text; contents lists are not repeated in
/// `headings`, `captions` and `mentions`.
struct Structure {
  std::vector<Heading> headings;
  std::vector<Caption> captions;
  std::vector<ContentsEntry> contents;
  std::vector<read::Span> contents_lists;
  std::vector<Note> notes;
  std::vector<Mention> mentions;

  bool in_contents(std::uint32_t offset) const;
};

/// Reads a document's outline. Headings and items are looked for at the beginning of lines outside tables.
/// Spans are of `document.text`. O(length).
Structure read_structure(const read::Document& document);

/// A title as compared: without spaces, punctuation, quotes, 的 and footnote marks; full-width as half-width,
/// lower case. A unit behind it (（单位：万元）) is left out.
std::u32string comparable_title(std::string_view title);

/// A spot for `mark` that quotes its line, cut to about 80 characters around it.
Spot spot_in_line(const read::Document& document, std::uint32_t index, read::Span mark);

}  // namespace zhiheng::audit
