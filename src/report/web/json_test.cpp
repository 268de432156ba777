#include "report/json.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "report/sample_document_test.h"

namespace zhiheng::report {
namespace {

using nlohmann::json;

bool json_has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

bool is_of(const json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "boolean") return value.is_boolean();
  return type == "null" && value.is_null();
}

/// As much of JSON Schema as our schema uses. Adds what is wrong to `mistakes`.
void check(const json& value, const json& schema, const json& root, const std::string& at,
           std::vector<std::string>& mistakes) {
  if (schema.contains("$ref")) {
    const std::string target = schema["$ref"].get<std::string>().substr(1);
    check(value, root.at(json::json_pointer(target)), root, at, mistakes);
    return;
  }
  if (schema.contains("type")) {
    const json types = schema["type"].is_array() ? schema["type"] : json::array({schema["type"]});
    bool fits = false;
    for (const auto& type : types) fits = fits || is_of(value, type);
    if (!fits) mistakes.push_back(at + ": type");
  }
  if (schema.contains("enum") &&
      std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end()) {
    mistakes.push_back(at + ": enum");
  }
  if (value.is_array() && schema.contains("items")) {
    for (size_t i = 0; i < value.size(); ++i)
      check(value[i], schema["items"], root, at + "/" + std::to_string(i), mistakes);
  }
  if (!value.is_object()) return;
  for (const auto& key : schema.value("required", json::array())) {
    if (!value.contains(key)) mistakes.push_back(at + ": lacks " + key.get<std::string>());
  }
  const json none = json::object(), properties = schema.value("properties", none);
  for (const auto& [key, each] : value.items()) {
    if (properties.contains(key)) {
      check(each, properties[key], root, at + "/" + key, mistakes);
    } else if (schema.contains("additionalProperties")) {
      if (schema["additionalProperties"] == false) {
        mistakes.push_back(at + ": unknown " + key);
      } else {
        check(each, schema["additionalProperties"], root, at + "/" + key, mistakes);
      }
    }
  }
}

json schema() {
  std::ifstream file(std::string(ZHIHENG_SOURCE_DIR) + "/catalog/schema/white-paper.schema.json");
  return json::parse(file);
}

TEST(Json, AgreesWithItsSchema) {
  std::vector<std::string> mistakes;
  const json rules = schema();
  check(json::parse(render_json(sample::document())), rules, rules, "", mistakes);
  EXPECT_EQ(mistakes, std::vector<std::string>{});
}

TEST(Json, TheSchemaWouldFindAMistake) {
  std::vector<std::string> mistakes;
  const json rules = schema();
  json paper = json::parse(render_json(sample::document()));
  paper["tables"][0]["rows"][0][0]["colour"] = "red";
  paper["numbers"][0].erase("value");
  paper["findings"][0]["kind"] = "guess";
  check(paper, rules, rules, "", mistakes);
  EXPECT_EQ(mistakes.size(), 3u);
}

TEST(Json, ValuesKeepThePrintedDecimals) {
  Document document = sample::document();
  document.numbers[0].value = *Decimal::parse("98.60");
  document.numbers[1].value = *Decimal::parse("-12345678901234567890.10");
  const std::string text = render_json(document);
  EXPECT_TRUE(json_has(text, "\"value\":98.60,"));
  EXPECT_TRUE(json_has(text, "\"value\":-12345678901234567890.10,"));
}

TEST(Json, HeadsOfSeveralLevelsAreJoined) {
  const json paper = json::parse(render_json(sample::document()));
  EXPECT_EQ(paper["tables"][0]["columns"],
            json::parse(
                R"(["抽检环节","完成件数 / 按市局计划","完成件数 / 处理投诉、区自主抽检等","合格率（%）"])"));
}

TEST(Json, EveryRowIsCompleteWhereCellsAreMerged) {
  const json paper = json::parse(render_json(sample::document()));
  const json& group = paper["tables"][0]["rows"][0];
  EXPECT_EQ(paper["tables"][0]["row_kinds"][0], "group");
  EXPECT_EQ(paper["tables"][0]["row_kinds"].back(), "total");
  for (const auto& cell : group) EXPECT_EQ(cell["text"], "按环节分");
  EXPECT_EQ(paper["tables"][1]["id"], "case-table");
  EXPECT_EQ(paper["tables"][1]["rows"][1][0]["text"], "虹桥镇");
}

TEST(Json, TellsWhereMergedCellsBeginAndLabelsAreSetIn) {
  const json paper = json::parse(render_json(sample::document()));
  const json& rows = paper["tables"][0]["rows"];
  EXPECT_EQ(rows[0][0]["col_span"], 4);
  EXPECT_EQ(rows[0][3]["covered"], true);
  EXPECT_FALSE(rows[0][0].contains("covered"));
  EXPECT_EQ(rows[2][0]["indent"], 1);
  EXPECT_EQ(paper["tables"][1]["rows"][0][0]["row_span"], 2);
  EXPECT_EQ(paper["tables"][1]["rows"][1][0]["covered"], true);
}

TEST(Json, TheTextIsTheWholePaperInItsOrder) {
  const json paper = json::parse(render_json(sample::document()));
  std::vector<std::string> kinds;
  for (const auto& piece : paper["text"]) kinds.push_back(piece["kind"]);
  const std::vector<std::string> begin(kinds.begin(), kinds.begin() + 7);
  EXPECT_EQ(begin, (std::vector<std::string>{"heading", "paragraph", "heading", "key-number", "key-number",
                                             "key-number", "key-number"}));
  EXPECT_EQ(std::ranges::count(kinds, "table"), static_cast<int>(paper["tables"].size()));
  EXPECT_EQ(std::ranges::count(kinds, "heading"), static_cast<int>(paper["headings"].size()));
  EXPECT_EQ(paper["text"][1]["text"], "本书由区质量工作领导小组办公室牵头编制。[^3]");
  EXPECT_EQ(paper["footnotes"][2], json::parse(R"({"number":3,"text":"GDP 按可比价格计算，详见表2。"})"));
  const json& words = paper["text"][9];
  EXPECT_TRUE(json_has(words["text"], "食品监督抽检7263件，合格率为98.62%"));
  ASSERT_EQ(words["numbers"].size(), 3u);
  for (const auto& number : paper["numbers"]) {
    if (number["id"] == words["numbers"][0]) {
      EXPECT_EQ(number["text"], "7263");
    }
  }
  const auto in_case =
      std::ranges::find(paper["text"], "case", [](const json& each) { return each["kind"]; });
  ASSERT_NE(in_case, paper["text"].end());
  EXPECT_EQ((*(in_case + 1))["case"], "cloud-centre");
}

TEST(Json, CellsSayWhatIsMissingAndWhatWasPublished) {
  const json row = json::parse(render_json(sample::document()))["tables"][0]["rows"][6];
  EXPECT_EQ(row[2]["text"], "—");
  EXPECT_TRUE(row[2]["value"].is_null());
  EXPECT_EQ(row[3]["published"], "98.5");
  EXPECT_FALSE(row[1].contains("published"));
}

TEST(Json, TextsSurviveUnharmed) {
  const json paper = json::parse(render_json(sample::document()));
  EXPECT_EQ(paper["chapters"][2]["title"], std::string("质量提升 ") + sample::kNasty);
  EXPECT_EQ(paper["omitted"][0], "（三）医疗器械：没有数据 device_sampling");
}

TEST(Json, EveryLineageThatIsNamedIsThere) {
  const json paper = json::parse(render_json(sample::document()));
  ASSERT_FALSE(paper["numbers"].empty());
  for (const auto& number : paper["numbers"])
    EXPECT_TRUE(paper["lineage"].contains(number["lineage"])) << number;
}

TEST(Json, FindingsAloneAreTheSameItems) {
  const json paper = json::parse(render_json(sample::document())),
             alone = json::parse(render_findings_json(sample::document()));
  EXPECT_EQ(alone["findings"], paper["findings"]);
  EXPECT_EQ(alone["findings"].size(), 2u);
}

}  // namespace
}  // namespace zhiheng::report
