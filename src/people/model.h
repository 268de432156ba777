#pragma once
// Who there is. A State follows from the entries of the journal and from nothing else (change.h).
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/moment.h"

namespace zhiheng::people {

/// Where somebody works: {"department", "market-regulation"}, {"town", "xinzhuang"}, {"enterprise", USCC}.
struct Unit {
  std::string kind, code;

  bool operator==(const Unit&) const = default;
  bool empty() const { return code.empty(); }
};

/// A role, for areas (codes of towns) and domains. {"*"} is all of them; an empty list is none.
struct Grant {
  std::string role;
  std::vector<std::string> areas{"*"}, domains{"*"};

  bool operator==(const Grant&) const = default;
};

/// What a request touches. An empty area or domain is the whole district, or all domains: only who has all of
/// them reaches it. An empty unit or account is nobody's.
struct Scope {
  std::string area = {}, domain = {};
  Unit unit = {};
  std::string account = {};
};

struct User {
  std::string account;  // an identifier, for ever
  std::string name;
  Unit unit;
  std::vector<Grant> grants;
  std::string password;         // as Argon2id writes it; empty: none yet
  std::string second_factor;    // sealed secret of TOTP; empty: none
  std::uint64_t last_step = 0;  // of TOTP: no code counts twice
  bool disabled = false;
  std::string link;  // hash of a one-time link's token; empty: none
  Moment link_until{};
  Moment added{};

  bool operator==(const User&) const = default;
  bool has_role(std::string_view role) const {
    for (const Grant& grant : grants)
      if (grant.role == role) return true;
    return false;
  }
};

struct Session {
  std::string account, address;
  Moment opened{};

  bool operator==(const Session&) const = default;
};

inline constexpr std::chrono::minutes kIdle{30};
inline constexpr std::chrono::hours kLongest{8};

struct State {
  std::map<std::string, User, std::less<>> users;        // by account
  std::map<std::string, Session, std::less<>> sessions;  // by hash of the token
  std::map<std::string, std::deque<Moment>, std::less<>> failures_of_account, failures_of_address;

  bool operator==(const State&) const = default;
  const User* user(std::string_view account) const {
    const auto found = users.find(account);
    return found == users.end() ? nullptr : &found->second;
  }
};

}  // namespace zhiheng::people
