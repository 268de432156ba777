#include <fmt/core.h>

#include <cstdlib>
#include <filesystem>

#include "base/version.h"
#include "cli/command.h"
#include "cli/terminal.h"

namespace zhiheng::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kUsage = 2;
constexpr ErrorCode kNoHome{
    "cli.no-home", "找不到 catalog/ 文件夹；请用 --home 或环境变量 ZHIHENG_HOME 指明",
    "there is no catalog/ folder to be found; name its parent by --home or ZHIHENG_HOME"};

/// The first folder with a catalog/ in it: above the current one, then above the program.
std::string find_home() {
  if (const char* home = std::getenv("ZHIHENG_HOME")) return home;
  std::error_code none;
  for (const fs::path& start :
       {fs::current_path(none), fs::read_symlink("/proc/self/exe", none).parent_path()}) {
    for (fs::path folder = start; !folder.empty(); folder = folder.parent_path()) {
      if (fs::exists(folder / "catalog/theme.yaml", none)) return folder.string();
      if (folder == folder.parent_path()) break;
    }
  }
  return {};
}

int usage_error(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
  fmt::print(stderr,
             "用法有误 wrong usage: {} [cli.usage]\n运行 zhiheng --help 或 zhiheng 命令 --help 查看用法 see "
             "zhiheng --help\n",
             error.what());
  return kUsage;
}

}  // namespace

void add_format(CLI::App& command, Settings& settings) {
  command.add_option("--format", settings.format, "输出形式 how to answer: text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
}

int main(int argc, char** argv) {
  CLI::App app{"质衡 Zhiheng：区域质量工作平台 the open platform for a district's quality work"};
  app.name("zhiheng");
  app.set_version_flag("--version", std::string("zhiheng ") + kVersion);
  app.require_subcommand(1);
  Settings settings;
  app.add_option(
      "--home", settings.home.folder,
      "catalog/ 与 districts/ 所在的文件夹 folder that holds catalog/ and districts/ (also ZHIHENG_HOME)");
  app.footer(
      "例 Examples:\n  zhiheng report white-paper minhang 2020    编制白皮书 make the white paper\n  zhiheng "
      "check minhang                      检查数据包 check a pack\n"
      "  zhiheng audit 公报.docx                    核对文件中的数字 audit a document\n"
      "  zhiheng show minhang food.pass_rate        查看指标 look at an indicator");
  Run run;
  add_report(app, settings, run);
  add_check(app, settings, run);
  add_assess(app, settings, run);
  add_audit(app, settings, run);
  add_list(app, settings, run);
  add_plan(app, settings, run);
  add_serve(app, settings, run);
  add_show(app, settings, run);
  add_simulate(app, settings, run);
  add_stats(app, settings, run);
  add_task(app, settings, run);
  add_template(app, settings, run);
  add_batches(app, settings, run);
  add_cubes(app, settings, run);
  add_explain(app, settings, run);
  add_import(app, settings, run);
  add_quality(app, settings, run);
  add_rebuild(app, settings, run);
  add_rows(app, settings, run);
  add_withdraw(app, settings, run);
  add_verify(app, settings, run);
  add_journal(app, settings, run);
  add_user(app, settings, run);
  add_backup(app, settings, run);
  add_restore(app, settings, run);
  add_completion(app, settings, run);
  try {
    app.parse(argc, argv);
    if (settings.home.folder.empty()) settings.home.folder = find_home();
    if (settings.needs_home && !fs::exists(settings.home.folder + "/catalog")) throw Error(kNoHome, {});
    return run();
  } catch (const CLI::ParseError& error) {
    return usage_error(app, error);
  } catch (const Error& error) {
    print_diagnostics(error.diagnostics(), settings.json());
    if (!settings.json() && error.diagnostics().size() > 1)
      fmt::print(stderr, "{} 处错误 mistakes\n", error.diagnostics().size());
    return error.exit_code();
  } catch (const std::exception& error) {
    fmt::print(stderr, "程序内部错误 internal fault: {} [internal]\n", error.what());
    return kOurFault;
  }
}

}  // namespace zhiheng::cli
