// Accounts from the terminal of the machine where the workspace lies.
#include <fmt/core.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/record_options.h"
#include "cli/table.h"
#include "people/people.h"

namespace zhiheng::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr ErrorCode kBadUnit{
    "user.bad-unit", "{} 应如 department:market-regulation、town:xinzhuang、enterprise:统一社会信用代码",
    "{} should be like department:market-regulation, town:xinzhuang, enterprise:USCC"};

struct UserArguments {
  std::string workspace, account, name, unit, reason;
  std::vector<std::string> roles, areas{"*"}, domains{"*"};
};

std::unique_ptr<people::People> open_people(const Settings& settings, const UserArguments& arguments) {
  const std::string folder = views::workspace_folder(arguments.workspace);
  return std::make_unique<people::People>(people::People::Options{
      .workspace = folder,
      .catalog = settings.home.folder + "/catalog/people",
      .clock = [] { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); },
      .algorithm = views::journal_algorithm(folder)});
}

people::Unit unit_of(const std::string& text) {
  if (text.empty()) return {};
  const auto parts = split(text, ':');
  const bool known = parts.size() == 2 && !parts[1].empty() &&
                     (parts[0] == "department" || parts[0] == "town" || parts[0] == "enterprise");
  if (!known) throw Error(kBadUnit, {}, {text});
  return {parts[0], parts[1]};
}

std::vector<people::Grant> grants_of(const UserArguments& arguments) {
  std::vector<people::Grant> grants;
  for (const std::string& role : arguments.roles)
    grants.push_back({role, arguments.areas, arguments.domains});
  return grants;
}

Json to_json(const people::User& user) {
  Json grants = Json::array();
  for (const auto& grant : user.grants)
    grants.push_back({{"role", grant.role}, {"areas", grant.areas}, {"domains", grant.domains}});
  return {{"account", user.account},
          {"name", user.name},
          {"unit", user.unit.empty() ? Json() : Json({{"kind", user.unit.kind}, {"code", user.unit.code}})},
          {"roles", grants},
          {"disabled", user.disabled},
          {"password", !user.password.empty()},
          {"second_factor", !user.second_factor.empty()},
          {"added", to_string(user.added)}};
}

void print_link(const Settings& settings, const std::string& account, const std::string& token) {
  if (settings.json())
    fmt::print("{}\n", Json({{"account", account}, {"link", token}}).dump(2));
  else
    fmt::print(
        "{}：一次性链接，三天内有效，只显示这一次 one-time link, for three days, shown only now:\n  "
        "/link#{}\n",
        account, token);
}

const std::string kBy(people::kTerminal);

int add(const Settings& settings, const UserArguments& arguments) {
  const auto people = open_people(settings, arguments);
  people->change(kBy, people::AddUser{arguments.account, arguments.name, unit_of(arguments.unit)});
  if (!arguments.roles.empty())
    people->change(kBy, people::SetGrants{arguments.account, grants_of(arguments)});
  print_link(settings, arguments.account, people->issue_link(kBy, arguments.account));
  return 0;
}

int link(const Settings& settings, const UserArguments& arguments) {
  print_link(settings, arguments.account,
             open_people(settings, arguments)->issue_link(kBy, arguments.account));
  return 0;
}

/// One change; what the account is afterwards.
int change(const Settings& settings, const UserArguments& arguments, people::What what) {
  const auto people = open_people(settings, arguments);
  people->change(kBy, std::move(what));
  const Json json = to_json(people->state().users.at(arguments.account));
  if (settings.json())
    fmt::print("{}\n", json.dump(2));
  else
    fmt::print("已改 changed: {}\n", json.dump());
  return 0;
}

int list(const Settings& settings, const UserArguments& arguments) {
  const auto people = open_people(settings, arguments);
  const people::State state = people->state();
  Json all = Json::array();
  std::vector<std::vector<TableCell>> rows;
  for (const auto& [account, user] : state.users) {
    all.push_back(to_json(user));
    std::vector<std::string> roles;
    for (const auto& grant : user.grants) {
      const auto* role = people->policies().role(grant.role);
      roles.push_back(role == nullptr ? grant.role : role->zh + " " + role->id);
    }
    const std::string state_text = user.disabled           ? "停用 disabled"
                                   : user.password.empty() ? "未启用 no password yet"
                                                           : "";
    rows.push_back({{account, ""},
                    {user.name, ""},
                    {user.unit.empty() ? "" : user.unit.kind + ":" + user.unit.code, ""},
                    {join(roles, "、"), ""},
                    {user.second_factor.empty() ? "" : "✓", ""},
                    {state_text, user.disabled ? "31" : "33"}});
  }
  if (settings.json())
    fmt::print("{}\n", all.dump(2));
  else
    fmt::print("{}", fitted_table({{"账号 Account"},
                                   {"姓名 Name"},
                                   {"单位 Unit"},
                                   {"角色 Roles", false, true},
                                   {"动态口令 TOTP"},
                                   {"状态 State"}},
                                  rows, terminal_width(), wants_colours()));
  return 0;
}

void add_scope(CLI::App& command, UserArguments& arguments) {
  command.add_option("--role", arguments.roles,
                     "角色，可多个 roles: quality_office, reporter, approver, town, enterprise, auditor, "
                     "system_admin, security_admin, audit_admin");
  command.add_option("--area", arguments.areas, "限于这些镇街 only these towns (*)");
  command.add_option("--domain", arguments.domains, "限于这些领域 only these domains (*)");
}

using Act = int (*)(const Settings&, const UserArguments&);

int disable(const Settings& settings, const UserArguments& arguments) {
  return change(settings, arguments, people::DisableUser{arguments.account, arguments.reason});
}
int enable(const Settings& settings, const UserArguments& arguments) {
  return change(settings, arguments, people::EnableUser{arguments.account});
}
int grant(const Settings& settings, const UserArguments& arguments) {
  return change(settings, arguments, people::SetGrants{arguments.account, grants_of(arguments)});
}
int reset(const Settings& settings, const UserArguments& arguments) {
  return change(settings, arguments, people::SetSecondFactor{arguments.account, ""});
}

}  // namespace

void add_user(CLI::App& app, Settings& settings, Run& run) {
  auto* command = app.add_subcommand("user", "账号与角色 accounts and roles");
  command->require_subcommand(1);
  auto arguments = std::make_shared<UserArguments>();
  const auto part = [&](const char* name, const char* what, Act act, bool needs_account) {
    auto* sub = command->add_subcommand(name, what);
    if (needs_account) sub->add_option("ACCOUNT", arguments->account, "账号 account")->required();
    sub->add_option("--workspace", arguments->workspace,
                    "工作区文件夹 folder of the workspace; also $ZHIHENG_WORKSPACE (workspace)");
    add_format(*sub, settings);
    sub->callback([&settings, &run, arguments, act] {
      run = [&settings, arguments, act] { return act(settings, *arguments); };
    });
    return sub;
  };
  auto* added = part("add", "建账号并发一次性链接 add an account and print its one-time link", add, true);
  added->add_option("--name", arguments->name, "姓名 name")->required();
  added->add_option("--unit", arguments->unit,
                    "单位 where from: department:CODE, town:CODE, enterprise:USCC");
  add_scope(*added, *arguments);
  part("list", "列出账号 list accounts", list, false);
  part("link",
       "发一次性链接（首次登录、忘记口令） print a new one-time link: first time, or password forgotten",
       link, true);
  part("disable", "停用账号 disable an account", disable, true)
      ->add_option("--reason", arguments->reason, "原因 why")
      ->required();
  part("enable", "启用账号 enable an account", enable, true);
  add_scope(*part("role", "设定角色，代替原有的 set roles, in place of those it has", grant, true),
            *arguments);
  part("reset", "解除动态口令 take off the second factor", reset, true);
  command->footer(
      "例 Examples:\n  zhiheng user add wang --name 王某 --unit department:market-regulation --role reporter "
      "--domain food\n"
      "  zhiheng user list\n  zhiheng user disable wang --reason 调离");
}

}  // namespace zhiheng::cli
