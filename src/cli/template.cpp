#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "report/record_form.h"
#include "views/dataset_json.h"
#include "views/load.h"

namespace zhiheng::cli {
namespace {

struct TemplateArguments {
  std::string dataset, district, out;
};

int write_template(const Settings& settings, const TemplateArguments& arguments) {
  const auto catalog = views::definitions_of(settings.home, arguments.district);
  const auto& dataset = views::dataset_of(catalog, arguments.dataset);
  Diagnostics diagnostics;
  const Theme theme = catalog::load_theme(settings.home, diagnostics);
  diagnostics.throw_if_errors();
  const std::string out = arguments.out.empty() ? dataset.id + ".xlsx" : arguments.out;
  report::write_record_form(dataset, catalog, theme, out);
  if (settings.json()) {
    const nlohmann::ordered_json json{{"dataset", dataset.id},
                                      {"district", catalog.district.id},
                                      {"file", out},
                                      {"columns", dataset.columns.size()}};
    fmt::print("{}\n", json.dump(2));
  } else {
    fmt::print("{}（{}）：{} 列 columns → {}\n", dataset.title.zh, catalog.district.title.zh,
               dataset.columns.size(), out);
  }
  return 0;
}

}  // namespace

void add_template(CLI::App& app, Settings& settings, Run& run) {
  auto* command = app.add_subcommand(
      "template", "生成数据集的 Excel 填报表 write the Excel form in which a department fills in a dataset");
  auto arguments = std::make_shared<TemplateArguments>();
  command->add_option("DATASET", arguments->dataset, "数据集 dataset (zhiheng list datasets)")->required();
  command->add_option("--district", arguments->district,
                      "地区 district whose towns and own datasets are meant (the first when none is named)");
  command->add_option("--out", arguments->out, "文件 file to write (DATASET.xlsx here when none is named)");
  add_format(*command, settings);
  command->footer(
      "例 Examples:\n  zhiheng template food_sample --district minhang\n  zhiheng template food_sample --out "
      "抽检.xlsx");
  command->callback([&settings, &run, arguments] {
    run = [&settings, arguments] { return write_template(settings, *arguments); };
  });
}

}  // namespace zhiheng::cli
