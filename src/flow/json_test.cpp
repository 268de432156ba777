#include "flow/json.h"

#include "base/file.h"
#include "flow/sample_test.h"

namespace zhiheng::flow {
namespace {

TEST(FlowPages, GetACaseAsTheyAreTold) {
  State state;
  const Definitions flows = matters();
  Change change = opening("wang", "matter:2026:a", {{"text", "一"}});
  std::get<Open>(change.what).unit = {"town", "xinzhuang"};
  settle(state, flows, change);
  const CasePtr one = apply(state, change);
  EXPECT_EQ(
      json_of(*one).dump(),
      R"({"id":"matter-1","flow":"matter","flow_version":1,"version":1,"state":"sent","subject":"matter:2026:a",)"
      R"("unit":{"kind":"town","code":"xinzhuang"},"area":"","domain":"","by":"wang","at":"2026-11-23T04:00:00.000Z",)"
      R"("changed_by":"wang","changed_at":"2026-11-23T04:00:00.000Z","fields":{"text":"一"},"history":[{"step":"begin",)"
      R"("by":"wang","at":"2026-11-23T04:00:00.000Z","from":"","to":"sent","fields":{"text":"一"}}]})");
  EXPECT_FALSE(json_of(*one, false).contains("history"));
}

TEST(FlowPages, GetADefinitionAsItIsWritten) {
  Json one = json_of(definition(kMatter));
  EXPECT_EQ(one["fields"]["number"].dump(),
            R"({"type":"number","title":{"zh":"数","en":"Number"},"at_least":"0","at_most":"100"})");
  EXPECT_EQ(one["fields"]["choice"]["choices"].dump(),
            R"({"a":{"zh":"甲","en":"A"},"b":{"zh":"乙","en":"B"}})");
  EXPECT_EQ(one["states"]["done"].dump(), R"({"title":{"zh":"办结","en":"Done"},"closed":true})");
  EXPECT_EQ(
      one["steps"]["check"].dump(),
      R"({"from":["sent"],"to":"done","title":{"zh":"核","en":"Check"},"may":"case.review","other_person":true,)"
      R"("automatic":false,"needs":[],"takes":[]})");
  EXPECT_EQ(one["begin"]["to"], "sent");
  EXPECT_EQ(one["subject"]["form"], "matter:YEAR:NAME");
  EXPECT_EQ(one["cases"], "many");
  EXPECT_EQ(one["direct"], true);
}

std::string both(const catalog::Title& title) { return title.zh + " " + title.en; }

std::string told(const StepRule& rule, const std::string& from) {
  std::string out = "`" + rule.id + "` " + from + "→ " + rule.to[0];
  if (rule.other_person) out += " ⁂";
  if (rule.automatic) out += " ⚙";
  return out + " (" + rule.may + ")";
}

/// The row of a flow in the table of docs/flows.md.
std::string row_of(const Definition& flow) {
  std::string states, steps = told(flow.begin, "");
  for (const Stage& stage : flow.states)
    states += (states.empty() ? "" : " · ") + std::string("`") + stage.id + "` " + stage.title.zh +
              (stage.closed ? " ✓" : "");
  for (const StepRule& rule : flow.steps) {
    std::string from;
    for (const std::string& state : rule.from) from += state + " ";
    steps += " · " + told(rule, from);
  }
  return "| `" + flow.id + "` " + std::to_string(flow.version) + (flow.direct ? "" : " ⚙") + " | " +
         both(flow.title) + " | `" + flow.subject + "` " + std::string(name_of(flow.cases)) + " | " + states +
         " | " + steps + " |\n";
}

TEST(FlowPages, OfTheManualHaveTheFlowsThatAreShipped) {
  std::string rows;
  const Definitions flows = shipped_flows();
  for (const Definition* flow : flows.newest()) rows += row_of(*flow);
  const std::string manual = read_file(std::string(ZHIHENG_SOURCE_DIR) + "/docs/flows.md", "docs/flows.md");
  EXPECT_NE(manual.find("|---|---|---|---|---|\n" + rows + "\n"), std::string::npos)
      << "docs/flows.md should have\n"
      << rows;
}

}  // namespace
}  // namespace zhiheng::flow
