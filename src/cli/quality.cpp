// The quality of the data that departments report, out of the journal.
#include <fmt/core.h>

#include "cli/quality_view.h"
#include "cli/command.h"
#include "cli/record_options.h"
#include "views/day.h"

namespace zhiheng::cli {
namespace {

constexpr ErrorCode kBadPeriod{"quality.bad-period", "{} 不是时段（应如 2020、2020-H1、2020-Q1、2020-03）",
                               "{} is no period (as 2020, 2020-H1, 2020-Q1, 2020-03)"};

struct QualityArguments : views::RecordArguments {
  std::string dataset, department, period, as_of;
};

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

QualityReport::Part part_of(const views::Records& records, const catalog::Dataset& dataset,
                            const QualityReport& report) {
  QualityReport::Part part;
  part.dataset = &dataset;
  std::vector<measure::Delivery> deliveries;
  for (const auto* batch : records.store->live_batches(dataset.id)) {
    deliveries.push_back(delivery_of(dataset, *batch));
    part.simulated = part.simulated || batch->simulated;
    if (!batch->figures) continue;
    part.rows += batch->rows;
    for (const auto& [column, cells] : batch->figures->filled) part.filled[column] += cells;
    for (const auto& [code, rows] : batch->figures->warnings) part.warnings[code] += rows;
  }
  part.quality = measure::quality_of(dataset, deliveries, report.within, report.today, records.calendar);
  return part;
}

QualityReport report_of(const views::Records& records, const QualityArguments& arguments) {
  QualityReport report;
  report.today = views::day_or_today(arguments.as_of);
  if (!arguments.period.empty()) {
    report.within = Period::parse(arguments.period);
    if (!report.within) throw Error(kBadPeriod, {}, {arguments.period});
  }
  const catalog::Dataset* only = arguments.dataset.empty() ? nullptr : &records.dataset(arguments.dataset);
  for (const auto& [_, dataset] : records.catalog.datasets) {
    if (only != nullptr && &dataset != only) continue;
    if (!arguments.department.empty() && dataset.owner != arguments.department) continue;
    if (records.store->live_batches(dataset.id).empty()) {
      report.never.push_back(&dataset);
      continue;
    }
    QualityReport::Part part = part_of(records, dataset, report);
    const bool silent = part.quality.periods.empty() && part.quality.unknown == 0;
    if (!silent) report.departments[dataset.owner].push_back(std::move(part));
  }
  return report;
}

int show_quality(const Settings& settings, const QualityArguments& arguments) {
  const auto records = views::open_records(settings.home, arguments, false);
  const QualityReport report = report_of(*records, arguments);
  if (settings.json())
    fmt::print("{}\n", quality_json(report, records->catalog));
  else if (settings.format == "csv")
    fmt::print("{}", quality_csv(report));
  else
    fmt::print("{}", quality_text(report, records->catalog, !arguments.dataset.empty()));
  return 0;
}

}  // namespace

void add_quality(CLI::App& app, Settings& settings, Run& run) {
  auto* command =
      app.add_subcommand("quality", "各部门报送数据的质量 how good the data is that departments report");
  auto arguments = std::make_shared<QualityArguments>();
  command->add_option("--dataset", arguments->dataset,
                      "只看这个数据集，并列出各时段 of this dataset, by period");
  command->add_option("--department", arguments->department, "只看这个部门 of this department");
  command->add_option("--period", arguments->period,
                      "只看这段时间 within this time: 2020, 2020-H1, 2020-Q1, 2020-03");
  command->add_option("--as-of", arguments->as_of, "截至哪一天（今天） as it stands on this day (today)");
  add_record_options(*command, *arguments);
  command->add_option("--format", settings.format, "输出形式 how to answer: text, json or csv")
      ->check(CLI::IsMember({"text", "json", "csv"}))
      ->capture_default_str();
  command->footer(
      "例 Examples:\n  zhiheng quality --period 2020-Q1\n  zhiheng quality --dataset food_sample\n"
      "  zhiheng quality --department water --format csv");
  command->callback([&settings, &run, arguments] {
    run = [&settings, arguments] { return show_quality(settings, *arguments); };
  });
}

}  // namespace zhiheng::cli
