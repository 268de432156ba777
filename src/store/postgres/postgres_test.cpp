// What only a server can do to us: be away, go away, be another one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/diagnosed_test.h"
#include "base/temporary_folder_test.h"
#include "store/postgres_cluster_test.h"

namespace zhiheng::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(PostgresUrlTest, IsToldFromAPath) {
  EXPECT_TRUE(is_postgres_url("postgresql://h/db"));
  EXPECT_TRUE(is_postgres_url("postgres://u:p@h:5432/db?sslmode=require"));
  EXPECT_FALSE(is_postgres_url("postgresql:/h"));
  EXPECT_FALSE(is_postgres_url("store.duckdb"));
  EXPECT_FALSE(is_postgres_url(""));
}

/// The words of the error that opening a URL ends in.
std::string words(const std::string& url, const std::string& code) {
  try {
    open_postgres_database(url);
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostics()[0].code, code) << url;
    EXPECT_EQ(error.exit_code(), code == "store.bad-url" ? 2 : 3);
    return error.what();
  }
  return "no error";
}

TEST(PostgresUrlTest, NeverShowsAPassword) {
  for (const char* url : {"postgresql://u:geheim@x@host/db", "postgresql://u:gehe/im@host/db",
                          "postgresql://u:geheim@host:po/rt", "postgresql://u:1234/geheim@host/db",
                          "postgresql://u:geheim@[host/db", "postgresql://u:geheim@host/db?geheim",
                          "postgresql://u:%zzgeheim@host/db", "mysql://u:geheim@host/db", "geheim"}) {
    EXPECT_THAT(words(url, "store.bad-url"), Not(HasSubstr("gehe"))) << url;
  }
}

TEST(PostgresUnreachableTest, SaysWhoAndWhyAndWhatToDo) {
  const std::string nobody = words("postgresql://zoe:geheim@127.0.0.1:1/quality", "store.unreachable");
  EXPECT_THAT(nobody, HasSubstr("127.0.0.1:1"));
  EXPECT_THAT(nobody, HasSubstr("zoe"));
  EXPECT_THAT(nobody, HasSubstr("refused"));
  EXPECT_THAT(nobody, HasSubstr("pg_hba.conf"));
  EXPECT_THAT(nobody, Not(HasSubstr("geheim")));
}

class PostgresTest : public testing::Test {
 protected:
  static Frame rows(int count) {
    Frame frame;
    frame.add_column("x", Frame::Type::kDecimal);
    for (int i = 0; i < count; ++i) frame.column(0).decimals.emplace_back(i);
    return frame;
  }
  std::string one(Session& session, const std::string& sql) {
    return session.query(sql).text(0, 0).value_or("NULL");
  }
  /// Ends a session's connection from another session and waits until it is gone.
  void terminate(const std::string& process) {
    other_->query("SELECT pg_terminate_backend(" + process + ") AS done");
    const std::string left = "SELECT count(*) AS n FROM pg_stat_activity WHERE pid = " + process;
    while (one(*other_, left) != "0") std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  void terminate() { terminate(process_); }

  std::string url_ = PostgresCluster::shared().fresh_database();
  std::unique_ptr<Database> database_ = open_postgres_database(url_);
  std::unique_ptr<Session> session_ = database_->session();
  std::unique_ptr<Session> other_ = database_->session();
  std::string process_ = one(*session_, "SELECT pg_backend_pid() AS pid");
};

TEST_F(PostgresTest, RefusesAWrongPasswordAndANameThatIsNot) {
  std::string wrong = url_;
  wrong.replace(wrong.find(PostgresCluster::shared().password()), 6, "geheim");
  EXPECT_THAT(words(wrong, "store.unreachable"),
              testing::AllOf(HasSubstr("authentication"), Not(HasSubstr("geheim"))));
  EXPECT_THAT(words(url_ + "none", "store.unreachable"),
              testing::AllOf(HasSubstr("none"), Not(HasSubstr(PostgresCluster::shared().password()))));
}

TEST_F(PostgresTest, IsReachedBySocketToo) {
  const auto session = open_postgres_database(PostgresCluster::shared().socket_url("postgres"))->session();
  EXPECT_EQ(one(*session, "SELECT inet_client_addr() IS NULL AS local"), "1");
}

TEST_F(PostgresTest, RefusesADatabaseOfAnotherEncoding) {
  session_->execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");
  EXPECT_THAT(words(PostgresCluster::shared().url("latin"), "store.unfit-server"), HasSubstr("LATIN1"));
  session_->execute("DROP DATABASE latin");
}

TEST_F(PostgresTest, MeaningDoesNotHangOnTheRolesSettings) {
  session_->execute("ALTER ROLE CURRENT_USER IN DATABASE " +
                    one(*session_, "SELECT current_database() AS d") + " SET datestyle = 'German, DMY'");
  const auto session = database_->session();
  EXPECT_EQ(one(*session, "SELECT CAST(DATE '2031-02-01' AS VARCHAR) AS d"), "2031-02-01");
}

TEST_F(PostgresTest, NumericsThatAreNoNumbersAreMissing) {
  EXPECT_EQ(one(*session_, "SELECT CAST('NaN' AS NUMERIC) AS x"), "NULL");
  EXPECT_EQ(one(*session_, "SELECT CAST('-Infinity' AS NUMERIC) AS x"), "NULL");
  EXPECT_EQ(one(*session_, "SELECT DATE 'infinity' AS x"), "NULL");
  EXPECT_EQ(one(*session_, "SELECT 1e-20 AS x"), "0.00000000000000000001");
  EXPECT_EQ(one(*session_, "SELECT CAST(1e30 AS NUMERIC) AS x"), "1000000000000000000000000000000");
  EXPECT_THAT(thrown_by([&] { session_->query("SELECT 1e36 AS x"); }), ElementsAre(" sql.failed"));
}

TEST_F(PostgresTest, ALostConnectionIsSaidThenMadeAnew) {
  terminate();
  try {
    session_->query("SELECT 1 AS x");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostics()[0].code, "store.connection-lost");
    EXPECT_EQ(error.exit_code(), 3);
    EXPECT_THAT(error.what(), Not(HasSubstr(PostgresCluster::shared().password())));
  }
  EXPECT_EQ(one(*session_, "SELECT 1 AS x"), "1");
}

TEST_F(PostgresTest, ALostConnectionEndsTheTransaction) {
  session_->execute("CREATE TABLE t (x INTEGER)");
  {
    Transaction transaction(*session_);
    session_->execute("INSERT INTO t VALUES (1)");
    terminate();
    for (int i = 0; i < 3; ++i) {
      EXPECT_THAT(thrown_by([&] { session_->execute("INSERT INTO t VALUES (2)"); }),
                  ElementsAre(" store.connection-lost"));
    }
    EXPECT_THAT(thrown_by([&] { transaction.commit(); }), ElementsAre(" store.connection-lost"));
  }
  EXPECT_EQ(one(*session_, "SELECT count(*) AS n FROM t"), "0");
}

TEST_F(PostgresTest, NothingIsHalfLoadedWhenTheConnectionIsLost) {
  session_->execute("CREATE TABLE t (x BIGINT)");
  const std::vector<std::int64_t> values(200000, 7);
  const LoadColumn column{LoadColumn::Kind::kNumber, 0, values, {}, {}};
  auto load = session_->load("t", {"x"});
  load->put(values.size(), {&column, 1});
  terminate();
  EXPECT_THAT(thrown_by([&] {
                for (int i = 0; i < 10; ++i) load->put(values.size(), {&column, 1});
                load->finish();
              }),
              ElementsAre(" store.connection-lost"));
  load.reset();
  EXPECT_EQ(one(*other_, "SELECT count(*) AS n FROM t"), "0");
  EXPECT_EQ(one(*session_, "SELECT count(*) AS n FROM t"), "0") << "the session connects anew";
  session_->append("t", rows(3));
  EXPECT_EQ(one(*other_, "SELECT count(*) AS n FROM t"), "3");
}

TEST_F(PostgresTest, AStreamEndsWithTheConnection) {
  const auto end = [&](const Frame& run) {
    if (run.decimal(0, 0) == Decimal(1)) terminate();
  };
  EXPECT_THAT(thrown_by([&] {
                session_->stream("SELECT i, repeat('x', 1000) AS s FROM generate_series(1, 200000) AS t(i)",
                                 end);
              }),
              ElementsAre(" store.connection-lost"));
  EXPECT_EQ(one(*session_, "SELECT 1 AS x"), "1");
}

TEST_F(PostgresTest, SqlNeitherEndsNorBeginsTransactions) {
  session_->execute("CREATE TABLE t (x INTEGER)");
  EXPECT_THAT(thrown_by([&] { session_->execute("BEGIN; INSERT INTO t VALUES (1)"); }),
              ElementsAre(" sql.failed"));
  EXPECT_EQ(one(*session_, "SELECT count(*) AS n FROM t"), "0");
  Transaction transaction(*session_);
  EXPECT_THAT(thrown_by([&] { session_->execute("ROLLBACK; SELECT 1"); }), ElementsAre(" sql.failed"));
  EXPECT_THAT(thrown_by([&] { session_->execute("INSERT INTO t VALUES (1)"); }),
              ElementsAre(" store.transaction-failed"));
  EXPECT_THAT(thrown_by([&] { transaction.commit(); }), ElementsAre(" store.transaction-failed"));
  EXPECT_EQ(one(*session_, "SELECT count(*) AS n FROM t"), "0");
}

TEST_F(PostgresTest, SqlDoesNotCopyThroughTheClient) {
  for (const char* sql : {"COPY (SELECT 1) TO STDOUT", "CREATE TABLE c (x INTEGER); COPY c FROM STDIN"}) {
    EXPECT_THAT(thrown_by([&] { session_->execute(sql); }), ElementsAre(" sql.failed")) << sql;
    EXPECT_EQ(one(*session_, "SELECT 1 AS x"), "1") << sql;
  }
}

/// For the test below, in a process of its own: starts a server, tells where, and waits to be killed.
TEST(PostgresClusterTest, DISABLED_WaitsToBeKilled) {
  const PostgresCluster& cluster = PostgresCluster::shared();
  std::ofstream(std::string(std::getenv("ZHIHENG_TEST_FILE")) + ".part")
      << cluster.folder() << " " << cluster.server();
  std::filesystem::rename(std::string(std::getenv("ZHIHENG_TEST_FILE")) + ".part",
                          std::getenv("ZHIHENG_TEST_FILE"));
  ::pause();
}

/// Gone, or waiting for its parent to take note: it has no command line any more.
bool has_ended(pid_t process) {
  std::string command;
  std::getline(std::ifstream("/proc/" + std::to_string(process) + "/cmdline"), command);
  return command.empty();
}

template <typename Condition>
bool comes_true(const Condition& condition) {
  for (int i = 0; i < 6000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

TEST(PostgresClusterTest, LeavesNothingBehindAKilledProgram) {
  const TemporaryFolder folder;
  const std::string file = folder / "cluster";
  ::setenv("ZHIHENG_TEST_FILE", file.c_str(), 1);
  const std::array<const char*, 4> arguments{"/proc/self/exe", "--gtest_also_run_disabled_tests",
                                             "--gtest_filter=PostgresClusterTest.DISABLED_WaitsToBeKilled",
                                             nullptr};
  pid_t program = 0;
  ASSERT_EQ(::posix_spawn(&program, arguments[0], nullptr, nullptr, const_cast<char**>(arguments.data()),
                          environ),  // NOLINT: its signature
            0);
  EXPECT_TRUE(comes_true([&] { return std::filesystem::exists(file); }));
  ::kill(program, SIGKILL);
  ::waitpid(program, nullptr, 0);
  std::string cluster;
  pid_t server = 0;
  std::ifstream(file) >> cluster >> server;
  ASSERT_GT(server, 1);
  EXPECT_TRUE(comes_true([&] { return !std::filesystem::exists(cluster); })) << cluster;
  EXPECT_TRUE(comes_true([&] { return has_ended(server); }));
}

}  // namespace
}  // namespace zhiheng::store
