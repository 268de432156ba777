#include "measure/record_cubes.h"

#include "intake/live_table.h"
#include "measure/record_query.h"
#include "measure/record_rows_test.h"
#include "store/database.h"

namespace zhiheng::measure {
namespace {

/// What SQL makes of a cube over the same segments.
class Engine {
 public:
  Engine(const catalog::Catalog& catalog, const std::vector<intake::LiveBatch>& rows,
         const std::vector<intake::LiveBatch>& firms)
      : database_(store::open_segment_database({intake::live_table(*catalog.dataset("row"), rows),
                                                intake::live_table(*catalog.dataset("firm"), firms)})),
        session_(database_->session()) {}
  CubeTable answer(const CubeContext& context, const catalog::RecordCube& cube) {
    return query_cube({context.catalog, context.dataset, *session_, [](const std::string& id) { return id; }},
                      cube);
  }

 private:
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<store::Session> session_;
};

RC_GTEST_PROP(RecordCubesProperty, OnePassOverSegmentsGivesWhatSqlGives, ()) {
  static RecordCubes cubes;
  const std::vector<Row> rows = any_rows();
  const auto cuts =
      *rc::gen::container<std::vector<std::size_t>>(2, rc::gen::inRange<std::size_t>(0, rows.size() + 1));
  const std::size_t block = *rc::gen::inRange<std::size_t>(1, 20);
  std::vector<std::size_t> edges{0, std::min(cuts[0], cuts[1]), std::max(cuts[0], cuts[1]), rows.size()};
  std::vector<intake::LiveBatch> batches;
  const intake::Batch batch;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::span<const Row> part = std::span<const Row>(rows).subspan(edges[i], edges[i + 1] - edges[i]);
    if (part.empty()) continue;
    batches.push_back(
        {&batch, cubes.segment(part, block), std::vector<std::uint64_t>((part.size() + 63) / 64), 0});
    for (std::size_t r = 0; r < part.size(); ++r)
      if (*rc::gen::inRange(0, 5) == 0) batches.back().dead[r / 64] |= std::uint64_t{1} << r % 64;
  }
  const std::vector<intake::LiveBatch> firms{{&batch, cubes.segment(any_firms()), {}, 0}};
  SegmentRegisters registers(cubes.catalog());
  registers.add("firm", live_of(firms));
  CubeContext context = cubes.context();
  context.registers = &registers;
  Engine engine(cubes.catalog(), batches, firms);
  const auto tables = cubes_of(context, live_of(batches));
  for (std::size_t i = 0; i < tables.size(); ++i) {
    RC_LOG() << cubes.dataset().cubes[i].id << "\n";
    RC_ASSERT(lines(tables[i]) == lines(engine.answer(context, cubes.dataset().cubes[i])));
  }
}

bool coin() { return *rc::gen::arbitrary<bool>(); }

/// Batch after batch, of which later ones replace rows of earlier ones, with tables asked for now and then
/// and in any order: what was added to is always what is computed from scratch, with files of parts and
/// without.
RC_GTEST_PROP(RecordCubesProperty, WhatIsAddedToIsWhatIsComputedFromScratch, ()) {
  static RecordCubes cubes;
  LiveCubes kept(cubes.context(), Keep::kBesideSegment), added(cubes.context(2));
  const intake::Batch batch;
  std::vector<intake::LiveBatch> batches;
  const auto steps = *rc::gen::inRange(1, 6);
  for (int step = 0; step < steps; ++step) {
    const std::vector<Row> rows = any_rows();
    if (rows.empty()) continue;
    if (coin())
      for (auto& earlier : batches) earlier.dead[0] |= *rc::gen::arbitrary<std::uint64_t>();
    batches.push_back({&batch, cubes.segment(rows, *rc::gen::inRange<std::size_t>(1, 20)), {0}, 0});
    if (coin()) std::reverse(batches.begin(), batches.end());
    if (coin()) continue;  // several at once
    const auto live = live_of(batches);
    kept.update(live);
    added.update(live);
    const auto scratch = cubes_of(cubes.context(), live);
    for (std::size_t i = 0; i < scratch.size(); ++i) {
      RC_ASSERT(lines(added.tables()[i]) == lines(scratch[i]));
      RC_ASSERT(lines(kept.tables()[i]) == lines(scratch[i]));
      RC_ASSERT(lines(cubes_of(cubes.context(), live, Keep::kBesideSegment)[i]) == lines(scratch[i]));
    }
    if (coin()) added.expect_more();
  }
}

/// Enough rows that counters are arrays, several sums share a word, and words are emptied on the way.
TEST(RecordCubes, ManyRowsInArraysGiveWhatSqlGives) {
  RecordCubes cubes;
  std::vector<Row> rows(300'000);
  std::uint64_t state = 1;
  const auto random = [&](std::uint64_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::int64_t>((state >> 33) % below);
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Row& row = rows[i];
    row.id = static_cast<std::int64_t>(i);
    row.d = 17897 + static_cast<std::int64_t>(i * 1200 / rows.size()) + random(30);
    row.town = random(3) == 0 ? "lan" : "hong";
    row.name = "n" + std::to_string(random(200));
    row.amount = random(40'000'000'000);
    row.big = random(5000);
    row.flag = random(2);
  }
  const auto whole = cubes.segment(rows, 65536);
  const std::vector<LiveSegment> live{{whole.get(), {}}};
  std::vector<CubeTable> tables[2] = {cubes_of(cubes.context(1), live), cubes_of(cubes.context(2), live)};
  for (std::size_t i = 0; i < tables[0].size(); ++i) EXPECT_EQ(lines(tables[0][i]), lines(tables[1][i]));
  const CubeTable& monthly = tables[0][0];
  std::map<std::string, std::array<std::int64_t, 2>> expected;
  for (const Row& row : rows) {
    const Date day = Date() + static_cast<int>(*row.d);
    auto& cell = expected[std::to_string(day.year()) + "-" + std::to_string(day.month()) + "-" + *row.town];
    ++cell[0];
    cell[1] += *row.amount;
  }
  ASSERT_EQ(monthly.cells(), expected.size());
  for (std::size_t c = 0; c < monthly.cells(); ++c) {
    const auto text = [&](std::size_t axis) {
      return axis_text(*monthly.axes[axis], monthly.places[axis][c]);
    };
    const auto& cell = expected.at(text(0) + "-" + text(1) + "-" + text(2));
    EXPECT_EQ(monthly.rows[c], cell[0]);
    EXPECT_EQ(monthly.measures[1].numbers[c], cell[1]);
  }
}

TEST(RecordCubes, SumsThatCouldLeaveTheirBitsAreRefused) {
  RecordCubes cubes;
  std::vector<Row> rows(20);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].id = static_cast<std::int64_t>(i);
    rows[i].amount = 400'000'000'000'000'000;
  }
  const auto segment = cubes.segment(rows, 20);
  try {
    compute_cubes(cubes.context(), *segment);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostics().at(0).code, "cube.overflow");
  }
}

TEST(RecordCubes, ThePlanSharesCounters) {
  RecordCubes cubes;
  std::vector<Row> rows(1000);
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i] = {static_cast<std::int64_t>(i),
               18000 + static_cast<std::int64_t>(i % 300),
               5,
               1,
               1,
               "hong",
               "a",
               "b",
               "F1"};
  const auto segment = cubes.segment(rows, 1000);
  const CubePlan plan = explain_cubes(cubes.context(), *segment);
  EXPECT_EQ(plan.rows, 1000u);
  EXPECT_LT(plan.updates, plan.updates_apart);
}

}  // namespace
}  // namespace zhiheng::measure
