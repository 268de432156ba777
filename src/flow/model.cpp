#include "flow/model.h"

#include <algorithm>

namespace zhiheng::flow {
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

}  // namespace zhiheng::flow
