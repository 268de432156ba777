#pragma once
// The quality of reported data as it is shown.
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalog/model.h"
#include "measure/quality.h"
#include "views/records.h"

namespace zhiheng::views {

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

/// What is asked; empty: all, as of today. `dataset` and `department`: ids; `period`: as 2020-Q1; `as_of`: a
/// day.
struct QualityQuestion {
  std::string dataset, department, period, as_of;
};

/// Of these batches, those that count. Throws Error ("quality.bad-period", "dataset.unknown", "cli.bad-day").
QualityReport quality_report(const Records& records, std::span<const intake::Batch> batches,
                             const QualityQuestion& question);

/// The quality of one dataset in all its periods; nullopt where nothing was ever taken in.
std::optional<measure::DatasetQuality> quality_of(const Records& records,
                                                  std::span<const intake::Batch> batches,
                                                  const catalog::Dataset& dataset, Date today);

std::string quality_json(const QualityReport& report, const catalog::Catalog& catalog);
/// One row a share: of all, of each department, dataset and period.
std::string quality_csv(const QualityReport& report);

}  // namespace zhiheng::views
