#pragma once
#include <string>

#include "views/quality.h"

namespace zhiheng::cli {

/// One table, lateness and totals; `details`: the periods of each dataset too.
std::string quality_text(const views::QualityReport& report, const catalog::Catalog& catalog, bool details);

}  // namespace zhiheng::cli
