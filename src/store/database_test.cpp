#include "store/database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/diagnosed_test.h"
#include "base/temporary_folder_test.h"

namespace zhiheng::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class DatabaseTest : public testing::Test {
 protected:
  /// The one value of a query with one row and one column, as text; "NULL" where missing.
  std::string one(const std::string& sql) {
    const Frame frame = session_->query(sql);
    EXPECT_EQ(frame.rows(), 1U);
    return frame.text(0, 0).value_or("NULL");
  }
  Frame::Type type(const std::string& sql) { return session_->query(sql).column(0).type; }

  std::unique_ptr<Database> database_ = open_memory_database();
  std::unique_ptr<Session> session_ = database_->session();
};

TEST_F(DatabaseTest, ReadsWholeNumbersOfEveryWidth) {
  EXPECT_EQ(one("SELECT CAST(-128 AS TINYINT)"), "-128");
  EXPECT_EQ(one("SELECT CAST(-32768 AS SMALLINT)"), "-32768");
  EXPECT_EQ(one("SELECT CAST(-2147483648 AS INTEGER)"), "-2147483648");
  EXPECT_EQ(one("SELECT CAST(-9223372036854775807 AS BIGINT)"), "-9223372036854775807");
  EXPECT_EQ(one("SELECT CAST('-99999999999999999999999999' AS HUGEINT)"), "-99999999999999999999999999");
  EXPECT_EQ(one("SELECT CAST(255 AS UTINYINT)"), "255");
  EXPECT_EQ(one("SELECT CAST(65535 AS USMALLINT)"), "65535");
  EXPECT_EQ(one("SELECT CAST(4294967295 AS UINTEGER)"), "4294967295");
  EXPECT_EQ(one("SELECT CAST(18446744073709551615 AS UBIGINT)"), "18446744073709551615");
}

TEST_F(DatabaseTest, ReadsDecimalsOfEveryWidthExactly) {
  EXPECT_EQ(one("SELECT CAST(-12.3 AS DECIMAL(4, 1))"), "-12.3");
  EXPECT_EQ(one("SELECT CAST(-98.62 AS DECIMAL(9, 2))"), "-98.62");
  EXPECT_EQ(one("SELECT CAST(2564.820000 AS DECIMAL(18, 6))"), "2564.820000");
  EXPECT_EQ(one("SELECT CAST('-12345678901234567890123456.123456' AS DECIMAL(38, 6))"),
            "-12345678901234567890123456.123456");
  EXPECT_EQ(one("SELECT sum(x) FROM (VALUES (0.1), (0.2)) AS t(x)"), "0.3");
}

TEST_F(DatabaseTest, ReadsDoublesAtTwelvePlaces) {
  EXPECT_EQ(one("SELECT CAST(0.1 AS DOUBLE)"), "0.1");
  EXPECT_EQ(one("SELECT 1.0 / 3"), "0.333333333333");
  EXPECT_EQ(one("SELECT CAST(1.5 AS REAL)"), "1.5");
}

TEST_F(DatabaseTest, InfinityIsMissing) {
  EXPECT_EQ(one("SELECT CAST('inf' AS DOUBLE)"), "NULL");
  EXPECT_EQ(one("SELECT CAST('nan' AS DOUBLE)"), "NULL");
  EXPECT_EQ(one("SELECT 1.0 / 0"), "NULL");
}

TEST_F(DatabaseTest, ReadsTextTruthDatesAndNull) {
  EXPECT_EQ(one("SELECT '质量'"), "质量");
  EXPECT_EQ(one("SELECT 'a text that is longer than what the engine keeps inline'"),
            "a text that is longer than what the engine keeps inline");
  EXPECT_EQ(one("SELECT ''"), "");
  EXPECT_EQ(one("SELECT true"), "1");
  EXPECT_EQ(one("SELECT DATE '2020-02-29'"), "2020-02-29");
  EXPECT_EQ(one("SELECT NULL"), "NULL");
  EXPECT_EQ(one("SELECT CAST(NULL AS VARCHAR)"), "NULL");
  EXPECT_EQ(type("SELECT '1'"), Frame::Type::kText);
  EXPECT_EQ(type("SELECT 1"), Frame::Type::kDecimal);
  EXPECT_EQ(type("SELECT DATE '2020-02-29'"), Frame::Type::kText);
}

TEST_F(DatabaseTest, RefusesOtherTypesByColumnName) {
  EXPECT_THAT(thrown_by([&] { session_->query("SELECT [1, 2] AS parts"); }),
              ElementsAre(" store.unsupported-type"));
  EXPECT_EQ(one("SELECT 1"), "1") << "the session goes on";
}

TEST_F(DatabaseTest, ReadsMoreRowsThanOneChunk) {
  const Frame frame =
      session_->query("SELECT i, CASE WHEN i % 2 = 0 THEN i END FROM range(5000) AS t(i) ORDER BY i");
  ASSERT_EQ(frame.rows(), 5000U);
  EXPECT_EQ(frame.text(4999, 0), "4999");
  EXPECT_EQ(frame.decimal(4998, 1), Decimal(4998));
  EXPECT_EQ(frame.decimal(4999, 1), std::nullopt);
}

TEST_F(DatabaseTest, ErrorsCarryTheStatement) {
  try {
    session_->query("SELECT nothing FROM nowhere");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostics()[0].code, "sql.failed");
    EXPECT_THAT(error.what(), HasSubstr("SELECT nothing FROM nowhere"));
    EXPECT_THAT(error.what(), HasSubstr("nowhere"));
  }
}

class AppendTest : public DatabaseTest {
 protected:
  AppendTest() { session_->execute("CREATE TABLE t (year INTEGER, name VARCHAR, amount DECIMAL(24, 6))"); }

  static Frame rows(const std::vector<std::vector<std::optional<std::string>>>& rows) {
    Frame frame;
    for (const char* name : {"year", "name", "amount"}) frame.add_column(name, Frame::Type::kText);
    for (const auto& row : rows) {
      for (size_t i = 0; i < row.size(); ++i) frame.column(i).texts.push_back(row[i]);
    }
    return frame;
  }
};

TEST_F(AppendTest, StoresTextNumbersAndMissing) {
  session_->append(
      "t", rows({{"2020", "质'量", "98.62"}, {"2021", std::nullopt, std::nullopt}, {"2022", "", "-0.5"}}));
  const Frame frame = session_->query("SELECT year, name, amount FROM t ORDER BY year");
  ASSERT_EQ(frame.rows(), 3U);
  EXPECT_EQ(frame.text(0, 1), "质'量");
  EXPECT_EQ(frame.decimal(0, 2), Decimal::parse("98.62"));
  EXPECT_EQ(frame.text(1, 1), std::nullopt);
  EXPECT_EQ(frame.decimal(1, 2), std::nullopt);
  EXPECT_EQ(frame.text(2, 1), "");
}

TEST_F(AppendTest, StoresNumbersOfADecimalColumn) {
  Frame frame;
  frame.add_column("year", Frame::Type::kDecimal);
  frame.add_column("name", Frame::Type::kText);
  frame.add_column("amount", Frame::Type::kDecimal);
  frame.column(0).decimals = {Decimal(2020)};
  frame.column(1).texts = {"x"};
  frame.column(2).decimals = {Decimal(Int128{123456}, 2)};
  session_->append("t", frame);
  EXPECT_EQ(one("SELECT amount FROM t"), "1234.560000");
}

TEST_F(AppendTest, IsAllOrNothing) {
  session_->append("t", rows({{"2019", "kept", "1"}}));
  EXPECT_THAT(thrown_by([&] {
                session_->append("t", rows({{"2020", "a", "1"}, {"2021", "b", "many"}}));
              }),
              ElementsAre(" store.append-failed"));
  EXPECT_EQ(one("SELECT string_agg(name, ',') FROM t"), "kept");
  session_->append("t", rows({{"2022", "after", "2"}}));
  EXPECT_EQ(one("SELECT count(*) FROM t"), "2") << "the session goes on";
}

TEST_F(AppendTest, RefusesWhatDoesNotFitTheTable) {
  EXPECT_THAT(thrown_by([&] {
                session_->append("none", rows({{"2020", "a", "1"}}));
              }),
              ElementsAre(" store.append-failed"));
  Frame narrow;
  narrow.add_column("year", Frame::Type::kText).texts = {"2020"};
  EXPECT_THAT(thrown_by([&] { session_->append("t", narrow); }), ElementsAre(" store.append-failed"));
  EXPECT_EQ(one("SELECT count(*) FROM t"), "0");
}

TEST_F(DatabaseTest, SessionsShareTheDatabase) {
  session_->execute("CREATE TABLE t AS SELECT 7 AS x");
  EXPECT_EQ(database_->session()->query("SELECT x FROM t").text(0, 0), "7");
  EXPECT_THROW(open_memory_database()->session()->query("SELECT x FROM t"), Error)
      << "another database is another";
}

TEST_F(DatabaseTest, TouchesNoFiles) {
  const TemporaryFolder folder;
  const std::string file = folder.write("secret.csv", "a\n1\n");
  for (const std::string& sql :
       {"SELECT * FROM read_csv('" + file + "')", "SELECT * FROM '" + file + "'",
        "COPY (SELECT 1) TO '" + (folder / "out.csv") + "'", "ATTACH '" + (folder / "other.duckdb") + "'",
        "SELECT * FROM read_text('" + file + "')", std::string("INSTALL httpfs"), std::string("LOAD httpfs"),
        std::string("SET enable_external_access = true"), std::string("SET threads = 8")}) {
    EXPECT_THAT(thrown_by([&] { session_->query(sql); }), ElementsAre(" sql.failed")) << sql;
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "out.csv"));
}

}  // namespace
}  // namespace zhiheng::store
