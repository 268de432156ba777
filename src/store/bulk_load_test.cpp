// Bulk loads on both engines.
#include "store/bulk_load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>

#include "base/diagnosed_test.h"
#include "store/both_engines_test.h"

namespace zhiheng::store {
namespace {

using testing::ElementsAre;
using Kind = LoadColumn::Kind;

class BulkLoadTest : public BothEnginesTest {
 protected:
  std::string rows() { return one(*database_->session(), "SELECT count(*) AS n FROM t"); }

  /// One number into the only column of a new table; the code of the error, or what is stored.
  std::string stored(const std::string& type, std::int64_t value, int decimals) {
    session_->execute("DROP TABLE IF EXISTS u");
    session_->execute("CREATE TABLE u (x " + type + ")");
    const LoadColumn column{Kind::kNumber, decimals, {&value, 1}, {}, {}};
    try {
      const auto load = session_->load("u", {"x"});
      load->put(1, {&column, 1});
      load->finish();
    } catch (const Error& error) {
      return error.diagnostics()[0].code;
    }
    return one("SELECT x FROM u");
  }
};

TEST_P(BulkLoadTest, StoresEveryKind) {
  session_->execute(
      "CREATE TABLE t (a SMALLINT, b INTEGER, c BIGINT, d DECIMAL(18, 3), e DECIMAL(30, 6), f DOUBLE "
      "PRECISION, g DATE, "
      "h TIMESTAMP, i BOOLEAN, j VARCHAR, k VARCHAR DEFAULT 'left')");
  const std::vector<std::int64_t> numbers{7, -1, 99}, dates{-1, 22334, 0}, times{-1, 1925886600, 0},
      truths{1, 0, 9};
  const std::vector<std::string_view> texts{"it's\t\\N\n", "质量", "?"};
  const std::vector<std::uint8_t> present{1, 1, 0};
  std::vector<LoadColumn> columns;
  for (const int decimals : {0, 0, 0, 2, 3, 1})
    columns.push_back({Kind::kNumber, decimals, numbers, {}, present});
  columns.push_back({Kind::kDate, 0, dates, {}, present});
  columns.push_back({Kind::kTime, 0, times, {}, present});
  columns.push_back({Kind::kBoolean, 0, truths, {}, present});
  columns.push_back({Kind::kText, 0, {}, texts, present});
  const auto load = session_->load("t", {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"});
  load->put(3, columns);
  EXPECT_EQ(load->finish(), 3U);
  const Frame frame = session_->query("SELECT a, b, c, d, e, f, g, h, i, j, k FROM t ORDER BY a NULLS LAST");
  ASSERT_EQ(frame.rows(), 3U);
  std::vector<std::string> first, second;
  for (size_t i = 0; i < frame.columns(); ++i) {
    first.push_back(frame.text(0, i).value_or("~"));
    second.push_back(frame.text(1, i).value_or("~"));
    EXPECT_EQ(frame.text(2, i), i == 10 ? std::optional<std::string>("left") : std::nullopt);
  }
  EXPECT_THAT(first, ElementsAre("-1", "-1", "-1", "-0.010", "-0.001000", "-0.1", "2031-02-24",
                                 "2031-01-11 08:30:00", "0", "质量", "left"));
  EXPECT_THAT(second, ElementsAre("7", "7", "7", "0.070", "0.007000", "0.7", "1969-12-31",
                                  "1969-12-31 23:59:59", "1", "it's\t\\N\n", "left"));
}

TEST_P(BulkLoadTest, NumbersComeBackAsTheyWent) {
  session_->execute("CREATE TABLE t (i INTEGER, x DECIMAL(37, 18), y DECIMAL(18, 4))");
  rc::check([this](const std::vector<std::int64_t>& values) {
    const int decimals = *rc::gen::inRange(0, 19);
    std::vector<std::int64_t> rows, narrow;
    for (const std::int64_t value : values) {
      rows.push_back(static_cast<std::int64_t>(rows.size()));
      narrow.push_back(value % 1000000000000000000);
    }
    session_->execute("DELETE FROM t");
    const LoadColumn columns[] = {{Kind::kNumber, 0, rows, {}, {}},
                                  {Kind::kNumber, decimals, values, {}, {}},
                                  {Kind::kNumber, 4, narrow, {}, {}}};
    const auto load = session_->load("t", {"i", "x", "y"});
    load->put(values.size(), columns);
    RC_ASSERT(load->finish() == values.size());
    const Frame frame = session_->query("SELECT x, y FROM t ORDER BY i");
    RC_ASSERT(frame.rows() == values.size());
    for (size_t i = 0; i < values.size(); ++i) {
      RC_ASSERT(*frame.decimal(i, 0) == Decimal(Int128{values[i]}, decimals));
      RC_ASSERT(*frame.decimal(i, 1) == Decimal(Int128{narrow[i]}, 4));
    }
  });
}

TEST_P(BulkLoadTest, RoundsNothingAndCutsNothing) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max(),
                 kLeast = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(stored("SMALLINT", 32767, 0), "32767");
  EXPECT_EQ(stored("SMALLINT", 32768, 0), "store.load-failed");
  EXPECT_EQ(stored("INTEGER", -2147483648, 0), "-2147483648");
  EXPECT_EQ(stored("INTEGER", 2147483648, 0), "store.load-failed");
  EXPECT_EQ(stored("BIGINT", kMost, 0), "9223372036854775807");
  EXPECT_EQ(stored("BIGINT", kLeast, 0), "-9223372036854775808");
  EXPECT_EQ(stored("BIGINT", 10, 1), "store.load-failed");
  EXPECT_EQ(stored("DECIMAL(5, 2)", 9999, 1), "999.90");
  EXPECT_EQ(stored("DECIMAL(5, 2)", 10000, 1), "store.load-failed");
  EXPECT_EQ(stored("DECIMAL(5, 2)", 1000, 3), "store.load-failed");
  EXPECT_EQ(stored("DECIMAL(36, 18)", kLeast, 18), "-9.223372036854775808");
  EXPECT_EQ(stored("DECIMAL(19, 0)", kMost, 0), "9223372036854775807");
  EXPECT_EQ(stored("VARCHAR", 1, 0), "store.load-failed");
  EXPECT_EQ(stored("DECIMAL(5, 2)", 1, 19), "store.load-failed");
  EXPECT_EQ(stored("INTEGER", 5, 0), "5") << "the session goes on";
}

class ManyRowsTest : public BulkLoadTest {
 protected:
  static constexpr std::size_t kRows = 10000;
  ManyRowsTest() {
    session_->execute("CREATE TABLE t (k BIGINT PRIMARY KEY, s VARCHAR)");
    for (std::size_t i = 0; i < kRows; ++i) {
      keys_.push_back(static_cast<std::int64_t>(i));
      texts_.push_back(kTexts[i % 2]);
      present_.push_back(i % 3 != 0);
    }
    columns_ = {{Kind::kNumber, 0, keys_, {}, {}}, {Kind::kText, 0, {}, texts_, present_}};
  }
  std::unique_ptr<BulkLoad> load() { return session_->load("t", {"k", "s"}); }

  static constexpr std::string_view kTexts[] = {"短",
                                                "a text that is longer than what an engine keeps inline"};
  std::vector<std::int64_t> keys_;
  std::vector<std::string_view> texts_;
  std::vector<std::uint8_t> present_;
  std::vector<LoadColumn> columns_;
};

TEST_P(ManyRowsTest, AreAllStoredAndSeenAtTheEnd) {
  const auto load = this->load();
  load->put(kRows, columns_);
  EXPECT_EQ(rows(), "0");
  for (std::int64_t& key : keys_) key += kRows;
  load->put(kRows, columns_);
  EXPECT_EQ(load->finish(), 2 * kRows);
  EXPECT_EQ(rows(), "20000");
  EXPECT_EQ(one("SELECT sum(k) AS s FROM t WHERE s LIKE '短'"),
            one("SELECT sum(k) AS s FROM t WHERE k % 2 = 0 AND (k % 10000) % 3 <> 0"));
  EXPECT_EQ(one("SELECT count(s) AS n FROM t"), "13332");
}

TEST_P(ManyRowsTest, LeaveNothingWhenNotFinished) {
  load()->put(kRows, columns_);
  EXPECT_EQ(rows(), "0");
  EXPECT_EQ(one("SELECT count(*) AS n FROM t"), "0") << "the session goes on";
}

TEST_P(ManyRowsTest, LeaveNothingAfterABrokenRule) {
  keys_[kRows - 1] = 5;  // a key twice
  const auto load = this->load();
  EXPECT_THAT(thrown_by([&] {
                load->put(kRows, columns_);
                load->finish();
              }),
              ElementsAre(" store.load-failed"));
  EXPECT_THAT(thrown_by([&] { load->finish(); }), ElementsAre(" store.load-failed"));
  EXPECT_EQ(rows(), "0");
  EXPECT_EQ(one("SELECT count(*) AS n FROM t"), "0") << "the session goes on";
}

TEST_P(ManyRowsTest, LeaveNothingAfterATextThatIsNone) {
  for (const std::string_view bad : {std::string_view("a\xFF"), std::string_view("a\0b", 3)}) {
    texts_[9001] = bad;
    present_[9001] = 1;
    const auto load = this->load();
    EXPECT_THAT(thrown_by([&] {
                  load->put(kRows, columns_);
                  load->finish();
                }),
                ElementsAre(" store.load-failed"));
    EXPECT_EQ(rows(), "0");
  }
}

TEST_P(ManyRowsTest, KeepTheSessionBusy) {
  const auto load = this->load();
  EXPECT_THAT(thrown_by([&] { session_->query("SELECT 1 AS x"); }), ElementsAre(" store.session-busy"));
  EXPECT_THAT(thrown_by([&] { session_->load("t", {"k"}); }), ElementsAre(" store.session-busy"));
  load->put(kRows, columns_);
  load->finish();
  EXPECT_EQ(rows(), "10000");
}

TEST_P(ManyRowsTest, BelongToTheTransactionAroundThem) {
  {
    const Transaction transaction(*session_);
    const auto load = this->load();
    load->put(kRows, columns_);
    load->finish();
    EXPECT_EQ(one("SELECT count(*) AS n FROM t"), "10000");
  }
  EXPECT_EQ(rows(), "0");
  Transaction transaction(*session_);
  load()->put(kRows, columns_);
  EXPECT_THAT(thrown_by([&] { session_->query("SELECT k FROM t"); }), ElementsAre(" sql.failed"));
  EXPECT_THAT(thrown_by([&] { transaction.commit(); }), ElementsAre(" store.transaction-failed"));
  EXPECT_EQ(rows(), "0");
}

TEST_P(ManyRowsTest, NeedTheirTableAndColumns) {
  EXPECT_THAT(thrown_by([&] { session_->load("none", {"k"}); }), ElementsAre(" store.load-failed"));
  EXPECT_THAT(thrown_by([&] { session_->load("t", {"k", "none"}); }), ElementsAre(" store.load-failed"));
  EXPECT_THAT(thrown_by([&] { session_->load("t", {}); }), ElementsAre(" store.load-failed"));
  const auto load = this->load();
  EXPECT_THAT(thrown_by([&] { load->put(kRows, std::span(columns_).first(1)); }),
              ElementsAre(" store.load-failed"));
  EXPECT_THAT(thrown_by([&] { this->load()->put(kRows + 1, columns_); }), ElementsAre(" store.load-failed"));
  EXPECT_EQ(rows(), "0");
}

ZHIHENG_ON_BOTH_ENGINES(BulkLoadTest);
ZHIHENG_ON_BOTH_ENGINES(ManyRowsTest);

}  // namespace
}  // namespace zhiheng::store
