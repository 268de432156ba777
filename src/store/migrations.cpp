#include "store/migrations.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <mutex>

#include "base/file.h"
#include "base/text.h"
#include "store/errors.h"

namespace zhiheng::store {
namespace {

constexpr ErrorCode kChanged{
    "store.migration-changed", "已执行的迁移 {}（{}）的内容与当时不同；已发布的迁移不得修改，请另加一步",
    "migration {} ({}) is another than the one that was applied; a released one is never "
    "changed: add a further one"};
constexpr ErrorCode kNewer{
    "store.database-newer", "数据库结构（迁移 {} {}）比本程序（{}）新；请使用新版程序",
    "the database (migration {} {}) is newer than this program ({}): use a newer program"};
constexpr ErrorCode kUnknown{"store.migration-unknown", "数据库与本程序的迁移记录不一致：{} {}",
                             "the migrations of the database and of this program do not agree: {} {}"};
constexpr ErrorCode kFailed{"store.migration-failed", "迁移 {}（{}）失败，数据库未改变",
                            "migration {} ({}) failed; the database is as it was"};
constexpr ErrorCode kUnordered{"store.migrations-unordered", "迁移清单的编号未递增：{}",
                               "the numbers of the list of migrations do not rise: {}"};

/// Of the advisory lock, in a server's one space of such numbers: "zhiheng" in ASCII.
constexpr std::int64_t kLock = 0x7A686968656E67;

constexpr const char* kTable =
    "CREATE TABLE IF NOT EXISTS zhiheng_migration (number INTEGER PRIMARY KEY, name VARCHAR NOT NULL, "
    "sha256 VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL)";

/// Rows: number, name, sha256, applied_at.
Frame applied(Session& session) {
  const Frame table = session.query(
      "SELECT 1 AS one FROM information_schema.tables WHERE table_name = 'zhiheng_migration' AND "
      "table_schema = "
      "current_schema()");
  if (table.rows() == 0) return {};
  return session.query("SELECT number, name, sha256, applied_at FROM zhiheng_migration ORDER BY number");
}

void check_order(const std::vector<Migration>& migrations) {
  int before = 0;
  for (const Migration& migration : migrations) {
    if (migration.number <= before)
      throw Error(kUnordered, {}, {std::to_string(migration.number)}, kOurFault);
    before = migration.number;
  }
}

/// What is applied must be the beginning of what the program has, word for word.
std::vector<MigrationState> compare(const std::vector<Migration>& migrations, const Frame& done) {
  for (std::size_t i = 0; i < done.rows(); ++i) {
    const std::string number = *done.text(i, 0), name = *done.text(i, 1);
    if (i >= migrations.size()) {
      const std::string last = migrations.empty() ? "0" : std::to_string(migrations.back().number);
      throw Error(kNewer, {}, {number, name, last});
    }
    const Migration& own = migrations[i];
    if (std::to_string(own.number) != number) throw Error(kUnknown, {}, {number, name});
    if (sha256_hex(own.sql) != *done.text(i, 2)) throw Error(kChanged, {}, {number, name});
  }
  std::vector<MigrationState> out;
  for (std::size_t i = 0; i < migrations.size(); ++i) {
    out.push_back({migrations[i].number, migrations[i].name,
                   i < done.rows() ? done.text(i, 3) : std::optional<std::string>()});
  }
  return out;
}

std::string now() {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  return fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::gmtime(seconds));
}

void apply(Session& session, const Migration& migration, const std::string& when) {
  try {
    session.execute(migration.sql);
    session.execute(fmt::format("INSERT INTO zhiheng_migration VALUES ({}, {}, {}, {})", migration.number,
                                sql_quoted(migration.name), sql_quoted(sha256_hex(migration.sql)),
                                sql_quoted(when)));
  } catch (const Error& error) {
    std::vector<Diagnostic> all{diagnose(kFailed, {}, {std::to_string(migration.number), migration.name})};
    all.insert(all.end(), error.diagnostics().begin(), error.diagnostics().end());
    throw Error(std::move(all), error.exit_code());
  }
}

/// Held to the end of the transaction. DuckDB belongs to one process: there a mutex does, held by the caller.
void lock(Session& session) {
  if (session.engine() == Engine::kPostgres)
    session.query(fmt::format("SELECT CAST(pg_advisory_xact_lock({}) AS TEXT) AS locked", kLock));
}

}  // namespace

std::vector<MigrationState> migration_states(Session& session, const std::vector<Migration>& migrations) {
  check_order(migrations);
  return compare(migrations, applied(session));
}

std::vector<MigrationState> migrate(Session& session, const std::vector<Migration>& migrations) {
  static std::mutex one_at_a_time;
  check_order(migrations);
  const std::lock_guard guard(one_at_a_time);
  Transaction transaction(session);
  lock(session);
  session.execute(kTable);
  const std::vector<MigrationState> states = compare(migrations, applied(session));
  std::vector<MigrationState> out;
  const std::string when = now();
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i].applied_at) continue;
    apply(session, migrations[i], when);
    out.push_back({states[i].number, states[i].name, when});
  }
  transaction.commit();
  return out;
}

}  // namespace zhiheng::store
