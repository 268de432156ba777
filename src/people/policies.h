#pragma once
// The one table of rights: capability × role → how far it reaches. catalog/people/roles.csv and policies.csv.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "people/model.h"

namespace zhiheng::people {

/// How far a role reaches with a capability. In the table: - self own scope all.
enum class Reach {
  kNever,
  kSelf,   // what is one's own account's
  kOwn,    // what is one's own unit's, within areas and domains
  kScope,  // what lies within the areas and domains of the grant
  kAll,    // everything in the district
};

/// "own": as in the table.
const char* word_of(Reach reach);

struct Role {
  std::string id, zh, en;
  std::string unit;            // kind of unit that its holders belong to; empty: any
  std::string apart;           // of roles with the same word here a person has one at most
  bool second_factor = false;  // whether TOTP is demanded
};

struct Capability {
  std::string id, zh, en;
  bool anonymous = false;              // whether everybody has it, signed in or not
  std::map<std::string, Reach> reach;  // by role; all roles of the table
};

class Policies {
 public:
  /// Reads `folder`/roles.csv and policies.csv. Throws Error with every mistake and its place.
  static Policies load(const std::string& folder);
  static Policies parse(std::string_view roles, std::string_view policies);

  const std::vector<Role>& roles() const { return roles_; }
  const std::vector<Capability>& capabilities() const { return capabilities_; }
  /// nullptr where there is none.
  const Role* role(std::string_view id) const;
  const Capability* capability(std::string_view id) const;

  /// Whether somebody (nullptr: nobody is signed in) may. False for a capability that the table doesn't have,
  /// for a user who is disabled, and for roles that it doesn't have.
  bool allows(const User* user, std::string_view capability, const Scope& scope) const;
  /// How far somebody gets with a capability at best, whatever it is about.
  Reach reach(const User* user, std::string_view capability) const;
  /// Whether one of a user's roles demands a second factor.
  bool demands_second_factor(const User& user) const;

 private:
  std::vector<Role> roles_;
  std::vector<Capability> capabilities_;
};

}  // namespace zhiheng::people
