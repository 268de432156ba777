// Changes as entries of the journal, and back.
#include <nlohmann/json.hpp>

#include "people/change.h"

namespace zhiheng::people {
namespace {

using Json = nlohmann::ordered_json;

constexpr ErrorCode kBadEntry{
    "people.bad-entry", "这条日志读不懂；它可能是更新的版本写的",
    "this entry of the journal makes no sense; a later version may have written it"};

Json to_json(const Unit& unit) { return {{"kind", unit.kind}, {"code", unit.code}}; }
Unit unit_of(const Json& json) { return {json.at("kind"), json.at("code")}; }

Json to_json(const Grant& grant) {
  return {{"role", grant.role}, {"areas", grant.areas}, {"domains", grant.domains}};
}
Grant grant_of(const Json& json) { return {json.at("role"), json.at("areas"), json.at("domains")}; }

/// Name and members of each kind of change: what `does` says, and how it is written and read.
struct Writer {
  Json operator()(const AddUser& w) const {
    return {{"does", "user.add"}, {"account", w.account}, {"name", w.name}, {"unit", to_json(w.unit)}};
  }
  Json operator()(const DisableUser& w) const {
    return {{"does", "user.disable"}, {"account", w.account}, {"reason", w.reason}};
  }
  Json operator()(const EnableUser& w) const { return {{"does", "user.enable"}, {"account", w.account}}; }
  Json operator()(const SetGrants& w) const {
    Json grants = Json::array();
    for (const Grant& grant : w.grants) grants.push_back(to_json(grant));
    return {{"does", "user.grant"}, {"account", w.account}, {"grants", grants}};
  }
  Json operator()(const IssueLink& w) const {
    return {{"does", "user.link"},
            {"account", w.account},
            {"token", w.token_hash},
            {"until", to_string(w.until)}};
  }
  Json operator()(const SetPassword& w) const {
    return {{"does", "user.password"}, {"account", w.account}, {"argon2", w.encoded}, {"link", w.link}};
  }
  Json operator()(const SetSecondFactor& w) const {
    return {{"does", "user.second-factor"}, {"account", w.account}, {"sealed", w.sealed}};
  }
  Json operator()(const OpenSession& w) const {
    return {{"does", "session.open"},
            {"account", w.account},
            {"token", w.token_hash},
            {"address", w.address},
            {"step", w.step}};
  }
  Json operator()(const RefuseSignIn& w) const {
    return {{"does", "session.refuse"}, {"account", w.account}, {"address", w.address}};
  }
  Json operator()(const CloseSession& w) const {
    return {{"does", "session.close"}, {"token", w.token_hash}};
  }
  Json operator()(const ReadPersonal& w) const {
    return {{"does", "personal.read"},  {"field", w.field},
            {"dataset", w.dataset},     {"record", w.record},
            {"reason", w.reason},       {"area", w.scope.area},
            {"domain", w.scope.domain}, {"unit", to_json(w.scope.unit)}};
  }
};

Moment moment_of(const Json& json) {
  if (const auto moment = parse_moment(json.get<std::string>())) return *moment;
  throw std::invalid_argument("no moment");
}

SetGrants grants_of(const Json& j) {
  SetGrants set{j.at("account"), {}};
  for (const Json& grant : j.at("grants")) set.grants.push_back(grant_of(grant));
  return set;
}

What what_of(const std::string& does, const Json& j) {
  if (does == "user.add") return AddUser{j.at("account"), j.at("name"), unit_of(j.at("unit"))};
  if (does == "user.disable") return DisableUser{j.at("account"), j.at("reason")};
  if (does == "user.enable") return EnableUser{j.at("account")};
  if (does == "user.grant") return grants_of(j);
  if (does == "user.link") return IssueLink{j.at("account"), j.at("token"), moment_of(j.at("until"))};
  if (does == "user.password") return SetPassword{j.at("account"), j.at("argon2"), j.at("link")};
  if (does == "user.second-factor") return SetSecondFactor{j.at("account"), j.at("sealed")};
  if (does == "session.open")
    return OpenSession{j.at("account"), j.at("token"), j.at("address"), j.at("step")};
  if (does == "session.refuse") return RefuseSignIn{j.at("account"), j.at("address")};
  if (does == "session.close") return CloseSession{j.at("token")};
  if (does == "personal.read")
    return ReadPersonal{j.at("field"),
                        j.at("dataset"),
                        j.at("record"),
                        j.at("reason"),
                        {j.at("area"), j.at("domain"), unit_of(j.at("unit")), {}}};
  throw std::invalid_argument("unknown");
}

}  // namespace

std::string entry_of(const Change& change) {
  Json json{{"by", change.by}};
  json.update(std::visit(Writer(), change.what));
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Change change_of(std::string_view line, const Location& where) {
  const Json json = Json::parse(line, nullptr, false);
  try {
    return {moment_of(json.at("at")), json.at("by"), what_of(json.at("does"), json)};
  } catch (const nlohmann::json::exception&) {
    throw Error(kBadEntry, where);
  } catch (const std::invalid_argument&) {
    throw Error(kBadEntry, where);
  }
}

}  // namespace zhiheng::people
