#include "serve/case_access.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/text.h"
#include "serve/mistakes.h"
#include "serve/state.h"

namespace zhiheng::serve {
namespace {

using Json = nlohmann::ordered_json;

people::Scope scope_of(const flow::Case& one) { return {one.area, one.domain, one.unit, one.by}; }

people::Unit unit_of(const Call& call) {
  return call.visit.visitor ? call.state.people.user(call.visit.account()).unit : people::Unit();
}

/// The names of people, each looked up once.
std::string name_of(const Call& call, const std::string& account) {
  try {
    return call.state.people.user(account).name;
  } catch (const Error&) {
    return account;  // the terminal, or nobody any more
  }
}

bool has_owner(const catalog::Catalog& catalog, const std::string& plan, const std::string& task,
               const std::string& code) {
  const auto in = catalog.plans.find(plan);
  if (in == catalog.plans.end()) return false;
  const auto one = std::ranges::find(in->second.tasks, task, &catalog::Task::id);
  return one != in->second.tasks.end() && std::ranges::find(one->owners, code) != one->owners.end();
}

Json file_in(const Json& fields, const std::string& sha256) {
  for (const auto& [_, value] : fields.items()) {
    if (!value.is_object()) continue;
    if (value.value("sha256", Json()) == sha256) return value;
  }
  return {};
}

}  // namespace

bool may_see(const Call& call, const flow::Case& one) {
  const auto* definition = call.state.flows.definition_of(one);
  return definition != nullptr && call.may(definition->see, scope_of(one));
}

bool may_step(const Call& call, const flow::Case& one, const flow::StepRule& rule) {
  people::Scope scope = scope_of(one);
  if (call.may(rule.may, scope)) return true;
  // What was assigned to one's unit is one's own, too.
  const people::Unit unit = unit_of(call);
  if (unit.empty() || one.fields.value("assigned", Json()) != unit.code) return false;
  scope.unit = unit;
  return call.may(rule.may, scope);
}

flow::CasePtr seen_case(const Call& call, const std::string& id) {
  const auto one = call.state.flows.find(id);
  if (one == nullptr || !may_see(call, *one)) throw Error(flow::kUnknownCase, {}, {id});
  return one;
}

void require_step(const Call& call, const flow::Case& one, const std::string& step) {
  const auto* definition = call.state.flows.definition_of(one);
  const auto* rule = definition == nullptr ? nullptr : definition->step(step);
  if (rule == nullptr || may_step(call, one, *rule)) return;
  throw Error(call.visit.visitor ? kForbidden : kSignIn, {});
}

people::Scope scope_of_subject(const Call& call, const flow::Definition& flow, const std::string& subject) {
  people::Scope scope;
  scope.unit = unit_of(call);
  scope.account = call.visit.account();
  const auto parts = split(subject, ':');
  const auto& catalog = call.state.records->catalog;
  if (flow.subject.starts_with("DATASET")) {
    const auto& dataset = call.state.records->dataset(parts[0]);
    scope.unit = {"department", dataset.owner};
    scope.domain = dataset.domain;
  } else if (flow.subject.starts_with("task:") && parts.size() == 3 && scope.unit.kind == "department" &&
             !has_owner(catalog, parts[1], parts[2], scope.unit.code)) {
    scope.unit = {};  // somebody else's: only for who may do so for all
  }
  return scope;
}

Json case_json(const Call& call, const flow::Case& one, bool with_history) {
  Json json = flow::json_of(one, with_history);
  json["by_name"] = name_of(call, one.by);
  json["changed_by_name"] = name_of(call, one.changed_by);
  if (with_history)
    for (Json& taken : json["history"]) taken["by_name"] = name_of(call, taken["by"]);
  json["may"] = Json::array();
  for (const auto* rule : call.state.flows.steps_now(one, call.visit.account()))
    if (may_step(call, one, *rule)) json["may"].push_back(rule->id);
  return json;
}

Json file_of(const flow::Case& one, const std::string& sha256) {
  if (const Json file = file_in(one.fields, sha256); !file.is_null()) return file;
  for (const auto& taken : one.history)
    if (const Json file = file_in(taken->fields, sha256); !file.is_null()) return file;
  return {};
}

Answer attachment(const std::string& path, const std::string& name) {
  Answer answer;
  answer.type = "application/octet-stream";
  answer.body = read_file(path, name);
  std::string encoded;
  for (const unsigned char c : name)
    encoded += std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_' ? std::string(1, static_cast<char>(c))
                                                                        : fmt::format("%{:02X}", c);
  answer.headers.emplace_back("Content-Disposition", "attachment; filename*=UTF-8''" + encoded);
  answer.policy = "sandbox";
  return answer;
}

}  // namespace zhiheng::serve
