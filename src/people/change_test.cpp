#include "people/change.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "base/diagnosed_test.h"
#include "journal/line.h"
#include "people/sample_test.h"

namespace zhiheng::people {
namespace {

const Unit kMarket{"department", "market"};

class Changes : public testing::Test {
 protected:
  Changes() {
    for (const char* role : {"system_admin", "security_admin", "audit_admin"}) grant(role, role);
    grant("approver", "approver", kMarket);
    grant("someone", "", kMarket);
  }

  void grant(std::string account, const std::string& role, const Unit& unit = {}) {
    std::ranges::replace(account, '_', '-');
    expect("", std::string(kTerminal), AddUser{account, "某人", unit});
    if (!role.empty()) expect("", std::string(kTerminal), SetGrants{account, {{role}}});
  }

  /// Expects the code of the refusal, or none, and that `by` may then do it.
  void expect(const std::string& code, const std::string& by, const What& what) {
    const Change change{now_, by, what};
    const auto refusal = may(state_, policies_, change);
    EXPECT_EQ(refusal ? refusal->code : "", code) << entry_of(change);
    if (!refusal) apply(state_, change);
  }

  const Policies policies_ = Policies::load(kCatalog);
  Moment now_ = moment("2026-11-23T04:00:00Z");
  State state_;
};

TEST_F(Changes, AreForThoseWhoHaveTheRight) {
  const std::vector<std::pair<What, std::string>> cases{
      {AddUser{"new-one", "新人", {}}, "system-admin"},
      {SetGrants{"someone", {{"reporter"}}}, "security-admin"},
      {IssueLink{"someone", "h", now_ + kLongest}, "security-admin"},
      {SetSecondFactor{"someone", ""}, "security-admin"},
      {DisableUser{"someone", "离职"}, "system-admin"},
      {EnableUser{"someone"}, "security-admin"}};
  for (const auto& [what, who] : cases) {
    for (const std::string by :
         {"", "nobody", "someone", "approver", "audit-admin", "system-admin", "security-admin"})
      if (by != who) expect("people.not-allowed", by, what);
    expect("", who, what);
  }
}

TEST_F(Changes, APasswordIsOnesOwn) {
  expect("people.not-allowed", "security-admin", SetPassword{"someone", "x", ""});
  expect("people.not-allowed", std::string(kTerminal), SetPassword{"someone", "x", ""});
  expect("people.not-allowed", "security-admin", SetSecondFactor{"someone", "sealed"});
  expect("", "someone", SetPassword{"someone", "x", ""});
  expect("", "someone", SetSecondFactor{"someone", "sealed"});
  expect("people.has-second-factor", "someone", SetSecondFactor{"someone", "another"});
}

TEST_F(Changes, AccountsAreNamedOnce) {
  expect("people.account-taken", "system-admin", AddUser{"someone", "另一人", {}});
  for (const std::string& bad : std::vector<std::string>{"", "a", "Wang", "王", "wang li", "terminal", "1a",
                                                         "a/b", std::string(41, 'a')})
    expect("people.bad-account", "system-admin", AddUser{bad, "某人", {}});
  expect("people.no-account", "system-admin", DisableUser{"nobody", "离职"});
}

TEST_F(Changes, TheThreeAdministratorsAreThreePeople) {
  expect("people.roles-apart", std::string(kTerminal),
         SetGrants{"someone", {{"system_admin"}, {"audit_admin"}}});
  expect("people.roles-apart", std::string(kTerminal),
         SetGrants{"someone", {{"security_admin"}, {"reporter"}, {"system_admin"}}});
  expect("", std::string(kTerminal),
         SetGrants{"someone", {{"audit_admin", {"north"}}, {"audit_admin", {"south"}}}});
}

TEST_F(Changes, NobodyRaisesHimself) {
  expect("people.own-rights", "security-admin", SetGrants{"security-admin", {{"audit_admin"}}});
  expect("people.own-rights", "system-admin", DisableUser{"system-admin", "累了"});
}

TEST_F(Changes, TheLastAdministratorStays) {
  expect("people.last-administrator", "security-admin", SetGrants{"system-admin", {}});
  expect("people.last-administrator", "system-admin", DisableUser{"security-admin", "离职"});
  grant("second", "security_admin");
  expect("", "system-admin", DisableUser{"security-admin", "离职"});
  expect("people.last-administrator", std::string(kTerminal), DisableUser{"second", "离职"});
}

TEST_F(Changes, RolesAreKnownAndOfTheRightUnit) {
  expect("people.no-role", "security-admin", SetGrants{"someone", {{"emperor"}}});
  expect("people.wrong-unit", "security-admin", SetGrants{"someone", {{"town"}}});
}

TEST_F(Changes, PersonalDataIsReadWithARightAndAReason) {
  const Scope own{"", "", kMarket, ""}, other{"", "", {"department", "health"}, ""};
  expect("", "approver", ReadPersonal{"id", "complaint", "12", "核实举报人身份", own});
  expect("people.no-reason", "approver", ReadPersonal{"id", "complaint", "12", "　 ", own});
  expect("people.not-allowed", "approver", ReadPersonal{"id", "complaint", "12", "好奇", other});
  expect("people.not-allowed", "audit-admin", ReadPersonal{"id", "complaint", "12", "好奇", own});
  expect("people.not-allowed", "approver", ReadPersonal{"everything", "complaint", "12", "好奇", own});
  expect("people.no-reason", "system-admin", DisableUser{"someone", ""});
}

TEST_F(Changes, WhatCameTooLateIsRefused) {
  expect("", "security-admin", IssueLink{"someone", "link", now_ + std::chrono::hours(1)});
  expect("people.too-late", "someone", SetPassword{"someone", "x", "other"});
  now_ += std::chrono::hours(1);
  expect("people.too-late", "someone", SetPassword{"someone", "x", "link"});
  now_ -= std::chrono::seconds(1);
  expect("", "someone", SetPassword{"someone", "x", "link"});
  expect("people.too-late", "someone", SetPassword{"someone", "x", "link"});
  expect("", "someone", SetSecondFactor{"someone", "sealed"});
  expect("people.too-late", "someone", OpenSession{"someone", "t", "", 0});
  expect("", "someone", OpenSession{"someone", "t", "", 7});
  expect("people.too-late", "someone", OpenSession{"someone", "t", "", 7});
  expect("", "system-admin", DisableUser{"someone", "离职"});
  expect("people.too-late", "someone", OpenSession{"someone", "t", "", 8});
}

TEST_F(Changes, SessionsEndWithWhatTheyStoodFor) {
  const std::vector<std::pair<std::string, What>> ends{{"someone", SetPassword{"someone", "x", ""}},
                                                       {"security-admin", SetGrants{"someone", {}}},
                                                       {"security-admin", SetSecondFactor{"someone", ""}},
                                                       {"system-admin", DisableUser{"someone", "离职"}}};
  expect("", "approver", OpenSession{"approver", "kept", "", 0});
  for (const auto& [by, what] : ends) {
    expect("", "someone", OpenSession{"someone", "ended", "", 0});
    ASSERT_EQ(state_.sessions.size(), 2u);
    expect("", by, what);
    EXPECT_EQ(state_.sessions.size(), 1u);
  }
}

/// Any change with any words in it.
What any_what() {
  const auto text = [] {
    return *rc::gen::element<std::string>("", "a", "someone", "质衡\"\\\n", "{\"at\":\"x\"}");
  };
  const Moment until = moment("2026-11-23T04:00:00.500Z");
  switch (*rc::gen::inRange(0, 11)) {
    case 0:
      return AddUser{text(), text(), {text(), text()}};
    case 1:
      return DisableUser{text(), text()};
    case 2:
      return EnableUser{text()};
    case 3:
      return SetGrants{text(), {{text(), {text()}, {text(), text()}}}};
    case 4:
      return IssueLink{text(), text(), until};
    case 5:
      return SetPassword{text(), text(), text()};
    case 6:
      return SetSecondFactor{text(), text()};
    case 7:
      return OpenSession{text(), text(), text(), static_cast<std::uint64_t>(*rc::gen::inRange(0, 9))};
    case 8:
      return RefuseSignIn{text(), text()};
    case 9:
      return CloseSession{text()};
    default:
      return ReadPersonal{text(), text(), text(), text(), {text(), text(), {text(), text()}, ""}};
  }
}

RC_GTEST_PROP(ChangeEntries, AreReadBackAsTheyWere, ()) {
  const Change change{moment("2026-11-23T04:00:00.123Z"), "wang", any_what()};
  const std::string entry = entry_of(change);
  RC_ASSERT(journal::is_entry(entry));
  const Change again = change_of(journal::entry_line("", change.at, entry), {});
  RC_ASSERT(again.at == change.at);
  RC_ASSERT(entry_of(again) == entry);
}

RC_GTEST_PROP(ChangeEntries, StatesFollowFromThemAlone, ()) {
  State live, replayed;
  apply(live, {moment("2026-11-23T03:00:00Z"), "terminal", AddUser{"someone", "某人", {}}});
  replayed = live;
  for (int i = 0; i < 20; ++i) {
    const Change change{moment("2026-11-23T04:00:00Z") + std::chrono::seconds(i), "wang", any_what()};
    apply(live, change);
    apply(replayed, change_of(journal::entry_line("", change.at, entry_of(change)), {}));
    RC_ASSERT(live == replayed);
  }
}

TEST(ChangeEntries, ThatMakeNoSenseAreToldWithTheirPlace) {
  for (const std::string bad : {"", "{}", "[]", R"({"at":"2026-11-23T04:00:00Z","by":"a","does":"user.fly"})",
                                R"({"at":"today","by":"a","does":"user.enable","account":"b"})",
                                R"({"at":"2026-11-23T04:00:00Z","by":"a","does":"user.enable"})",
                                R"({"at":"2026-11-23T04:00:00Z","by":7,"does":"user.enable","account":"b"})"})
    EXPECT_EQ(thrown_by([&] {
                change_of(bad, {"people.2026-11.ndjson", 7});
              }),
              std::vector<std::string>{"people.2026-11.ndjson:7 people.bad-entry"})
        << bad;
}

}  // namespace
}  // namespace zhiheng::people
