#pragma once
#include <string>

namespace zhiheng::audit {

/// How two titles as compared (comparable_title) stand to one another.
enum class TitleRelation : unsigned char {
  kSame,       // equal, one cut off, or no more apart than extraction and proof-reading make them
  kSlight,     // one character differs
  kYear,       // only digits differ
  kDifferent,  // words differ
};

/// Symmetric. O(length).
TitleRelation relate_titles(const std::u32string& a, const std::u32string& b);

}  // namespace zhiheng::audit
