#pragma once
#include <string>
#include <vector>

#include "audit/finding.h"
#include "audit/structure.h"

namespace zhiheng::audit {

/// A document, its outline and where findings go: what every test of the structure works on.
struct StructureTest {
  const read::Document& document;
  std::uint32_t index;  // of the document among those audited
  const Structure& structure;
  Results& results;

  std::string_view view(read::Span span) const { return document.view(span); }
  Spot spot(read::Span mark) const { return spot_in_line(document, index, mark); }
};

/// What a test says; `spots` are of these marks.
struct Verdict {
  Kind kind = Kind::kNumbering;
  Weight weight = Weight::kError;
  bool certain = true;
  std::vector<read::Span> marks;
  std::string stated;
  std::string due;  // may be empty
  Words words;
};
void report(const StructureTest& test, Verdict verdict);
void report_held(const StructureTest& test, Kind kind, std::vector<read::Span> marks, std::string formula);

/// What to mark of a caption: its line, or its title where that stands in a line of its own.
read::Span shown_caption(const Caption& caption);

/// A title for a sentence: without surrounding spaces and marks of bold, at most 40 characters.
std::string shown_title(const StructureTest& test, read::Span title);

/// Missing, doubled and misplaced numbers of chapters, headings and items; a change of system within a run.
void check_headings(const StructureTest& test);
/// The same of tables, figures, cases, boxes and annexes.
void check_caption_numbers(const StructureTest& test);
/// Footnotes among themselves and against their marks.
void check_notes(const StructureTest& test);
/// 一是…二是… within a paragraph; counts that the text announces (以下三个方面).
void check_enumerations(const StructureTest& test);
/// Exhibits, chapters and items that are referred to but don't exist.
void check_references(const StructureTest& test);
/// References whose words fit another exhibit's title; captions that changed places; a caption's year.
void check_caption_fit(const StructureTest& test);
/// Captions among themselves: one title under two numbers.
void check_captions(const StructureTest& test);
/// Contents lists against captions, and their pages; with the next.
void check_contents(const StructureTest& test);
/// Contents lists against headings.
void check_contents_headings(const StructureTest& test);
/// Days that don't exist, periods that end before they begin, five-year plans with wrong years.
void check_dates(const StructureTest& test);

}  // namespace zhiheng::audit
