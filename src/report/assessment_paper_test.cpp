#include "report/assessment_paper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalog/calendar.h"
#include "catalog/load.h"
#include "plan/assessment_inputs.h"
#include "report/assessment_words.h"

namespace zhiheng::report {
namespace {

using testing::HasSubstr;

class AssessmentPaperTest : public testing::Test {
 protected:
  AssessmentPaperTest() {
    const catalog::Home home{ZHIHENG_SOURCE_DIR};
    Diagnostics diagnostics;
    catalog_ = catalog::load_catalog(home, "minhang", diagnostics);
    sheet_ = &catalog_.sheets.at("town-quality-work");
    inputs_.year = 2020;
    inputs_.subjects = plan::subjects_of(catalog_, *sheet_, 2020);
    plan::read_entered(catalog_, *sheet_, inputs_, diagnostics);
    calendar_ = catalog::load_calendar(home, diagnostics);
  }
  Document paper(const std::string& subject = "") {
    cards_ = plan::assess(catalog_, *sheet_, inputs_, calendar_);
    return assessment_paper({catalog_, *sheet_, cards_, 2020, subject, {{"sheet.yaml", "aa", ""}}});
  }
  static std::vector<std::string> chapters(const Document& document) {
    std::vector<std::string> ids;
    for (const Block& block : document.blocks) {
      if (const auto* heading = std::get_if<Heading>(&block)) ids.push_back(heading->id);
    }
    return ids;
  }
  static const Table& table(const Document& document, const std::string& id) {
    for (const Block& block : document.blocks) {
      if (const auto* found = std::get_if<Table>(&block); found != nullptr && found->id == id) return *found;
    }
    throw std::out_of_range(id);
  }

  catalog::Catalog catalog_;
  const catalog::Sheet* sheet_ = nullptr;
  plan::AssessmentInputs inputs_;
  WorkingCalendar calendar_;
  std::vector<plan::Card> cards_;
};

TEST_F(AssessmentPaperTest, HasTheRankingAndAChapterForEachTown) {
  const Document document = paper();
  EXPECT_EQ(document.report, "assessment-town-quality-work");
  EXPECT_EQ(document.title, "2020 年度闵行区基层政府质量工作考核表");
  EXPECT_FALSE(document.simulated);
  const auto ids = chapters(document);
  EXPECT_EQ(ids.size(), 16U);
  EXPECT_EQ(ids.front(), "ranking");
  EXPECT_EQ(ids[1], "sheet-jiangchuan");
  EXPECT_EQ(ids.back(), "rules");
  EXPECT_EQ(table(document, "ranking-table").body.size(), 14U);
  EXPECT_EQ(table(document, "ranking-table").body[0].cells[7].text, "A—D") << "open, and told so";
}

TEST_F(AssessmentPaperTest, OneTownAloneHasItsOwnPages) {
  const Document document = paper("qibao");
  EXPECT_THAT(chapters(document), testing::ElementsAre("sheet-qibao", "rules"));
  EXPECT_EQ(document.edition, "七宝镇") << "on the cover";
}

TEST_F(AssessmentPaperTest, EveryPointSaysTheRuleAndTheSourceItFollowsFrom) {
  const Document document = paper("qibao");
  const auto found = std::ranges::find(
      document.lineages, "assessment.town-quality-work.qibao.project_declared.points", &Lineage::definition);
  ASSERT_NE(found, document.lineages.end());
  EXPECT_EQ(found->formula, "有证据，得满分");
  EXPECT_THAT(found->sources, testing::ElementsAre("表42"));
  ASSERT_EQ(found->inputs.size(), 1U);
  EXPECT_EQ(found->inputs[0].path, "sheet.yaml");
}

TEST_F(AssessmentPaperTest, MadeUpValuesMarkTheWholeDocument) {
  plan::simulate_missing(catalog_, *sheet_, 1, inputs_);
  const Document document = paper();
  EXPECT_TRUE(document.simulated);
  const auto& total = table(document, "items-qibao").body.back();
  EXPECT_EQ(total.kind, TableRow::Kind::kTotal);
  EXPECT_EQ(total.cells[3].kind, Cell::Kind::kNumber);
  EXPECT_THAT(document.lineages.back().note, HasSubstr("模拟数据"));
}

TEST(AssessmentWords, SettledAndOpen) {
  plan::Card card;
  card.low = card.high = *Decimal::parse("85.5");
  card.best_grade = card.worst_grade = "B";
  EXPECT_EQ(total_words(card), "85.5");
  EXPECT_EQ(grade_words(card), "B");
  card.low = *Decimal::parse("55.5");
  card.worst_grade = "D";
  EXPECT_EQ(total_words(card), "55.5—85.5");
  EXPECT_EQ(grade_words(card), "B—D");
  EXPECT_EQ(place_words({2, 5, 9, {}}), "2—5");
}

}  // namespace
}  // namespace zhiheng::report
