#include "audit/table.h"

#include <gtest/gtest.h>

#include "audit/make_document_test.h"

namespace zhiheng::audit {
namespace {

TableModel only_table(const read::Document& document) {
  std::vector<TableModel> tables = read_tables(document);
  EXPECT_EQ(tables.size(), 1U);
  return tables.empty() ? TableModel{} : std::move(tables[0]);
}

double value(const TableModel& table, size_t row, size_t column) {
  const Value* cell = table.at(row, column);
  return cell ? cell->quantity.value : -1e99;
}

TEST(Table, CaptionUnitAndPeriodHoldForItsCells) {
  const auto document = make_document(
      "表 3：2022年各园区产值\n单位：万元\n园区\t产值\t增长（%）\n东园\t120\t3.5\n西园\t80\t-1.2\n");
  const TableModel table = only_table(document);
  EXPECT_EQ(table.number, "表3");
  EXPECT_EQ(table.title, "2022年各园区产值");
  EXPECT_EQ(table.unit, "万元");
  ASSERT_EQ(table.columns.size(), 2U);
  EXPECT_EQ(table.columns[1].measure, Measure::kGrowth);
  EXPECT_DOUBLE_EQ(value(table, 0, 0), 1.2e6);
  EXPECT_DOUBLE_EQ(value(table, 1, 1), -1.2);
  EXPECT_EQ(table.at(1, 1)->quantity.dimension, Dimension::kPercent);
  EXPECT_EQ(period_of(table, *table.at(0, 0)).from, 2022);
}

TEST(Table, CaptionBelowIsTakenUnlessAnotherTableFollows) {
  const auto document = make_document("类别\t数量\n甲\t1\n乙\t2\n\n表 1 各类数量\n");
  EXPECT_EQ(only_table(document).title, "各类数量");
  const auto two = make_document("类别\t数量\n甲\t1\n\n表 2 后一表\n类别\t数量\n乙\t2\n");
  const std::vector<TableModel> tables = read_tables(two);
  ASSERT_EQ(tables.size(), 2U);
  EXPECT_TRUE(tables[0].number.empty());
  EXPECT_EQ(tables[1].number, "表2");
}

TEST(Table, MergedHeadsBecomePaths) {
  const auto spans = make_document(
      "区域\t2019年\t<\t2020年\t<\n^"
      "\t投诉（件）\t举报（件）\t投诉（件）\t举报（件）\n东\t1\t2\t3\t4\n西\t5\t6\t7\t8\n");
  const TableModel table = only_table(spans);
  ASSERT_EQ(table.columns.size(), 4U);
  EXPECT_EQ(table.columns[1].label, "2019年/举报(件)");
  EXPECT_EQ(table.columns[1].subject, "举报");
  EXPECT_EQ(table.columns[2].period.from, 2020);
  EXPECT_EQ(table.columns[0].group, table.columns[1].group);
  EXPECT_NE(table.columns[1].group, table.columns[2].group);
}

TEST(Table, TextTablesSpreadHeadsByEmptyCells) {
  const auto document =
      make_document("行业\t资产\t\t收入\t\n\t亿元\t%\t亿元\t%\n甲\t1.5\t2\t3\t4\n乙\t5\t6\t7\t8\n");
  const TableModel table = only_table(document);
  ASSERT_EQ(table.columns.size(), 4U);
  EXPECT_EQ(table.columns[1].label, "资产/%");
  EXPECT_EQ(table.columns[2].label, "收入/亿元");
  EXPECT_DOUBLE_EQ(value(table, 0, 0), 1.5e8);
}

TEST(Table, ContinuationIsJoinedAndItsHeadLeftOut) {
  const auto document = make_document(
      "表 1：样品\n类别\t批次\n甲\t10\n\n[3] 数据来源\n（续表）\n\n类别\t批次\n乙\t20\n合计\t30\n");
  const TableModel table = only_table(document);
  EXPECT_EQ(table.blocks.size(), 2U);
  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_EQ(table.rows[2].total, Total::kStrong);
  EXPECT_TRUE(table.whole);
}

TEST(Table, ContinuationThatDoesNotFitMarksBothAsTorn) {
  const auto document = make_document(
      "表 1：样品\n类别\t批次\n甲\t10\n\n（续表）\n\n类别\t批次\t合格\n乙\t20\t19\n合计\t30\t29\n");
  const std::vector<TableModel> tables = read_tables(document);
  ASSERT_EQ(tables.size(), 2U);
  EXPECT_FALSE(tables[0].whole);
  EXPECT_FALSE(tables[1].whole);
}

TEST(Table, NewHeadInTheMiddleBeginsASection) {
  const auto document = make_document(
      "甲（件）\t快检（件）\t合格率（%）\n80\t40\t99.1\n乙（件）\t抽样（件）\t合格率（%）\n30\t10\t98.5\n");
  const std::vector<TableModel> tables = read_tables(document);
  ASSERT_EQ(tables.size(), 2U);
  EXPECT_EQ(tables[1].columns[1].subject, "抽样");
  EXPECT_DOUBLE_EQ(value(tables[1], 0, 0), 30);
}

TEST(Table, WordsInANumberColumnAreNoHead) {
  const auto document =
      make_document("指标\t2025年目标值\n合格率\t≥96%\n事故起数\t比上期下降10%\n老旧住房改造\t80万平方米\n");
  const TableModel table = only_table(document);
  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_EQ(table.state(1, 0), kWordsCell);
  EXPECT_EQ(table.at(0, 0)->quantity.bound, Bound::kAtLeast);
  EXPECT_DOUBLE_EQ(value(table, 2, 0), 8e5);
}

TEST(Table, RowsHaveDepthByNumberingAndMarks) {
  const auto document = make_document(
      "领域\t单位\t总量\n1. 生产总值\t亿元\t10.0\n按产业分\t\t\n第一产业\t亿元\t4.0\n第二产业\t亿元\t6.0\n# "
      "工业\t亿元\t5.0\n2. "
      "利用外资\t亿元\t3.0\n");
  const TableModel table = only_table(document);
  ASSERT_EQ(table.rows.size(), 6U);
  EXPECT_TRUE(table.rows[1].grouping);
  EXPECT_GT(table.rows[2].depth, table.rows[1].depth);
  EXPECT_TRUE(table.rows[4].of_which);
  EXPECT_EQ(table.rows[4].subject, "工业");
  EXPECT_EQ(table.rows[5].depth, table.rows[0].depth);
}

TEST(Table, YearsAsRowsAndBareYearsAsHeads) {
  const auto rows = make_document("年份\t产量（吨）\n2018\t63288.25\n2019\t59608.57\n");
  EXPECT_EQ(only_table(rows).rows[1].period.from, 2019);
  const auto heads = make_document("指标\t2018\t2019\n受理\t1998\t2005\n办结\t1990\t2001\n");
  const TableModel table = only_table(heads);
  EXPECT_EQ(table.columns[0].period.from, 2018);
  EXPECT_DOUBLE_EQ(value(table, 0, 1), 2005);
}

TEST(Table, OrdinalsAreNoLabelsAndTotalsMayStandThere) {
  const auto document = make_document("序号\t类别\t批次\n1\t甲\t10\n2\t乙\t20\n合计\t\t30\n");
  const TableModel table = only_table(document);
  ASSERT_EQ(table.columns.size(), 1U);
  EXPECT_EQ(table.rows[1].label, "乙");
  EXPECT_EQ(table.rows[2].total, Total::kStrong);
}

TEST(Table, TablesSideBySideAreParted) {
  const auto document = make_document(
      "收入项目\t金额\t支出项目\t金额\n税收\t10\t教育\t7\n其他\t2\t卫生\t5\n总计\t12\t总计\t12\n");
  const std::vector<TableModel> tables = read_tables(document);
  ASSERT_EQ(tables.size(), 2U);
  EXPECT_EQ(tables[0].columns.size(), 1U);
  EXPECT_EQ(tables[1].columns.size(), 1U);
}

TEST(Table, PlainNumbersAreReadLikeOthers) {
  const auto document = make_document("类别\t数值\n甲\t12.50\n乙\t0.3\n丙\t407\n");
  const TableModel table = only_table(document);
  ASSERT_EQ(table.values.size(), 3U);
  for (const Value& value : table.values) {
    const Quantity q = parse_cell(document.text, value.quantity.span, {});
    EXPECT_DOUBLE_EQ(value.quantity.value, q.value);
    EXPECT_DOUBLE_EQ(value.quantity.step, q.step);
    EXPECT_DOUBLE_EQ(value.quantity.interval.high, q.interval.high);
    EXPECT_EQ(value.quantity.number, q.number);
    EXPECT_EQ(value.quantity.unit, q.unit);
    EXPECT_EQ(value.quantity.bound, q.bound);
  }
}

TEST(Table, SpacesBetweenThousandsAreReadWhereNothingSpeaksAgainstThem) {
  const auto document = make_document("类别\t产值\n甲\t846.3\n合计\t1 846.3\n");
  EXPECT_DOUBLE_EQ(value(only_table(document), 1, 0), 1846.3);
  const auto otherwise = make_document("类别\t产值\n甲\t1846\n乙\t12 345\n");
  EXPECT_EQ(only_table(otherwise).state(1, 0), kWordsCell);
}

TEST(Table, RostersHaveNoModel) {
  EXPECT_TRUE(read_tables(make_document("序号\t企业名称\n1\t甲公司\n2\t乙公司\n3\t丙公司\n")).empty());
}

TEST(Table, SpreadBeyondReasonIsRefused) {
  read::Document document = make_document("甲\t1\n");
  document.blocks[0].rows = 100'000;
  document.blocks[0].columns = 1'000;
  EXPECT_TRUE(read_tables(document).empty());
}

}  // namespace
}  // namespace zhiheng::audit
