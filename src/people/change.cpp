#include "people/change.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace zhiheng::people {
namespace {

constexpr ErrorCode kBadAccount{
    "people.bad-account", "账号 {} 应为小写字母开头的字母、数字、- 和 _，2 至 40 位",
    "the account {} must be 2 to 40 letters, digits, - and _, in lower case, beginning with a letter"};
constexpr ErrorCode kTaken{"people.account-taken", "账号 {} 已存在", "there is an account {} already"};
constexpr ErrorCode kNoRole{"people.no-role", "没有角色 {}", "there is no role {}"};
constexpr ErrorCode kWrongUnit{"people.wrong-unit", "角色 {} 的人应属于 {}",
                               "who has the role {} must belong to a {}"};
constexpr ErrorCode kApart{"people.roles-apart", "{} 与 {} 不能由同一人担任",
                           "{} and {} can't be the same person"};
constexpr ErrorCode kLast{"people.last-administrator", "{} 只剩这一个账号，请先另设一个",
                          "this is the last account that is {}: name another one first"};
constexpr ErrorCode kOwnRights{"people.own-rights", "不能改自己的角色，也不能停用自己",
                               "nobody changes his own roles or disables himself"};
constexpr ErrorCode kNotAllowed{"people.not-allowed", "{} 无权这样做（{}）",
                                "{} has no right to do this ({})"};
constexpr ErrorCode kHasFactor{
    "people.has-second-factor", "已绑定动态口令；更换前请安全管理员解除",
    "there is a second factor already: the security administrator takes it off before another one"};
constexpr ErrorCode kStale{
    "people.too-late", "登录条件已变（链接或动态口令已用过，或账号已停用），请重新开始",
    "this came too late: link or code are used, or the account is disabled; begin anew"};
constexpr ErrorCode kNoReason{"people.no-reason", "请写明原因", "say why"};

using Refusal = std::optional<Diagnostic>;

template <typename... Cases>
struct Match : Cases... {
  using Cases::operator()...;
};

const std::string& account_in(const What& what) {
  static const std::string none;
  return std::visit(
      [](const auto& w) -> const std::string& {
        if constexpr (requires { w.account; })
          return w.account;
        else
          return none;
      },
      what);
}

/// The capability that a change asks of who does it; empty where `may` asks otherwise.
std::string capability_of(const What& what) {
  return std::visit(Match{[](const AddUser&) { return std::string("user.add"); },
                          [](const DisableUser&) { return std::string("user.disable"); },
                          [](const EnableUser&) { return std::string("user.enable"); },
                          [](const SetGrants&) { return std::string("user.grant"); },
                          [](const IssueLink&) { return std::string("user.link"); },
                          [](const SetSecondFactor& w) {
                            return w.sealed.empty() ? std::string("user.reset") : std::string();
                          },
                          [](const ReadPersonal& w) { return "field." + w.field; },
                          [](const auto&) { return std::string(); }},
                    what);
}

Refusal check_rights(const State& state, const Policies& policies, const Change& change) {
  const std::string capability = capability_of(change.what);
  if (capability.empty() || change.by == kTerminal) return {};
  const auto* read = std::get_if<ReadPersonal>(&change.what);
  const Scope scope = read != nullptr ? read->scope : Scope{.account = account_in(change.what)};
  const User* by = state.user(change.by);
  if (by != nullptr && policies.allows(by, capability, scope)) return {};
  return diagnose(kNotAllowed, {}, {change.by.empty() ? "—" : change.by, capability});
}

/// One's own password and second factor are nobody else's to set.
Refusal check_self(const Change& change) {
  const auto* factor = std::get_if<SetSecondFactor>(&change.what);
  const bool own =
      std::holds_alternative<SetPassword>(change.what) || (factor != nullptr && !factor->sealed.empty());
  const bool rights =
      std::holds_alternative<SetGrants>(change.what) || std::holds_alternative<DisableUser>(change.what);
  const bool self = change.by == account_in(change.what);
  if (own && !self) return diagnose(kNotAllowed, {}, {change.by, "account.self"});
  if (rights && self) return diagnose(kOwnRights, {});
  return {};
}

Refusal check_account(const State& state, const What& what) {
  const std::string& account = account_in(what);
  if (std::holds_alternative<AddUser>(what)) {
    if (!is_identifier(account) || account.size() < 2 || account.size() > 40 || account == kTerminal)
      return diagnose(kBadAccount, {}, {account});
    return state.user(account) == nullptr ? Refusal() : diagnose(kTaken, {}, {account});
  }
  const bool nobody = std::holds_alternative<CloseSession>(what) ||
                      std::holds_alternative<ReadPersonal>(what) ||
                      (std::holds_alternative<RefuseSignIn>(what) && account.empty());
  if (nobody || state.user(account) != nullptr) return {};
  return diagnose(kNoAccount, {}, {account});
}

Refusal check_grants(const State& state, const Policies& policies, const SetGrants& set) {
  const Unit& unit = state.user(set.account)->unit;
  std::map<std::string, std::string> by_group;
  for (const Grant& grant : set.grants) {
    const Role* role = policies.role(grant.role);
    if (role == nullptr) return diagnose(kNoRole, {}, {grant.role});
    if (!role->unit.empty() && unit.kind != role->unit)
      return diagnose(kWrongUnit, {}, {role->id, role->unit});
    if (role->apart.empty()) continue;
    const auto [other, first] = by_group.emplace(role->apart, role->id);
    if (!first && other->second != role->id) return diagnose(kApart, {}, {other->second, role->id});
  }
  return {};
}

std::size_t holders(const State& state, const std::string& role) {
  return static_cast<std::size_t>(std::ranges::count_if(
      state.users, [&](const auto& user) { return !user.second.disabled && user.second.has_role(role); }));
}

/// A district whose last administrator is gone could only be helped at the terminal.
Refusal check_administrators(const State& state, const Policies& policies, const Change& change) {
  if (!std::holds_alternative<SetGrants>(change.what) && !std::holds_alternative<DisableUser>(change.what))
    return {};
  State after = state;
  apply(after, change);
  for (const Role& role : policies.roles())
    if (!role.apart.empty() && holders(state, role.id) > 0 && holders(after, role.id) == 0)
      return diagnose(kLast, {}, {role.id});
  return {};
}

/// What was true when a request began may have changed since.
Refusal check_fresh(const State& state, const Change& change) {
  const User* user = state.user(account_in(change.what));
  if (user == nullptr) return {};
  const auto* password = std::get_if<SetPassword>(&change.what);
  const auto* session = std::get_if<OpenSession>(&change.what);
  const auto* factor = std::get_if<SetSecondFactor>(&change.what);
  if (password != nullptr && !password->link.empty() &&
      (password->link != user->link || user->link_until <= change.at))
    return diagnose(kStale, {});
  if ((password != nullptr || session != nullptr) && user->disabled) return diagnose(kStale, {});
  if (session != nullptr &&
      (user->second_factor.empty() ? session->step != 0 : session->step <= user->last_step))
    return diagnose(kStale, {});
  if (factor != nullptr && !factor->sealed.empty() && !user->second_factor.empty())
    return diagnose(kHasFactor, {});
  return {};
}

Refusal check_reason(const What& what) {
  const auto* read = std::get_if<ReadPersonal>(&what);
  const auto* disable = std::get_if<DisableUser>(&what);
  const bool missing = (read != nullptr && trim_wide(read->reason).empty()) ||
                       (disable != nullptr && trim_wide(disable->reason).empty());
  return missing ? Refusal(diagnose(kNoReason, {})) : Refusal();
}

void end_sessions(State& state, const std::string& account) {
  std::erase_if(state.sessions, [&](const auto& session) { return session.second.account == account; });
}

constexpr std::chrono::hours kAccountMemory{24}, kAddressMemory{1};

void note_failure(std::map<std::string, std::deque<Moment>, std::less<>>& all, const std::string& key,
                  Moment at, std::chrono::hours memory) {
  std::erase_if(all, [&](const auto& one) { return one.second.empty() || one.second.back() + memory < at; });
  if (!key.empty()) all[key].push_back(at);
}

/// Applies one kind of change to a state, at a moment.
class Applying {
 public:
  Applying(State& state, Moment at) : state_(state), at_(at) {}

  void operator()(const AddUser& w) {
    User user;
    user.account = w.account, user.name = w.name, user.unit = w.unit, user.added = at_;
    state_.users.try_emplace(w.account, std::move(user));
  }
  void operator()(const DisableUser& w) {
    with(w.account, [](User& user) { user.disabled = true, user.link.clear(); });
    end_sessions(state_, w.account);
  }
  void operator()(const EnableUser& w) {
    with(w.account, [](User& user) { user.disabled = false; });
  }
  void operator()(const SetGrants& w) {
    with(w.account, [&](User& user) { user.grants = w.grants; });
    end_sessions(state_, w.account);
  }
  void operator()(const IssueLink& w) {
    with(w.account, [&](User& user) { user.link = w.token_hash, user.link_until = w.until; });
  }
  void operator()(const SetPassword& w) {
    with(w.account, [&](User& user) { user.password = w.encoded, user.link.clear(); });
    end_sessions(state_, w.account);
    state_.failures_of_account.erase(w.account);
  }
  void operator()(const SetSecondFactor& w) {
    with(w.account, [&](User& user) { user.second_factor = w.sealed, user.last_step = 0; });
    end_sessions(state_, w.account);
  }
  void operator()(const OpenSession& w) {
    std::erase_if(state_.sessions,
                  [&](const auto& session) { return session.second.opened + kLongest < at_; });
    state_.sessions[w.token_hash] = {w.account, w.address, at_};
    with(w.account, [&](User& user) { user.last_step = std::max(user.last_step, w.step); });
    state_.failures_of_account.erase(w.account);
  }
  void operator()(const RefuseSignIn& w) {
    note_failure(state_.failures_of_account, w.account, at_, kAccountMemory);
    note_failure(state_.failures_of_address, w.address, at_, kAddressMemory);
  }
  void operator()(const CloseSession& w) { state_.sessions.erase(w.token_hash); }
  void operator()(const ReadPersonal&) {}

 private:
  template <typename Action>
  void with(const std::string& account, Action action) {
    const auto found = state_.users.find(account);
    if (found != state_.users.end()) action(found->second);
  }

  State& state_;
  Moment at_;
};

}  // namespace

Refusal may(const State& state, const Policies& policies, const Change& change) {
  if (auto refusal = check_rights(state, policies, change)) return refusal;
  if (auto refusal = check_account(state, change.what)) return refusal;
  if (auto refusal = check_self(change)) return refusal;
  if (auto refusal = check_fresh(state, change)) return refusal;
  if (auto refusal = check_reason(change.what)) return refusal;
  if (const auto* set = std::get_if<SetGrants>(&change.what))
    if (auto refusal = check_grants(state, policies, *set)) return refusal;
  return check_administrators(state, policies, change);
}

void apply(State& state, const Change& change) { std::visit(Applying(state, change.at), change.what); }

}  // namespace zhiheng::people
