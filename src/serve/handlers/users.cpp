// Accounts and roles, for administrators. What may be done to whom is decided in people/change.h once more.
#include <algorithm>

#include "serve/body.h"
#include "serve/handlers.h"
#include "serve/lists.h"
#include "serve/mistakes.h"
#include "serve/people_json.h"
#include "serve/state.h"

namespace zhiheng::serve {
namespace {

constexpr std::chrono::hours kLinkTime{72};

Answer user_answer(const Call& call, const std::string& account, int status = 200) {
  return json_answer(user_json(call.state.people.user(account)), status);
}

people::Unit unit_of(const Json& json) {
  if (json.is_null()) return {};
  const bool fits = json.is_object() && json.size() == 2 && json.contains("kind") && json.contains("code") &&
                    json["kind"].is_string() && json["code"].is_string();
  if (!fits) throw Error(kBadMember, {}, {"unit", "{kind, code}"});
  people::Unit unit{json["kind"], json["code"]};
  if (unit.kind != "department" && unit.kind != "town" && unit.kind != "enterprise")
    throw Error(kBadMember, {}, {"unit.kind", "department, town, enterprise"});
  return unit;
}

std::vector<std::string> codes_of(const Json& json) {
  if (json.is_null()) return {"*"};
  std::vector<std::string> codes;
  const bool fits = json.is_array() && std::ranges::all_of(json, [](const Json& j) { return j.is_string(); });
  if (!fits) throw Error(kBadMember, {}, {"areas, domains", "代码的列表 a list of codes"});
  for (const Json& code : json) codes.push_back(code);
  return codes;
}

std::vector<people::Grant> grants_of(const Json& json) {
  if (!json.is_array()) throw Error(kBadMember, {}, {"roles", "[{role, areas, domains}]"});
  std::vector<people::Grant> grants;
  for (const Json& each : json) {
    if (!each.is_object() || !each.contains("role") || !each["role"].is_string())
      throw Error(kBadMember, {}, {"roles", "[{role, areas, domains}]"});
    grants.push_back(
        {each["role"], codes_of(each.value("areas", Json())), codes_of(each.value("domains", Json()))});
  }
  return grants;
}

Answer change(const Call& call, people::What what) {
  call.state.people.change(call.visit.account(), std::move(what));
  return user_answer(call, call.text("account"));
}

}  // namespace

Json user_json(const people::User& user) {
  Json grants = Json::array();
  for (const auto& grant : user.grants)
    grants.push_back({{"role", grant.role}, {"areas", grant.areas}, {"domains", grant.domains}});
  return {{"account", user.account},
          {"name", user.name},
          {"unit", user.unit.empty() ? Json() : Json({{"kind", user.unit.kind}, {"code", user.unit.code}})},
          {"roles", std::move(grants)},
          {"disabled", user.disabled},
          {"password", !user.password.empty()},
          {"second_factor", !user.second_factor.empty()},
          {"added", to_string(user.added)}};
}

Answer list_users(const Call& call) {
  std::vector<Json> items;
  const people::State state = call.state.people.state();
  for (const auto& [account, user] : state.users) {
    items.push_back(user_json(user));
    items.back()["id"] = account;
    items.back()["title"] = {{"zh", user.name}, {"en", user.name}};
  }
  return list_answer(call, items);
}

Answer post_user(const Call& call) {
  Members members(call.request);
  const people::AddUser user{members.text("account"), members.text("name"), unit_of(members.value("unit"))};
  members.end();
  call.state.people.change(call.visit.account(), user);
  return user_answer(call, user.account, 201);
}

Answer put_roles(const Call& call) {
  Members members(call.request);
  auto grants = grants_of(members.value("roles"));
  members.end();
  return change(call, people::SetGrants{call.text("account"), std::move(grants)});
}

Answer post_user_link(const Call& call) {
  Members(call.request).end();
  const std::string& account = call.text("account");
  const std::string token = call.state.people.issue_link(call.visit.account(), account);
  return json_answer(
      {{"account", account}, {"link", "/link#" + token}, {"until", to_string(system_moment() + kLinkTime)}});
}

Answer disable_user(const Call& call) {
  Members members(call.request);
  const std::string reason = members.text("reason", 1000);
  members.end();
  return change(call, people::DisableUser{call.text("account"), reason});
}

Answer enable_user(const Call& call) {
  Members(call.request).end();
  return change(call, people::EnableUser{call.text("account")});
}

Answer reset_user(const Call& call) {
  Members(call.request).end();
  return change(call, people::SetSecondFactor{call.text("account"), ""});
}

Answer get_roles(const Call& call) {
  const people::Policies& policies = call.state.people.policies();
  Json roles = Json::array(), capabilities = Json::array();
  for (const auto& role : policies.roles())
    roles.push_back({{"id", role.id},
                     {"title", {{"zh", role.zh}, {"en", role.en}}},
                     {"unit", role.unit},
                     {"apart", role.apart},
                     {"second_factor", role.second_factor}});
  for (const auto& capability : policies.capabilities()) {
    Json reach = Json::object();
    for (const auto& role : policies.roles()) reach[role.id] = word_of(capability.reach.at(role.id));
    capabilities.push_back({{"id", capability.id},
                            {"title", {{"zh", capability.zh}, {"en", capability.en}}},
                            {"anonymous", capability.anonymous},
                            {"reach", std::move(reach)}});
  }
  return json_answer({{"roles", std::move(roles)}, {"capabilities", std::move(capabilities)}});
}

}  // namespace zhiheng::serve
