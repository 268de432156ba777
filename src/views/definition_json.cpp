#include "views/definition_json.h"

#include <nlohmann/json.hpp>

namespace zhiheng::views {

using Json = nlohmann::ordered_json;

Json title_json(const catalog::Title& title) { return {{"zh", title.zh}, {"en", title.en}}; }

Json definition_json(const catalog::Indicator& i) {
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

Json definition_json(const catalog::Cube& cube) {
  Json json{
      {cube.is_list ? "list" : "cube", cube.id}, {"title", title_json(cube.title)}, {"owner", cube.owner}};
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

Json definition_json(const catalog::CodeList& list) {
  Json json{{"codes", list.id}};
  for (const auto& code : list.codes) {
    json["members"].push_back({{"code", code.code},
                               {"title", title_json(code.title)},
                               {"official", code.official},
                               {"of_which", code.of_which}});
  }
  return json;
}

Json definition_json(const catalog::Check& check) {
  return {{"check", check.id},
          {"title", title_json(check.title)},
          {"relation", check.left + " " + check.relation + " " + check.right},
          {"defined_at", to_string(check.where)}};
}

}  // namespace zhiheng::views
