#include "flow/definitions.h"

#include <algorithm>

#include "base/text.h"
#include "people/policies.h"

namespace zhiheng::flow {
namespace {

constexpr ErrorCode kNoCapability{"flow.unknown-capability", "没有权限 {}；见 catalog/people/policies.csv",
                                  "there is no capability {}; see catalog/people/policies.csv"};

template <typename Items>
auto* named(Items& items, std::string_view id) {
  const auto found = std::ranges::find_if(items, [&](const auto& item) {
    if constexpr (requires { item.id; })
      return item.id == id;
    else
      return item.name == id;
  });
  return found == items.end() ? nullptr : &*found;
}

bool is_placeholder(std::string_view part) {
  return !part.empty() && std::ranges::all_of(part, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_year(std::string_view text) {
  return text.size() == 4 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool StepRule::starts_from(std::string_view state) const {
  return std::ranges::find(from, state) != from.end();
}

bool StepRule::accepts(std::string_view field) const {
  return std::ranges::find(needs, field) != needs.end() || std::ranges::find(takes, field) != takes.end();
}

const Field* Definition::field(std::string_view name) const { return named(fields, name); }
const Stage* Definition::state(std::string_view wanted) const { return named(states, wanted); }
const StepRule* Definition::step(std::string_view wanted) const { return named(steps, wanted); }

std::vector<const StepRule*> Definition::steps_from(std::string_view state) const {
  std::vector<const StepRule*> out;
  for (const StepRule& rule : steps)
    if (rule.starts_from(state)) out.push_back(&rule);
  return out;
}

bool Definition::is_subject(std::string_view text) const {
  const std::vector<std::string> form = split(subject, ':');
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool last = i + 1 == form.size();
    const std::size_t end = last ? text.size() : text.find(':');
    if (end == std::string_view::npos) return false;
    const std::string_view part = text.substr(0, end);
    const bool fits = form[i] == "YEAR"         ? is_year(part)
                      : is_placeholder(form[i]) ? !trim_wide(part).empty()
                                                : part == form[i];
    if (!fits) return false;
    text.remove_prefix(last ? end : end + 1);
  }
  return true;
}

void Definitions::add(Definition definition) {
  auto& versions = flows_[definition.id];
  const int version = definition.version;
  versions.insert_or_assign(version, std::move(definition));
}

const Definition* Definitions::find(std::string_view flow, int version) const {
  const auto versions = flows_.find(flow);
  if (versions == flows_.end()) return nullptr;
  const auto found = versions->second.find(version);
  return found == versions->second.end() ? nullptr : &found->second;
}

const Definition* Definitions::newest(std::string_view flow) const {
  const auto versions = flows_.find(flow);
  return versions == flows_.end() ? nullptr : &versions->second.rbegin()->second;
}

std::vector<const Definition*> Definitions::newest() const {
  std::vector<const Definition*> out;
  for (const auto& [_, versions] : flows_) out.push_back(&versions.rbegin()->second);
  return out;
}

void Definitions::check_capabilities(const people::Policies& policies, Diagnostics& diagnostics) const {
  const auto check = [&](const StepRule& rule) {
    if (policies.capability(rule.may) == nullptr) diagnostics.add(kNoCapability, rule.where, {rule.may});
  };
  for (const auto& [_, versions] : flows_) {
    for (const auto& [number, definition] : versions) {
      if (policies.capability(definition.see) == nullptr)
        diagnostics.add(kNoCapability, definition.see_where, {definition.see});
      check(definition.begin);
      for (const StepRule& rule : definition.steps) check(rule);
    }
  }
}

}  // namespace zhiheng::flow
