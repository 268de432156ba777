#include "store/duckdb/session.h"

#include <stdexcept>

#include "store/busy.h"
#include "store/duckdb/chunk_load.h"
#include "store/duckdb/chunk_reader.h"
#include "store/errors.h"

namespace zhiheng::store::duckdb_driver {
namespace {

constexpr const char* kTooLarge = "a number of the result is too large";

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

using ResultOwner = std::unique_ptr<duckdb_result, void (*)(duckdb_result*)>;

}  // namespace

void DuckdbSession::check_ready(const std::string& sql) const {
  if (busy_) throw Error(kSessionBusy, {}, {}, kOurFault);
  if (state_ == State::kFailed) throw Error(kSqlFailed, {}, {kAborted, sql});
}

void DuckdbSession::fail() noexcept {
  if (state_ == State::kOpen) state_ = State::kFailed;
}

/// The caller destroys the result.
duckdb_result DuckdbSession::run(const std::string& sql) {
  check_ready(sql);
  duckdb_result result;
  if (duckdb_query(connection_, sql.c_str(), &result) == DuckDBSuccess) return result;
  const ResultOwner owner(&result, duckdb_destroy_result);
  fail();
  const char* reason = duckdb_result_error(&result);
  throw Error(kSqlFailed, {}, {reason == nullptr ? "?" : reason, sql});
}

void DuckdbSession::execute(const std::string& sql) {
  duckdb_result result = run(sql);
  duckdb_destroy_result(&result);
}

Frame DuckdbSession::query(const std::string& sql) {
  duckdb_result result = run(sql);
  const ResultOwner owner(&result, duckdb_destroy_result);
  try {
    ResultReader reader(result);
    Frame frame = reader.empty();
    while (reader.read_run(frame)) continue;
    return frame;
  } catch (const std::overflow_error&) {
    throw Error(kSqlFailed, {}, {kTooLarge, sql});
  }
}

/// The engine holds the whole result, in a form narrower than a frame's; its own streaming is about to be
/// withdrawn.
void DuckdbSession::stream(const std::string& sql, const std::function<void(const Frame&)>& take) {
  duckdb_result result = run(sql);
  const ResultOwner owner(&result, duckdb_destroy_result);
  ResultReader reader(result);
  const Busy busy(busy_);
  while (true) {
    Frame run = reader.empty();
    try {
      if (!reader.read_run(run)) return;
    } catch (const std::overflow_error&) {
      throw Error(kSqlFailed, {}, {kTooLarge, sql});
    }
    if (run.rows() > 0) take(run);
  }
}

void DuckdbSession::run_by_itself(const char* sql) {
  duckdb_result result;
  duckdb_query(connection_, sql, &result);
  duckdb_destroy_result(&result);
}

void DuckdbSession::append(const std::string& table, const Frame& rows) {
  check_ready("append to " + table);
  // An appender writes what it holds even when it is destroyed after an error: only a transaction makes it
  // all or nothing.
  const bool own = state_ == State::kNone;
  if (own) begin();
  try {
    append_rows(table, rows);
    if (own) commit();
  } catch (...) {
    fail();
    if (own) rollback();
    throw;
  }
}

void DuckdbSession::append_rows(const std::string& table, const Frame& rows) {
  Appender appender(connection_, table);
  for (size_t row = 0; row < rows.rows(); ++row) {
    for (size_t column = 0; column < rows.columns(); ++column) appender.value(rows, row, column);
    appender.end_row();
  }
  appender.close();
}

std::unique_ptr<BulkLoad> DuckdbSession::load(const std::string& table,
                                              const std::vector<std::string>& columns) {
  check_ready("load into " + table);
  const bool own = state_ == State::kNone;
  if (own) begin();
  try {
    auto load = begin_load(connection_, table, columns, [this, own](bool stored) { end_load(own, stored); });
    busy_ = true;
    return load;
  } catch (...) {
    fail();
    if (own) rollback();
    throw;
  }
}

void DuckdbSession::end_load(bool own, bool stored) {
  busy_ = false;
  if (!stored) fail();
  if (!own) return;
  if (stored) {
    commit();
  } else {
    rollback();
  }
}

void DuckdbSession::begin() {
  if (state_ != State::kNone) throw Error(kTransactionOpen, {}, {}, kOurFault);
  execute("BEGIN TRANSACTION");
  state_ = State::kOpen;
}

void DuckdbSession::commit() {
  if (busy_ || state_ == State::kFailed) {
    const bool busy = busy_;
    rollback();
    throw busy ? Error(kSessionBusy, {}, {}, kOurFault) : Error(kTransactionFailed, {});
  }
  try {
    execute("COMMIT");
    state_ = State::kNone;
  } catch (...) {
    rollback();
    throw;
  }
}

void DuckdbSession::rollback() noexcept {
  state_ = State::kNone;
  run_by_itself("ROLLBACK");
}

}  // namespace zhiheng::store::duckdb_driver
