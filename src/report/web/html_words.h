#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "report/document.h"

namespace zhiheng::report::web {

/// Turns runs into HTML, and remembers from where each footnote was called.
class HtmlWords {
 public:
  explicit HtmlWords(const Document& document);

  std::string runs(const Runs& runs);
  /// A number that opens its lineage; `index` into Document::numbers, text and unit as printed. It is marked
  /// when it was `published` differently, or when its lineage has a finding or another published value.
  std::string number(int index, const std::string& text, const std::string& unit,
                     const std::optional<std::string>& published = std::nullopt) const;
  /// The list of footnotes with links back to where they were called; empty if there are none.
  std::string footnotes();

 private:
  std::string run(const Run& run);
  std::string footnote(int index);

  const Document& document_;
  std::set<std::string> anchors_;
  std::set<std::string> marked_;  // lineages that a finding or another published value belongs to
  std::map<int, int> calls_;      // footnote to number of calls
  bool in_footnote_ = false;
};

}  // namespace zhiheng::report::web
