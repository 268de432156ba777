#include "people/policies.h"

#include <algorithm>
#include <optional>

#include "base/file.h"
#include "base/text.h"
#include "read/csv.h"

namespace zhiheng::people {
namespace {

constexpr ErrorCode kBadHead{"policies.bad-head", "表头应为 {}", "the header must be {}"};
constexpr ErrorCode kBadId{"policies.bad-id", "{} 不是标识，或已经有了",
                           "{} is no identifier, or stands there already"};
constexpr ErrorCode kBadWord{"policies.bad-word", "{} 应为 {} 之一", "{} must be one of {}"};

using read::CsvCell;
using read::CsvFile;

const std::vector<std::string> kRoleColumns{"role", "zh", "en", "unit", "apart", "second_factor", "note"};
const std::vector<std::string> kReaches{"-", "self", "own", "scope", "all"}, kEverybody{"all"};
const std::vector<std::string> kCapabilityColumns{"capability", "zh", "en", "anonymous"};

Location place(const CsvFile& file, const CsvCell& cell) { return {file.path, cell.line, cell.column}; }

std::optional<Reach> reach_of(const std::string& word) {
  const std::pair<const char*, Reach> words[] = {{"-", Reach::kNever},
                                                 {"self", Reach::kSelf},
                                                 {"own", Reach::kOwn},
                                                 {"scope", Reach::kScope},
                                                 {"all", Reach::kAll}};
  for (const auto& [known, reach] : words)
    if (word == known) return reach;
  return {};
}

/// Adds a mistake where the cell is none of `words`.
void expect(const CsvFile& file, const CsvCell& cell, const std::vector<std::string>& words,
            Diagnostics& diagnostics) {
  if (std::ranges::find(words, cell.text) == words.end())
    diagnostics.add(kBadWord, place(file, cell), {cell.text.empty() ? "“”" : cell.text, join(words, " ")});
}

bool has_head(const CsvFile& file, const std::vector<std::string>& expected, Diagnostics& diagnostics) {
  std::vector<std::string> head;
  for (const CsvCell& cell : file.header) head.push_back(cell.text);
  if (head == expected) return true;
  diagnostics.add(kBadHead, {file.path, 1}, {join(expected, ",")});
  return false;
}

std::vector<Role> read_roles(const CsvFile& file, Diagnostics& diagnostics) {
  std::vector<Role> roles;
  if (!has_head(file, kRoleColumns, diagnostics)) return roles;
  for (const auto& row : file.rows) {
    const bool known = std::ranges::any_of(roles, [&](const Role& r) { return r.id == row[0].text; });
    if (known || !is_identifier(row[0].text)) diagnostics.add(kBadId, place(file, row[0]), {row[0].text});
    expect(file, row[3], {"", "department", "town", "enterprise"}, diagnostics);
    expect(file, row[5], {"required", "optional"}, diagnostics);
    roles.push_back(
        {row[0].text, row[1].text, row[2].text, row[3].text, row[4].text, row[5].text == "required"});
  }
  return roles;
}

/// Capabilities are written `thing.act`.
bool is_capability(const std::string& text) {
  const auto parts = split(text, '.');
  return parts.size() == 2 && std::ranges::all_of(parts, is_identifier);
}

std::vector<Capability> read_capabilities(const CsvFile& file, const std::vector<Role>& roles,
                                          Diagnostics& diagnostics) {
  std::vector<Capability> capabilities;
  auto columns = kCapabilityColumns;
  for (const Role& role : roles) columns.push_back(role.id);
  if (!has_head(file, columns, diagnostics)) return capabilities;
  for (const auto& row : file.rows) {
    Capability capability{row[0].text, row[1].text, row[2].text, row[3].text == "all", {}};
    const bool known =
        std::ranges::any_of(capabilities, [&](const Capability& c) { return c.id == row[0].text; });
    if (known || !is_capability(row[0].text)) diagnostics.add(kBadId, place(file, row[0]), {row[0].text});
    expect(file, row[3], {"-", "all"}, diagnostics);
    for (std::size_t i = 0; i < roles.size(); ++i) {
      const CsvCell& cell = row[kCapabilityColumns.size() + i];
      expect(file, cell, capability.anonymous ? kEverybody : kReaches, diagnostics);
      capability.reach[roles[i].id] = reach_of(cell.text).value_or(Reach::kNever);
    }
    capabilities.push_back(std::move(capability));
  }
  return capabilities;
}

bool covers(const std::vector<std::string>& granted, const std::string& wanted) {
  return std::ranges::any_of(
      granted, [&](const std::string& code) { return code == "*" || (!wanted.empty() && code == wanted); });
}

bool reaches(Reach reach, const User& user, const Grant& grant, const Scope& scope) {
  const bool within = covers(grant.areas, scope.area) && covers(grant.domains, scope.domain);
  switch (reach) {
    case Reach::kNever:
      return false;
    case Reach::kSelf:
      return scope.account == user.account;
    case Reach::kOwn:
      return within && !scope.unit.empty() && scope.unit == user.unit;
    case Reach::kScope:
      return within;
    case Reach::kAll:
      return true;
  }
  return false;
}

}  // namespace

const char* word_of(Reach reach) {
  constexpr const char* kWords[] = {"-", "self", "own", "scope", "all"};
  return kWords[static_cast<std::size_t>(reach)];
}

Policies Policies::load(const std::string& folder) {
  const std::string roles = folder + "/roles.csv", policies = folder + "/policies.csv";
  return parse(read_file(roles, roles), read_file(policies, policies));
}

Policies Policies::parse(std::string_view roles, std::string_view policies) {
  Diagnostics diagnostics;
  Policies out;
  out.roles_ = read_roles(read::parse_csv(roles, "roles.csv", diagnostics), diagnostics);
  out.capabilities_ =
      read_capabilities(read::parse_csv(policies, "policies.csv", diagnostics), out.roles_, diagnostics);
  diagnostics.throw_if_errors();
  return out;
}

const Role* Policies::role(std::string_view id) const {
  const auto found = std::ranges::find(roles_, id, &Role::id);
  return found == roles_.end() ? nullptr : &*found;
}

const Capability* Policies::capability(std::string_view id) const {
  const auto found = std::ranges::find(capabilities_, id, &Capability::id);
  return found == capabilities_.end() ? nullptr : &*found;
}

bool Policies::allows(const User* user, std::string_view id, const Scope& scope) const {
  const Capability* known = capability(id);
  if (known == nullptr) return false;
  if (known->anonymous) return true;
  if (user == nullptr || user->disabled) return false;
  return std::ranges::any_of(user->grants, [&](const Grant& grant) {
    const auto reach = known->reach.find(grant.role);
    return reach != known->reach.end() && reaches(reach->second, *user, grant, scope);
  });
}

Reach Policies::reach(const User* user, std::string_view id) const {
  const Capability* known = capability(id);
  if (known == nullptr) return Reach::kNever;
  if (known->anonymous) return Reach::kAll;
  Reach best = Reach::kNever;
  if (user == nullptr || user->disabled) return best;
  for (const Grant& grant : user->grants) {
    const auto reach = known->reach.find(grant.role);
    if (reach != known->reach.end()) best = std::max(best, reach->second);
  }
  return best;
}

bool Policies::demands_second_factor(const User& user) const {
  return std::ranges::any_of(user.grants, [&](const Grant& grant) {
    const Role* known = role(grant.role);
    return known != nullptr && known->second_factor;
  });
}

}  // namespace zhiheng::people
