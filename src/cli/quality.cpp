// The quality of the data that departments report, out of the journal.
#include <fmt/core.h>

#include "cli/command.h"
#include "cli/quality_text.h"
#include "cli/record_options.h"

namespace zhiheng::cli {
namespace {

struct QualityArguments : views::RecordArguments, views::QualityQuestion {};

int show_quality(const Settings& settings, const QualityArguments& arguments) {
  const auto records = views::open_records(settings.home, arguments, false);
  const views::QualityReport report = views::quality_report(*records, records->store->batches(), arguments);
  if (settings.json())
    fmt::print("{}\n", views::quality_json(report, records->catalog));
  else if (settings.format == "csv")
    fmt::print("{}", views::quality_csv(report));
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
