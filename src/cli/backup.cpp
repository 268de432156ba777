// Copies of a workspace, and workspaces made from copies.
#include "journal/backup.h"

#include <fmt/core.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/record_options.h"
#include "intake/rebuild.h"

namespace zhiheng::cli {
namespace {

using Json = nlohmann::ordered_json;

struct CopyArguments {
  std::string from, to;
};

Json to_json(const journal::Copied& copied) {
  return {{"files", copied.files}, {"bytes", copied.bytes}, {"kept", copied.kept}, {"head", copied.head}};
}

int run_backup(const Settings& settings, const CopyArguments& arguments) {
  const auto copied = journal::backup(arguments.from, arguments.to);
  if (settings.json())
    fmt::print("{}\n", to_json(copied).dump(2));
  else
    fmt::print(
        "已备份并核验：复制 {} 个文件、{} 字节，另有 {} 个未变 copied and checked: {} files, {} bytes; {} "
        "were there already\n"
        "日志摘要 head of the journal {}\n",
        copied.files, copied.bytes, copied.kept, copied.files, copied.bytes, copied.kept, copied.head);
  return 0;
}

/// A workspace that has only what can't be made anew is of no use yet: the records follow.
int run_restore(const Settings& settings, const CopyArguments& arguments) {
  const auto copied = journal::restore(arguments.from, arguments.to);
  views::RecordArguments record_arguments;
  record_arguments.workspace = arguments.to;
  const auto records = views::open_records(settings.home, record_arguments, true);
  const auto rebuilt = intake::rebuild(*records->store, records->catalog, records->calendar);
  Json json = to_json(copied);
  json.update({{"batches", rebuilt.batches}, {"rows", rebuilt.rows}, {"different", rebuilt.different}});
  if (settings.json())
    fmt::print("{}\n", json.dump(2));
  else
    fmt::print(
        "已恢复并核验 {} 个文件，重建 {} 个批次、{} 行；行数与日志不同的 {} 个 restored and checked {} "
        "files, rebuilt {} batches, {} "
        "rows; {} differ from the journal\n日志摘要 head of the journal {}\n",
        copied.files, rebuilt.batches, rebuilt.rows, rebuilt.different.size(), copied.files, rebuilt.batches,
        rebuilt.rows, rebuilt.different.size(), copied.head);
  return rebuilt.different.empty() ? 0 : 1;
}

}  // namespace

void add_backup(CLI::App& app, Settings& settings, Run& run) {
  auto* command =
      app.add_subcommand("backup", "备份工作区，运行中也可 copy a workspace, also while it is in use");
  auto arguments = std::make_shared<CopyArguments>();
  command->add_option("DIR", arguments->from, "工作区 the workspace")->required();
  command
      ->add_option("TARGET", arguments->to,
                   "备份到；已有备份则补齐 where to; an earlier copy is brought up to date")
      ->required();
  add_format(*command, settings);
  command->footer("例 Example:\n  zhiheng backup workspace /mnt/backup/minhang");
  command->callback([&settings, &run, arguments] {
    settings.needs_home = false;
    run = [&settings, arguments] { return run_backup(settings, *arguments); };
  });
}

void add_restore(CLI::App& app, Settings& settings, Run& run) {
  auto* command = app.add_subcommand("restore", "由备份恢复出新的工作区 make a new workspace from a copy");
  auto arguments = std::make_shared<CopyArguments>();
  command->add_option("COPY", arguments->from, "备份 the copy")->required();
  command
      ->add_option("DIR", arguments->to,
                   "新工作区，须不存在或为空 the new workspace: not there yet, or empty")
      ->required();
  add_format(*command, settings);
  command->footer("例 Example:\n  zhiheng restore /mnt/backup/minhang workspace");
  command->callback([&settings, &run, arguments] {
    run = [&settings, arguments] { return run_restore(settings, *arguments); };
  });
}

}  // namespace zhiheng::cli
