#include "flow/change.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"
#include "flow/sample_test.h"
#include "journal/line.h"

namespace zhiheng::flow {
namespace {

using testing::ElementsAre;

class Changes : public testing::Test {
 protected:
  /// Expects the code of the refusal, with its place where it has one; or none, and does it.
  CasePtr expect(const std::string& refused, Change change) {
    const auto refusal = may(state_, flows_, change);
    std::string told;
    if (refusal)
      told = refusal->where.file.empty() ? refusal->code : to_string(refusal->where) + " " + refusal->code;
    EXPECT_EQ(told, refused) << entry_of(change) << (refusal ? refusal->zh + refusal->en : "");
    if (refusal) return nullptr;
    settle(state_, flows_, change);
    return apply(state_, change);
  }
  CasePtr opened(const std::string& by = "wang") {
    return expect("", opening(by, "matter:2026:a", {{"text", "一"}}));
  }
  void expect_field(const std::string& name, const std::string& code, const Json& value) {
    Json fields{{"text", "一"}};
    fields[name] = value;
    expect(code.empty() ? "" : "fields." + name + " " + code, opening("wang", "matter:2026:f", fields));
  }

  Definitions flows_ = matters();
  State state_;
};

TEST_F(Changes, ACaseGoesItsWay) {
  CasePtr one = opened();
  EXPECT_EQ(one->id, "matter-1");
  EXPECT_EQ(one->state, "sent");
  expect("", step("li", "matter-1", 1, "return", {{"long", "再核\n一遍"}}));
  expect("", step("wang", "matter-1", 2, "send", {{"text", "二"}, {"number", "12.50"}}));
  one = expect("", step("li", "matter-1", 3, "check"));
  EXPECT_EQ(one->state, "done");
  EXPECT_EQ(one->version, 4u);
  EXPECT_EQ(one->by + one->changed_by, "wangli");
  EXPECT_EQ(one->fields.dump(), R"({"text":"二","long":"再核\n一遍","number":"12.50"})");
  std::vector<std::string> way;
  for (const auto& taken : one->history)
    way.push_back(taken->by + " " + taken->step + " " + taken->from + ">" + taken->to);
  EXPECT_THAT(way, ElementsAre("wang begin >sent", "li return sent>back", "wang send back>sent",
                               "li check sent>done"));
  EXPECT_EQ(opened()->id, "matter-2");
}

TEST_F(Changes, AStepIsTakenFromStatesThatHaveIt) {
  opened();
  expect("flow.not-from-here", step("li", "matter-1", 1, "send"));
  expect("flow.unknown-step", step("li", "matter-1", 1, "fly"));
  expect("flow.unknown-step", step("li", "matter-1", 1, "begin"));
  expect("flow.unknown-case", step("li", "matter-2", 1, "note", {{"text", "x"}}));
  expect("flow.unknown-flow", {.at = kNoon, .by = "li", .what = Open{.flow = "fly", .subject = "a"}});
  expect("flow.nobody", opening("", "matter:2026:a", {{"text", "一"}}));
  expect("", step("li", "matter-1", 1, "check"));
  expect("flow.not-from-here", step("li", "matter-1", 2, "amend"));
  expect("", step("li", "matter-1", 2, "reopen"));
}

TEST_F(Changes, WhoSawAnOlderVersionLooksAgain) {
  opened();
  expect("", step("li", "matter-1", 1, "amend", {{"text", "二"}}));
  expect("flow.changed-meanwhile", step("wang", "matter-1", 1, "amend", {{"text", "三"}}));
  expect("flow.changed-meanwhile", step("wang", "matter-1", 3, "amend"));
  expect("flow.changed-meanwhile", step("wang", "matter-1", 1, "send"));  // also where the state has gone on
}

TEST_F(Changes, FourEyes) {
  opened();
  expect("flow.other-person", step("wang", "matter-1", 1, "check"));
  expect("", step("li", "matter-1", 1, "amend"));
  expect("", step("chen", "matter-1", 2, "note", {{"text", "见"}}));
  expect("flow.other-person", step("li", "matter-1", 3, "check"));  // though not the last
  expect("flow.other-person", step("wang", "matter-1", 3, "check"));
  expect("", step("zhao", "matter-1", 3, "return", {{"long", "缺件"}}));
  expect("", step("li", "matter-1", 4, "send"));
  expect("flow.other-person", step("li", "matter-1", 5, "check"));
  expect("", step("zhao", "matter-1", 5, "check"));  // had returned it: that was another round
}

TEST_F(Changes, WhatThePlatformDoesIsNobodysHand) {
  flows_ = shipped_flows();
  const auto doing = [](Change change) {
    change.by_platform = true;
    return change;
  };
  Change open =
      doing({.at = kNoon, .by = "wang", .what = Open{.flow = "submission", .subject = "food_sample"}});
  std::get<Open>(open.what).fields = {
      {"dataset", "food_sample"},
      {"file", {{"sha256", std::string(64, 'a')}, {"name", "a.csv"}, {"size", 1}}}};
  expect("", open);
  expect("flow.other-person", doing(step("wang", "submission-1", 1, "approve")));
  expect("", doing(step("li", "submission-1", 1, "approve")));
  expect("", doing(step("li", "submission-1", 2, "not_imported", {{"reason", "磁盘已满"}})));
  expect("flow.other-person", doing(step("wang", "submission-1", 3, "approve")));
  EXPECT_EQ(expect("", doing(step("li", "submission-1", 3, "approve")))->state, "approved");
}

TEST_F(Changes, SomeAreThePlatformsOwn) {
  opened();
  Change expire = step("li", "matter-1", 1, "expire");
  expect("flow.platform-only", expire);
  expire.by_platform = true;
  EXPECT_EQ(expect("", expire)->state, "done");
  Change open = opening("li", "matter:2026:b", {{"text", "一"}});
  std::get<Open>(open.what).to = "back";
  expect("flow.platform-only", open);
  open.by_platform = true;
  EXPECT_EQ(expect("", open)->state, "back");
  std::get<Open>(open.what).to = "done";
  expect("flow.platform-only", open);
  flows_.add(definition("direct: false\n" + kMatter));
  expect("flow.platform-only", opening("li", "matter:2026:b", {{"text", "一"}}));
  expect("flow.platform-only", step("li", "matter-2", 1, "send"));
}

TEST_F(Changes, SomeSubjectsHaveOneCase) {
  flows_.add(definition("cases: one_open\n" + kMatter));
  opened();
  expect("flow.one-only", opening("li", "matter:2026:a", {{"text", "一"}}));
  expect("", opening("li", "matter:2026:b", {{"text", "一"}}));
  expect("", step("li", "matter-1", 1, "check"));
  expect("", opening("li", "matter:2026:a", {{"text", "一"}}));
  expect("flow.one-only", step("li", "matter-1", 2, "reopen"));
  expect("", step("chen", "matter-3", 1, "check"));
  expect("", step("li", "matter-1", 2, "reopen"));
  flows_.add(definition("cases: one\n" + kMatter));
  expect("", opening("li", "matter:2026:c", {{"text", "一"}}));
  expect("", step("chen", "matter-4", 1, "check"));
  expect("flow.one-only", opening("li", "matter:2026:c", {{"text", "一"}}));
  expect("", step("chen", "matter-4", 2, "reopen"));
}

TEST_F(Changes, CasesKeepTheVersionThatTheyBeganUnder) {
  opened();
  flows_.add(definition(replace_all(kMatter, "amend", "improve"), "matter", 2));
  expect("", step("li", "matter-1", 1, "amend"));
  expect("flow.unknown-step", step("li", "matter-1", 2, "improve"));
  EXPECT_EQ(opened()->flow_version, 2);
  expect("flow.unknown-step", step("li", "matter-2", 1, "amend"));
  expect("", step("li", "matter-2", 1, "improve"));
  Definitions newer;
  newer.add(*flows_.newest("matter"));
  flows_ = newer;
  expect("flow.unknown-flow", step("li", "matter-1", 2, "amend"));  // its file is gone
}

TEST_F(Changes, PlacesAreChecked) {
  Change open = opening("li", "matter:2026", {{"text", "一"}});
  expect("flow.bad-subject", open);
  auto& what = std::get<Open>(open.what);
  for (const std::string subject : {"matter:2026:a\n", "matter:2026:\xff"}) {
    what.subject = subject;
    expect("flow.bad-subject", open);
  }
  what.subject = "matter:2026:" + std::string(300, 'a');
  expect("flow.bad-subject", open);
  what.subject = "matter:2026:a";
  what.unit = {"department", ""};
  expect("flow.bad-place", open);
  what.unit = {"", "food"};
  expect("flow.bad-place", open);
  what.unit = {"enterprise", "91310112MA1GB0000X"}, what.area = "xin zhuang";
  expect("flow.bad-place", open);
  what.area = "xinzhuang", what.domain = "food";
  expect("", open);
}

TEST_F(Changes, FieldsAreThoseOfTheStep) {
  expect("fields.text flow.field-needed", opening("li", "matter:2026:a", Json::object()));
  expect("fields.text flow.field-needed", opening("li", "matter:2026:a", {{"text", "　 "}}));
  expect("fields.text flow.field-needed", opening("li", "matter:2026:a", {{"text", nullptr}}));
  expect("fields flow.field-not-taken", opening("li", "matter:2026:a", {{"text", "一"}, {"colour", "红"}}));
  expect("flow.bad-fields", opening("li", "matter:2026:a", Json::array()));
  opened();
  expect("fields flow.field-not-taken", step("li", "matter-1", 1, "amend", {{"flag", true}}));
  EXPECT_EQ(expect("", step("li", "matter-1", 1, "note", {{"text", "二"}}))->fields.dump(),
            R"({"text":"一"})");
  expect("", step("li", "matter-1", 2, "amend", {{"number", 7}}));
  EXPECT_EQ(expect("", step("li", "matter-1", 3, "amend", {{"number", nullptr}}))->fields.dump(),
            R"({"text":"一"})");
}

TEST_F(Changes, TextIsPlain) {
  expect_field("text", "", std::string(20, 'x'));
  expect_field("text", "", "二十个字二十个字二十个字二十个字二十个字");
  expect_field("text", "flow.bad-text", std::string(21, 'x'));
  for (const char* bad : {"a\nb", "a\tb", "\x01", "\x7f", "\xc2\x85", "\xff", "\xed\xa0\x80"})
    expect_field("text", "flow.bad-text", bad);
  expect_field("text", "flow.bad-text", 7);
  expect_field("long", "", "a\n\tb");
  expect_field("long", "flow.bad-text", "a\rb");
}

TEST_F(Changes, ValuesAreOfTheirType) {
  expect_field("day", "", "2024-02-29");
  for (const Json& bad : {Json("2023-02-29"), Json("2024-2-9"), Json(""), Json(20240229)})
    expect_field("day", "flow.bad-date", bad);
  for (const Json& good : {Json("12.50"), Json(0), Json(100u), Json(99.5), Json("0.000000000000000000001")})
    expect_field("number", "", good);
  for (const Json& bad :
       {Json(""), Json("1e3"), Json("NaN"), Json(true), Json("1,000"), Json::parse("0.1234567890123456789"),
        Json(std::numeric_limits<double>::infinity())})
    expect_field("number", "flow.bad-number", bad);
  for (const Json& bad : {Json("-0.001"), Json(101), Json("100.0000001")})
    expect_field("number", "flow.out-of-bounds", bad);
  expect_field("flag", "", false);
  for (const Json& bad : {Json("true"), Json(1)}) expect_field("flag", "flow.bad-flag", bad);
  expect_field("choice", "", "b");
  for (const Json& bad : {Json("c"), Json(""), Json::array({"a"})})
    expect_field("choice", "flow.bad-choice", bad);
}

TEST_F(Changes, FilesAreNamedByTheirHash) {
  const Json good{{"sha256", std::string(64, 'a')}, {"name", "证明 1.pdf"}, {"size", 12}};
  expect_field("file", "", good);
  for (const auto& [key, value] : std::vector<std::pair<std::string, Json>>{{"sha256", std::string(64, 'A')},
                                                                            {"sha256", std::string(63, 'a')},
                                                                            {"name", "../a"},
                                                                            {"name", ""},
                                                                            {"name", "a\\b"},
                                                                            {"size", -1},
                                                                            {"size", "12"},
                                                                            {"more", 1}}) {
    Json bad = good;
    bad[key] = value;
    expect_field("file", "flow.bad-file", bad);
  }
  expect_field("file", "flow.bad-file", "a.pdf");
}

TEST_F(Changes, DataIsBounded) {
  Json deep = 1;
  for (int i = 0; i < 40; ++i) deep = Json::array({deep});
  expect_field("json", "", Json{{"a", {1, 2.5, "三", nullptr}}});
  for (const Json& bad : {deep, Json(std::string(200, 'x')), Json("\xff"), Json{{"\xff", 1}},
                          Json::binary({1}), Json::array({std::numeric_limits<double>::quiet_NaN()})})
    expect_field("json", "flow.bad-json", bad);
}

TEST_F(Changes, AKeyIsRememberedForADay) {
  const Change first = opening("wang", "matter:2026:a", {{"text", "一"}}, "key-1");
  expect("", first);
  expect("", step("li", "matter-1", 1, "amend", {{"text", "二"}}));
  const auto outcome = outcome_of(state_, first);
  ASSERT_TRUE(outcome);
  const Case then = as_of(*state_.find(outcome->id), outcome->version);
  EXPECT_EQ(then.version, 1u);
  EXPECT_EQ(then.fields.dump(), R"({"text":"一"})");
  EXPECT_EQ(then.changed_by, "wang");
  Change other = first;
  other.by = "li";
  EXPECT_FALSE(outcome_of(state_, other));  // keys are one's own
  other = opening("wang", "matter:2026:b", {{"text", "一"}}, "key-1");
  EXPECT_THAT(thrown_by([&] { outcome_of(state_, other); }), ElementsAre(" flow.key-reused"));
  other = step("wang", "matter-1", 2, "amend", Json::object(), "key-1");
  EXPECT_THAT(thrown_by([&] { outcome_of(state_, other); }), ElementsAre(" flow.key-reused"));
  Change late = first;
  late.at += kKeyMemory - std::chrono::milliseconds(1);
  EXPECT_TRUE(outcome_of(state_, late));
  late.at += std::chrono::milliseconds(1);
  EXPECT_FALSE(outcome_of(state_, late));
  expect("", late);
  EXPECT_EQ(state_.outcomes.size(), 1u);  // what is forgotten takes no room
  EXPECT_EQ(state_.keys.size(), 1u);
  for (const std::string bad : {"a b", "\n", "ä"})
    expect("flow.bad-key", opening("wang", "matter:2026:a", {{"text", "一"}}, bad));
  expect("flow.bad-key", opening("wang", "matter:2026:a", {{"text", "一"}}, std::string(65, 'k')));
}

/// Any change that somebody might send, sensible or not.
Change any_change(int minutes) {
  const auto of = [](std::vector<std::string> words) { return *rc::gen::elementOf(std::move(words)); };
  Json fields = Json::object();
  for (const char* name : {"text", "number", "long"})
    if (*rc::gen::inRange(0, 3) > 0)
      fields[name] = *rc::gen::element<Json>("7", 8, "十", nullptr, "\xff", 0.1);
  const auto seen = static_cast<std::uint64_t>(*rc::gen::inRange(1, 6));
  const std::string key = of({"", "", "", "k1", "k2"}), by = of({"wang", "li", "chen"});
  const std::string taken = of({"note", "amend", "check", "return", "send", "reopen", "expire", "fly"});
  Change out = *rc::gen::inRange(0, 4) == 0
                   ? opening(by, of({"matter:2026:a", "matter:2026:b", "bad"}), fields, key)
                   : step(by, of({"matter-1", "matter-2"}), seen, taken, fields, key);
  out.at = kNoon + std::chrono::minutes(minutes), out.by_platform = *rc::gen::inRange(0, 4) == 0;
  return out;
}

/// What must be true of a case after a change, whatever came before.
void assert_step(const Definition& flow, const Change& change, const CasePtr& before, const Case& after) {
  const Taken& taken = *after.history.back();
  RC_ASSERT(after.version == (before == nullptr ? 1 : before->version + 1));
  RC_ASSERT(after.history.size() == after.version);
  RC_ASSERT(taken.by == change.by && after.changed_by == change.by && after.state == taken.to);
  if (before == nullptr) return;
  const StepRule* rule = flow.step(taken.step);
  RC_ASSERT(rule != nullptr && rule->starts_from(before->state));
  RC_ASSERT(rule->to[0] == after.state && taken.from == before->state);
  RC_ASSERT(!rule->automatic || change.by_platform);
  if (rule->other_person) RC_ASSERT(change.by != before->by);
  RC_ASSERT(as_of(after, before->version) == *before);
  for (const std::string& name : rule->needs) RC_ASSERT(!taken.fields.at(name).is_null());
}

RC_GTEST_PROP(FlowHistories, AreSoundAndFollowFromTheirEntries, ()) {
  const Definitions flows = matters();
  State live, replayed;
  for (int i = 0; i < 60; ++i) {
    Change change = any_change(i * 30);
    if (may(live, flows, change)) continue;
    settle(live, flows, change);
    const auto* wanted = std::get_if<Step>(&change.what);
    const CasePtr before = wanted == nullptr ? nullptr : live.find(wanted->id);
    if (wanted != nullptr) RC_ASSERT(wanted->seen == before->version);
    const CasePtr after = apply(live, change);
    assert_step(*flows.newest("matter"), change, before, *after);
    const std::string entry = entry_of(change);
    RC_ASSERT(journal::is_entry(entry));
    const Change read = change_of(journal::entry_line("", change.at, entry), {});
    RC_ASSERT(entry_of(read) == entry);
    apply(replayed, read);
    if (wanted != nullptr)
      RC_ASSERT(may(live, flows, change).has_value());  // nobody wins the same race twice
  }
  RC_ASSERT(live == replayed);
}

TEST(FlowEntries, ThatMakeNoSenseAreToldWithTheirPlace) {
  const std::string good = R"("at":"2026-11-23T04:00:00Z","by":"a")";
  for (const std::string& bad :
       {std::string(), std::string("{}"), std::string("[]"), "{" + good + R"(,"does":"case.fly"})",
        "{" + good + R"(,"does":"case.step","case":"a-1","step":"b","seen":1,"to":"c"})",
        "{" + good + R"(,"does":"case.step","case":"a-1","step":"b","seen":1,"to":"c","fields":[]})",
        "{" + good + R"(,"does":"case.step","case":"a-1","step":"b","seen":"1","to":"c","fields":{}})"})
    EXPECT_THAT(thrown_by([&] {
                  change_of(bad, {"cases.2026-11.ndjson", 7});
                }),
                ElementsAre("cases.2026-11.ndjson:7 flow.bad-entry"))
        << bad;
}

TEST(FlowEntries, OfCasesThatThereAreNotChangeNothing) {
  State state;
  EXPECT_EQ(apply(state, step("a", "matter-1", 1, "amend")), nullptr);
  EXPECT_TRUE(state == State());
}

}  // namespace
}  // namespace zhiheng::flow
