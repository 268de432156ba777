#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "report/build.h"
#include "views/load.h"

namespace zhiheng::cli {
namespace {

constexpr ErrorCode kUnknownList{
    "list.unknown-kind",
    "不能列出 {}；可用：districts, reports, indicators, cubes, lists, datasets, codes, checks",
    "can't list {}; allowed: districts, reports, indicators, cubes, lists, datasets, codes, checks"};

using TextRows = std::vector<std::vector<std::string>>;  // the first row is the head

TextRows list_districts(const Settings& settings) {
  TextRows rows{{"id", "code", "zh", "en", "years"}};
  for (const auto& name : catalog::list_districts(settings.home)) {
    Diagnostics diagnostics;
    const auto catalog = catalog::load_catalog(settings.home, name, diagnostics);
    std::string years;
    for (const auto& entry : catalog.district.years)
      years += (years.empty() ? "" : ",") + std::to_string(entry.first);
    rows.push_back(
        {name, catalog.district.code, catalog.district.title.zh, catalog.district.title.en, years});
  }
  return rows;
}

TextRows list_reports(const Settings& settings) {
  TextRows rows{{"id"}};
  for (const auto& name : report::list_reports(settings.home.folder + "/catalog")) rows.push_back({name});
  return rows;
}

TextRows list_definitions(const catalog::Catalog& catalog, const std::string& kind) {
  if (kind == "indicators") {
    TextRows rows{{"id", "zh", "en", "unit", "kind", "domain", "owner", "computed"}};
    for (const auto& [id, i] : catalog.indicators) {
      rows.push_back({id, i.title.zh, i.title.en, i.unit, catalog::to_string(i.kind), i.domain, i.owner,
                      i.reported() ? "" : "yes"});
    }
    return rows;
  }
  if (kind == "datasets") {
    TextRows rows{{"id", "zh", "en", "owner", "domain", "frequency", "columns", "cubes"}};
    for (const auto& [id, d] : catalog.datasets)
      rows.push_back({id, d.title.zh, d.title.en, d.owner, d.domain, d.frequency,
                      std::to_string(d.columns.size()), std::to_string(d.cubes.size())});
    return rows;
  }
  if (kind == "codes") {
    TextRows rows{{"id", "codes"}};
    for (const auto& [id, list] : catalog.codes) rows.push_back({id, std::to_string(list.codes.size())});
    return rows;
  }
  if (kind == "checks") {
    TextRows rows{{"id", "zh", "relation"}};
    for (const auto& [id, c] : catalog.checks)
      rows.push_back({id, c.title.zh, c.left + " " + c.relation + " " + c.right});
    return rows;
  }
  TextRows rows{{"id", "zh", "en", "owner"}};
  for (const auto& [id, cube] : catalog.cubes) {
    if (cube.is_list == (kind == "lists")) rows.push_back({id, cube.title.zh, cube.title.en, cube.owner});
  }
  return rows;
}

int list(const Settings& settings, const std::string& kind, const std::string& district) {
  TextRows rows;
  if (kind == "districts") {
    rows = list_districts(settings);
  } else if (kind == "reports") {
    rows = list_reports(settings);
  } else if (kind == "indicators" || kind == "cubes" || kind == "lists" || kind == "datasets" ||
             kind == "codes" || kind == "checks") {
    rows = list_definitions(views::definitions_of(settings.home, district), kind);
  } else {
    throw Error(kUnknownList, {}, {kind});
  }
  if (!settings.json()) {
    fmt::print("{}", columns(rows));
    return 0;
  }
  auto json = nlohmann::ordered_json::array();
  for (size_t r = 1; r < rows.size(); ++r) {
    nlohmann::ordered_json item;
    for (size_t c = 0; c < rows[r].size(); ++c) item[rows[0][c]] = rows[r][c];
    json.push_back(std::move(item));
  }
  fmt::print("{}\n", json.dump(2));
  return 0;
}

}  // namespace

void add_list(CLI::App& app, Settings& settings, Run& run) {
  auto* command = app.add_subcommand(
      "list",
      "列出地区、报告、指标等 list districts, reports, indicators, cubes, lists, datasets, codes, checks");
  auto kind = std::make_shared<std::string>();
  auto district = std::make_shared<std::string>();
  command
      ->add_option("KIND", *kind,
                   "districts | reports | indicators | cubes | lists | datasets | codes | checks")
      ->required();
  command->add_option("DISTRICT,--district", *district,
                      "地区 district whose own definitions are listed too (the first when none is named)");
  add_format(*command, settings);
  command->footer("例 Examples:\n  zhiheng list districts\n  zhiheng list indicators minhang --format json");
  command->callback([&settings, &run, kind, district] {
    run = [&settings, kind, district] { return list(settings, *kind, *district); };
  });
}

}  // namespace zhiheng::cli
