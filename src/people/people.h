#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "journal/journal.h"
#include "people/change.h"
#include "people/policies.h"
#include "people/secrets.h"

namespace zhiheng::people {

/// One text for a wrong account, a wrong password, a wrong code, a disabled account and one that has to wait:
/// nobody learns which.
inline constexpr ErrorCode kRefused{
    "people.sign-in-refused", "账号、口令或动态口令不对，或失败次数多、需要等待",
    "account, password or code is wrong, or has to wait after several failures"};
/// The password is right, and the account has a second factor.
inline constexpr ErrorCode kCodeNeeded{"people.code-needed", "请输入动态口令",
                                       "enter the code of your second factor"};
inline constexpr ErrorCode kBadLink{"people.bad-link", "链接无效、已用过或已过期",
                                    "the link is wrong, used or too old"};

/// Who is at the other end of a request. Valid for that request.
struct Visitor {
  std::string account;
  std::string name;
  bool must_add_second_factor = false;  // a role demands one: until then he has account.self only
};

struct Credentials {
  std::string account, password, code;  // `code` empty: none entered
  std::string address;                  // of the peer; IPv6 as its /64
};

/// Accounts, sessions and rights of one workspace. Thread-safe. Every change is checked, appended to the
/// journal's stream `people`, waited for, applied: none takes effect that is not on the disk.
class People {
 public:
  struct Options {
    std::string workspace;  // journal/ and keys/ are in it
    std::string catalog;    // catalog/people: roles.csv, policies.csv, common_passwords.txt
    Clock clock;
    Random random = system_random();
    HashCost cost = {};
    journal::Algorithm algorithm = journal::Algorithm::kSha256;
  };
  /// Replays the journal. Throws Error: mistakes of the tables, what journal::Journal throws,
  /// "people.bad-entry".
  explicit People(Options options);

  /// Opens a session and gives its token, for a cookie. Throws Error: kRefused, kCodeNeeded, "people.busy",
  /// "journal.unwritable". Takes the same time whatever is wrong.
  std::string sign_in(const Credentials& credentials);
  /// Whose session it is; nullopt where it is none, was ended, was idle for 30 minutes or is 8 hours old.
  /// `is_request`: it is being used now; else only asked about.
  std::optional<Visitor> visitor(std::string_view token, bool is_request = true);
  void sign_out(std::string_view token);

  /// For a table of routes: whether somebody (nullopt: nobody signed in) may do this there.
  bool allowed(const std::optional<Visitor>& visitor, std::string_view capability,
               const Scope& scope = {}) const;
  /// How far a visitor gets with a capability at best.
  Reach reach(const Visitor& visitor, std::string_view capability) const;
  /// Capabilities that the table doesn't have: where there are any, a server must not start.
  std::vector<std::string> undeclared(const std::vector<std::string>& capabilities) const;

  /// Does what `may` allows. Throws Error: why not, or "journal.unwritable".
  void change(const std::string& by, What what);

  /// A link's token for somebody without a password, or who has forgotten it: once, for three days.
  std::string issue_link(const std::string& by, const std::string& account);
  /// Sets the password of the account whose link it is, and gives the account. Throws Error: kBadLink, what
  /// PasswordRules says.
  std::string accept_link(std::string_view token, std::string_view password);
  /// Throws Error: kRefused, where the former password is wrong; what PasswordRules says.
  void change_password(const Visitor& visitor, std::string_view former, std::string_view password);
  /// A new secret, shown once and not yet in force.
  std::string new_second_factor();
  /// Puts it in force: `code` proves that it is in an app. Throws Error ("people.sign-in-refused").
  void set_second_factor(const Visitor& visitor, const std::string& secret, std::string_view code);

  /// The three administrators where there is nobody yet, each with the token of a link; else none.
  std::vector<std::pair<std::string, std::string>> first_administrators();

  const Policies& policies() const { return policies_; }
  /// As it is now.
  State state() const;
  /// An account as it is now. Throws Error ("people.no-account").
  User user(const std::string& account) const;

 private:
  class Attempt;

  void commit(Change change);
  void refuse_password(std::string_view password, const User& user) const;
  std::optional<std::uint64_t> check_code(const User& user, const Credentials& credentials) const;
  void check_password(const User& user, const Credentials& credentials);
  [[noreturn]] void refuse(const User& user, const Credentials& credentials);
  User user_of(const std::string& account) const;

  Options options_;
  Policies policies_;
  PasswordRules rules_;
  PasswordHasher hasher_;
  Seal seal_;
  journal::Journal journal_;

  std::mutex writing_;               // from the check of a change to its end
  mutable std::shared_mutex mutex_;  // of what follows
  State state_;
  std::mutex seen_mutex_;
  std::map<std::string, Moment, std::less<>> seen_;  // last request of a session, by hash of its token
  std::map<std::string, std::size_t, std::less<>> attempts_;  // tries of an account that are being checked
  std::map<std::string, std::deque<Moment>, std::less<>>
      strangers_;  // failures of accounts that there are not, by hash
};

}  // namespace zhiheng::people
