#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "serve/paper_desk.h"

namespace zhiheng::serve {
namespace {

using Json = nlohmann::ordered_json;

Json paper(const std::vector<std::string>& paragraphs, const std::string& cell = "7") {
  Json json{
      {"headings", {{{"id", "food"}, {"level", 1}, {"number", "一"}, {"title", "食品"}}}},
      {"text", {{{"kind", "heading"}, {"id", "food"}}}},
      {"tables", {{{"id", "t"}, {"title", "抽检"}, {"rows", {{{{"text", "生产"}}, {{"text", cell}}}}}}}}};
  for (const auto& text : paragraphs) json["text"].push_back({{"kind", "paragraph"}, {"text", text}});
  return json;
}

Json compared(const Json& a, const Json& b) { return compare_papers(a.dump(), b.dump()); }

TEST(ComparePapers, FindsNothingBetweenEquals) {
  const Json one = paper({"合格率98.6%。", "检查12次。"});
  const Json out = compared(one, one);
  for (const auto& [shelf, items] : out.items()) EXPECT_TRUE(items.empty()) << shelf;
}

TEST(ComparePapers, TellsNumbersFromWords) {
  const Json out = compared(paper({"合格率98.6%。", "检查12次。"}), paper({"合格率98.7%。", "抽查12次。"}));
  EXPECT_EQ(out["numbers"].size(), 1U);
  EXPECT_EQ(out["numbers"][0]["a"], "合格率98.6%。");
  EXPECT_EQ(out["numbers"][0]["place"], "food~1");
  EXPECT_EQ(out["texts"].size(), 1U);
  EXPECT_EQ(out["texts"][0]["chapter"], "食品");
}

TEST(ComparePapers, FindsWhatCameAndWent) {
  const Json more = paper({"一。", "二。", "三。"}), less = paper({"一。", "三。"});
  EXPECT_EQ(compared(less, more)["added"].size(), 1U);
  EXPECT_EQ(compared(less, more)["added"][0]["text"], "二。");
  EXPECT_EQ(compared(more, less)["removed"][0]["text"], "二。");
}

TEST(ComparePapers, ComparesTablesCellByCell) {
  const Json out = compared(paper({}, "7"), paper({}, "8"));
  ASSERT_EQ(out["numbers"].size(), 1U);
  EXPECT_EQ(out["numbers"][0]["chapter"], "抽检：生产");
  EXPECT_EQ(out["numbers"][0]["b"], "8");
  Json gone = paper({});
  gone["tables"] = Json::array();
  EXPECT_EQ(compared(paper({}), gone)["removed"][0]["place"], "t");
}

}  // namespace
}  // namespace zhiheng::serve
