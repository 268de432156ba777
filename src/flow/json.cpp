#include "flow/json.h"

namespace zhiheng::flow {
namespace {

Json json_of(const catalog::Title& title) { return {{"zh", title.zh}, {"en", title.en}}; }

Json json_of(const Taken& taken) {
  return {{"step", taken.step}, {"by", taken.by}, {"at", to_string(taken.at)},
          {"from", taken.from}, {"to", taken.to}, {"fields", taken.fields}};
}

Json json_of(const Field& field) {
  Json out{{"type", name_of(field.type)}, {"title", json_of(field.title)}};
  const bool counted = field.type == FieldType::kText || field.type == FieldType::kLongText;
  if (counted) out["most"] = field.most;
  if (field.at_least) out["at_least"] = field.at_least->to_string();
  if (field.at_most) out["at_most"] = field.at_most->to_string();
  for (const Choice& choice : field.choices) out["choices"][choice.id] = json_of(choice.title);
  return out;
}

Json json_of(const StepRule& rule, bool begins) {
  Json out = Json::object();
  if (!begins) out["from"] = rule.from;
  out["to"] = rule.to[0];
  out["title"] = json_of(rule.title);
  out["may"] = rule.may;
  if (!begins) out["other_person"] = rule.other_person;
  if (!begins) out["automatic"] = rule.automatic;
  out["needs"] = rule.needs;
  out["takes"] = rule.takes;
  return out;
}

}  // namespace

Json json_of(const Case& one, bool with_history) {
  Json out{{"id", one.id}, {"flow", one.flow}, {"flow_version", one.flow_version}, {"version", one.version}};
  out["state"] = one.state;
  out["subject"] = one.subject;
  out["unit"] = one.unit.empty() ? Json() : Json{{"kind", one.unit.kind}, {"code", one.unit.code}};
  out["area"] = one.area;
  out["domain"] = one.domain;
  out["by"] = one.by;
  out["at"] = to_string(one.at);
  out["changed_by"] = one.changed_by;
  out["changed_at"] = to_string(one.changed_at);
  out["fields"] = one.fields;
  if (!with_history) return out;
  Json history = Json::array();
  for (const auto& taken : one.history) history.push_back(json_of(*taken));
  out["history"] = std::move(history);
  return out;
}

Json json_of(const Definition& definition) {
  Json fields = Json::object(), states = Json::object(), steps = Json::object();
  for (const Field& field : definition.fields) fields[field.name] = json_of(field);
  for (const Stage& stage : definition.states)
    states[stage.id] = {{"title", json_of(stage.title)}, {"closed", stage.closed}};
  for (const StepRule& rule : definition.steps) steps[rule.id] = json_of(rule, false);
  return {{"id", definition.id},
          {"version", definition.version},
          {"title", json_of(definition.title)},
          {"subject", {{"form", definition.subject}, {"title", json_of(definition.subject_title)}}},
          {"see", definition.see},
          {"cases", name_of(definition.cases)},
          {"direct", definition.direct},
          {"fields", fields},
          {"states", states},
          {"begin", json_of(definition.begin, true)},
          {"steps", steps}};
}

}  // namespace zhiheng::flow
