#include "views/dataset_json.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/record_form.h"
#include "views/definition_json.h"

namespace zhiheng::views {
namespace {

using Json = nlohmann::ordered_json;
using catalog::Catalog;
using catalog::Dataset;
using catalog::DatasetColumn;
using catalog::RecordMeasure;

const char* form_name(RecordMeasure::Form form) {
  switch (form) {
    case RecordMeasure::Form::kSum:
      return "sum";
    case RecordMeasure::Form::kDistinct:
      return "distinct";
    case RecordMeasure::Form::kMin:
      return "min";
    case RecordMeasure::Form::kMax:
      return "max";
    case RecordMeasure::Form::kQuantile:
      return "quantile";
    case RecordMeasure::Form::kTop:
      return "top";
  }
  return "";
}

Json codes_json(const std::string& id, const Catalog& catalog) {
  Json json{{"list", id}};
  const catalog::CodeList* list = catalog.code_list(id);
  if (list == nullptr) return json;
  json["members"] = list->codes.size();
  for (const auto& code : list->codes)
    json["values"].push_back({{"code", code.code}, {"title", title_json(code.title)}});
  return json;
}

Json column_json(const DatasetColumn& column, const Dataset& dataset, const Catalog& catalog) {
  Json json{{"id", column.id}, {"title", title_json(column.title)}, {"type", type_name(column)}};
  if (dataset.is_key(column.id)) json["key"] = true;
  json["required"] = column.required;
  if (!column.codes.empty()) json["codes"] = codes_json(column.codes, catalog);
  if (!column.ref.empty()) json["ref"] = column.ref;
  if (!column.unit.empty()) json["unit"] = column.unit;
  if (column.type == DatasetColumn::Type::kDecimal) json["decimals"] = column.decimals;
  if (column.least) json["min"] = stored_text(column, *column.least);
  if (column.most) json["max"] = stored_text(column, *column.most);
  if (column.type == DatasetColumn::Type::kText && column.codes.empty()) json["length"] = column.length;
  if (!column.pattern.empty()) json["pattern"] = column.pattern;
  if (!column.personal.empty()) json["personal"] = column.personal;
  if (!column.example.empty()) json["example"] = column.example;
  if (!column.also.empty()) json["also"] = column.also;
  if (!column.note.zh.empty()) json["note"] = title_json(column.note);
  return json;
}

Json cube_json(const catalog::RecordCube& cube, const Catalog& catalog) {
  Json json{{"id", cube.id}, {"title", title_json(cube.title)}, {"shared", catalog.cube(cube.id) != nullptr}};
  json["by"] = Json::array();
  for (const auto& dimension : cube.by)
    json["by"].push_back(
        {{"id", dimension.id}, {"title", title_json(dimension.title)}, {"formula", dimension.value.text()}});
  if (cube.where) json["where"] = cube.where->text();
  for (const RecordMeasure& measure : cube.measures) {
    Json item{{"id", measure.id},
              {"title", title_json(measure.title)},
              {"form", form_name(measure.form)},
              {"formula", measure.value.text()}};
    if (measure.where) item["where"] = measure.where->text();
    if (measure.form == RecordMeasure::Form::kQuantile) item["at"] = measure.at.to_string();
    if (measure.form == RecordMeasure::Form::kTop) item["keep"] = measure.keep;
    if (!measure.unit.empty()) item["unit"] = measure.unit;
    json["measures"].push_back(std::move(item));
  }
  return json;
}

Json checks_json(const Dataset& dataset) {
  Json json = Json::array();
  for (const auto& check : dataset.checks)
    json.push_back({{"id", check.id},
                    {"title", title_json(check.title)},
                    {"when", check.when.text()},
                    {"level", check.rejects ? "error" : "warning"},
                    {"remedy", title_json(check.remedy)}});
  return json;
}

Json batch_checks_json(const Dataset& dataset) {
  Json json = Json::array();
  for (const auto& check : dataset.batch_checks) {
    Json item{{"id", check.id}, {"title", title_json(check.title)}};
    if (check.sum) item["sum"] = check.sum->text();
    item["change"] = check.change.to_string() + "%";
    item["level"] = check.rejects ? "error" : "warning";
    json.push_back(std::move(item));
  }
  return json;
}

}  // namespace

Json dataset_json(const Dataset& dataset, const Catalog& catalog) {
  Json json{{"dataset", dataset.id}, {"title", title_json(dataset.title)}};
  if (!dataset.scope.zh.empty()) json["scope"] = title_json(dataset.scope);
  json["owner"] = {{"code", dataset.owner}, {"title", catalog.code_title("department", dataset.owner)}};
  json["domain"] = dataset.domain;
  json["unit"] = dataset.unit;
  json["key"] = dataset.key;
  if (!dataset.time.empty()) json["time"] = dataset.time;
  if (!dataset.frequency.empty()) json["frequency"] = dataset.frequency;
  if (dataset.due != 0) json["due"] = dataset.due;
  if (dataset.retention != 0) json["retention"] = dataset.retention;
  for (const auto& column : dataset.columns) json["columns"].push_back(column_json(column, dataset, catalog));
  json["checks"] = checks_json(dataset);
  json["against_last"] = batch_checks_json(dataset);
  json["cubes"] = Json::array();
  for (const auto& cube : dataset.cubes) json["cubes"].push_back(cube_json(cube, catalog));
  json["sha256"] = dataset.sha256;
  json["defined_at"] = to_string(dataset.where);
  return json;
}

const Dataset& dataset_of(const Catalog& catalog, const std::string& id) {
  if (const Dataset* found = catalog.dataset(id)) return *found;
  std::vector<std::string> names;
  for (const auto& [name, dataset] : catalog.datasets) names.push_back(name);
  throw Error(kUnknownDataset, {}, {id, join(names, ", ")});
}

}  // namespace zhiheng::views
