#include "flow/definitions.h"

#include <gmock/gmock.h>

#include "base/text.h"
#include "flow/sample_test.h"
#include "people/policies.h"

namespace zhiheng::flow {
namespace {

using testing::ElementsAre;

/// The mistakes of the sample with `from` replaced.
std::vector<std::string> spoiled(const std::string& from, const std::string& to) {
  const std::string text = replace_all(kMatter, from, to);
  EXPECT_NE(text, kMatter) << from;
  Diagnostics diagnostics;
  parse_flow(text, "matter", 1, "m.yaml", diagnostics);
  return diagnosed(diagnostics);
}

TEST(FlowDefinitions, AreReadAsTheyAreWritten) {
  const Definition flow = definition(kMatter);
  EXPECT_EQ(flow.title.zh, "事情");
  EXPECT_TRUE(flow.direct);
  EXPECT_EQ(flow.field("text")->most, 20u);
  EXPECT_EQ(flow.field("number")->at_most, Decimal(100));
  EXPECT_EQ(flow.field("choice")->choices[1].title.en, "B");
  EXPECT_TRUE(flow.state("done")->closed);
  EXPECT_THAT(flow.begin.to, ElementsAre("sent", "back"));
  EXPECT_TRUE(flow.step("check")->other_person);
  EXPECT_TRUE(flow.step("expire")->automatic);
  EXPECT_TRUE(flow.step("note")->aside);
  std::vector<std::string> names;
  for (const StepRule* rule : flow.steps_from("back")) names.push_back(rule->id);
  EXPECT_THAT(names, ElementsAre("send", "expire"));
}

TEST(FlowDefinitions, MistakesHaveTheirPlace) {
  EXPECT_THAT(spoiled("from: back, to: sent", "from: bag, to: sent"),
              ElementsAre("m.yaml:28:16 flow.unknown-state"));
  EXPECT_THAT(spoiled("needs: long", "needs: lung"), ElementsAre("m.yaml:27:89 flow.unknown-field"));
  EXPECT_THAT(spoiled("type: flag", "type: flagg"), ElementsAre("m.yaml:9:16 catalog.unknown-word"));
  EXPECT_THAT(
      spoiled("{from: sent, to: sent, title: {zh: 改", "{from: sent, to: [sent, back], title: {zh: 改"),
      ElementsAre("m.yaml:25:27 flow.one-target"));
  EXPECT_THAT(spoiled("matter:YEAR:NAME", "matter::Name"), ElementsAre("m.yaml:3:17 flow.bad-form"));
  EXPECT_THAT(spoiled("choices: {a: {zh: 甲, en: A}, b: {zh: 乙, en: B}}", "most: 3"),
              ElementsAre("m.yaml:11:65 flow.bounds", "m.yaml:11:3 flow.choices"));
  EXPECT_THAT(spoiled("at_least: 0", "at_least: none"), ElementsAre("m.yaml:8:66 flow.bounds"));
  EXPECT_THAT(spoiled("en: Note", "eng: Note"),
              ElementsAre("m.yaml:24:39 yaml.missing-key", "m.yaml:24:52 yaml.unknown-key"));
  EXPECT_THAT(spoiled("see: case.read\n", ""), testing::Contains("m.yaml:1:1 yaml.missing-key"));
  EXPECT_THAT(spoiled("  note: {from", "  begin: {from"), testing::Contains("m.yaml:24:3 flow.reserved"));
}

TEST(FlowDefinitions, EveryStateIsReachedAndCanBeClosed) {
  EXPECT_THAT(spoiled("  back: {title", "  lost: {title: {zh: 失, en: Lost}}\n  back: {title"),
              ElementsAre("m.yaml:15:3 flow.unreachable", "m.yaml:15:3 flow.never-closes"));
  EXPECT_THAT(spoiled(", closed: true", ""),
              ElementsAre("m.yaml:14:3 flow.never-closes", "m.yaml:15:3 flow.never-closes",
                          "m.yaml:16:3 flow.never-closes"));
  EXPECT_THAT(spoiled("choice, json]", "choice]"), ElementsAre("m.yaml:12:3 flow.unused-field"));
}

TEST(FlowDefinitions, SubjectsHaveAForm) {
  const Definition flow = definition(kMatter);
  for (const char* good : {"matter:2020:a", "matter:2020:表3:第二行", "matter:1999:a:b"})
    EXPECT_TRUE(flow.is_subject(good)) << good;
  for (const char* bad :
       {"", "matter", "matter:2020", "matter:2020:", "matter:20:a", "other:2020:a", "matter:2o20:a"})
    EXPECT_FALSE(flow.is_subject(bad)) << bad;
}

TEST(FlowDefinitions, VersionsLiveSideBySide) {
  Definitions flows;
  for (const int version : {2, 10, 1}) flows.add(definition(kMatter, "matter", version));
  EXPECT_EQ(flows.newest("matter")->version, 10);
  EXPECT_EQ(flows.find("matter", 2)->version, 2);
  EXPECT_EQ(flows.find("matter", 3), nullptr);
  EXPECT_EQ(flows.newest("other"), nullptr);
  EXPECT_EQ(flows.newest().size(), 1u);
}

TEST(FlowDefinitions, FilesSayIdAndVersion) {
  const TemporaryFolder folder;
  folder.write("flows/matter.1.yaml", kMatter);
  folder.write("flows/matter.2.yaml", kMatter);
  for (const char* wrong :
       {"flows/matter.yaml", "flows/matter.v3.yaml", "flows/matter.0.yaml", "flows/matter.01.yaml"})
    folder.write(wrong, kMatter);
  Diagnostics diagnostics;
  const Definitions flows = load_flows(folder / "flows", "flows", diagnostics);
  EXPECT_EQ(flows.newest("matter")->version, 2);
  EXPECT_THAT(diagnosed(diagnostics),
              ElementsAre("flows/matter.0.yaml flow.bad-file-name", "flows/matter.01.yaml flow.bad-file-name",
                          "flows/matter.v3.yaml flow.bad-file-name", "flows/matter.yaml flow.bad-file-name"));
}

TEST(FlowDefinitions, ThoseThatAreShippedAskForCapabilitiesThatThereAre) {
  const auto policies = people::Policies::load(std::string(ZHIHENG_SOURCE_DIR) + "/catalog/people");
  Diagnostics diagnostics;
  shipped_flows().check_capabilities(policies, diagnostics);
  EXPECT_THAT(diagnosed(diagnostics), ElementsAre());
  Definitions other;
  other.add(definition(replace_all(kMatter, "may: case.handle, takes", "may: case.hanlde, takes")));
  other.check_capabilities(policies, diagnostics);
  EXPECT_THAT(diagnosed(diagnostics), ElementsAre("matter.yaml:25:67 flow.unknown-capability",
                                                  "matter.yaml:28:74 flow.unknown-capability"));
}

}  // namespace
}  // namespace zhiheng::flow
