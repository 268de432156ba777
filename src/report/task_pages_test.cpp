#include "report/task_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "catalog/calendar.h"
#include "chart/renderer.h"
#include "plan/task_simulation.h"
#include "report/build/references.h"
#include "report/html.h"
#include "report/sample_document_test.h"

namespace zhiheng::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// The plan of Putuo as it is shipped, judged without values.
class TaskPages : public testing::Test {
 protected:
  TaskPages() {
    Diagnostics diagnostics;
    catalog_ = catalog::load_catalog({ZHIHENG_SOURCE_DIR}, "putuo", diagnostics);
    calendar_ = catalog::load_calendar({ZHIHENG_SOURCE_DIR}, diagnostics);
    diagnostics.throw_if_errors();
  }

  plan::TaskBook book(const char* on, bool simulated = true) const {
    const catalog::Plan& plan = *catalog_.plan("quality-2018-2020");
    const Date day = Date::parse(on).value();
    const auto reports = simulated ? plan::simulate_task_reports(plan, day, 1) : plan::TaskReports{};
    return plan::task_book(plan, reports, plan::judge_plan(catalog_, plan, {}, day.year() - 1), day,
                           calendar_);
  }
  std::vector<Block> blocks(const plan::TaskBook& book) const {
    return task_blocks(catalog_, book, sample::theme());
  }

  catalog::Catalog catalog_;
  WorkingCalendar calendar_;
};

std::vector<std::string> texts(const TableRow& row) {
  std::vector<std::string> out;
  for (const Cell& cell : row.cells) out.push_back(cell.text);
  return out;
}

TEST_F(TaskPages, ListHasEachTaskOnceUnderItsGoal) {
  const Table list = task_list(catalog_, book("2019-06-30"));
  EXPECT_EQ(list.id, "tasks-list");
  EXPECT_THAT(texts(list.head[0]),
              ElementsAre("序号", "任务", "责任部门", "2018年", "2019年", "2020年", "量化目标"));
  size_t tasks = 0, groups = 0;
  for (const TableRow& row : list.body) {
    EXPECT_EQ(row.cells.size(), list.columns.size());
    (row.kind == TableRow::Kind::kGroup ? groups : tasks) += 1;
  }
  EXPECT_EQ(tasks, 38U);
  EXPECT_EQ(groups, 11U) << "a goal without tasks is left out";
  EXPECT_EQ(list.body[0].cells[0].text, "增加产品优质供给");
  EXPECT_EQ(list.body[1].cells[2].text, "区市场监管局");
  EXPECT_THAT(list.title, HasSubstr("模拟数据"));
}

TEST_F(TaskPages, WhereNothingWasReportedNoStateIsGiven) {
  const auto out = blocks(book("2026-06-30", false));
  for (const Block& block : out) {
    if (const auto* table = std::get_if<Table>(&block)) {
      EXPECT_NE(table->id, "tasks-roll-up");
      for (const TableRow& row : table->body) {
        for (const std::string& text : texts(row)) EXPECT_EQ(text.find("逾期"), std::string::npos);
      }
    }
  }
  EXPECT_THAT(plain_text(std::get<Paragraph>(out[0]).runs), HasSubstr("没有任何进展报告"));
}

TEST_F(TaskPages, GanttIsCutIntoPages) {
  const auto figures = task_gantt(catalog_, book("2019-06-30"), sample::theme());
  ASSERT_GE(figures.size(), 2U);
  size_t rows = 0;
  for (const Figure& figure : figures) {
    EXPECT_LE(figure.height, 760);
    EXPECT_THAT(figure.title, HasSubstr("模拟数据"));
    EXPECT_TRUE(figure.alt.ends_with("。"));
    EXPECT_NO_THROW(std::ignore = nlohmann::json::parse(figure.option_dark));
    rows += figure.data.body.size();
  }
  EXPECT_EQ(rows, 38U);
  chart::ChartRenderer renderer;
  const Figure& first = figures[0];
  EXPECT_THAT(renderer.svg(first.option, first.width, first.height, "g"), HasSubstr("企业标准公开"));
}

TEST_F(TaskPages, RollUpCountsEachTaskOnceAtTheEnd) {
  const Table sums = task_roll_up(catalog_, book("2019-06-30"));
  EXPECT_THAT(texts(sums.head[0]), ElementsAre("责任部门", "未开始", "在办", "完成", "逾期", "取消", "合计"));
  const TableRow& last = sums.body.back();
  EXPECT_EQ(last.kind, TableRow::Kind::kTotal);
  int total = 0;
  for (size_t i = 1; i + 1 < last.cells.size(); ++i) total += std::stoi(last.cells[i].text);
  EXPECT_EQ(std::stoi(last.cells.back().text), total);
}

TEST_F(TaskPages, EverythingIsMentionedAndCanBePrinted) {
  Document document;
  document.report = "plan-monitoring";
  document.title = "任务";
  document.blocks = blocks(book("2019-06-30"));
  Diagnostics diagnostics;
  settle_references(document, {}, diagnostics);
  EXPECT_TRUE(diagnostics.items().empty());
  chart::ChartRenderer renderer;
  for (Block& block : document.blocks) {
    if (auto* figure = std::get_if<Figure>(&block))
      figure->svg = renderer.svg(figure->option, figure->width, figure->height, figure->id);
  }
  EXPECT_THAT(render_html(document, sample::theme()), HasSubstr("tasks-gantt-1"));
}

TEST_F(TaskPages, APlanWithoutTasksHasNoPages) {
  const catalog::Plan empty;
  const auto none = plan::task_book(empty, {}, {}, Date::parse("2019-06-30").value(), calendar_);
  EXPECT_TRUE(blocks(none).empty());
}

}  // namespace
}  // namespace zhiheng::report
