#include "people/policies.h"

#include <algorithm>

#include "base/diagnosed_test.h"
#include "base/file.h"
#include "base/golden_test.h"
#include "base/text.h"
#include "people/sample_test.h"

namespace zhiheng::people {
namespace {

using Codes = std::vector<std::string>;

const Unit kOwn{"department", "market"}, kOther{"department", "health"};

/// What a request may touch, seen from somebody of kOwn with a grant for the town "north" and the domain
/// "food".
struct Place {
  const char* name;
  Scope scope;
};
const std::vector<Place> kPlaces{{"own", {"north", "food", kOwn, "wang"}},
                                 {"scope", {"north", "food", kOther, "li"}},
                                 {"no-unit", {"north", "food", {}, ""}},
                                 {"other-town", {"south", "food", kOwn, "li"}},
                                 {"other-domain", {"north", "drug", kOwn, "li"}},
                                 {"whole-district", {"", "", kOwn, "li"}},
                                 {"self-elsewhere", {"south", "drug", kOther, "wang"}},
                                 {"same-code-other-kind", {"north", "food", {"town", "market"}, "li"}}};

User somebody(const std::string& role) {
  User user;
  user.account = "wang";
  user.unit = kOwn;
  user.grants = {{role, {"north"}, {"food"}}};
  return user;
}

/// Each capability and role with the places that it reaches, one a line.
std::string matrix(const Policies& policies) {
  std::string out;
  const auto line = [&](const Capability& capability, const std::string& who, const User* user) {
    out += capability.id + " " + who + ":";
    for (const Place& place : kPlaces)
      if (policies.allows(user, capability.id, place.scope)) out += std::string(" ") + place.name;
    out += "\n";
  };
  for (const Capability& capability : policies.capabilities()) {
    line(capability, "anonymous", nullptr);
    for (const Role& role : policies.roles()) {
      const User user = somebody(role.id);
      line(capability, role.id, &user);
    }
  }
  return out;
}

std::string text_of(const std::string& name) { return read_file(kCatalog + "/" + name, name); }

/// Every cell of the table, against a file under review.
TEST(Policies, EachCellReachesWhatItSays) {
  expect_golden(matrix(Policies::load(kCatalog)), "src/people/testdata/matrix.txt");
}

/// A cell that is changed to any other word must be seen in that file: no cell is without a test.
TEST(Policies, NoCellCanChangeUnseen) {
  const std::string roles = text_of("roles.csv"), table = text_of("policies.csv");
  const auto lines = split(table, '\n');
  const std::vector<std::string> words{"-", "self", "own", "scope", "all"};
  std::size_t changed = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].empty()) continue;
    const std::string whole = matrix(Policies::parse(roles, lines[0] + "\n" + lines[i]));
    const auto cells = split(lines[i], ',');
    for (std::size_t c = 3; c < cells.size(); ++c)
      for (const std::string& word : words) {
        if (word == cells[c]) continue;
        auto other = cells;
        other[c] = word;
        ++changed;
        try {
          EXPECT_TRUE(matrix(Policies::parse(roles, lines[0] + "\n" + join(other, ","))) != whole)
              << join(other, ",");
        } catch (const Error&) {
          // Everybody may do it or nobody who has not signed in: other words are refused.
        }
      }
  }
  EXPECT_GT(changed, 1500u);
}

TEST(Policies, WhatIsNotDeclaredIsAllowedToNobody) {
  const auto policies = Policies::load(kCatalog);
  User user = somebody("quality_office");
  EXPECT_FALSE(policies.allows(&user, "paper.burn", {}));
  EXPECT_TRUE(policies.allows(&user, "paper.freeze", {}));
  user.disabled = true;
  EXPECT_FALSE(policies.allows(&user, "paper.freeze", {}));
  EXPECT_TRUE(policies.allows(&user, "public.read", {}));
  user = somebody("emperor");
  EXPECT_FALSE(policies.allows(&user, "paper.freeze", {}));
}

TEST(Policies, AreasAndDomainsOfAGrantBound) {
  const auto policies = Policies::load(kCatalog);
  User user = somebody("approver");
  const Scope district{"", "", kOwn, ""};
  EXPECT_FALSE(policies.allows(&user, "intake.approve", district));
  user.grants[0].areas = {"*"};
  EXPECT_FALSE(policies.allows(&user, "intake.approve", district));
  user.grants[0].domains = {"*"};
  EXPECT_TRUE(policies.allows(&user, "intake.approve", district));
  user.grants[0].areas = {};
  EXPECT_FALSE(policies.allows(&user, "intake.approve", district));
  user.unit = {};
  user.grants[0].areas = {"*"};
  EXPECT_FALSE(policies.allows(&user, "intake.approve",
                               {"north", "food", {}, ""}));  // nobody's unit is not everybody's
}

/// No role reads the chain and changes it: there is no capability that changes the journal at all, and the
/// three administrators have no business of their own.
TEST(Policies, AdministratorsStayApart) {
  const auto policies = Policies::load(kCatalog);
  const auto may = [&](const char* role, const char* capability) {
    const User user = somebody(role);
    return policies.allows(&user, capability, {"north", "food", kOwn, "li"});
  };
  for (const char* role : {"system_admin", "security_admin", "audit_admin"})
    for (const char* capability :
         {"record.read", "intake.send", "intake.approve", "case.handle", "field.id", "paper.write"})
      EXPECT_FALSE(may(role, capability)) << role << " " << capability;
  EXPECT_TRUE(may("system_admin", "user.add") && !may("system_admin", "user.grant") &&
              !may("system_admin", "user.link"));
  EXPECT_TRUE(may("security_admin", "user.grant") && !may("security_admin", "user.add") &&
              !may("security_admin", "journal.read"));
  EXPECT_TRUE(may("audit_admin", "journal.read") && !may("audit_admin", "user.add") &&
              !may("audit_admin", "user.grant"));
  for (const Capability& capability : policies.capabilities())
    EXPECT_TRUE(!capability.id.starts_with("journal.") || capability.id == "journal.read" ||
                capability.id == "journal.verify")
        << capability.id;
}

TEST(Policies, MistakesHaveTheirPlace) {
  const std::string roles =
      "role,zh,en,unit,apart,second_factor,note\na,甲,A,,,optional,\na,乙,B,planet,,maybe,\n";
  const std::string table =
      "capability,zh,en,anonymous,a,a\npublic.read,看,Read,own,all,all\nread,看,Read,-,most,-\n";
  EXPECT_EQ(thrown_by([&] { Policies::parse(roles, table); }),
            (Codes{"roles.csv:3:1 policies.bad-id", "roles.csv:3:9 policies.bad-word",
                   "roles.csv:3:17 policies.bad-word", "policies.csv:2:22 policies.bad-word",
                   "policies.csv:3:1 policies.bad-id", "policies.csv:3:17 policies.bad-word"}));
  EXPECT_EQ(thrown_by([&] { Policies::parse("role\n", "capability\n"); }),
            (Codes{"roles.csv:1 policies.bad-head", "policies.csv:1 policies.bad-head"}));
}

}  // namespace
}  // namespace zhiheng::people
