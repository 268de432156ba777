#include "report/cover_title.h"

#include "base/text.h"

namespace zhiheng::report {
namespace {

constexpr int kShortestName = 8;  // columns: a name of less than four characters says nothing by itself

}  // namespace

CoverTitle cover_title(const Document& document) {
  const CoverTitle whole{"", "", document.title};
  const std::string year = std::to_string(document.year);
  if (!document.title.starts_with(year)) return whole;
  std::string_view rest = trim(std::string_view(document.title).substr(year.size()));
  constexpr std::string_view kPeriod = "年度";
  if (!rest.starts_with(kPeriod)) return whole;
  rest = trim(rest.substr(kPeriod.size()));
  std::string district;
  for (const std::string& name : {document.district_full, document.district}) {
    if (name.empty() || !district.empty() || !rest.starts_with(name)) continue;
    district = name;
    rest = trim(rest.substr(name.size()));
  }
  if (display_width(rest) < kShortestName) return whole;
  return {year, district, std::string(rest)};
}

}  // namespace zhiheng::report
