// Batches: what was taken in, withdrawing it, and making the segments anew from the files as received.
#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/record_options.h"
#include "cli/table.h"
#include "intake/rebuild.h"
#include "views/import_json.h"

namespace zhiheng::cli {
namespace {

using Json = nlohmann::ordered_json;

struct BatchArguments : views::RecordArguments {
  std::string dataset, batch, reason, by;
  bool dry_run = false;
};

int list_batches(const Settings& settings, const BatchArguments& arguments) {
  const auto records = views::open_records(settings.home, arguments, false);
  Json all = Json::array();
  std::vector<std::vector<TableCell>> rows;
  for (const auto& b : records->store->batches()) {
    if (!arguments.dataset.empty() && b.dataset != arguments.dataset) continue;
    all.push_back(views::batch_json(b));
    const std::string state = b.withdrawn ? "已撤回 withdrawn" : b.simulated ? "模拟 simulated" : "";
    rows.push_back({{b.id(), ""},
                    {b.at, ""},
                    {b.file, ""},
                    {std::to_string(b.rows), ""},
                    {std::to_string(b.rejected), ""},
                    {std::to_string(b.replaced), ""},
                    {state, b.withdrawn ? "31" : "33"}});
  }
  if (settings.json()) {
    fmt::print("{}\n", all.dump(2));
    return 0;
  }
  fmt::print("{}", fitted_table({{"批次 Batch"},
                                 {"时间 At"},
                                 {"文件 File", false, true},
                                 {"收下 Rows", true},
                                 {"退回 Rejected", true},
                                 {"替换 Replaced", true},
                                 {"状态 State"}},
                                rows, terminal_width(), wants_colours()));
  return 0;
}

int withdraw(const Settings& settings, const BatchArguments& arguments) {
  const auto records = views::open_records(settings.home, arguments, !arguments.dry_run);
  if (!arguments.dry_run) records->store->withdraw(arguments.batch, arguments.by, arguments.reason);
  const intake::Batch* batch = records->store->batch(arguments.batch);
  if (settings.json())
    fmt::print("{}\n", batch == nullptr ? "null" : views::batch_json(*batch).dump(2));
  else if (batch != nullptr)
    fmt::print(
        "{} {}：{} 行不再计入，它替换的 {} 行重新计入 {} rows no longer count, the {} it had replaced count "
        "again\n",
        arguments.dry_run ? "将撤回 would withdraw" : "已撤回 withdrawn", batch->id(), batch->rows,
        batch->replaced, batch->rows, batch->replaced);
  return batch == nullptr ? 2 : 0;
}

int rebuild(const Settings& settings, const BatchArguments& arguments) {
  const auto records = views::open_records(settings.home, arguments, true);
  const auto result = intake::rebuild(*records->store, records->catalog, records->calendar);
  if (settings.json())
    fmt::print(
        "{}\n",
        Json({{"batches", result.batches}, {"rows", result.rows}, {"different", result.different}}).dump(2));
  else
    fmt::print(
        "重建 {} 个批次、{} 行；行数与日志不同的 {} 个 rebuilt {} batches, {} rows; {} differ from the "
        "journal\n",
        result.batches, result.rows, result.different.size(), result.batches, result.rows,
        result.different.size());
  return result.different.empty() ? 0 : 1;
}

}  // namespace

void add_batches(CLI::App& app, Settings& settings, Run& run) {
  auto* command = app.add_subcommand("batches", "列出收过的批次 list what was taken in");
  auto arguments = std::make_shared<BatchArguments>();
  command->add_option("DATASET", arguments->dataset, "只列这个数据集的 of this dataset only");
  add_record_options(*command, *arguments);
  add_format(*command, settings);
  command->footer("例 Examples:\n  zhiheng batches\n  zhiheng batches food_sample --format json");
  command->callback([&settings, &run, arguments] {
    run = [&settings, arguments] { return list_batches(settings, *arguments); };
  });
}

void add_withdraw(CLI::App& app, Settings& settings, Run& run) {
  auto* command = app.add_subcommand("withdraw", "撤回一个批次 take a batch out again");
  auto arguments = std::make_shared<BatchArguments>();
  command->add_option("BATCH", arguments->batch, "批次，如 food_sample-3 batch (zhiheng batches)")
      ->required();
  command->add_option("--reason", arguments->reason, "原因，记入日志 why, kept in the journal")->required();
  command->add_option("--by", arguments->by, "经手人账号 account of who does it");
  command->add_flag("--dry-run", arguments->dry_run, "只说会怎样 only say what would happen");
  add_record_options(*command, *arguments);
  add_format(*command, settings);
  command->footer(
      "例 Examples:\n  zhiheng withdraw food_sample-3 --reason 报送部门更正\n  zhiheng withdraw 3 --reason "
      "重报 --dry-run");
  command->callback([&settings, &run, arguments] {
    run = [&settings, arguments] { return withdraw(settings, *arguments); };
  });
}

void add_rebuild(CLI::App& app, Settings& settings, Run& run) {
  auto* command = app.add_subcommand(
      "rebuild", "由收到的原始文件重建全部明细 make all records anew from the files as received");
  auto arguments = std::make_shared<BatchArguments>();
  add_record_options(*command, *arguments);
  add_format(*command, settings);
  command->footer(
      "例 Examples:\n  zhiheng rebuild --workspace workspace\n  zhiheng rebuild --store "
      "postgresql:///zhiheng");
  command->callback([&settings, &run, arguments] {
    run = [&settings, arguments] { return rebuild(settings, *arguments); };
  });
}

}  // namespace zhiheng::cli
