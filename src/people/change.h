#pragma once
// What can happen to people, as data: asked of `may`, written to the journal, folded by `apply`. Both are
// pure.
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/error.h"
#include "people/model.h"
#include "people/policies.h"

namespace zhiheng::people {

struct AddUser {
  std::string account, name;
  Unit unit;
};
/// Ends the account's sessions.
struct DisableUser {
  std::string account, reason;
};
struct EnableUser {
  std::string account;
};
/// All that the account has from now on. Ends its sessions.
struct SetGrants {
  std::string account;
  std::vector<Grant> grants;
};
/// The former link of the account is void.
struct IssueLink {
  std::string account, token_hash;
  Moment until;
};
/// Ends the account's sessions. `link`: hash of the link's token that proved who it was, which is used up by
/// it; empty: the former password did.
struct SetPassword {
  std::string account, encoded, link;
};
/// `sealed` empty: taken off, before another one can be set. Ends the account's sessions.
struct SetSecondFactor {
  std::string account, sealed;
};
/// Somebody has signed in; `step` is that of the TOTP code, 0 without. Forgets the account's failures.
struct OpenSession {
  std::string account, token_hash, address;
  std::uint64_t step = 0;
};
/// A wrong password or code. `account` is empty where there is no such account: what people type there may be
/// a password.
struct RefuseSignIn {
  std::string account, address;
};
struct CloseSession {
  std::string token_hash;
};
/// Somebody has unmasked personal data (a class of policies.csv without "field.") of a record, and said why.
struct ReadPersonal {
  std::string field, dataset, record, reason;
  Scope scope;
};

using What = std::variant<AddUser, DisableUser, EnableUser, SetGrants, IssueLink, SetPassword,
                          SetSecondFactor, OpenSession, RefuseSignIn, CloseSession, ReadPersonal>;

struct Change {
  Moment at;
  std::string by;  // account; kTerminal; empty: nobody is signed in
  What what;
};

/// Who works at the terminal of the machine where the workspace lies: not bound by the table of rights, as he
/// could change any file; his changes are in the journal like all others. No account is called so.
inline constexpr std::string_view kTerminal = "terminal";

inline constexpr ErrorCode kNoAccount{"people.no-account", "没有账号 {}", "there is no account {}"};

/// Why a change may not happen; nullopt where it may.
std::optional<Diagnostic> may(const State& state, const Policies& policies, const Change& change);

/// Does a change. Total: what can't be applied (an account that isn't there) changes nothing.
void apply(State& state, const Change& change);

/// The entry of a change, without its moment, which the journal puts there: {"by":…,"does":"user.add",…}
std::string entry_of(const Change& change);
/// The change of a line of the journal. Throws Error ("people.bad-entry") at `where`.
Change change_of(std::string_view line, const Location& where);

}  // namespace zhiheng::people
