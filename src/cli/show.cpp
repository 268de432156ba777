#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/dataset_view.h"
#include "cli/terminal.h"
#include "views/dataset_json.h"
#include "views/definition_json.h"
#include "views/load.h"
#include "views/values.h"

namespace zhiheng::cli {
namespace {

constexpr ErrorCode kNothing{"show.unknown", "没有名为 {} 的指标、汇总表、名录、数据集、代码表或核对规则",
                             "there is no indicator, cube, list, dataset, code list or check named {}"};

constexpr ErrorCode kTooManyWords{"show.too-many-words", "多余的词 {}：应为 [地区] [dataset] 标识",
                                  "one word too many, {}: [DISTRICT] [dataset] ID is expected"};

using Json = nlohmann::ordered_json;

void print(const Json& json, int indent) {
  const std::string margin(static_cast<size_t>(indent), ' ');
  const auto plain = [](const Json& v) { return v.is_string() ? v.get<std::string>() : v.dump(); };
  for (const auto& [key, value] : json.items()) {
    if (value.is_object() && value.contains("zh")) {
      fmt::print("{}{}: {} ({})\n", margin, key, plain(value["zh"]), plain(value["en"]));
    } else if (value.is_array() && !value.empty() && value[0].is_object()) {
      fmt::print("{}{}:\n", margin, key);
      for (const auto& item : value) {
        fmt::print("{}  -\n", margin);
        print(item, indent + 4);
      }
    } else if (value.is_array()) {
      std::vector<std::string> parts;
      for (const auto& item : value) parts.push_back(plain(item));
      fmt::print("{}{}: {}\n", margin, key, join(parts, ", "));
    } else {
      fmt::print("{}{}: {}\n", margin, key, plain(value));
    }
  }
}

/// What was asked for: [DISTRICT] [dataset] ID.
struct Wanted {
  std::string district, id;
  bool dataset_only = false;
};

Wanted wanted_of(std::vector<std::string> words) {
  Wanted wanted;
  wanted.id = words.back();
  words.pop_back();
  if (!words.empty() && words.back() == "dataset") {
    wanted.dataset_only = true;
    words.pop_back();
  }
  if (!words.empty()) wanted.district = words.back();
  if (words.size() > 1) throw Error(kTooManyWords, {}, {words.front()});
  return wanted;
}

/// No figures are loaded for a dataset: its definition is all there is to show.
bool show_dataset(const Settings& settings, const Wanted& wanted) {
  const auto catalog = views::definitions_of(settings.home, wanted.district);
  const bool shadowed = catalog.indicator(wanted.id) != nullptr || catalog.cube(wanted.id) != nullptr;
  if (!wanted.dataset_only && (shadowed || catalog.dataset(wanted.id) == nullptr)) return false;
  const auto& dataset = views::dataset_of(catalog, wanted.id);
  if (settings.json())
    fmt::print("{}\n", views::dataset_json(dataset, catalog).dump(2));
  else
    print_dataset(dataset, catalog);
  return true;
}

int show(const Settings& settings, const Wanted& wanted) {
  if (show_dataset(settings, wanted)) return 0;
  const std::string& name = wanted.id;
  const auto names = catalog::list_districts(settings.home);
  const std::string district = wanted.district.empty() && !names.empty() ? names[0] : wanted.district;
  auto loaded = views::load_district(settings.home, district);
  loaded->diagnostics.throw_if_errors();
  const auto& catalog = loaded->catalog;
  Json json;
  if (const auto* indicator = catalog.indicator(name)) {
    json = views::definition_json(*indicator);
    json["values"] = views::values_json(
        catalog, views::values_of(*loaded->evaluator, *indicator, views::years_of(*loaded->evaluator)));
  } else if (const auto* cube = catalog.cube(name)) {
    json = views::definition_json(*cube);
  } else if (const auto* codes = catalog.code_list(name)) {
    json = views::definition_json(*codes);
  } else if (const auto check = catalog.checks.find(name); check != catalog.checks.end()) {
    json = views::definition_json(check->second);
  } else {
    throw Error(kNothing, {}, {name});
  }
  if (settings.json())
    fmt::print("{}\n", json.dump(2));
  else
    print(json, 0);
  return 0;
}

}  // namespace

void add_show(CLI::App& app, Settings& settings, Run& run) {
  auto* command = app.add_subcommand(
      "show", "查看一项定义及其数值和来源 show one definition with its values and where they come from");
  auto words = std::make_shared<std::vector<std::string>>();
  auto district = std::make_shared<std::string>();
  command
      ->add_option(
          "ID", *words,
          "[地区 DISTRICT] [dataset] 标识 ID：指标、汇总表、名录、数据集、代码表或核对规则 id of an "
          "indicator, cube, list, dataset, code list or check; of the first district when none is named")
      ->required()
      ->expected(1, 3);
  command->add_option("--district", *district, "地区 district, where it does not stand before the id");
  add_format(*command, settings);
  command->footer(
      "例 Examples:\n  zhiheng show minhang food.pass_rate\n  zhiheng show minhang food_sampling --format "
      "json\n  zhiheng show dataset food_sample");
  command->callback([&settings, &run, words, district] {
    run = [&settings, words, district] {
      Wanted wanted = wanted_of(*words);
      if (!district->empty()) wanted.district = *district;
      return show(settings, wanted);
    };
  });
}

}  // namespace zhiheng::cli
