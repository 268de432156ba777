#include "report/office/grid.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "report/office/pages.h"
#include "report/office/table_layout.h"
#include "report/sample_document_test.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"  // what is not named keeps its default

namespace zhiheng::report::office {
namespace {

// Any spans, fitting or not, covered or not.
Table random_table() {
  const int columns = *rc::gen::inRange(1, 6), head = *rc::gen::inRange(0, 3), body = *rc::gen::inRange(0, 6);
  Table table;
  table.columns.resize(static_cast<size_t>(columns));
  for (auto& column : table.columns) column.width = *rc::gen::inRange(1, 4);
  for (int r = 0; r < head + body; ++r) {
    TableRow row;
    row.kind = *rc::gen::element(TableRow::Kind::kBody, TableRow::Kind::kGroup);
    for (int c = 0; c < columns; ++c) {
      Cell cell{.kind = Cell::Kind::kNumber,
                .text = *rc::gen::element<std::string>("7", "123456.78", "甲乙丙丁"),
                .unit = "",
                .runs = {},
                .published = {}};
      cell.col_span = *rc::gen::inRange(-1, 8);
      cell.row_span = *rc::gen::inRange(-1, 8);
      cell.covered = *rc::gen::arbitrary<bool>();
      row.cells.push_back(cell);
    }
    (r < head ? table.head : table.body).push_back(row);
  }
  return table;
}

RC_GTEST_PROP(GridProperty, EveryPlaceBelongsToOneCell, ()) {
  const Table table = random_table();
  const Grid grid(table);
  int covered = 0;
  for (int r = 0; r < grid.rows(); ++r) {
    for (int c = 0; c < grid.columns(); ++c) {
      const Grid::Place& place = grid.at(r, c);
      RC_ASSERT(place.cell != nullptr);
      RC_ASSERT(r >= place.row && r < place.row + place.row_span);
      RC_ASSERT(c >= place.column && c < place.column + place.col_span);
      RC_ASSERT((place.row < grid.head_rows()) == (r < grid.head_rows()));
      if (grid.starts_at(r, c)) covered += place.row_span * place.col_span;
    }
  }
  RC_ASSERT(covered == grid.rows() * grid.columns());
}

RC_GTEST_PROP(TableLayoutProperty, ColumnsFillTheWidth, ()) {
  const Table table = random_table();
  const int width = *rc::gen::inRange(3000, 14000);
  const TableLayout layout = layout_table(table, Grid(table), width);
  RC_ASSERT(std::accumulate(layout.columns.begin(), layout.columns.end(), 0) == width);
  for (const int column : layout.columns) RC_ASSERT(column > 0);
}

TEST(TableLayout, ManyColumnsGetSmallerLetters) {
  Document document;
  const Table few = sample::table(document, "few", 1, 3);
  Table many = few;
  for (int i = 0; i < 20; ++i) {
    many.columns.push_back({.align = Align::kRight, .numeric = true});
    for (auto& row : many.body) row.cells.push_back(sample::figure_cell(document, "12345.67", "件", "many"));
  }
  EXPECT_EQ(layout_table(few, Grid(few), 8845).half_points, 21);
  EXPECT_LT(layout_table(many, Grid(many), 8845).half_points, 18);
}

TEST(Pages, GrowWithThePaper) {
  const Document document = sample::large_document(20, 5, 6);
  const Outline outline = outline_of(document);
  const auto pages = estimate_pages(document, outline);
  ASSERT_EQ(pages.size(), outline.places.size());
  int last = 1;
  for (const Heading* heading : outline.headings) {
    EXPECT_GE(pages.at(heading), last);
    last = pages.at(heading);
  }
  EXPECT_GT(last, 20);
  EXPECT_LT(last, 60);
}

}  // namespace
}  // namespace zhiheng::report::office
