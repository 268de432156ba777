#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/load.h"
#include "cli/terminal.h"
#include "report/format.h"

namespace zhiheng::cli {
namespace {

constexpr ErrorCode kNothing{"show.unknown", "没有名为 {} 的指标、汇总表、名录、代码表或核对规则",
                             "there is no indicator, cube, list, code list or check named {}"};

using Json = nlohmann::ordered_json;

Json title_json(const catalog::Title& title) { return {{"zh", title.zh}, {"en", title.en}}; }

/// The values of an indicator in every year that any file has.
Json series(measure::Evaluator& evaluator, const catalog::Indicator& indicator) {
  Json out = Json::array();
  constexpr int kFirst = 1990, kLast = 2060;
  std::vector<std::string> areas{""};
  if (const auto* list = evaluator.catalog().code_list(evaluator.catalog().district.areas)) {
    for (const auto& code : list->codes) areas.push_back(code.code);
  }
  for (const auto& area : areas) {
    for (int year = kFirst; year <= kLast; ++year) {
      const auto value = evaluator.indicator(indicator, area, year);
      if (!value) continue;
      const auto printed = report::format_value(*value);
      Json item{{"area", evaluator.catalog().area_title(area)},
                {"year", year},
                {"value", printed.text + printed.unit}};
      if (value->numerator) item["numerator"] = value->numerator->to_string();
      if (value->denominator) item["denominator"] = value->denominator->to_string();
      if (!value->published.empty()) item["published"] = value->published + value->unit;
      item["sources"] = value->origin->sources;
      Json files = Json::array();
      for (const auto& input : value->origin->inputs)
        files.push_back(input.path + ":" + compress_ranges(input.lines));
      item["files"] = files;
      if (!value->origin->query.empty()) item["query"] = value->origin->query;
      if (!value->origin->note.empty()) item["note"] = value->origin->note;
      out.push_back(std::move(item));
    }
  }
  return out;
}

Json describe(const catalog::Indicator& i) {
  Json json{{"indicator", i.id}, {"title", title_json(i.title)}, {"kind", catalog::to_string(i.kind)},
            {"unit", i.unit},    {"decimals", i.decimals},       {"owner", i.owner}};
  if (!i.scope.zh.empty()) json["scope"] = title_json(i.scope);
  if (!i.domain.empty()) json["domain"] = i.domain;
  if (!i.better.empty()) json["better"] = i.better;
  json["frequency"] = i.frequency;
  json["timing"] = i.stock ? "stock" : "flow";
  if (!i.norm.empty()) json["norm"] = i.norm;
  for (const auto& [year, reason] : i.since) json["since"][std::to_string(year)] = title_json(reason);
  if (!i.cube.empty()) json["from"] = i.cube + "." + i.value + (i.filter.empty() ? "" : " where " + i.filter);
  if (!i.formula.empty()) json["formula"] = i.formula;
  if (!i.numerator.empty()) json["formula"] = i.numerator + " / " + i.denominator;
  if (i.reported()) json["reported"] = true;
  json["defined_at"] = to_string(i.where);
  return json;
}

Json describe(const catalog::Cube& cube) {
  Json json{{cube.is_list ? "list" : "cube", cube.id},
            {"title", title_json(cube.title)},
            {"owner", cube.owner}};
  if (!cube.scope.zh.empty()) json["scope"] = title_json(cube.scope);
  for (const auto& d : cube.dimensions)
    json["dimensions"].push_back({{"id", d.id}, {"title", title_json(d.title)}, {"codes", d.codes}});
  for (const auto& c : cube.columns)
    json["columns"].push_back({{"id", c.id}, {"title", title_json(c.title)}, {"codes", c.codes}});
  for (const auto& m : cube.measures) {
    Json item{{"id", m.id},
              {"title", title_json(m.title)},
              {"unit", m.unit},
              {"decimals", m.decimals},
              {"kind", catalog::to_string(m.kind)}};
    if (!m.formula.empty()) item["formula"] = m.formula;
    if (!m.numerator.empty()) item["formula"] = m.numerator + " / " + m.denominator;
    if (!m.change_of.empty()) item["change_of"] = m.change_of;
    json["measures"].push_back(std::move(item));
  }
  json["defined_at"] = to_string(cube.where);
  return json;
}

Json describe(const catalog::CodeList& list) {
  Json json{{"codes", list.id}};
  for (const auto& code : list.codes) {
    json["members"].push_back({{"code", code.code},
                               {"title", title_json(code.title)},
                               {"official", code.official},
                               {"of_which", code.of_which}});
  }
  return json;
}

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

int show(const Settings& settings, const std::string& district, const std::string& name) {
  auto loaded = load_district(settings.home, district);
  loaded->diagnostics.throw_if_errors();
  const auto& catalog = loaded->catalog;
  Json json;
  if (const auto* indicator = catalog.indicator(name)) {
    json = describe(*indicator);
    json["values"] = series(*loaded->evaluator, *indicator);
  } else if (const auto* cube = catalog.cube(name)) {
    json = describe(*cube);
  } else if (const auto* codes = catalog.code_list(name)) {
    json = describe(*codes);
  } else if (const auto check = catalog.checks.find(name); check != catalog.checks.end()) {
    const auto& c = check->second;
    json = {{"check", c.id},
            {"title", title_json(c.title)},
            {"relation", c.left + " " + c.relation + " " + c.right},
            {"defined_at", to_string(c.where)}};
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
  auto district = std::make_shared<std::string>();
  auto name = std::make_shared<std::string>();
  command->add_option("DISTRICT", *district, "地区 district")->required();
  command
      ->add_option(
          "ID", *name,
          "指标、汇总表、名录、代码表或核对规则 id of an indicator, cube, list, code list or check")
      ->required();
  add_format(*command, settings);
  command->footer(
      "例 Examples:\n  zhiheng show minhang food.pass_rate\n  zhiheng show minhang food_sampling --format "
      "json");
  command->callback([&settings, &run, district, name] {
    run = [&settings, district, name] { return show(settings, *district, *name); };
  });
}

}  // namespace zhiheng::cli
