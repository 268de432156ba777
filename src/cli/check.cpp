#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/terminal.h"
#include "flow/definitions.h"
#include "people/policies.h"
#include "plan/task_reports.h"
#include "report/build.h"
#include "views/load.h"

namespace zhiheng::cli {
namespace {

struct CheckArguments {
  std::vector<std::string> districts;
};

/// Reads one pack and composes each of its reports without writing. True if there is no mistake.
bool check_district(const Settings& settings, const std::string& name, nlohmann::ordered_json& answer) {
  auto district = views::load_district(settings.home, name);
  const Theme theme = catalog::load_theme(settings.home, district->diagnostics);
  plan::check_task_reports(district->catalog, district->diagnostics);
  size_t numbers = 0, findings = 0;
  if (district->evaluator && !district->diagnostics.has_errors()) {
    for (const auto& report : report::list_reports(district->catalog.folder)) {
      for (const auto& [year, entry] : district->catalog.district.years) {
        const auto document =
            report::build_document(*district->evaluator, report, year, theme, district->diagnostics);
        numbers += document.numbers.size();
        findings += document.findings.size();
      }
    }
  }
  const bool ok = !district->diagnostics.has_errors();
  print_diagnostics(district->diagnostics.items(), settings.json() && !district->diagnostics.items().empty());
  answer.push_back({{"district", name},
                    {"ok", ok},
                    {"mistakes", district->diagnostics.items().size()},
                    {"indicators", district->catalog.indicators.size()},
                    {"cubes", district->catalog.cubes.size()},
                    {"datasets", district->catalog.datasets.size()},
                    {"numbers", numbers},
                    {"findings", findings}});
  if (!settings.json()) {
    fmt::print(
        "{}: {} · 指标 indicators {} · 汇总表与名录 cubes and lists {} · 数据集 datasets {} · 报告数字 "
        "numbers {} · 核对发现 "
        "findings {}\n",
        name, ok ? "通过 ok" : fmt::format("{} 处错误 mistakes", district->diagnostics.items().size()),
        district->catalog.indicators.size(), district->catalog.cubes.size(),
        district->catalog.datasets.size(), numbers, findings);
  }
  return ok;
}

/// The flows, which all districts share. Nothing is told of them where there is no mistake.
bool check_flows(const Settings& settings) {
  const std::string catalog = settings.home.folder + "/catalog";
  Diagnostics diagnostics;
  const flow::Definitions flows = flow::load_flows(catalog + "/flows", "catalog/flows", diagnostics);
  if (!flows.newest().empty())
    flows.check_capabilities(people::Policies::load(catalog + "/people"), diagnostics);
  if (!diagnostics.items().empty()) print_diagnostics(diagnostics.items(), settings.json());
  return !diagnostics.has_errors();
}

int check(const Settings& settings, const CheckArguments& arguments) {
  auto answer = nlohmann::ordered_json::array();
  bool ok = check_flows(settings);
  const auto names =
      arguments.districts.empty() ? catalog::list_districts(settings.home) : arguments.districts;
  for (const auto& name : names) ok &= check_district(settings, name, answer);
  if (settings.json()) fmt::print("{}\n", answer.dump(2));
  return ok ? 0 : 2;
}

}  // namespace

void add_check(CLI::App& app, Settings& settings, Run& run) {
  auto* command = app.add_subcommand("check",
                                     "检查定义、数据和模板 check definitions, data and templates of "
                                     "districts; exit code 2 if there are mistakes");
  auto arguments = std::make_shared<CheckArguments>();
  command->add_option("DISTRICT", arguments->districts,
                      "地区 districts (all when none is named), or paths to packs");
  add_format(*command, settings);
  command->footer("例 Examples:\n  zhiheng check\n  zhiheng check minhang --format json");
  command->callback(
      [&settings, &run, arguments] { run = [&settings, arguments] { return check(settings, *arguments); }; });
}

}  // namespace zhiheng::cli
