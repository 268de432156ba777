#include "serve/openapi.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/text.h"
#include "base/version.h"

extern "C" const char zhiheng_api_schemas[], zhiheng_api_schemas_end[];

namespace zhiheng::serve {
namespace {

using Json = nlohmann::ordered_json;

constexpr ErrorCode kNoSchema{"route.no-schema", "路由 {} 的返回 {} 没有说明",
                              "the answer of the route {} is not described: {}"};

Json type_schema(Parameter::Type type) {
  switch (type) {
    case Parameter::Type::kText:
      return {{"type", "string"}};
    case Parameter::Type::kInteger:
      return {{"type", "integer"}};
    case Parameter::Type::kFlag:
      return {{"type", "string"}, {"enum", {"0", "1"}}};
    case Parameter::Type::kDay:
      return {{"type", "string"}, {"format", "date"}};
  }
  return {};
}

std::string both(const catalog::Title& title) { return title.zh + " · " + title.en; }

Json parameters(const Route& route) {
  Json all = Json::array();
  for (const std::string& name : path_parameters(route))
    all.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  for (const Parameter& each : route.parameters)
    all.push_back({{"name", each.name},
                   {"in", "query"},
                   {"description", both(each.title)},
                   {"schema", type_schema(each.type)}});
  return all;
}

Json reference(const std::string& name) { return {{"$ref", "#/components/schemas/" + name}}; }

Json content(const Route& route, const Json& schemas) {
  if (route.answer.find('/') != std::string::npos)
    return {{route.answer, {{"schema", {{"type", "string"}}}}}};
  if (!schemas.contains(route.answer)) throw Error(kNoSchema, {}, {route.id, route.answer}, 70);
  return {{"application/json", {{"schema", reference(route.answer)}}}};
}

Json operation(const Route& route, const Json& schemas) {
  Json json{{"operationId", route.id},
            {"summary", both(route.summary)},
            {"x-summary", {{"zh", route.summary.zh}, {"en", route.summary.en}}},
            {"x-capability", route.capability},
            {"parameters", parameters(route)}};
  if (route.body != Body::kNone) {
    if (!schemas.contains(route.takes)) throw Error(kNoSchema, {}, {route.id, route.takes}, 70);
    const char* type = route.body == Body::kJson ? "application/json" : "multipart/form-data";
    json["requestBody"] = {{"required", true}, {"content", {{type, {{"schema", reference(route.takes)}}}}}};
  }
  Json& done = json["responses"][std::to_string(route.success)] = {{"description", route.summary.en}};
  if (!route.answer.empty()) done["content"] = content(route, schemas);
  json["responses"]["default"] = {{"description", "a mistake"},
                                  {"content", {{"application/json", {{"schema", reference("Mistake")}}}}}};
  return json;
}

}  // namespace

Json openapi(const std::vector<Route>& routes) {
  const Json schemas = Json::parse(zhiheng_api_schemas, zhiheng_api_schemas_end);
  Json paths = Json::object();
  for (const Route& route : routes) {
    std::string method = route.method;
    for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
    paths[replace_all(route.pattern, "…}", "}")][method] = operation(route, schemas);
  }
  return {{"openapi", "3.1.0"},
          {"info", {{"title", "质衡 Zhiheng"}, {"version", kVersion}}},
          {"jsonSchemaDialect", "https://json-schema.org/draft/2020-12/schema"},
          {"paths", std::move(paths)},
          {"components", {{"schemas", schemas}}}};
}

}  // namespace zhiheng::serve
