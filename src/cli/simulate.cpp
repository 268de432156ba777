#include "simulate/simulate.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "catalog/calendar.h"
#include "cli/command.h"
#include "views/load.h"

namespace zhiheng::cli {
namespace {

struct SimulateArguments {
  std::string district, form = "csv";
  simulate::Order order;
};

simulate::Format format_of(const std::string& word) {
  return word == "xlsx"     ? simulate::Format::kXlsx
         : word == "ndjson" ? simulate::Format::kNdjson
                            : simulate::Format::kCsv;
}

void print_simulation(const simulate::Simulation& simulation, const std::string& out) {
  std::uint64_t rows = 0, reproduced = 0;
  for (const auto& file : simulation.files) {
    fmt::print("{:<24} {:>10} 行 rows{}\n", file.name, file.clean + file.dirty,
               file.dirty == 0 ? "" : fmt::format("（其中脏数据 faulty {}）", file.dirty));
    rows += file.clean + file.dirty;
  }
  for (const auto& outcome : simulation.outcomes) {
    if (outcome.state == simulate::Outcome::State::kReproduced) {
      ++reproduced;
      continue;
    }
    fmt::print("未能复现 not reproduced: {} {} {} = {}：{} ({})\n", outcome.cube,
               fmt::join(outcome.codes, ","), outcome.measure, outcome.published.to_string(),
               outcome.reason_zh, outcome.reason_en);
  }
  fmt::print("模拟数据 simulated: {} 行 rows，复现公布数 {}/{} 个 published values reproduced → {}\n", rows,
             reproduced, simulation.outcomes.size(), out);
}

int run_simulation(const Settings& settings, const SimulateArguments& arguments) {
  const auto loaded = views::load_district(settings.home, arguments.district);
  loaded->diagnostics.throw_if_errors();
  Diagnostics diagnostics;
  const auto calendar = catalog::load_calendar(settings.home, diagnostics);
  diagnostics.throw_if_errors();
  simulate::Order order = arguments.order;
  order.format = format_of(arguments.form);
  if (order.out.empty()) order.out = fmt::format("simulated-{}-{}", loaded->catalog.district.id, order.year);
  print_simulation(simulate::simulate(settings.home, loaded->catalog, calendar, *loaded->session, order),
                   order.out);
  return 0;
}

}  // namespace

void add_simulate(CLI::App& app, Settings& settings, Run& run) {
  auto* command = app.add_subcommand(
      "simulate", "按公布数生成模拟明细 make up records whose cubes are the published figures");
  auto arguments = std::make_shared<SimulateArguments>();
  auto& order = arguments->order;
  command->add_option("DISTRICT", arguments->district, "地区 district")->required();
  command->add_option("YEAR", order.year, "年份 year")->required()->check(CLI::Range(2000, 2050));
  command->add_option("--scale", order.scale, "行数为公布数的几倍 how many times the published figures")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  command->add_option("--seed", order.seed, "随机种子 the same seed gives the same files")
      ->capture_default_str();
  command->add_option("--out", order.out, "文件夹 folder (simulated-DISTRICT-YEAR when none is named)");
  command->add_option("--dataset", order.datasets,
                      "只生成这些数据集及其名录 only these datasets and their registers");
  command
      ->add_option("--dirty", order.dirty, "每行之外脏数据的比例 faulty rows for one clean row, such as 0.01")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--format", arguments->form, "文件形式 form of the files: csv, xlsx or ndjson")
      ->check(CLI::IsMember({"csv", "xlsx", "ndjson"}))
      ->capture_default_str();
  command->footer(
      "例 Examples:\n  zhiheng simulate minhang 2020\n  zhiheng simulate minhang 2020 --dataset food_sample "
      "--scale "
      "100 --dirty 0.01 --out 模拟");
  command->callback([&settings, &run, arguments] {
    run = [&settings, arguments] { return run_simulation(settings, *arguments); };
  });
}

}  // namespace zhiheng::cli
