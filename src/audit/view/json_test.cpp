#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "audit/sample_audit_test.h"
#include "audit/views.h"
#include "base/golden_test.h"

namespace zhiheng::audit {
namespace {

using Json = nlohmann::json;

// tests/schema_test.py checks this file against the published schema.
TEST(JsonView, Golden) { expect_golden(render_json(sample::report()), "src/audit/testdata/audit.json"); }

TEST(JsonView, SaysEverythingOfAFinding) {
  const Json json = Json::parse(render_json(sample::report()));
  const Json& finding = json["findings"][1];
  EXPECT_EQ(finding["kind"], "ratio");
  EXPECT_EQ(finding["severity"], "error");
  EXPECT_EQ(finding["certain"], true);
  EXPECT_EQ(finding["recomputed"], "95.9%");
  EXPECT_EQ(finding["cause"]["zh"], "分母误用 3258。");
  EXPECT_EQ(finding["places"][0]["line"], 3);
  EXPECT_EQ(finding["places"][0]["page"], 1);
  EXPECT_EQ(finding["places"][0]["mark"], "95.3%");
  EXPECT_FALSE(json["findings"][2].contains("recomputed"));
  EXPECT_EQ(json["waived"][0]["waiver"]["who"], "李明");
  EXPECT_EQ(json["held"].size(), 2u);
  EXPECT_EQ(json["unread"][0]["whole"], true);
  EXPECT_EQ(json["unread"][1]["line"], 7);
  EXPECT_EQ(json["unmatched_waivers"][0]["id"], "gone");
  EXPECT_EQ(json["summary"]["kinds"]["impossible"]["waived"], 1);
  EXPECT_EQ(json["documents"][0]["cells"], 21);
}

TEST(JsonView, SurvivesWhatIsNotUtf8) {
  Report report = sample::report();
  report.results.findings[0].stated = "\xff\xfe";
  EXPECT_NO_THROW(Json::parse(render_json(report)));
  EXPECT_NO_THROW(Json::parse(render_sarif(report)));
}

TEST(SarifView, HasARuleAKindAndAResultAFinding) {
  const Json run = Json::parse(render_sarif(sample::report()))["runs"][0];
  const Json& rules = run["tool"]["driver"]["rules"];
  ASSERT_EQ(rules.size(), size_t{kKindCount});
  ASSERT_EQ(run["results"].size(), 7u);
  for (const Json& result : run["results"])
    EXPECT_EQ(rules[result["ruleIndex"].get<size_t>()]["id"], result["ruleId"]);
  const Json& first = run["results"][0];
  EXPECT_EQ(first["level"], "error");
  EXPECT_EQ(first["locations"].size(), 1u);
  EXPECT_EQ(first["relatedLocations"].size(), 3u);
  EXPECT_EQ(first["locations"][0]["physicalLocation"]["region"]["startLine"], 3);
  EXPECT_EQ(first["partialFingerprints"]["zhihengFinding/v1"], "sum-3238");
  EXPECT_FALSE(first.contains("suppressions"));
  EXPECT_EQ(run["results"][6]["suppressions"][0]["status"], "accepted");
  EXPECT_EQ(run["invocations"][0]["executionSuccessful"], false);
  EXPECT_EQ(run["invocations"][0]["toolExecutionNotifications"].size(), 2u);
}

TEST(SarifView, NamesAreUris) {
  Report report = sample::report();
  report.documents[0].name = "/data/a b%.txt";
  report.documents[1].name = "c:x?.html";
  const Json run = Json::parse(render_sarif(report))["runs"][0];
  EXPECT_EQ(run["artifacts"][0]["location"]["uri"], "file:///data/a%20b%25.txt");
  EXPECT_EQ(run["artifacts"][1]["location"]["uri"], "c%3Ax%3F.html");
}

}  // namespace
}  // namespace zhiheng::audit
