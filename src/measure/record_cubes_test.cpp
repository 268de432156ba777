#include "measure/record_cubes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "catalog/pack_test.h"
#include "intake/live_table.h"
#include "measure/dataset_cubes.h"
#include "measure/record_query.h"
#include "store/database.h"

namespace zhiheng::measure {
namespace {

using segment::Storage;

constexpr const char* kDataset = R"(title: {zh: 行, en: Rows}
owner: market
domain: product
unit: 件
key: id
time: d
frequency: month
columns:
  id: {zh: 编号, en: Id, type: integer, required: true}
  d: {zh: 日期, en: Day, type: date, required: true}
  town: {zh: 街镇, en: Town, codes: area}
  name: {zh: 名称, en: Name}
  note: {zh: 备注, en: Note}
  amount: {zh: 金额, en: Amount, type: decimal, decimals: 2}
  big: {zh: 大数, en: Big, type: integer}
  flag: {zh: 标志, en: Flag, type: boolean}
cubes:
  monthly:
    title: {zh: 月, en: Monthly}
    by: [year(d), month(d), town]
    sums: {n: 1, amount: amount, above: {of: amount > 0, zh: 甲, en: A}, flagged: {of: amount, where: flag, zh: 乙, en: B}}
    distinct: {names: {of: name, zh: 丙, en: C}}
  quarterly:
    title: {zh: 季, en: Quarterly}
    by: [year(d), quarter(d)]
    sums: {n: 1, big: big}
    distinct: {names: {of: name, where: amount > 1, zh: 丁, en: D}}
  named:
    title: {zh: 名, en: Named}
    by: [name]
    where: flag or big > 0
    min: {first: {of: d, zh: 戊, en: E}, least: {of: amount, zh: 己, en: F}}
    max: {last: {of: d, zh: 庚, en: G}, greatest: {of: big, zh: 辛, en: H}}
    quantiles: {middle: {of: amount, at: 0.5, zh: 壬, en: I}, most: {of: big, at: 0.9, zh: 癸, en: J}}
    top: {common: {of: big, keep: 2, zh: 卯, en: N}, towns: {of: town, keep: 1, where: flag, zh: 辰, en: O}}
  noted:
    title: {zh: 注, en: Noted}
    by: [{size: {of: length(note), zh: 长, en: Size}}, town]
    sums: {n: 1}
    distinct: {bigs: {of: big, zh: 子, en: K}}
  mixed:
    title: {zh: 混, en: Mixed}
    by: [{kind: {of: "case when big > 0 and flag then 'x' else town end", zh: 类, en: Kind}}]
    sums: {n: 1, both: {of: amount > 0 and flag, zh: 丑, en: L}, product: {of: amount * 3 - 1, zh: 寅, en: M}}
  wide:
    title: {zh: 宽, en: Wide}
    by: [big]
    sums: {n: 1}
)";

struct Row {
  std::int64_t id = 0;
  std::optional<std::int64_t> d, amount, big, flag;
  std::optional<std::string> town, name, note;
};

class RecordCubes {
 public:
  RecordCubes() {
    pack_.write("catalog/codes/domain.csv", "code,zh,en\nproduct,产品,Products\n");
    pack_.write("catalog/datasets/row.yaml", kDataset);
    Diagnostics diagnostics;
    catalog_ = pack_.load(diagnostics);
    diagnostics.throw_if_errors();
    dataset_ = catalog_.dataset("row");
  }

  const catalog::Dataset& dataset() const { return *dataset_; }
  CubeContext context(unsigned threads = 1) const { return {catalog_, *dataset_, nullptr, nullptr, threads}; }

  /// One segment of these rows in blocks of at most `block` rows.
  std::shared_ptr<const segment::Segment> segment(std::span<const Row> rows, std::size_t block) {
    const std::string path = folder_.path() + "/" + std::to_string(++made_) + ".seg";
    const auto type = [](formula::Type t) { return static_cast<std::uint8_t>(t); };
    segment::Writer writer(path, {{"id", Storage::kNumber, type(formula::Type::kNumber), 0},
                                  {"d", Storage::kNumber, type(formula::Type::kDate), 0},
                                  {"town", Storage::kDictionary, type(formula::Type::kText), 0},
                                  {"name", Storage::kDictionary, type(formula::Type::kText), 0},
                                  {"note", Storage::kPlain, type(formula::Type::kText), 0},
                                  {"amount", Storage::kNumber, type(formula::Type::kNumber), 2},
                                  {"big", Storage::kNumber, type(formula::Type::kNumber), 0},
                                  {"flag", Storage::kNumber, type(formula::Type::kBoolean), 0},
                                  {"_line", Storage::kNumber, type(formula::Type::kNumber), 0}});
    for (std::size_t first = 0; first < rows.size(); first += block)
      put_block(writer, rows.subspan(first, std::min(block, rows.size() - first)));
    writer.finish("");
    return std::make_shared<const segment::Segment>(path);
  }

 private:
  static void put_numbers(segment::Writer& writer, std::span<const Row> rows, auto value) {
    std::vector<std::int64_t> values;
    std::vector<std::uint8_t> present;
    for (const Row& row : rows) {
      const std::optional<std::int64_t> v = value(row);
      values.push_back(v.value_or(0));
      present.push_back(v.has_value());
    }
    std::vector<std::byte> codes;
    writer.put(segment::pack(values, present, codes));
  }

  static void put_block(segment::Writer& writer, std::span<const Row> rows) {
    writer.begin_block(rows.size());
    put_numbers(writer, rows, [](const Row& row) { return std::optional(row.id); });
    put_numbers(writer, rows, [](const Row& row) { return row.d; });
    const auto coded = [&](std::size_t column,
                           const std::optional<std::string>& text) -> std::optional<std::int64_t> {
      if (!text) return std::nullopt;
      return writer.code(column, *text);
    };
    put_numbers(writer, rows, [&](const Row& row) { return coded(2, row.town); });
    put_numbers(writer, rows, [&](const Row& row) { return coded(3, row.name); });
    std::vector<std::uint32_t> offsets{0};
    std::string texts;
    for (const Row& row : rows) {
      texts += row.note.value_or("");
      offsets.push_back(static_cast<std::uint32_t>(texts.size()));
    }
    writer.put(segment::Plain{offsets, texts});
    put_numbers(writer, rows, [](const Row& row) { return row.amount; });
    put_numbers(writer, rows, [](const Row& row) { return row.big; });
    put_numbers(writer, rows, [](const Row& row) { return row.flag; });
    put_numbers(writer, rows, [](const Row& row) { return std::optional(row.id + 2); });
  }

  catalog::PackFolder pack_;
  TemporaryFolder folder_;
  catalog::Catalog catalog_;
  const catalog::Dataset* dataset_ = nullptr;
  int made_ = 0;
};

/// What SQL makes of a cube over the same segments.
class Engine {
 public:
  Engine(const catalog::Dataset& dataset, const std::vector<intake::LiveBatch>& live)
      : database_(store::open_segment_database({intake::live_table(dataset, live)})),
        session_(database_->session()) {}
  CubeTable answer(const CubeContext& context, const catalog::RecordCube& cube) {
    return query_cube({context.catalog, context.dataset, *session_, [](const std::string&) { return "row"; }},
                      cube);
  }

 private:
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<store::Session> session_;
};

std::vector<std::string> lines(const CubeTable& table) {
  std::vector<std::string> lines;
  for (std::size_t cell = 0; cell < table.cells(); ++cell) {
    std::string line;
    for (std::size_t axis = 0; axis < table.axes.size(); ++axis) {
      const bool missing = table.axes[axis]->missing == table.places[axis][cell];
      line += (missing ? "NULL" : axis_text(*table.axes[axis], table.places[axis][cell])) + " | ";
    }
    line += std::to_string(table.rows[cell]);
    for (const auto& measure : table.measures) {
      const bool there = measure.present.empty() || measure.present[cell] != 0;
      line += " | " + (there ? measure_text(measure, cell) : "NULL");
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<LiveSegment> live_of(const std::vector<intake::LiveBatch>& batches) {
  std::vector<LiveSegment> live;
  for (const auto& batch : batches) live.push_back({batch.segment.get(), batch.dead});
  return live;
}

template <typename Value>
std::optional<Value> maybe(const rc::Gen<Value>& value) {
  if (*rc::gen::inRange(0, 6) == 0) return std::nullopt;
  return *value;
}

Row any_row() {
  using rc::gen::element;
  Row row;
  row.d = maybe<std::int64_t>(rc::gen::inRange<std::int64_t>(17897, 19200));
  row.town = maybe<std::string>(element<std::string>("hong", "lan"));
  row.name = maybe<std::string>(element<std::string>("甲", "乙", "丙", "丁", "a'b"));
  row.note = maybe<std::string>(element<std::string>("x", "备注", "y z"));
  row.amount = maybe<std::int64_t>(rc::gen::inRange<std::int64_t>(-500, 500));
  row.big =
      maybe<std::int64_t>(element<std::int64_t>(-1, 0, 1, 7, 4'000'000'000'000, -4'000'000'000'000, 100));
  row.flag = maybe<std::int64_t>(element<std::int64_t>(0, 1));
  return row;
}

std::vector<Row> any_rows() {
  std::vector<Row> rows(*rc::gen::inRange<std::size_t>(0, 60));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i] = any_row();
    rows[i].id = static_cast<std::int64_t>(i);
  }
  return rows;
}

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
  const auto live = live_of(batches);
  Engine engine(cubes.dataset(), batches);
  const auto tables = cubes_of(cubes.context(), live);
  for (std::size_t i = 0; i < tables.size(); ++i) {
    RC_LOG() << cubes.dataset().cubes[i].id << "\n";
    RC_ASSERT(lines(tables[i]) == lines(engine.answer(cubes.context(), cubes.dataset().cubes[i])));
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
    rows[i] = {
        static_cast<std::int64_t>(i), 18000 + static_cast<std::int64_t>(i % 300), 5, 1, 1, "hong", "a", "b"};
  const auto segment = cubes.segment(rows, 1000);
  const CubePlan plan = explain_cubes(cubes.context(), *segment);
  EXPECT_EQ(plan.rows, 1000u);
  EXPECT_LT(plan.updates, plan.updates_apart);
}

}  // namespace
}  // namespace zhiheng::measure
