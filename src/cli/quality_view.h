#pragma once
// The quality of reported data as it is shown.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/model.h"
#include "measure/quality.h"

namespace zhiheng::cli {

struct QualityReport {
  struct Part {
    const catalog::Dataset* dataset = nullptr;
    measure::DatasetQuality quality;
    bool simulated = false;
    // Of all batches that count, whatever the period:
    std::uint64_t rows = 0;
    std::map<std::string, std::uint64_t> filled;    // by column
    std::map<std::string, std::uint64_t> warnings;  // by code, and column or check
  };
  Date today;
  std::optional<Period> within;
  std::map<std::string, std::vector<Part>> departments;
  std::vector<const catalog::Dataset*> never;  // nothing has ever been taken in
};

measure::Quality total_of(const std::vector<QualityReport::Part>& parts);
measure::Quality total_of(const QualityReport& report);

/// One table, lateness and totals; `details`: the periods of each dataset too.
std::string quality_text(const QualityReport& report, const catalog::Catalog& catalog, bool details);
std::string quality_json(const QualityReport& report, const catalog::Catalog& catalog);
/// One row a share: of all, of each department, dataset and period.
std::string quality_csv(const QualityReport& report);

}  // namespace zhiheng::cli
