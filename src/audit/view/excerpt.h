#pragma once
#include <string>
#include <vector>

#include "audit/finding.h"

namespace zhiheng::audit::view {

/// `text` on one line and harmless: line breaks between wide characters vanish, other runs of white space
/// become one blank, control and direction characters U+FFFD.
std::string one_line(std::string_view text);

/// The same, escaped for HTML: element content and attribute values in double quotes.
std::string html_line(std::string_view text);

/// The words around a place in three parts, each on one line. Where the spot has no quote, or one that does
/// not hold the mark, some words around the mark in its block are taken.
struct Excerpt {
  std::string before;
  std::string mark;
  std::string after;
};
Excerpt excerpt(const read::Document& document, const Spot& spot);

/// Words that several places of a finding share, so that they are quoted once. `pieces` is the quote in
/// order; a piece with a spot (an index into the finding's) is that spot's mark, the others are the words
/// between.
struct Passage {
  struct Piece {
    std::string text;
    int spot = -1;
  };
  std::vector<size_t> spots;  // the first is the one whose place is named
  std::vector<Piece> pieces;
};

/// The spots of a finding as passages, in the order of their first spots.
std::vector<Passage> passages(const std::vector<read::Document>& documents, const std::vector<Spot>& spots);

/// "第 3 页，第 12 行", "第 12 段" in a DOCX or white-paper.json, "Sheet1!B7", as far as known; and the same
/// in English.
Words place_words(const read::Document& document, const Spot& spot);

/// "file:12", "file (p. 3):40", "file:Sheet1!B7", as a compiler names it. The name is made harmless.
std::string place_label(const read::Document& document, const Spot& spot);

}  // namespace zhiheng::audit::view
