#include <fmt/core.h>

#include <filesystem>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/command.h"
#include "report/build.h"

namespace zhiheng::cli {
namespace {

constexpr ErrorCode kUnknownShell{"completion.unknown-shell", "未知的 shell {}；可用：bash, zsh, fish",
                                  "unknown shell {}; allowed: bash, zsh, fish"};

/// Those of every district, by their files' names: nothing needs to be read, so a mistake doesn't matter.
std::vector<std::string> dataset_ids(const Settings& settings) {
  std::vector<std::string> folders{settings.home.folder + "/catalog"}, ids;
  for (const auto& name : catalog::list_districts(settings.home))
    folders.push_back(settings.home.folder + "/districts/" + name);
  for (const auto& folder : folders) {
    for (const auto& path : list_files(folder + "/datasets", ".yaml"))
      ids.push_back(std::filesystem::path(path).stem().string());
  }
  return ids;
}

/// What the arguments of a command may be.
std::vector<std::string> arguments_of(const std::string& command, const Settings& settings) {
  if (command == "completion") return {"bash", "zsh", "fish"};
  if (command == "audit") return {};  // the shell completes files
  if (command == "stats") return {};  // numbers
  auto words = catalog::list_districts(settings.home);
  const auto add = [&](const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
  };
  if (command == "report") add(report::list_reports(settings.home.folder + "/catalog"));
  if (command == "list")
    add({"districts", "reports", "indicators", "cubes", "lists", "datasets", "codes", "checks"});
  if (command == "show") add({"dataset"});
  if (command == "template" || command == "show") add(dataset_ids(settings));
  return words;
}

/// Every word that may follow a command, taken from the application itself, so that it can't be out of date.
std::string words_of(const CLI::App& command, const Settings& settings) {
  auto words = arguments_of(command.get_name(), settings);
  for (const auto* part : command.get_subcommands({})) words.push_back(part->get_name());
  for (const auto* option : command.get_options()) {
    for (const auto& name : option->get_lnames()) words.push_back("--" + name);
  }
  return join(words, " ");
}

int completion(const CLI::App& app, const Settings& settings, const std::string& shell) {
  std::vector<std::string> commands;
  for (const auto* command : app.get_subcommands({})) commands.push_back(command->get_name());
  if (shell == "fish") {
    fmt::print("complete -c zhiheng -f\n");
    for (const auto* command : app.get_subcommands({})) {
      fmt::print("complete -c zhiheng -n __fish_use_subcommand -a {} -d '{}'\n", command->get_name(),
                 replace_all(command->get_description(), "'", ""));
      fmt::print("complete -c zhiheng -n '__fish_seen_subcommand_from {}' -a '{}'\n", command->get_name(),
                 words_of(*command, settings));
    }
    fmt::print("complete -c zhiheng -n '__fish_seen_subcommand_from audit' -F\n");  // its arguments are files
    return 0;
  }
  if (shell != "bash" && shell != "zsh") throw Error(kUnknownShell, {}, {shell});
  if (shell == "zsh") fmt::print("autoload -U +X bashcompinit && bashcompinit\n");
  fmt::print("_zhiheng() {{\n  local words=\"{} --help --version\"\n  case \"${{COMP_WORDS[1]}}\" in\n",
             join(commands, " "));
  for (const auto* command : app.get_subcommands({})) {
    fmt::print("    {}) [ \"$COMP_CWORD\" -gt 1 ] && words=\"{}\" ;;\n", command->get_name(),
               words_of(*command, settings));
  }
  fmt::print(
      "  esac\n  COMPREPLY=($(compgen -W \"$words\" -- \"${{COMP_WORDS[COMP_CWORD]}}\"))\n}}\ncomplete -F "
      "_zhiheng -o default zhiheng\n");
  return 0;
}

}  // namespace

void add_completion(CLI::App& app, Settings& settings, Run& run) {
  auto* command =
      app.add_subcommand("completion", "输出命令补全脚本 print a completion script: zhiheng completion bash");
  auto shell = std::make_shared<std::string>();
  command->add_option("SHELL", *shell, "bash | zsh | fish")->required();
  command->footer("例 Example:\n  source <(zhiheng completion bash)");
  command->callback([&app, &settings, &run, shell] {
    run = [&app, &settings, shell] { return completion(app, settings, *shell); };
  });
}

}  // namespace zhiheng::cli
