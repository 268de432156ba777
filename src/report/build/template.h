#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/error.h"

namespace zhiheng::report {

/// Text out of a file that knows where each part of it stood.
class SourceText {
 public:
  void append(std::string_view text, const Location& where);
  const std::string& text() const { return text_; }
  /// The place of the byte at `offset`.
  Location at(size_t offset) const;
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
  std::vector<std::pair<size_t, Location>> marks_;
};

/// One block of a template, before any number is known.
struct TemplateBlock {
  enum class Kind { kHeading, kParagraph, kList, kDirective };
  Kind kind = Kind::kParagraph;
  Location where;
  int level = 0;                                  // kHeading
  SourceText text;                                // kHeading, kParagraph
  std::map<std::string, std::string> attributes;  // kHeading: needs, unnumbered; id
  bool ordered = false;                           // kList
  std::vector<SourceText> items;                  // kList
  std::string name;                               // kDirective: table, figure, case, when, slot …
  std::string argument;                           // kDirective: what follows the name
  std::string body;                               // kDirective with a YAML body
  int body_line = 0;
  std::vector<TemplateBlock> children;  // case, when
};

/// Splits a template into blocks. Mistakes (an unclosed `:::`, an unknown directive, bad heading attributes)
/// go to `diagnostics`.
std::vector<TemplateBlock> parse_template(const std::string& content, const std::string& shown,
                                          Diagnostics& diagnostics);

/// Words separated by commas, trimmed: `needs` and `when`.
std::vector<std::string> split_needs(const std::string& text);

}  // namespace zhiheng::report
