#include "intake/divisions.h"

#include <algorithm>

namespace zhiheng::intake {
namespace {

constexpr std::size_t kTownDigits = 9;

}  // namespace

Divisions::Divisions(const catalog::Catalog& catalog) : district_(catalog.district.code) {
  const catalog::CodeList* areas = catalog.code_list("area");
  if (areas == nullptr) return;
  for (const auto& area : areas->codes)
    if (area.official.size() == kTownDigits) towns_.push_back(area.official);
  std::ranges::sort(towns_);
}

bool Divisions::may_be(std::string_view code) const {
  if (towns_.empty() || district_.empty() || code.size() < kTownDigits || !code.starts_with(district_))
    return true;
  return std::ranges::binary_search(towns_, code.substr(0, kTownDigits));
}

}  // namespace zhiheng::intake
