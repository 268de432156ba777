#pragma once
// For tests only: tests that run on each engine, in a database of their own.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "store/database.h"
#include "store/postgres_cluster_test.h"

namespace zhiheng::store {

class BothEnginesTest : public testing::TestWithParam<Engine> {
 protected:
  static std::unique_ptr<Database> fresh_database(Engine engine) {
    if (engine == Engine::kDuckdb) return open_memory_database();
    return open_postgres_database(PostgresCluster::shared().fresh_database());
  }

  /// The one value of a query with one row and one column, as text; "NULL" where missing.
  static std::string one(Session& session, const std::string& sql) {
    const Frame frame = session.query(sql);
    EXPECT_EQ(frame.rows(), 1U);
    return frame.rows() == 1 ? frame.text(0, 0).value_or("NULL") : "?";
  }
  std::string one(const std::string& sql) { return one(*session_, sql); }

  std::unique_ptr<Database> database_ = fresh_database(GetParam());
  std::unique_ptr<Session> session_ = database_->session();
};

inline std::string engine_name(const testing::TestParamInfo<Engine>& info) {
  return info.param == Engine::kDuckdb ? "Duckdb" : "Postgres";
}

}  // namespace zhiheng::store

/// Runs the tests of a fixture derived from BothEnginesTest.
#define ZHIHENG_ON_BOTH_ENGINES(fixture)                                                                \
  INSTANTIATE_TEST_SUITE_P(                                                                             \
      On, fixture, testing::Values(zhiheng::store::Engine::kDuckdb, zhiheng::store::Engine::kPostgres), \
      zhiheng::store::engine_name)
