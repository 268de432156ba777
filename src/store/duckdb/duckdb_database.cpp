#include <duckdb.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/error.h"
#include "store/database.h"
#include "store/duckdb/chunk_reader.h"

namespace zhiheng::store {
namespace {

constexpr ErrorCode kNoEngine{"store.no-engine", "数据库引擎无法启动：{}",
                              "the database engine can't start: {}"};
constexpr ErrorCode kSqlFailed{"sql.failed", "SQL 执行失败：{}\n  语句：{}",
                               "the SQL failed: {}\n  statement: {}"};
constexpr ErrorCode kAppendFailed{"store.append-failed", "写入表 {} 失败：{}",
                                  "rows can't be appended to table {}: {}"};
constexpr int kSurroundings = 3;

class Appender {
 public:
  Appender(duckdb_connection connection, const std::string& table) : table_(table) {
    if (duckdb_appender_create(connection, nullptr, table.c_str(), &handle_) == DuckDBSuccess) return;
    const std::string reason = error();
    duckdb_appender_destroy(&handle_);
    throw Error(kAppendFailed, {}, {table_, reason});
  }
  ~Appender() { duckdb_appender_destroy(&handle_); }
  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;

  void value(const Frame& rows, size_t row, size_t column) {
    const auto text = rows.text(row, column);
    check(text ? duckdb_append_varchar_length(handle_, text->data(), text->size())
               : duckdb_append_null(handle_));
  }
  void end_row() { check(duckdb_appender_end_row(handle_)); }
  void close() { check(duckdb_appender_close(handle_)); }

 private:
  void check(duckdb_state state) {
    if (state != DuckDBSuccess) throw Error(kAppendFailed, {}, {table_, error()});
  }

  std::string error() const {
    const char* reason = handle_ == nullptr ? nullptr : duckdb_appender_error(handle_);
    return reason == nullptr ? "?" : reason;
  }

  std::string table_;
  duckdb_appender handle_ = nullptr;
};

class DuckdbSession final : public Session {
 public:
  explicit DuckdbSession(duckdb_database database) {
    if (duckdb_connect(database, &connection_) != DuckDBSuccess)
      throw Error(kNoEngine, {}, {"connect"}, kSurroundings);
  }
  ~DuckdbSession() override { duckdb_disconnect(&connection_); }
  DuckdbSession(const DuckdbSession&) = delete;
  DuckdbSession& operator=(const DuckdbSession&) = delete;

  void execute(const std::string& sql) override { query(sql); }

  Frame query(const std::string& sql) override {
    duckdb_result result;
    const bool ok = duckdb_query(connection_, sql.c_str(), &result) == DuckDBSuccess;
    const std::unique_ptr<duckdb_result, void (*)(duckdb_result*)> owner(&result, duckdb_destroy_result);
    if (!ok) {
      const char* reason = duckdb_result_error(&result);
      throw Error(kSqlFailed, {}, {reason == nullptr ? "?" : reason, sql});
    }
    try {
      return duckdb_driver::read_result(result);
    } catch (const std::overflow_error&) {
      throw Error(kSqlFailed, {}, {"a number of the result is too large", sql});
    }
  }

  void append(const std::string& table, const Frame& rows) override {
    // An appender writes what it holds even when it is destroyed after an error: only a transaction makes it
    // all or nothing.
    execute("BEGIN TRANSACTION");
    try {
      append_rows(table, rows);
      execute("COMMIT");
    } catch (...) {
      execute("ROLLBACK");
      throw;
    }
  }

 private:
  void append_rows(const std::string& table, const Frame& rows) {
    Appender appender(connection_, table);
    for (size_t row = 0; row < rows.rows(); ++row) {
      for (size_t column = 0; column < rows.columns(); ++column) appender.value(rows, row, column);
      appender.end_row();
    }
    appender.close();
  }

  duckdb_connection connection_ = nullptr;
};

class DuckdbDatabase final : public Database {
 public:
  DuckdbDatabase() {
    duckdb_config config = nullptr;
    duckdb_create_config(&config);
    // The tables of a paper are small: handing work to a second thread costs more than the work.
    duckdb_set_config(config, "threads", "1");
    duckdb_set_config(config, "memory_limit", "512MB");
    duckdb_set_config(config, "enable_external_access", "false");
    duckdb_set_config(config, "autoinstall_known_extensions", "false");
    duckdb_set_config(config, "autoload_known_extensions", "false");
    duckdb_set_config(config, "lock_configuration", "true");
    char* reason = nullptr;
    const bool ok = duckdb_open_ext(nullptr, &database_, config, &reason) == DuckDBSuccess;
    duckdb_destroy_config(&config);
    const std::string text = reason == nullptr ? "" : reason;
    duckdb_free(reason);
    if (!ok) throw Error(kNoEngine, {}, {text}, kSurroundings);
  }
  ~DuckdbDatabase() override { duckdb_close(&database_); }
  DuckdbDatabase(const DuckdbDatabase&) = delete;
  DuckdbDatabase& operator=(const DuckdbDatabase&) = delete;

  std::unique_ptr<Session> session() override { return std::make_unique<DuckdbSession>(database_); }

 private:
  duckdb_database database_ = nullptr;
};

}  // namespace

std::unique_ptr<Database> open_memory_database() { return std::make_unique<DuckdbDatabase>(); }

}  // namespace zhiheng::store
