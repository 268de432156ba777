#include "store/migrations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "base/diagnosed_test.h"
#include "store/both_engines_test.h"

namespace zhiheng::store {
namespace {

using testing::ElementsAre;

const Migration kFirst{1, "samples", "CREATE TABLE sample (no VARCHAR); INSERT INTO sample VALUES ('a');"};
const Migration kSecond{2, "it's quoted", "ALTER TABLE sample ADD COLUMN town VARCHAR"};
const Migration kThird{3, "more", "INSERT INTO sample (no) VALUES ('b')"};

class MigrationsTest : public BothEnginesTest {
 protected:
  static std::vector<int> numbers(const std::vector<MigrationState>& states) {
    std::vector<int> out;
    for (const MigrationState& state : states) out.push_back(state.applied_at ? state.number : -state.number);
    return out;
  }
};

TEST_P(MigrationsTest, AreAppliedOnceInOrder) {
  EXPECT_THAT(numbers(migrate(*session_, {kFirst, kSecond})), ElementsAre(1, 2));
  EXPECT_THAT(numbers(migrate(*session_, {kFirst, kSecond})), ElementsAre());
  EXPECT_THAT(numbers(migrate(*session_, {kFirst, kSecond, kThird})), ElementsAre(3));
  EXPECT_EQ(one("SELECT string_agg(no, ',' ORDER BY no) AS s FROM sample WHERE town IS NULL"), "a,b");
}

TEST_P(MigrationsTest, CanBeListedBeforehand) {
  EXPECT_THAT(numbers(migration_states(*session_, {kFirst, kSecond})), ElementsAre(-1, -2));
  EXPECT_EQ(one("SELECT count(*) AS n FROM information_schema.tables WHERE table_name = 'zhiheng_migration'"),
            "0");
  migrate(*session_, {kFirst});
  const auto states = migration_states(*session_, {kFirst, kSecond});
  EXPECT_THAT(numbers(states), ElementsAre(1, -2));
  EXPECT_EQ(states[1].name, "it's quoted");
  EXPECT_EQ(states[0].applied_at->size(), std::string("2031-01-12 08:30:00").size());
}

TEST_P(MigrationsTest, AllHoldTogether) {
  const Migration bad{4, "bad", "CREATE TABLE other (x INTEGER); INSERT INTO nowhere VALUES (1)"};
  migrate(*session_, {kFirst});
  EXPECT_THAT(thrown_by([&] {
                migrate(*session_, {kFirst, kSecond, kThird, bad});
              }),
              ElementsAre(" store.migration-failed", " sql.failed"));
  EXPECT_THAT(numbers(migration_states(*session_, {kFirst, kSecond, kThird, bad})),
              ElementsAre(1, -2, -3, -4));
  EXPECT_THROW(session_->query("SELECT x FROM other"), Error);
  EXPECT_EQ(one("SELECT count(*) AS n FROM sample"), "1");
}

TEST_P(MigrationsTest, AreRefusedWhereTheDatabaseIsAnother) {
  migrate(*session_, {kFirst, kSecond});
  Migration changed = kFirst;
  changed.sql += " ";
  const auto both = [&](const std::vector<Migration>& list) {
    const auto applying = thrown_by([&] { migrate(*session_, list); });
    EXPECT_EQ(thrown_by([&] { migration_states(*session_, list); }), applying);
    return applying;
  };
  EXPECT_THAT(both({changed, kSecond}), ElementsAre(" store.migration-changed"));
  EXPECT_THAT(both({kFirst}), ElementsAre(" store.database-newer"));
  EXPECT_THAT(both({}), ElementsAre(" store.database-newer"));
  EXPECT_THAT(both({kFirst, kThird}), ElementsAre(" store.migration-unknown"));
  EXPECT_THAT(both({kSecond, kFirst}), ElementsAre(" store.migrations-unordered"));
  EXPECT_THAT(numbers(migrate(*session_, {kFirst, kSecond, kThird})), ElementsAre(3))
      << "the session goes on";
}

TEST_P(MigrationsTest, AreAppliedOnceByManyAtATime) {
  std::vector<std::size_t> applied(4);
  std::vector<std::thread> programs;
  for (std::size_t i = 0; i < applied.size(); ++i) {
    programs.emplace_back([&, i] {
      const auto session = database_->session();
      applied[i] = migrate(*session, {kFirst, kSecond, kThird}).size();
    });
  }
  for (std::thread& program : programs) program.join();
  std::ranges::sort(applied);
  EXPECT_THAT(applied, ElementsAre(0, 0, 0, 3));
  EXPECT_EQ(one("SELECT count(*) AS n FROM sample"), "2");
}

ZHIHENG_ON_BOTH_ENGINES(MigrationsTest);

}  // namespace
}  // namespace zhiheng::store
