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

std::string issued_words(const Document& document) {
  const std::vector<std::string> parts = split(document.issued, '-');
  const auto bare = [](const std::string& part) {
    return part.size() == 2 && part[0] == '0' ? part.substr(1) : part;
  };
  if (parts.size() < 2 || parts[0].size() != 4) return document.issued;
  return parts[0] + "年" + bare(parts[1]) + "月" + (parts.size() > 2 ? bare(parts[2]) + "日" : "");
}

}  // namespace zhiheng::report
