#include "people/people.h"

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "journal/line.h"
#include "people/throttle.h"

namespace zhiheng::people {
namespace {

constexpr std::chrono::hours kLinkTime{72};
constexpr std::size_t kMostStrangers = 10'000;

std::string made_folder(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  return folder;
}

const std::deque<Moment>& failures(const std::map<std::string, std::deque<Moment>, std::less<>>& all,
                                   const std::string& key) {
  static const std::deque<Moment> none;
  const auto found = all.find(key);
  return found == all.end() ? none : found->second;
}

}  // namespace

People::People(Options options)
    : options_(std::move(options)),
      policies_(Policies::load(options_.catalog)),
      rules_(
          read_file(options_.catalog + "/common_passwords.txt", options_.catalog + "/common_passwords.txt")),
      hasher_(options_.cost),
      seal_(made_folder(options_.workspace + "/keys") + "/people.key", options_.random),
      journal_(
          {.folder = options_.workspace + "/journal", .stream = "people", .algorithm = options_.algorithm}) {
  journal::read_stream(journal_.folder(), "people", [this](const journal::Line& line) {
    apply(state_, change_of(line.text, line.where));
  });
}

/// Counts a try that is being checked, so that many at once are not all free.
class People::Attempt {
 public:
  Attempt(People& people, const std::string& account) : people_(people), account_(hash_of_token(account)) {
    const std::scoped_lock guard(people_.seen_mutex_);
    others_ = people_.attempts_[account_]++;
    if (const auto found = people_.strangers_.find(account_); found != people_.strangers_.end())
      failures_ = found->second;
  }
  ~Attempt() {
    const std::scoped_lock guard(people_.seen_mutex_);
    if (--people_.attempts_[account_] == 0) people_.attempts_.erase(account_);
  }
  Attempt(const Attempt&) = delete;
  Attempt& operator=(const Attempt&) = delete;

  bool is_heard(const State& state, const Credentials& credentials, Moment now) const {
    const auto& own = state.user(credentials.account) == nullptr
                          ? failures_
                          : failures(state.failures_of_account, credentials.account);
    if (others_ != 0 && own.size() + others_ >= kAccountThrottle.free) return false;
    return kAccountThrottle.heard_from(own) <= now &&
           kAddressThrottle.heard_from(failures(state.failures_of_address, credentials.address)) <= now;
  }

 private:
  People& people_;
  std::string account_;
  std::size_t others_ = 0;
  std::deque<Moment> failures_;  // of an account that there is not
};

/// Comes back where the password is right and the account may be used; throws kRefused where not. The
/// password is checked even where the answer is known: the time must not tell.
void People::check_password(const User& user, const Credentials& credentials) {
  const Attempt attempt(*this, credentials.account);
  bool heard = false;
  {
    const std::shared_lock guard(mutex_);
    heard = attempt.is_heard(state_, credentials, options_.clock());
  }
  const bool right = hasher_.holds(user.password, credentials.password);
  if (!heard) throw Error(kRefused, {});
  if (!right || user.disabled) refuse(user, credentials);
}

std::string People::sign_in(const Credentials& credentials) {
  const User user = user_of(credentials.account);
  check_password(user, credentials);
  const auto step = check_code(user, credentials);
  if (!step) refuse(user, credentials);
  const std::string token = new_token(options_.random);
  change(user.account, OpenSession{user.account, hash_of_token(token), credentials.address, *step});
  return token;
}

/// The step of the code, 0 where the account has no second factor; nullopt where the code is wrong.
std::optional<std::uint64_t> People::check_code(const User& user, const Credentials& credentials) const {
  if (user.second_factor.empty()) return 0;
  if (credentials.code.empty()) throw Error(kCodeNeeded, {});
  const auto secret = seal_.open(user.second_factor);
  if (!secret) return {};
  return match_totp(*secret, credentials.code, options_.clock(), user.last_step);
}

/// Accounts that there are not wait like those that there are, or the wait would tell which there are.
void People::refuse(const User& user, const Credentials& credentials) {
  if (user.account.empty()) {
    const std::scoped_lock guard(seen_mutex_);
    if (strangers_.size() >= kMostStrangers) strangers_.clear();
    strangers_[hash_of_token(credentials.account)].push_back(options_.clock());
  }
  change("", RefuseSignIn{user.account, credentials.address});
  throw Error(kRefused, {});
}

User People::user_of(const std::string& account) const {
  const std::shared_lock guard(mutex_);
  const User* found = state_.user(account);
  return found == nullptr ? User{} : *found;
}

std::optional<Visitor> People::visitor(std::string_view token, bool is_request) {
  const std::string hash = hash_of_token(token);
  const Moment now = options_.clock();
  Visitor out;
  Moment opened;
  {
    const std::shared_lock guard(mutex_);
    const auto session = state_.sessions.find(hash);
    if (session == state_.sessions.end() || session->second.opened + kLongest <= now) return {};
    const User* user = state_.user(session->second.account);
    if (user == nullptr || user->disabled) return {};
    out = {user->account, user->name, user->second_factor.empty() && policies_.demands_second_factor(*user)};
    opened = session->second.opened;
  }
  const std::scoped_lock guard(seen_mutex_);
  // After a restart nobody knows when it was last used: then it counts from its beginning.
  const auto [seen, first] = seen_.try_emplace(hash, opened);
  if (seen->second + kIdle <= now) {
    seen_.erase(seen);
    return {};
  }
  if (is_request) seen->second = std::max(seen->second, now);
  return out;
}

void People::sign_out(std::string_view token) {
  const std::string hash = hash_of_token(token);
  std::string account;
  {
    const std::shared_lock guard(mutex_);
    const auto session = state_.sessions.find(hash);
    if (session == state_.sessions.end()) return;
    account = session->second.account;
  }
  change(account, CloseSession{hash});
  const std::scoped_lock guard(seen_mutex_);
  seen_.erase(hash);
}

bool People::allowed(const std::optional<Visitor>& visitor, std::string_view capability,
                     const Scope& scope) const {
  const std::shared_lock guard(mutex_);
  if (!visitor) return policies_.allows(nullptr, capability, scope);
  if (visitor->must_add_second_factor && capability != "account.self")
    return policies_.allows(nullptr, capability, scope);
  return policies_.allows(state_.user(visitor->account), capability, scope);
}

Reach People::reach(const Visitor& visitor, std::string_view capability) const {
  const std::shared_lock guard(mutex_);
  if (visitor.must_add_second_factor && capability != "account.self")
    return policies_.reach(nullptr, capability);
  return policies_.reach(state_.user(visitor.account), capability);
}

User People::user(const std::string& account) const {
  User found = user_of(account);
  if (found.account.empty()) throw Error(kNoAccount, {}, {account});
  return found;
}

std::vector<std::string> People::undeclared(const std::vector<std::string>& capabilities) const {
  std::vector<std::string> out;
  for (const std::string& id : capabilities)
    if (policies_.capability(id) == nullptr) out.push_back(id);
  return out;
}

void People::change(const std::string& by, What what) { commit({options_.clock(), by, std::move(what)}); }

/// What is applied is what a replay will read, and not what was meant.
void People::commit(Change change) {
  const std::scoped_lock writing(writing_);
  if (auto refusal = may(state_, policies_, change)) throw Error(std::move(*refusal));
  const std::string entry = entry_of(change);
  journal_.append(change.at, entry).get();
  const std::unique_lock guard(mutex_);
  apply(state_, change_of(journal::entry_line("", change.at, entry), {}));
}

std::string People::issue_link(const std::string& by, const std::string& account) {
  const std::string token = new_token(options_.random);
  change(by, IssueLink{account, hash_of_token(token), options_.clock() + kLinkTime});
  return token;
}

std::string People::accept_link(std::string_view token, std::string_view password) {
  const std::string hash = hash_of_token(token);
  User user;
  {
    const std::shared_lock guard(mutex_);
    for (const auto& [_, one] : state_.users)
      if (!one.disabled && one.link == hash && options_.clock() < one.link_until) user = one;
  }
  if (user.account.empty()) throw Error(kBadLink, {});
  refuse_password(password, user);
  const std::string encoded = hasher_.hash(password);
  change(user.account, SetPassword{user.account, encoded, hash});
  return user.account;
}

void People::refuse_password(std::string_view password, const User& user) const {
  if (auto wrong = rules_.check(password, user.account, !user.second_factor.empty()))
    throw Error(std::move(*wrong));
}

void People::change_password(const Visitor& visitor, std::string_view former, std::string_view password) {
  const User user = user_of(visitor.account);
  check_password(user, {.account = user.account, .password = std::string(former), .code = {}, .address = {}});
  refuse_password(password, user);
  change(user.account, SetPassword{user.account, hasher_.hash(password), {}});
}

std::string People::new_second_factor() { return new_totp_secret(options_.random); }

void People::set_second_factor(const Visitor& visitor, const std::string& secret, std::string_view code) {
  if (!match_totp(secret, code, options_.clock(), 0)) throw Error(kRefused, {});
  change(visitor.account, SetSecondFactor{visitor.account, seal_.close(secret, options_.random)});
}

std::vector<std::pair<std::string, std::string>> People::first_administrators() {
  std::vector<std::pair<std::string, std::string>> out;
  if (!state().users.empty()) return out;
  for (const Role& role : policies_.roles()) {
    if (role.apart != "administrator") continue;
    std::string account = role.id;
    std::ranges::replace(account, '_', '-');
    change(std::string(kTerminal), AddUser{account, role.zh, {}});
    change(std::string(kTerminal), SetGrants{account, {{role.id}}});
    out.emplace_back(account, issue_link(std::string(kTerminal), account));
  }
  return out;
}

State People::state() const {
  const std::shared_lock guard(mutex_);
  return state_;
}

}  // namespace zhiheng::people
