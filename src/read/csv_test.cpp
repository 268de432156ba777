#include "read/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/diagnosed_test.h"
#include "base/file.h"
#include "base/temporary_folder_test.h"
#include "base/text.h"

namespace zhiheng::read {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Parsed {
  CsvFile file;
  std::vector<std::string> mistakes;
};

Parsed parse(std::string_view text) {
  Diagnostics diagnostics;
  Parsed out{parse_csv(text, "f.csv", diagnostics), {}};
  out.mistakes = diagnosed(diagnostics);
  return out;
}

std::vector<std::string> texts(const std::vector<CsvCell>& cells) {
  std::vector<std::string> out;
  for (const auto& cell : cells) out.push_back(cell.text);
  return out;
}

TEST(Csv, ReadsHeaderAndRowsWithTheirPlaces) {
  const auto [file, mistakes] = parse("year,stage,tested\n2020,生产,400\n\n2021,,7");
  EXPECT_THAT(mistakes, IsEmpty());
  EXPECT_EQ(file.path, "f.csv");
  EXPECT_THAT(texts(file.header), ElementsAre("year", "stage", "tested"));
  ASSERT_EQ(file.rows.size(), 2U);
  EXPECT_THAT(texts(file.rows[1]), ElementsAre("2021", "", "7"));
  EXPECT_EQ(file.rows[0][2].line, 2);
  EXPECT_EQ(file.rows[0][2].column, 13) << "columns count bytes";
  EXPECT_EQ(file.rows[1][0].line, 4) << "an empty line counts";
}

TEST(Csv, SkipsTheMarkAndTakesBothLineEnds) {
  const auto [file, mistakes] = parse(
      "\xEF\xBB\xBF"
      "a,b\r\n1,2\r\n3,4\r\n");
  EXPECT_THAT(mistakes, IsEmpty());
  EXPECT_EQ(file.header[0].text, "a");
  EXPECT_EQ(file.header[0].column, 1);
  EXPECT_THAT(texts(file.rows[1]), ElementsAre("3", "4"));
  EXPECT_EQ(file.rows[1][0].line, 3);
}

TEST(Csv, UnquotesCells) {
  const auto [file, mistakes] = parse("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"\"\nlast,1\n");
  EXPECT_THAT(mistakes, IsEmpty());
  EXPECT_THAT(texts(file.rows[0]), ElementsAre("x,y", "say \"hi\""));
  EXPECT_THAT(texts(file.rows[1]), ElementsAre("two\nlines", ""));
  EXPECT_EQ(file.rows[1][1].line, 4);
  EXPECT_EQ(file.rows[1][1].column, 8);
  EXPECT_EQ(file.rows[2][0].line, 5);
}

TEST(Csv, AQuotedEmptyCellIsARow) {
  const auto [file, mistakes] = parse("a\n\"\"\n\nx\n");
  EXPECT_THAT(mistakes, IsEmpty());
  ASSERT_EQ(file.rows.size(), 2U);
  EXPECT_EQ(file.rows[0][0].text, "");
}

TEST(Csv, HashesTheBytesAsRead) {
  EXPECT_EQ(parse("\xEF\xBB\xBF"
                  "a\n")
                .file.sha256,
            sha256_hex("\xEF\xBB\xBF"
                       "a\n"));
}

TEST(Csv, NamesThePlaceOfEachMistake) {
  EXPECT_THAT(parse("a,b\n1,2\n3,x\"y\n").mistakes, ElementsAre("f.csv:3:4 csv.stray-quote"));
  EXPECT_THAT(parse("a,b\n1,\"x\"y\n").mistakes, ElementsAre("f.csv:2:6 csv.after-quote"));
  EXPECT_THAT(parse("a,b\n1,2\n3,\"x\n4,5\n").mistakes, ElementsAre("f.csv:3:3 csv.open-quote"));
  EXPECT_THAT(parse("a,b\n1\n").mistakes, ElementsAre("f.csv:2:1 csv.cell-count"));
  EXPECT_THAT(parse("a,b\n1,2,3,4\n").mistakes, ElementsAre("f.csv:2:5 csv.cell-count"));
  EXPECT_THAT(parse("").mistakes, ElementsAre("f.csv:1:1 csv.no-header"));
  EXPECT_THAT(parse("\xEF\xBB\xBF\n\n").mistakes, ElementsAre("f.csv:1:1 csv.no-header"));
}

TEST(Csv, LeavesOutRowsWithAMistakeOnly) {
  const auto [file, mistakes] = parse("a,b\n1,2\nx\"y,2\n1,2,3\n\"5\"6,7\n8,9\n");
  EXPECT_THAT(mistakes, ElementsAre("f.csv:3:2 csv.stray-quote", "f.csv:4:5 csv.cell-count",
                                    "f.csv:5:4 csv.after-quote"));
  ASSERT_EQ(file.rows.size(), 2U);
  EXPECT_EQ(file.rows[1][0].line, 6);
}

TEST(Csv, RefusesOtherEncodings) {
  // 年份,环节 / 2020,生产 in GB18030.
  const auto [file, mistakes] = parse("year,stage\n2020,\xC9\xFA\xB2\xFA\n");
  EXPECT_THAT(mistakes, ElementsAre("f.csv:2:6 csv.encoding"));
  EXPECT_TRUE(file.rows.empty());
  Diagnostics diagnostics;
  parse_csv(
      "\xEF\xBB\xBF"
      "ab\n\xFF",
      "f.csv", diagnostics);
  EXPECT_NE(diagnostics.items()[0].en.find("byte 7)"), std::string::npos) << diagnostics.items()[0].en;
}

TEST(Csv, RefusesMoreThanAThousandColumns) {
  const std::string thousand = join(std::vector<std::string>(1000, "a"), ",");
  EXPECT_THAT(parse(thousand + "\n").mistakes, IsEmpty());
  EXPECT_THAT(parse(thousand + ",b\n").mistakes, ElementsAre("f.csv:1:2001 csv.too-many-columns"));
}

TEST(Csv, ReadsAFileUnderItsShownName) {
  const TemporaryFolder folder;
  Diagnostics diagnostics;
  const auto file = read_csv(folder.write("x.csv", "a\n1\n"), "data/x.csv", diagnostics);
  EXPECT_EQ(file.path, "data/x.csv");
  EXPECT_EQ(file.rows.size(), 1U);
  EXPECT_THROW(read_csv(folder / "none.csv", "data/none.csv", diagnostics), Error);
}

std::string quoted(const std::string& cell) { return sql_quoted(cell, '"'); }

TEST(CsvProperty, ReadsBackWhatWasWritten) {
  EXPECT_TRUE(rc::check("cells written quoted come back with their lines", [] {
    const auto columns = *rc::gen::inRange<size_t>(1, 5);
    const auto cell =
        rc::gen::container<std::string>(rc::gen::element('a', '"', ',', '\n', '\r', ' ', '*', '9'));
    const auto rows = *rc::gen::container<std::vector<std::vector<std::string>>>(
        rc::gen::container<std::vector<std::string>>(columns, cell));
    std::string text = join(std::vector<std::string>(columns, "h"), ",") + "\n";
    std::vector<int> lines;
    for (const auto& row : rows) {
      lines.push_back(1 + static_cast<int>(std::count(text.begin(), text.end(), '\n')));
      for (size_t i = 0; i < columns; ++i) text += (i == 0 ? "" : ",") + quoted(row[i]);
      text += *rc::gen::element(std::string("\n"), std::string("\r\n"));
    }
    const auto [file, mistakes] = parse(text);
    RC_ASSERT(mistakes.empty());
    RC_ASSERT(file.rows.size() == rows.size());
    for (size_t r = 0; r < rows.size(); ++r) {
      RC_ASSERT(texts(file.rows[r]) == rows[r]);
      RC_ASSERT(file.rows[r][0].line == lines[r]);
    }
  }));
}

TEST(CsvProperty, AnyBytesAreReadOrReported) {
  EXPECT_TRUE(rc::check("every row has as many cells as the header", [](const std::string& text) {
    const auto [file, mistakes] = parse(text);
    RC_ASSERT(!file.header.empty() || !mistakes.empty());
    for (const auto& row : file.rows) RC_ASSERT(row.size() == file.header.size());
  }));
}

}  // namespace
}  // namespace zhiheng::read
