#pragma once
#include <set>
#include <string>
#include <string_view>

#include "report/document.h"

namespace zhiheng::report::print {

/// A Typst string literal that yields `text`. Total: bytes that are not UTF-8 become U+FFFD, control
/// characters a space.
std::string typst_string(std::string_view text);

/// `text` as the layout wants it: no typed space between Chinese and digits or Latin letters (the layout
/// makes one), and no line break between digits and 年, 月 or 日.
std::string tight(std::string_view text);

/// Ids of everything in the document that can be referred to.
std::set<std::string> anchors(const Document& document);

/// Turns runs into Typst code. Remembers which footnotes were called: the second call only repeats the mark.
class Words {
 public:
  explicit Words(const Document& document);
  /// One expression: a string or a block that joins to content. References to what is not there become plain
  /// text.
  std::string runs(const Runs& runs);

 private:
  std::string run(const Run& run, const Run* before);
  std::string footnote(int index);

  const Document& document_;
  std::set<std::string> anchors_;
  std::set<int> called_;
  bool in_footnote_ = false;
};

}  // namespace zhiheng::report::print
