// Cases of every flow: read, opened, taken a step further by who has the right to that step.
#include <map>

#include "flow/flows.h"
#include "flow/json.h"
#include "serve/body.h"
#include "serve/case_access.h"
#include "serve/handlers.h"
#include "serve/lists.h"
#include "serve/mistakes.h"
#include "serve/multipart.h"
#include "serve/state.h"

namespace zhiheng::serve {
namespace {

constexpr std::size_t kLongestKey = 64;
constexpr ErrorCode kUnknownFlow{"flow.unknown", "没有流程 {}", "there is no flow {}"};
constexpr ErrorCode kUnknownFile{"file.unknown", "没有这个文件", "there is no such file"};

std::string key_of(const Call& call) {
  const std::string* key = call.request.header("idempotency-key");
  if (key == nullptr) return {};
  if (key->empty() || key->size() > kLongestKey)
    throw Error(kBadMember, {}, {"Idempotency-Key", "1 … 64 字节 bytes"});
  return *key;
}

people::Unit unit_of(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) throw Error(kBadParameter, {}, {"unit", text, "department:CODE"});
  return {text.substr(0, colon), text.substr(colon + 1)};
}

/// A change that came too late is answered with what is there now.
Answer changed(const Call& call, flow::Change change, int status) {
  change.by = call.visit.account();
  change.key = key_of(call);
  const std::string id =
      std::holds_alternative<flow::Step>(change.what) ? std::get<flow::Step>(change.what).id : "";
  try {
    return json_answer(case_json(call, *call.state.flows.change(std::move(change)), true), status);
  } catch (const Error& error) {
    if (error.diagnostics().front().code != flow::kChangedMeanwhile.name) throw;
    Answer answer = mistake(error, call.request.id);
    Json json = Json::parse(answer.body);
    json["error"]["case"] = case_json(call, *call.state.flows.find(id), true);
    answer.body = json.dump() + "\n";
    return answer;
  }
}

}  // namespace

Answer list_flows(const Call& call) {
  std::vector<Json> items;
  for (const auto* flow : call.state.flows.definitions().newest()) items.push_back(flow::json_of(*flow));
  return list_answer(call, items);
}

Answer list_cases(const Call& call) {
  const auto [page, size] = page_of(call);
  flow::Query query{.flow = call.text("flow"),
                    .state = call.text("state"),
                    .by = call.text("by"),
                    .subject = call.text("subject")};
  if (query.subject.ends_with('*')) {
    query.subject.pop_back();
    query.subject_begins = true;
  }
  if (call.has("unit")) query.unit = unit_of(call.text("unit"));
  query.open_only = call.flag("open");
  query.text = call.text("q");
  query.visible = [&](const flow::Case& one) { return may_see(call, one); };
  query.offset = page * size;
  query.count = size;
  const flow::Page found = call.state.flows.list(query);
  Json items = Json::array();
  for (const auto& one : found.items) items.push_back(case_json(call, *one, false));
  return json_answer(
      {{"items", std::move(items)}, {"total", found.total}, {"page", page + 1}, {"per_page", size}});
}

Answer get_case(const Call& call) {
  return json_answer(case_json(call, *seen_case(call, call.text("case")), true));
}

Answer post_case(const Call& call) {
  Members members(call.request);
  flow::Open open;
  open.flow = members.text("flow");
  open.subject = members.text("subject");
  open.fields = members.value("fields");
  if (open.fields.is_null()) open.fields = Json::object();
  members.end();
  const auto* definition = call.state.flows.definitions().newest(open.flow);
  if (definition == nullptr) throw Error(kUnknownFlow, {}, {open.flow});
  const people::Scope scope = scope_of_subject(call, *definition, open.subject);
  call.require(definition->begin.may, scope);
  open.unit = scope.unit, open.area = scope.area, open.domain = scope.domain;
  return changed(call, {.what = std::move(open)}, 201);
}

Answer post_step(const Call& call) {
  Members members(call.request);
  flow::Step step{call.text("case"), call.text("step"), members.number("version"), members.value("fields")};
  if (step.fields.is_null()) step.fields = Json::object();
  members.end();
  require_step(call, *seen_case(call, step.id), step.step);
  return changed(call, {.what = std::move(step)}, 200);
}

Answer post_file(const Call& call) {
  const auto form = std::static_pointer_cast<ReceivedForm>(call.request.form);
  if (form->files.size() != 1) throw Error(kBadForm, {}, {"应有一个文件 one file is expected"});
  return json_answer(call.state.files.keep(form->files.front()), 201);
}

Answer get_file(const Call& call) {
  const std::string& sha256 = call.text("sha256");
  const auto path = call.state.files.path(sha256);
  const auto file = file_of(*seen_case(call, call.text("case")), sha256);
  if (!path || file.is_null()) throw Error(kUnknownFile, {});
  return attachment(*path, file.value("name", "file"));
}

}  // namespace zhiheng::serve
