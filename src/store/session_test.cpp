// What sessions promise, on both engines: transactions, appended rows, streams, bulk loads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/diagnosed_test.h"
#include "store/both_engines_test.h"

namespace zhiheng::store {
namespace {

using testing::ElementsAre;

class SessionTest : public BothEnginesTest {};

TEST_P(SessionTest, SaysItsEngine) {
  EXPECT_EQ(session_->engine(), GetParam());
  EXPECT_EQ(database_->engine(), GetParam());
}

TEST_P(SessionTest, ErrorsCarryTheStatement) {
  try {
    session_->query("SELECT nothing FROM nowhere");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("SELECT nothing FROM nowhere"));
    EXPECT_THAT(error.what(), testing::HasSubstr("not exist")) << "the engine's words";
  }
  EXPECT_EQ(one("SELECT 1 AS x"), "1") << "the session goes on";
}

class TransactionTest : public BothEnginesTest {
 protected:
  TransactionTest() { session_->execute("CREATE TABLE t (x INTEGER)"); }
  std::string stored() { return one(*database_->session(), "SELECT count(*) AS n FROM t"); }
};

TEST_P(TransactionTest, IsSeenByOthersOnceCommitted) {
  Transaction transaction(*session_);
  session_->execute("INSERT INTO t VALUES (1)");
  EXPECT_EQ(stored(), "0");
  transaction.commit();
  EXPECT_EQ(stored(), "1");
}

TEST_P(TransactionTest, IsUndoneUnlessCommitted) {
  {
    const Transaction transaction(*session_);
    session_->execute("INSERT INTO t VALUES (1)");
    session_->execute("CREATE TABLE u (x INTEGER)");
  }
  EXPECT_EQ(stored(), "0");
  EXPECT_THROW(session_->query("SELECT x FROM u"), Error);
  session_->execute("INSERT INTO t VALUES (2)");
  EXPECT_EQ(stored(), "1") << "the session goes on";
}

TEST_P(TransactionTest, IsUndoneByAnException) {
  try {
    Transaction transaction(*session_);
    session_->execute("INSERT INTO t VALUES (1)");
    throw std::runtime_error("elsewhere");
  } catch (const std::runtime_error&) {
    EXPECT_EQ(stored(), "0");
  }
}

TEST_P(TransactionTest, FailsAsAWholeAfterAFailedStatement) {
  for (const char* bad : {"INSERT INTO nowhere VALUES (1)", "INSERT INTO t VALUES (CAST('x' AS INTEGER))"}) {
    Transaction transaction(*session_);
    session_->execute("INSERT INTO t VALUES (1)");
    EXPECT_THAT(thrown_by([&] { session_->execute(bad); }), ElementsAre(" sql.failed"));
    EXPECT_THAT(thrown_by([&] { session_->query("SELECT x FROM t"); }), ElementsAre(" sql.failed"));
    EXPECT_THAT(thrown_by([&] { transaction.commit(); }), ElementsAre(" store.transaction-failed"));
    EXPECT_EQ(stored(), "0") << bad;
  }
  session_->execute("INSERT INTO t VALUES (3)");
  EXPECT_EQ(stored(), "1");
}

TEST_P(TransactionTest, IsOneAtATime) {
  Transaction transaction(*session_);
  EXPECT_THAT(thrown_by([&] { const Transaction second(*session_); }),
              ElementsAre(" store.transaction-open"));
  session_->execute("INSERT INTO t VALUES (1)");
  transaction.commit();
  EXPECT_EQ(stored(), "1");
}

class AppendOnBothTest : public BothEnginesTest {
 protected:
  AppendOnBothTest() {
    session_->execute("CREATE TABLE t (i INTEGER PRIMARY KEY, s VARCHAR, x DECIMAL(12, 3), d DATE)");
  }
  static Frame rows(const std::vector<std::vector<std::optional<std::string>>>& rows) {
    Frame frame;
    for (const char* name : {"i", "s", "x", "d"}) frame.add_column(name, Frame::Type::kText);
    for (const auto& row : rows) {
      for (size_t i = 0; i < row.size(); ++i) frame.column(i).texts.push_back(row[i]);
    }
    return frame;
  }
};

TEST_P(AppendOnBothTest, StoresWhatIsHardToQuote) {
  const std::string hard = "质\t量\n\\N \\. \"'|\r,";
  session_->append("t", rows({{"1", hard, "1.5", "2031-01-02"}, {"2", "", {}, {}}, {"3", {}, "-0.001", {}}}));
  const Frame frame = session_->query("SELECT s, x, d FROM t ORDER BY i");
  EXPECT_EQ(frame.text(0, 0), hard);
  EXPECT_EQ(frame.text(0, 1), "1.500");
  EXPECT_EQ(frame.text(0, 2), "2031-01-02");
  EXPECT_EQ(frame.text(1, 0), "");
  EXPECT_EQ(frame.text(1, 2), std::nullopt);
  EXPECT_EQ(frame.text(2, 0), std::nullopt);
}

TEST_P(AppendOnBothTest, IsAllOrNothing) {
  std::vector<std::vector<std::optional<std::string>>> many;
  for (int i = 0; i < 5000; ++i)
    many.push_back({std::to_string(i), "a text of some length", "1", "2031-01-01"});
  many.push_back({"7", "twice", "1", "2031-01-01"});
  EXPECT_THAT(thrown_by([&] { session_->append("t", rows(many)); }), ElementsAre(" store.append-failed"));
  EXPECT_EQ(one("SELECT count(*) AS n FROM t"), "0");
  many.pop_back();
  session_->append("t", rows(many));
  EXPECT_EQ(one("SELECT count(*) AS n FROM t"), "5000");
}

TEST_P(AppendOnBothTest, BelongsToTheTransactionAroundIt) {
  {
    const Transaction transaction(*session_);
    session_->append("t", rows({{"1", "a", {}, {}}}));
  }
  EXPECT_EQ(one("SELECT count(*) AS n FROM t"), "0");
  Transaction transaction(*session_);
  session_->append("t", rows({{"1", "a", {}, {}}}));
  EXPECT_THAT(thrown_by([&] {
                session_->append("t", rows({{"1", "again", {}, {}}}));
              }),
              ElementsAre(" store.append-failed"));
  EXPECT_THAT(thrown_by([&] { transaction.commit(); }), ElementsAre(" store.transaction-failed"));
  EXPECT_EQ(one("SELECT count(*) AS n FROM t"), "0");
}

TEST_P(AppendOnBothTest, RefusesWhatDoesNotFitTheTable) {
  EXPECT_THAT(thrown_by([&] {
                session_->append("none", rows({{"1", "a", "1", {}}}));
              }),
              ElementsAre(" store.append-failed"));
  Frame narrow;
  narrow.add_column("i", Frame::Type::kText).texts = {"1"};
  EXPECT_THAT(thrown_by([&] { session_->append("t", narrow); }), ElementsAre(" store.append-failed"));
  EXPECT_EQ(one("SELECT count(*) AS n FROM t"), "0");
}

class StreamTest : public BothEnginesTest {
 protected:
  StreamTest() {
    session_->execute("CREATE TABLE t (i INTEGER)");
    session_->execute(
        "INSERT INTO t WITH RECURSIVE r(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM r WHERE i < 9999) "
        "SELECT i FROM r");
  }
};

TEST_P(StreamTest, GivesAllRowsInOrderInSeveralRuns) {
  int next = 0, runs = 0;
  session_->stream("SELECT i FROM t ORDER BY i", [&](const Frame& run) {
    ++runs;
    ASSERT_GT(run.rows(), 0U);
    for (size_t row = 0; row < run.rows(); ++row) ASSERT_EQ(run.decimal(row, 0), Decimal(next++));
  });
  EXPECT_EQ(next, 10000);
  EXPECT_GT(runs, 2);
}

TEST_P(StreamTest, EndsWhenTheTakerThrows) {
  const auto stop = [](const Frame&) { throw std::runtime_error("enough"); };
  EXPECT_THROW(session_->stream("SELECT i FROM t", stop), std::runtime_error);
  EXPECT_EQ(one("SELECT count(*) AS n FROM t"), "10000") << "the session goes on";
}

TEST_P(StreamTest, KeepsTheSessionBusy) {
  std::vector<std::string> refused;
  session_->stream("SELECT i FROM t LIMIT 1",
                   [&](const Frame&) { refused = thrown_by([&] { session_->query("SELECT 1 AS x"); }); });
  EXPECT_THAT(refused, ElementsAre(" store.session-busy"));
}

TEST_P(StreamTest, ReportsAnErrorOfALaterRow) {
  EXPECT_THAT(thrown_by([&] {
                session_->stream(
                    "SELECT CAST(CASE WHEN i < 9000 THEN '1' ELSE 'x' END AS INTEGER) AS x FROM t",
                    [](const Frame&) {});
              }),
              ElementsAre(" sql.failed"));
  EXPECT_EQ(one("SELECT 1 AS x"), "1");
}

ZHIHENG_ON_BOTH_ENGINES(SessionTest);
ZHIHENG_ON_BOTH_ENGINES(TransactionTest);
ZHIHENG_ON_BOTH_ENGINES(AppendOnBothTest);
ZHIHENG_ON_BOTH_ENGINES(StreamTest);

}  // namespace
}  // namespace zhiheng::store
