#pragma once
#include <string>

#include "report/document.h"

namespace zhiheng::report {

/// A title as a cover shows it. "2020 年度闵行区质量状况分析白皮书" is split into the year, the district and
/// the paper's name; a title that is not made like that stands in `name` alone, as it is.
struct CoverTitle {
  std::string year;      // "2020"; empty if not split
  std::string district;  // "闵行区" as in the title; may be empty
  std::string name;      // "质量状况分析白皮书"
};

CoverTitle cover_title(const Document& document);

/// Document::issued in words: "2021-10" is 2021年10月, "2021-10-08" has its day; anything else stays as it
/// is. The layout sets the gaps.
std::string issued_words(const Document& document);

}  // namespace zhiheng::report
