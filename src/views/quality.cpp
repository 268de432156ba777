// The quality of the data that departments report, out of the journal.
#include "views/quality.h"

#include "views/day.h"

namespace zhiheng::views {
namespace {

constexpr ErrorCode kBadPeriod{"quality.bad-period", "{} 不是时段（应如 2020、2020-H1、2020-Q1、2020-03）",
                               "{} is no period (as 2020, 2020-H1, 2020-Q1, 2020-03)"};

/// The day in China of a moment in UTC, 2020-12-31T16:00:00Z.
Date day_of(const std::string& moment) {
  const Date day = Date::parse(moment.substr(0, 10)).value_or(Date());
  return moment.size() >= 13 && moment.substr(11, 2) >= "16" ? day + 1 : day;
}

measure::Delivery delivery_of(const catalog::Dataset& dataset, const intake::Batch& batch) {
  measure::Delivery delivery{day_of(batch.at), batch.figures.has_value(), {}};
  if (!batch.figures) return delivery;
  for (const auto& [name, f] : batch.figures->periods) {
    const auto period =
        name.empty() ? measure::period_of_register(dataset, delivery.came) : Period::parse(name);
    if (!period) continue;
    delivery.periods[*period] = {f.rows,   f.rejected, f.filled,  f.rows * batch.figures->columns,
                                 f.warned, f.compared, f.exceeded};
  }
  return delivery;
}

std::vector<const intake::Batch*> live(std::span<const intake::Batch> batches,
                                       const catalog::Dataset& dataset) {
  std::vector<const intake::Batch*> found;
  for (const auto& batch : batches)
    if (!batch.withdrawn && batch.dataset == dataset.id) found.push_back(&batch);
  return found;
}

QualityReport::Part part_of(const Records& records, const std::vector<const intake::Batch*>& batches,
                            const catalog::Dataset& dataset, const std::optional<Period>& within,
                            Date today) {
  QualityReport::Part part;
  part.dataset = &dataset;
  std::vector<measure::Delivery> deliveries;
  for (const auto* batch : batches) {
    deliveries.push_back(delivery_of(dataset, *batch));
    part.simulated = part.simulated || batch->simulated;
    if (!batch->figures) continue;
    part.rows += batch->rows;
    for (const auto& [column, cells] : batch->figures->filled) part.filled[column] += cells;
    for (const auto& [code, rows] : batch->figures->warnings) part.warnings[code] += rows;
  }
  part.quality = measure::quality_of(dataset, deliveries, within, today, records.calendar);
  return part;
}

}  // namespace

std::optional<measure::DatasetQuality> quality_of(const Records& records,
                                                  std::span<const intake::Batch> batches,
                                                  const catalog::Dataset& dataset, Date today) {
  const auto of_dataset = live(batches, dataset);
  if (of_dataset.empty()) return {};
  return part_of(records, of_dataset, dataset, {}, today).quality;
}

QualityReport quality_report(const Records& records, std::span<const intake::Batch> batches,
                             const QualityQuestion& question) {
  QualityReport report;
  report.today = day_or_today(question.as_of);
  if (!question.period.empty()) {
    report.within = Period::parse(question.period);
    if (!report.within) throw Error(kBadPeriod, {}, {question.period});
  }
  const catalog::Dataset* only = question.dataset.empty() ? nullptr : &records.dataset(question.dataset);
  for (const auto& [_, dataset] : records.catalog.datasets) {
    if (only != nullptr && &dataset != only) continue;
    if (!question.department.empty() && dataset.owner != question.department) continue;
    const auto of_dataset = live(batches, dataset);
    if (of_dataset.empty()) {
      report.never.push_back(&dataset);
      continue;
    }
    QualityReport::Part part = part_of(records, of_dataset, dataset, report.within, report.today);
    const bool silent = part.quality.periods.empty() && part.quality.unknown == 0;
    if (!silent) report.departments[dataset.owner].push_back(std::move(part));
  }
  return report;
}

}  // namespace zhiheng::views
