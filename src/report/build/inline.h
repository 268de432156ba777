#pragma once
#include <string>
#include <vector>

#include "report/build/template.h"

namespace zhiheng::report {

/// A part of a sentence, before any number is known.
struct Inline {
  enum class Kind { kText, kBinding, kFootnote };
  Kind kind = Kind::kText;
  std::string text;  // kText: words, spaces between Chinese and Latin removed; kBinding: what stands between
                     // the braces
  bool strong = false;
  Location where;
  std::vector<Inline> children;  // kFootnote
};

/// Splits a sentence into words, bindings, literals and footnotes. A digit in the words that is neither bound
/// nor marked as a literal is a mistake ("template.unbound-number"), as are unclosed marks; they go to
/// `diagnostics`.
std::vector<Inline> parse_inline(const SourceText& source, Diagnostics& diagnostics);

}  // namespace zhiheng::report
