#include "intake/load_pack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "catalog/pack_test.h"

namespace zhiheng::intake {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class LoadPackTest : public testing::Test {
 protected:
  LoadPackTest() {
    pack_.write(
        "catalog/cubes/food.yaml",
        "title: {zh: 抽检}\nowner: market\ndimensions:\n  stage: {zh: 环节, codes: stage}\nmeasures:\n"
        "  tested: {zh: 完成}\n  passed: {zh: 合格}\n"
        "derived:\n  rate: {zh: 率, numerator: passed, denominator: tested, unit: \"%\", decimals: 2}\n");
    pack_.write("catalog/lists/award.yaml",
                "title: {zh: 名单}\nowner: market\ncolumns:\n  level: {zh: 级别, codes: stage}\n  winner: "
                "{zh: 名称}\n"
                "  seats: {zh: 席位, type: integer}\n  sum: {zh: 金额, type: decimal}\n  since: {zh: 日期, "
                "type: date}\n");
    pack_.write(
        "catalog/indicators/a.yaml",
        "farm.output: {title: {zh: 产值}, owner: farm}\nfarm.area: {title: {zh: 面积}, owner: farm}\n");
  }

  /// Loads the pack with this data file; its mistakes as "line:column code" where they are in that file.
  std::vector<std::string> load(const std::string& name, const std::string& content) {
    const std::string file = "districts/test/data/" + name;
    pack_.write(file, content);
    database_ = store::open_memory_database();
    session_ = database_->session();
    diagnostics_ = {};
    catalog_ = pack_.load(diagnostics_);
    load_pack(catalog_, *session_, diagnostics_);
    std::vector<std::string> out;
    for (std::string text : diagnosed(diagnostics_)) {
      out.push_back(text.starts_with(file + ":") ? text.substr(file.size() + 1) : text);
    }
    return out;
  }
  std::string first_message() const { return diagnostics_.items().at(0).zh; }

  /// All rows of a query: cells joined by `,`, rows by `;`, missing as `-`.
  std::string rows(const std::string& sql) {
    const auto frame = session_->query(sql);
    std::string out;
    for (size_t r = 0; r < frame.rows(); ++r) {
      for (size_t c = 0; c < frame.columns(); ++c)
        out += (c == 0 ? "" : ",") + frame.text(r, c).value_or("-");
      out += ";";
    }
    return out;
  }

  catalog::PackFolder pack_;
  catalog::Catalog catalog_;
  Diagnostics diagnostics_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<store::Session> session_;
};

const std::string kFood = "year,stage,tested,passed,rate@published,source,status,note\n";
const std::string kReported = "indicator,area,year,value,growth,source,status,note\n";
const std::string kAward = "year,level,winner,seats,sum,since,source,status,note\n";

TEST_F(LoadPackTest, StoresGoodRowsAndKeepsTotalsApart) {
  const std::string content = kFood +
                              "2020,production,400,399,99.75,表9,,\n"
                              "2020,catering,20.5,,,表9,inferred,由正文推得\n"
                              "2020,*,420,399,95.0,表9,,合计\n";
  EXPECT_THAT(load("food.csv", content), IsEmpty());
  EXPECT_EQ(rows("SELECT year, stage, tested, passed, _line FROM food ORDER BY _line"),
            "2020,production,400.000000,399.000000,2;2020,catering,20.500000,-,3;");
  EXPECT_EQ(rows("SELECT cube, line, source, status, note FROM _row ORDER BY line"),
            "food,2,表9,-,-;food,3,表9,inferred,由正文推得;food,4,表9,-,合计;");
  EXPECT_EQ(
      rows("SELECT year, members, measure, value, total, line, source, note FROM _published ORDER BY line, "
           "measure"),
      "2020,production,rate,99.75,0,2,表9,-;2020,*,passed,399,1,4,表9,合计;2020,*,rate,95.0,1,4,表9,合计;"
      "2020,*,tested,420,1,4,表9,合计;");
  EXPECT_EQ(rows("SELECT path, sha256, cube FROM _file"),
            "districts/test/data/food.csv," + sha256_hex(content) + ",food;");
}

TEST_F(LoadPackTest, LeavesOutRowsWithAMistake) {
  EXPECT_THAT(load("food.csv", kFood + "2020,production,many,1,,,,\n2020,catering,5,4,,,,\n"),
              ElementsAre("2:17 data.not-number"));
  EXPECT_EQ(rows("SELECT stage FROM food"), "catering;");
  EXPECT_EQ(rows("SELECT line FROM _row"), "3;");
}

TEST_F(LoadPackTest, NamesMistakesOfCells) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"2020,production,\"1,000\",1,,,,", "2:17 data.not-number"},
      {"2020,production,98%,1,,,,", "2:17 data.not-number"},
      {"2020,production,1.1234567,1,,,,", "2:17 data.too-many-decimals"},
      {"2020,production,1000000000000000000,1,,,,", "2:17 data.too-large"},
      {"2020,production,1,1,98.x,,,", "2:21 data.not-number"},
      {"20,production,1,1,,,,", "2:1 data.not-year"},
      {"2020年,production,1,1,,,,", "2:1 data.not-year"},
      {",production,1,1,,,,", "2:1 data.not-year"},
      {"2020,prodction,1,1,,,,", "2:6 data.unknown-code"},
      {"2020,,1,1,,,,", "2:6 data.unknown-code"},
      {"2020,production,1,1,,,guessed,", "2:23 data.not-allowed"},
      {"2020,*,,,,,,", "2:1 data.total-without-figure"},
      {"2020,production,1", "2:17 csv.cell-count"},
  };
  for (const auto& [row, place] : cases) {
    EXPECT_THAT(load("food.csv", kFood + row + "\n"), ElementsAre(place)) << row;
    EXPECT_EQ(rows("SELECT * FROM food"), "") << row;
    EXPECT_EQ(rows("SELECT * FROM _published"), "") << row;
  }
}

TEST_F(LoadPackTest, SuggestsTheCodeThatWasMeant) {
  load("food.csv", kFood + "2020,prodction,1,1,,,,\n");
  EXPECT_THAT(first_message(), HasSubstr("（production？）"));
  EXPECT_THAT(first_message(), HasSubstr("可用：production, circulation, catering, canteen"));
}

TEST_F(LoadPackTest, TheSameKeyTwiceIsAMistake) {
  EXPECT_THAT(
      load("food.csv", kFood + "2020,production,1,1,,,,\n2021,production,1,1,,,,\n2020,production,2,2,,,,\n"),
      ElementsAre("4:1 data.duplicate-row"));
  EXPECT_THAT(first_message(), HasSubstr("第 2 行"));
  EXPECT_EQ(rows("SELECT tested FROM food WHERE year = 2020"), "1.000000;") << "the first stands";
  EXPECT_THAT(load("food.csv", kFood + "x,production,1,1,,,,\nx,production,1,1,,,,\n"),
              ElementsAre("2:1 data.not-year", "3:1 data.not-year"))
      << "rows without a key are not the same";
}

TEST_F(LoadPackTest, NamesMistakesOfTheHeader) {
  EXPECT_THAT(load("food.csv", "year,stage,tested,source,status,note\n2020,production,1,,,\n"),
              ElementsAre("1:1 data.missing-column"));
  EXPECT_THAT(load("food.csv", "year,stage,testd,passed,source,status,note\n"),
              ElementsAre("1:12 data.unknown-column", "1:1 data.missing-column"));
  EXPECT_THAT(load("food.csv", "year,stage,tested,passed,tested,source,status,note\n"),
              ElementsAre("1:26 data.duplicate-column"));
  EXPECT_THAT(load("food.csv", "year,stage,tested,passed,tested@published,source,status,note\n"),
              ElementsAre("1:26 data.unknown-column"))
      << "only derived measures are published beside";
}

TEST_F(LoadPackTest, AnUnreadableFileIsReportedOnce) {
  EXPECT_THAT(load("food.csv", ""), ElementsAre("1:1 csv.no-header"));
  EXPECT_THAT(load("food.csv", "year,stage\n2020,\xC9\xFA\xB2\xFA\n"), ElementsAre("2:6 csv.encoding"));
}

TEST_F(LoadPackTest, AFileThatBelongsToNothingIsAMistake) {
  EXPECT_THAT(load("foood.csv", kFood), ElementsAre("districts/test/data/foood.csv data.unknown-file"));
}

TEST_F(LoadPackTest, StoresListsInTheirOrder) {
  EXPECT_THAT(
      load("award.csv", kAward + "2020,catering,\"乙, 丙\",3,1.5,2019-02-28,表1,,\n2020,,甲,,,,,inferred,\n"),
      IsEmpty());
  EXPECT_EQ(rows("SELECT level, winner, seats, sum, since, _line FROM award ORDER BY _line"),
            "catering,乙, 丙,3.000000,1.500000,2019-02-28,2;-,甲,-,-,-,3;");
}

TEST_F(LoadPackTest, NamesMistakesOfListCells) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"2020,cater,甲,,,,,,", "2:6 data.unknown-code"},   {"2020,*,甲,,,,,,", "2:6 data.unknown-code"},
      {"2020,,甲,1.5,,,,,", "2:11 data.not-integer"},     {"2020,,甲,x,,,,,", "2:11 data.not-number"},
      {"2020,,甲,,,2019-02-29,,,", "2:13 data.not-date"}, {"2020,,甲,,,2019/02/28,,,", "2:13 data.not-date"},
      {"2020,,甲,,,2019,,,", "2:13 data.not-date"},       {"2020,,甲,,,,,conflict,", "2:15 data.not-allowed"},
  };
  for (const auto& [row, place] : cases) {
    EXPECT_THAT(load("award.csv", kAward + row + "\n"), ElementsAre(place)) << row;
    EXPECT_EQ(rows("SELECT * FROM award"), "") << row;
  }
}

TEST_F(LoadPackTest, StoresReportedValuesAsWritten) {
  EXPECT_THAT(load("reported/farm.csv",
                   kReported + "farm.output,,2020,100.0,1.4,表1,,\nfarm.output,hong,2020,7,,,inferred,x\n"
                               "farm.output,,2020,99,,表2,conflict,\n"),
              IsEmpty());
  EXPECT_EQ(rows("SELECT line, indicator, area, year, value, growth, source, status, note FROM _reported "
                 "ORDER BY line"),
            "2,farm.output,-,2020,100.0,1.4,表1,-,-;3,farm.output,hong,2020,7,-,-,inferred,x;"
            "4,farm.output,-,2020,99,-,表2,conflict,-;");
}

TEST_F(LoadPackTest, NamesMistakesOfReportedValues) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"farm.outptu,,2020,1,,,,", "2:1 data.unknown-indicator"},
      {"farm.output,hng,2020,1,,,,", "2:13 data.unknown-code"},
      {"farm.output,*,2020,1,,,,", "2:13 data.unknown-code"},
      {"farm.output,,20,1,,,,", "2:14 data.not-year"},
      {"farm.output,,2020,1亿,,,,", "2:19 data.not-number"},
      {"farm.output,,2020,1,x,,,", "2:21 data.not-number"},
      {"farm.output,,2020,,,,,", "2:19 data.no-value"},
      {"farm.output,,2020,1,,,odd,", "2:23 data.not-allowed"},
  };
  for (const auto& [row, place] : cases) {
    EXPECT_THAT(load("reported/farm.csv", kReported + row + "\n"), ElementsAre(place)) << row;
    EXPECT_EQ(rows("SELECT * FROM _reported"), "") << row;
  }
  load("reported/farm.csv", kReported + "farm.outptu,,2020,1,,,,\n");
  EXPECT_THAT(first_message(), HasSubstr("（farm.output？）"));
}

TEST_F(LoadPackTest, AReportedValueStandsOnceInAllFiles) {
  pack_.write("districts/test/data/reported/a.csv",
              kReported + "farm.output,,2020,1,,,,\nfarm.area,,2020,3,,,,\n");
  EXPECT_THAT(load("reported/b.csv", kReported + "farm.output,,2020,2,,,,\nfarm.output,,2021,2,,,,\n"),
              ElementsAre("2:1 data.reported-twice"));
  EXPECT_THAT(first_message(), HasSubstr("districts/test/data/reported/a.csv:2:1"));
}

TEST_F(LoadPackTest, ADistrictWithoutDataHasEmptyTables) {
  EXPECT_THAT(load("README.md", "no data"), IsEmpty());
  EXPECT_EQ(rows("SELECT count(*) FROM food"), "0;");
  EXPECT_EQ(rows("SELECT count(*) FROM _reported"), "0;");
}

TEST(RealPacks, HaveNoMistakes) {
  const catalog::Home home{ZHIHENG_SOURCE_DIR};
  auto names = catalog::list_districts(home);
  names.emplace_back(std::string(ZHIHENG_SOURCE_DIR) + "/tests/packs/yunxi");
  for (const auto& name : names) {
    Diagnostics diagnostics;
    const auto catalog = catalog::load_catalog(home, name, diagnostics);
    const auto database = store::open_memory_database();
    const auto session = database->session();
    load_pack(catalog, *session, diagnostics);
    EXPECT_THAT(diagnosed(diagnostics), IsEmpty()) << name;
    const auto count = [&](const char* table) {
      return *session->query(std::string("SELECT count(*) FROM ") + table).decimal(0, 0);
    };
    EXPECT_GT(count("_reported"), Decimal(0)) << name;
    // A district that has plans but no paper yet reports single values only.
    if (!catalog.district.years.empty()) {
      EXPECT_GT(count("_row"), Decimal(0)) << name;
    }
  }
}

}  // namespace
}  // namespace zhiheng::intake
