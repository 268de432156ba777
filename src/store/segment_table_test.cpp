#include "store/segment_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/temporary_folder_test.h"
#include "base/text.h"
#include "store/dialect.h"

namespace zhiheng::store {
namespace {

using Kind = LoadColumn::Kind;
using segment::Storage;
using testing::ElementsAre;
using testing::HasSubstr;

struct Row {
  std::int64_t number = 0;
  std::optional<std::int64_t> amount, day, moment, flag;
  std::optional<std::string> town, note;
};

const std::vector<SegmentTable::Column> kColumns{{"number", Kind::kNumber, 0}, {"amount", Kind::kNumber, 2},
                                                 {"day", Kind::kDate, 0},      {"moment", Kind::kTime, 0},
                                                 {"flag", Kind::kBoolean, 0},  {"town", Kind::kText, 0},
                                                 {"note", Kind::kText, 0}};

class SegmentTables {
 public:
  std::shared_ptr<const segment::Segment> segment(std::span<const Row> rows, std::size_t block) {
    const std::string path = folder_.path() + "/" + std::to_string(++made_) + ".seg";
    segment::Writer writer(path, {{"number", Storage::kNumber},
                                  {"amount", Storage::kNumber, 0, 2},
                                  {"day", Storage::kNumber},
                                  {"moment", Storage::kNumber},
                                  {"flag", Storage::kNumber},
                                  {"town", Storage::kDictionary},
                                  {"note", Storage::kPlain}});
    for (std::size_t first = 0; first < rows.size(); first += block)
      put(writer, rows.subspan(first, std::min(block, rows.size() - first)));
    writer.finish("");
    return std::make_shared<const segment::Segment>(path);
  }

 private:
  static void put(segment::Writer& writer, std::span<const Row> rows) {
    writer.begin_block(rows.size());
    const auto numbers = [&](auto value) {
      std::vector<std::int64_t> values;
      std::vector<std::uint8_t> present;
      for (const Row& row : rows) {
        const std::optional<std::int64_t> v = value(row);
        values.push_back(v.value_or(0));
        present.push_back(v.has_value());
      }
      std::vector<std::byte> codes;
      writer.put(segment::pack(values, present, codes));
    };
    numbers([](const Row& row) { return std::optional(row.number); });
    numbers([](const Row& row) { return row.amount; });
    numbers([](const Row& row) { return row.day; });
    numbers([](const Row& row) { return row.moment; });
    numbers([](const Row& row) { return row.flag; });
    numbers([&](const Row& row) {
      return row.town ? std::optional<std::int64_t>(writer.code(5, *row.town)) : std::nullopt;
    });
    std::vector<std::uint32_t> offsets{0};
    std::string texts;
    for (const Row& row : rows) {
      texts += row.note.value_or("");
      offsets.push_back(static_cast<std::uint32_t>(texts.size()));
    }
    writer.put(segment::Plain{offsets, texts});
  }

  TemporaryFolder folder_;
  int made_ = 0;
};

std::vector<std::string> lines(Database& database, const std::string& sql) {
  const Frame frame = database.session()->query(sql);
  std::vector<std::string> lines;
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    std::string line;
    for (std::size_t column = 0; column < frame.columns(); ++column)
      line += (column == 0 ? "" : "|") + frame.text(row, column).value_or("NULL");
    lines.push_back(line);
  }
  return lines;
}

const std::vector<Row> kRows{
    {1, 250, 18000, 18000 * 86400 + 30600, 1, "七宝", "短"},
    {2, -5, std::nullopt, std::nullopt, 0, "a town with a long name", "a long note, twice"},
    {3, std::nullopt, 0, 0, std::nullopt, std::nullopt, std::nullopt}};

TEST(SegmentTable, ShowsEveryTypeAndWhatIsMissing) {
  SegmentTables segments;
  const auto database = open_segment_database({{"row", kColumns, {{segments.segment(kRows, 2), {}, 7}}}});
  EXPECT_THAT(lines(*database, "SELECT * FROM row ORDER BY number"),
              ElementsAre("1|2.50|2019-04-14|2019-04-14 08:30:00|1|七宝|短|7",
                          "2|-0.05|NULL|NULL|0|a town with a long name|a long note, twice|7",
                          "3|NULL|1970-01-01|1970-01-01 00:00:00|NULL|NULL|NULL|7"));
  EXPECT_THAT(lines(*database, "DESCRIBE row"),
              ElementsAre(HasSubstr("BIGINT"), HasSubstr("DECIMAL(18,2)"), HasSubstr("DATE"),
                          HasSubstr("TIMESTAMP"), HasSubstr("BOOLEAN"), HasSubstr("VARCHAR"),
                          HasSubstr("VARCHAR"), HasSubstr("_batch|BIGINT")));
}

TEST(SegmentTable, IsReadByTheColumnsThatAQueryNames) {
  SegmentTables segments;
  const auto segment = segments.segment(kRows, 3);
  const auto database = open_segment_database(
      {{"row", kColumns, {{segment, {0b001}, 1}, {segment, {}, 2}, {segment, {0b111}, 3}}},
       {"none", kColumns, {}}});
  EXPECT_THAT(lines(*database, "SELECT count(*) FROM row"), ElementsAre("5"));
  EXPECT_THAT(lines(*database, "SELECT count(*) FROM none"), ElementsAre("0"));
  EXPECT_THAT(lines(*database, "SELECT note, _batch FROM row WHERE number = 1"), ElementsAre("短|2"));
  EXPECT_THAT(
      lines(*database, "SELECT a._batch FROM row AS a JOIN row AS b ON a.town = b.town WHERE b.note = '短'"),
      ElementsAre("2"));
}

/// Blocks and stretches of all sizes on all threads: each live row once, nothing else.
RC_GTEST_PROP(SegmentTableProperty, EachLiveRowOnce, ()) {
  static SegmentTables segments;
  SegmentTable table{"row", kColumns, {}};
  std::int64_t expected = 0, sum = 0, texts = 0;
  const auto parts = *rc::gen::inRange(1, 4);
  for (std::int64_t batch = 1; batch <= parts; ++batch) {
    std::vector<Row> rows(*rc::gen::inRange<std::size_t>(1, 6000));
    const auto step = *rc::gen::inRange(1, 9);
    SegmentTable::Part part{nullptr, std::vector<std::uint64_t>((rows.size() + 63) / 64), batch};
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i].number = static_cast<std::int64_t>(i) * step;
      if (i % 3 != 0) rows[i].note = std::string(i % 20, 'x');
      if (i % 5 != 0) rows[i].town = "town number " + std::to_string(i % 7);
      if (i % static_cast<std::size_t>(step + 1) == 0) {
        part.dead[i / 64] |= std::uint64_t{1} << i % 64;
        continue;
      }
      ++expected;
      sum += rows[i].number * batch;
      texts += static_cast<std::int64_t>(rows[i].note.value_or("").size() + rows[i].town.value_or("").size());
    }
    part.segment = segments.segment(rows, *rc::gen::inRange<std::size_t>(1, 5000));
    table.parts.push_back(std::move(part));
  }
  const auto database = open_segment_database({table});
  RC_ASSERT(lines(*database,
                  "SELECT count(*), coalesce(sum(number * _batch), 0), coalesce(sum(coalesce(length(note), "
                  "0) + coalesce(length(town), 0)), 0), "
                  "count(DISTINCT _batch * 100000 + number) FROM row") ==
            std::vector<std::string>{join({std::to_string(expected), std::to_string(sum),
                                           std::to_string(texts), std::to_string(expected)},
                                          "|")});
}

TEST(SegmentTable, RefusesSegmentsOfAnotherForm) {
  SegmentTables segments;
  const auto segment = segments.segment(kRows, 3);
  const auto code = [&](SegmentTable::Column column) {
    try {
      open_segment_database({{"row", {std::move(column)}, {{segment, {}, 1}}}});
    } catch (const Error& error) {
      return error.diagnostics().at(0).code;
    }
    return std::string();
  };
  EXPECT_EQ(code({"number", Kind::kNumber, 0}), "");
  EXPECT_EQ(code({"other", Kind::kNumber, 0}), "segment.other-columns");
  EXPECT_EQ(code({"number", Kind::kNumber, 1}), "segment.other-columns");
  EXPECT_EQ(code({"number", Kind::kText, 0}), "segment.other-columns");
  EXPECT_EQ(code({"note", Kind::kDate, 0}), "segment.other-columns");
}

TEST(SegmentTable, DamageEndsTheQueryWithItsWords) {
  SegmentTables segments;
  const auto sound = segments.segment(kRows, 3);
  std::fstream file(sound->path(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(64);  // the first block
  file.put('\x7f');
  file.close();
  const auto database = open_segment_database(
      {{"row", kColumns, {{std::make_shared<const segment::Segment>(sound->path()), {}, 1}}}});
  try {
    lines(*database, "SELECT sum(number) FROM row");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostics().at(0).code, "sql.failed");
    EXPECT_THAT(error.what(), HasSubstr("zhiheng rebuild"));
  }
  EXPECT_THAT(lines(*database, "SELECT sum(flag::INTEGER) FROM row"), ElementsAre("1"));
}

}  // namespace
}  // namespace zhiheng::store
