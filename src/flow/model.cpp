#include "flow/model.h"

#include <algorithm>

namespace zhiheng::flow {
namespace {

Json json_of(const Taken& taken) {
  return {{"step", taken.step}, {"by", taken.by}, {"at", to_string(taken.at)},
          {"from", taken.from}, {"to", taken.to}, {"fields", taken.fields}};
}

}  // namespace

bool operator==(const Case& a, const Case& b) {
  const auto tie = [](const Case& c) {
    return std::tie(c.id, c.flow, c.flow_version, c.version, c.state, c.subject, c.unit, c.area, c.domain,
                    c.by, c.at, c.changed_by, c.changed_at, c.fields);
  };
  return tie(a) == tie(b) &&
         std::ranges::equal(a.history, b.history, [](const auto& x, const auto& y) { return *x == *y; });
}

bool operator==(const State& a, const State& b) {
  const auto alike = [](const auto& x, const auto& y) {
    return x.first == y.first && *x.second == *y.second;
  };
  return std::ranges::equal(a.cases, b.cases, alike) &&
         std::tie(a.numbers, a.of_subject, a.outcomes, a.keys) ==
             std::tie(b.numbers, b.of_subject, b.outcomes, b.keys);
}

CasePtr State::find(std::string_view id) const {
  const auto found = cases.find(id);
  return found == cases.end() ? nullptr : found->second;
}

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

}  // namespace zhiheng::flow
