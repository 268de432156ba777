#include "simulate/row_plan.h"

#include <gtest/gtest.h>

#include "catalog/pack_test.h"
#include "simulate/row_source.h"
#include "simulate/row_text.h"

namespace zhiheng::simulate {
namespace {

constexpr const char* kCube =
    "title: {zh: 抽检, en: Sampling}\nowner: market\ndimensions: {stage: {zh: 环节, en: Stage, codes: "
    "stage}}\n"
    "measures:\n  planned: {zh: 计划, en: Planned, unit: 件}\n  tested: {zh: 完成, en: Tested, unit: 件}\n"
    "  failed: {zh: 不合格, en: Failed, unit: 件}\n  fine: {zh: 罚款, en: Fine, unit: 元, decimals: 2}\n";
constexpr const char* kDataset =
    "title: {zh: 样品, en: Samples}\nowner: market\ndomain: food\nunit: 件\nkey: no\ntime: "
    "taken\nfrequency: month\n"
    "columns:\n  no: {zh: 编号, en: No}\n  taken: {zh: 日期, en: On, type: date, required: true}\n"
    "  stage: {zh: 环节, en: Stage, codes: stage, required: true}\n"
    "  plan: {zh: 计划, en: Plan, type: boolean, required: true}\n"
    "  passed: {zh: 合格, en: Passed, type: boolean}\n"
    "  reported: {zh: 报告, en: Reported, type: date}\n"
    "  fine: {zh: 罚款, en: Fine, type: decimal, decimals: 2, min: 0, max: 500}\n"
    "checks:\n  early: {zh: 早, en: Early, when: reported < taken}\n"
    "  unreported: {zh: 无报告, en: Unreported, when: passed is not null and reported is null}\n"
    "  fined: {zh: 罚, en: Fined, when: passed and fine > 0}\n"
    "cubes:\n  sampling:\n    by: [year(taken), stage]\n"
    "    sums: {planned: plan, tested: passed is not null, failed: not passed, fine: {of: fine, where: not "
    "passed}}\n";

/// A district with one dataset and one cube, whose published figures a test gives.
struct Made {
  explicit Made(const std::string& dataset = kDataset) {
    pack.write("catalog/codes/domain.csv", "code,zh,en\nfood,食品,Food\n");
    pack.write("catalog/cubes/sampling.yaml", kCube);
    pack.write("catalog/datasets/sample.yaml", dataset);
    pack.write(
        "catalog/simulation/sample.yaml",
        "sample:\n  columns:\n    reported: {when: passed is not null, after: taken, workdays: [0, 9]}\n"
        "    fine: {empty: true}\n");
    Diagnostics diagnostics;
    catalog = pack.load(diagnostics);
    rules = read_rules(pack.home(), catalog, diagnostics);
    for (const auto& item : diagnostics.items()) ADD_FAILURE() << to_string(item);
    cube.cube = catalog.cube("sampling");
    for (const auto& measure : cube.cube->measures) cube.measures.push_back(&measure);
  }

  void publish(const std::string& stage, const std::vector<const char*>& values) {
    PublishedCell cell{{stage}, {}, static_cast<int>(cube.cells.size()) + 2};
    for (const char* value : values) cell.values.push_back(Decimal::parse(value));
    cube.cells.push_back(std::move(cell));
  }
  const catalog::Dataset& dataset() const { return *catalog.dataset("sample"); }
  RowPlan plan() const {
    std::map<std::string, PublishedCube, std::less<>> published;
    published.emplace("sampling", cube);
    return plan_rows(world, dataset(), published);
  }

  catalog::PackFolder pack;
  catalog::Catalog catalog;
  Rules rules;
  WorkingCalendar calendar{{std::chrono::Saturday, std::chrono::Sunday}, {}};
  DayBook days{calendar};
  World world{catalog, calendar, days, rules, 2020, 1, 7};
  PublishedCube cube;
};

/// What the dataset's cube says of finished rows.
std::map<std::string, std::vector<std::int64_t>> totals(const Batch& batch) {
  std::map<std::string, std::vector<std::int64_t>> out;
  for (std::size_t i = 0; i < batch.rows(); ++i) {
    auto& cell = out[std::string(batch.columns[2].texts[i])];
    cell.resize(4);
    const bool tested = batch.columns[4].has(i), failed = tested && batch.columns[4].values[i] == 0;
    cell[0] += batch.columns[3].values[i];
    cell[1] += tested;
    cell[2] += failed;
    if (failed) cell[3] += batch.columns[6].values[i];
  }
  return out;
}

TEST(RowPlan, rows_have_the_published_cells) {
  Made made;
  made.publish("catering", {"2375", "2537", "60", "1234.56"});
  made.publish("circulation", {"0", "4326", "40", "0"});
  const RowPlan plan = made.plan();
  for (const Outcome& outcome : plan.outcomes)
    EXPECT_EQ(outcome.state, Outcome::State::kReproduced) << outcome.measure;
  EXPECT_EQ(plan.outcomes.size(), 8u);
  const PlannedRows rows(made.world, plan);
  const auto found = totals(*rows.make(0, 0, rows.places()));
  EXPECT_EQ(found.at("catering"), (std::vector<std::int64_t>{2375, 2537, 60, 123456}));
  EXPECT_EQ(found.at("circulation"), (std::vector<std::int64_t>{0, 4326, 40, 0}));
  EXPECT_EQ(found.size(), 2u);
}

TEST(RowPlan, no_check_is_true_of_a_row_and_dates_are_worked_days_of_the_year) {
  Made made;
  made.publish("catering", {"100", "300", "60", "500"});
  const RowPlan plan = made.plan();
  const PlannedRows rows(made.world, plan);
  const auto batch = rows.make(0, 0, rows.places());
  EXPECT_TRUE(rows.filler().checks().faulty(*batch).empty());
  std::size_t off = 0;
  for (const std::int64_t day : batch->columns[1].values) {
    EXPECT_EQ((Date() + static_cast<int>(day)).year(), 2020);
    off += made.days.is_worked(day) ? 0 : 1;
  }
  EXPECT_LT(off, batch->rows() / 10);
}

TEST(RowPlan, contradicting_figures_are_named_and_the_others_hold) {
  Made made;
  made.publish("catering", {"10", "20", "30", "0"});   // more failed than tested
  made.publish("production", {"1", "2", "1", "600"});  // one failed row cannot have 600
  std::vector<std::string> lost;
  for (const Outcome& outcome : made.plan().outcomes)
    if (outcome.state == Outcome::State::kInconsistent)
      lost.push_back(outcome.codes[0] + " " + outcome.measure);
  EXPECT_EQ(lost, (std::vector<std::string>{"catering failed", "production fine"}));
}

TEST(RowPlan, a_copy_is_the_same_whatever_the_scale_and_the_run) {
  Made made;
  made.publish("catering", {"100", "300", "60", "500"});
  const RowPlan plan = made.plan();
  World twice = made.world;
  twice.scale = 2;
  const PlannedRows once(made.world, plan), scaled(twice, plan);
  const auto all = once.make(0, 0, once.places()), part = scaled.make(0, 100, 50);
  const RowText text(made.dataset(), Format::kCsv);
  for (std::size_t i = 0; i < part->rows(); ++i) {
    std::string a, b;
    text.append(*all, 100 + i, a);
    text.append(*part, i, b);
    EXPECT_EQ(a, b);
  }
  EXPECT_EQ(totals(*scaled.make(1, 0, scaled.places())), totals(*all));
  EXPECT_NE(scaled.make(1, 0, 10)->columns[1].values, once.make(0, 0, 10)->columns[1].values);
}

TEST(RowPlan, nothing_is_planned_without_figures) {
  const Made made;
  EXPECT_EQ(made.plan().rows, 0u);
  EXPECT_TRUE(made.plan().cubes.empty());
}

}  // namespace
}  // namespace zhiheng::simulate
