#include "report/plan_paper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/golden_test.h"
#include "catalog/pack_test.h"
#include "report/json.h"
#include "report/sample_document_test.h"

namespace zhiheng::report {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

/// A plan of 2021–2025 whose targets stand in every state at the end of 2023.
class PlanPaper : public testing::Test {
 protected:
  PlanPaper() {
    std::string indicators;
    for (const char* id :
         {"food.reached", "food.on_track", "food.at_risk", "farm.behind", "farm.missed", "farm.no_data"}) {
      indicators += std::string(id) + ": {title: {zh: 指标" + id + ", en: " + id +
                    "}, owner: " + (id[1] == 'o' ? "market" : "farm") +
                    ", unit: \"%\", decimals: 1, kind: rate, better: more, scope: {zh: 全部样品}}\n";
    }
    pack_.write("catalog/indicators/i.yaml", indicators);
    pack_.write("catalog/plan_rules.yaml", "on_track: 0.95\nat_risk: 0.75\nabout: 0.03\n");
    write_plan("adopted");
    value("food.reached", 2023, "95");
    value("food.on_track", 2021, "60");
    value("food.on_track", 2022, "70");
    value("food.on_track", 2023, "80");
    value("food.at_risk", 2023, "75");
    value("farm.behind", 2023, "60");
    value("farm.missed", 2022, "89.9");
    value("farm.no_data", 2020, "50");
  }

  void write_plan(const std::string& status) {
    const std::string based = "by: 2025, base: {year: 2020, value: 50}, ";
    pack_.write(
        "districts/test/plans/p.yaml",
        "title: {zh: 测试区质量规划（2021—2025年）, en: Plan}\ndocument: 测试区质量规划\nstatus: " + status +
            "\nissued: 2021-03\nperiod: {from: 2021, to: 2025}\n"
            "goals:\n  food: {zh: 食品, en: Food}\n  farm: {zh: 农业, en: Farming}\ntargets:\n"
            "  - {indicator: food.reached, at_least: 90, by: 2025, goal: food, source: 表1}\n"
            "  - {indicator: food.on_track, reach: 100, " +
            based +
            "goal: food, source: 表1}\n"
            "  - {indicator: food.at_risk, reach: 100, " +
            based +
            "goal: food, source: 表1}\n"
            "  - {indicator: farm.behind, reach: 100, " +
            based +
            "goal: farm, source: 表2}\n"
            "  - {indicator: farm.missed, at_least: 90, by: 2022, goal: farm, source: 表2}\n"
            "  - {indicator: farm.no_data, at_least: 90, by: 2025, owners: [market, farm], source: 三}\n");
  }

  void value(const std::string& id, int year, const std::string& text, bool simulated = false) {
    auto origin = std::make_shared<measure::Origin>();
    origin->definition = id;
    origin->title = {"指标" + id, ""};
    origin->year = year;
    origin->reported = true;
    origin->owner = "market";
    origin->inputs = {{"districts/test/data/reported/a.csv", "ab12", {year - 2018}}};
    book_[id].points.push_back({year, *Decimal::parse(text), simulated ? nullptr : origin, simulated});
  }

  Document paper(PlanPaperKind kind, bool simulated = false) {
    Diagnostics diagnostics;
    catalog_ = pack_.load(diagnostics);
    EXPECT_EQ(diagnosed(diagnostics), std::vector<std::string>{});
    const catalog::Plan& plan = *catalog_.plan("p");
    progress_ = plan::judge_plan(catalog_, plan, book_, 2023);
    const auto forecasts = plan::forecast_plan(catalog_, plan, progress_, book_);
    const auto oddities = plan::find_oddities(catalog_, plan, progress_);
    return plan_paper({kind,
                       catalog_,
                       plan,
                       book_,
                       progress_,
                       forecasts,
                       oddities,
                       sample::theme(),
                       2023,
                       "2023-12-31",
                       simulated,
                       {"districts/test/plans/p.yaml", "cd34", ""},
                       {}});
  }

  catalog::PackFolder pack_;
  catalog::Catalog catalog_;
  plan::SeriesBook book_;
  std::vector<plan::Progress> progress_;
};

std::vector<std::string> headings_of(const Document& document) {
  std::vector<std::string> out;
  for (const Block& block : document.blocks) {
    if (const auto* heading = std::get_if<Heading>(&block)) out.push_back(heading->id);
  }
  return out;
}

std::string words_of(const Document& document) {
  std::string out;
  for (const Block& block : document.blocks) {
    if (const auto* paragraph = std::get_if<Paragraph>(&block)) out += plain_text(paragraph->runs) + "\n";
    if (const auto* list = std::get_if<List>(&block)) {
      for (const Runs& item : list->items) out += plain_text(item) + "\n";
    }
  }
  return out;
}

std::vector<const Table*> tables_of(const Document& document) {
  std::vector<const Table*> out;
  for (const Block& block : document.blocks) {
    if (const auto* table = std::get_if<Table>(&block)) out.push_back(table);
    if (const auto* figure = std::get_if<Figure>(&block)) out.push_back(&figure->data);
  }
  for (const Table& sheet : document.sheets) out.push_back(&sheet);
  return out;
}

TEST_F(PlanPaper, SaysWhatWasReviewed) {
  auto json = nlohmann::ordered_json::parse(render_json(paper(PlanPaperKind::kMidterm)));
  json.erase("engine");
  for (auto& figure : json["figures"]) figure.erase("option");
  expect_golden(json.dump(1) + "\n", "src/report/testdata/plan-midterm.json");
}

TEST_F(PlanPaper, EveryStateIsCountedOnce) {
  const Document document = paper(PlanPaperKind::kMonitoring);
  for (const Block& block : document.blocks) {
    const auto* keys = std::get_if<KeyNumbers>(&block);
    if (keys == nullptr) continue;
    ASSERT_EQ(keys->items.size(), 6U);
    for (const auto& item : keys->items) EXPECT_EQ(item.value[0].text, "1") << item.label;
    EXPECT_EQ(keys->items[2].label, "▲ 有风险 At risk");
  }
}

TEST_F(PlanPaper, EveryNumberSaysHowItCameAbout) {
  const Document document = paper(PlanPaperKind::kMidterm);
  std::set<std::string> lineages;
  for (const Lineage& lineage : document.lineages) lineages.insert(lineage.id);
  ASSERT_FALSE(document.numbers.empty());
  for (const NumberRecord& number : document.numbers) {
    EXPECT_TRUE(lineages.contains(number.lineage)) << number.text;
    EXPECT_FALSE(number.where.empty()) << number.text;
  }
  for (const Lineage& lineage : document.lineages)
    EXPECT_FALSE(lineage.inputs.empty() && lineage.formula.empty()) << lineage.definition;
}

TEST_F(PlanPaper, AValueAsItWasReceivedKeepsItsOwnOrigin) {
  const Document document = paper(PlanPaperKind::kMonitoring);
  const auto found = std::ranges::find(document.lineages, "farm.missed", &Lineage::definition);
  ASSERT_NE(found, document.lineages.end());
  EXPECT_EQ(found->method, "reported");
  EXPECT_EQ(found->year, 2022);
  EXPECT_EQ(found->inputs[0].path, "districts/test/data/reported/a.csv");
}

TEST_F(PlanPaper, RowsHaveACellForEachColumn) {
  const Document document = paper(PlanPaperKind::kMidterm);
  for (const Table* table : tables_of(document)) {
    for (const auto* rows : {&table->head, &table->body}) {
      for (const TableRow& row : *rows) EXPECT_EQ(row.cells.size(), table->columns.size()) << table->id;
    }
  }
}

TEST_F(PlanPaper, MonitoringHasNoForecastAndNoOpinions) {
  const Document document = paper(PlanPaperKind::kMonitoring);
  EXPECT_EQ(document.report, "plan-monitoring");
  EXPECT_EQ(document.title, "2023 年度测试区质量规划（2021—2025年）监测报告");
  for (const char* id : {"forecast", "oddities", "proposals"})
    EXPECT_THAT(headings_of(document), Not(Contains(std::string(id))));
}

TEST_F(PlanPaper, MidtermForecastsAndRefusesWithReasons) {
  const Document document = paper(PlanPaperKind::kMidterm);
  EXPECT_EQ(document.report, "plan-midterm");
  EXPECT_THAT(headings_of(document), Contains(std::string("proposals")));
  EXPECT_THAT(words_of(document), HasSubstr("少于 3 个，不作预测（"));
}

TEST_F(PlanPaper, TellsWhatLagsWithTheRuleThatDecided) {
  const std::string words = words_of(paper(PlanPaperKind::kMonitoring));
  EXPECT_THAT(words, HasSubstr("指标farm.behind：要求 100%（2025 年），现值 60.0%（2023 年），还差 40.0"));
  EXPECT_THAT(words, HasSubstr("按所需进度判断；起点 50%（2020 年）"));
  EXPECT_THAT(words, HasSubstr("指标farm.missed：要求 ≥ 90%（2022 年），现值 89.9%（2022 年），还差 0.1"));
}

TEST_F(PlanPaper, SaysFirstWhereLittleIsKnown) {
  EXPECT_THAT(words_of(paper(PlanPaperKind::kMonitoring)), Not(HasSubstr("多数目标没有")));
  for (auto& [id, series] : book_) std::erase_if(series.points, [](const auto& p) { return p.year > 2020; });
  const std::string words = words_of(paper(PlanPaperKind::kMonitoring));
  EXPECT_THAT(words, testing::StartsWith("多数目标没有规划期内的数据"));
  EXPECT_THAT(words, HasSubstr("现有的实际数据最晚到 2020 年"));
}

TEST_F(PlanPaper, AGapStandsUnderEachDepartmentThatAnswersForIt) {
  const Document document = paper(PlanPaperKind::kMonitoring);
  for (const Table* table : tables_of(document)) {
    if (table->id != "gaps-by-department") continue;
    const auto rows = std::ranges::count_if(
        table->body, [](const TableRow& row) { return row.cells[0].text == "指标farm.no_data"; });
    EXPECT_EQ(rows, 2);
    EXPECT_EQ(table->body[0].cells[0].text, "市场局（3 项）");
  }
}

TEST_F(PlanPaper, ADraftAndMadeUpValuesAreTold) {
  write_plan("draft");
  value("farm.no_data", 2023, "80", true);
  const Document document = paper(PlanPaperKind::kMonitoring, true);
  EXPECT_EQ(document.edition, "依据规划的征求意见稿");
  EXPECT_TRUE(document.simulated);
  const auto made_up = std::ranges::find_if(document.lineages, [](const Lineage& each) {
    return each.definition == "plan.p.farm.no_data@2025.now";
  });
  ASSERT_NE(made_up, document.lineages.end());
  EXPECT_EQ(made_up->formula, "模拟数据");
  EXPECT_EQ(made_up->method, "computed");
}

TEST_F(PlanPaper, TheSheetHasEveryTargetWithRealNumbers) {
  const Document document = paper(PlanPaperKind::kMidterm);
  ASSERT_EQ(document.sheets.size(), 1U);
  const Table& sheet = document.sheets[0];
  EXPECT_EQ(sheet.title, "总表");
  EXPECT_EQ(sheet.body.size(), 6U);
  const auto now = std::ranges::find_if(sheet.head[0].cells, [](const Cell& c) { return c.text == "现值"; });
  const Cell& cell = sheet.body[0].cells[static_cast<size_t>(now - sheet.head[0].cells.begin())];
  EXPECT_EQ(cell.kind, Cell::Kind::kNumber);
  EXPECT_EQ(document.numbers[static_cast<size_t>(cell.number)].value, Decimal(95));
}

}  // namespace
}  // namespace zhiheng::report
