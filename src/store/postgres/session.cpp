#include "store/postgres/session.h"

#include <stdexcept>
#include <utility>

#include "base/text.h"
#include "store/busy.h"
#include "store/errors.h"
#include "store/postgres/copy_load.h"
#include "store/postgres/copy_text.h"
#include "store/postgres/result_reader.h"

namespace zhiheng::store::postgres_driver {
namespace {

constexpr std::size_t kRowsOfRun = 2048;           // of a stream
constexpr std::size_t kBytesOfMessage = 64 << 10;  // of an append
constexpr const char* kTooLarge = "a number of the result is too large";

void send_lines(Connection& connection, const Frame& rows) {
  std::string lines;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    add_copy_line(rows, row, lines);
    if (lines.size() < kBytesOfMessage && row + 1 < rows.rows()) continue;
    if (PQputCopyData(connection.handle(), lines.data(), static_cast<int>(lines.size())) < 0) return;
    lines.clear();
  }
  PQputCopyEnd(connection.handle(), nullptr);
}

}  // namespace

PostgresSession::PostgresSession(Place place)
    : place_(std::move(place)), connection_(std::make_unique<Connection>(place_)) {}

Connection& PostgresSession::ready() {
  if (busy_) throw Error(kSessionBusy, {}, {}, kOurFault);
  if (connection_->lost()) {
    if (in_transaction_) connection_->lose("the transaction ended with it");
    connection_ = std::make_unique<Connection>(place_);
  }
  // SQL has ended the transaction in spite of `keep_transaction`, and failed after that.
  if (in_transaction_ && !connection_->in_transaction()) throw Error(kTransactionFailed, {});
  return *connection_;
}

/// A COMMIT among the statements would make half a transaction last without anybody's knowing.
void PostgresSession::keep_transaction(const std::string& sql) {
  if (in_transaction_ == connection_->in_transaction()) return;
  if (!in_transaction_) connection_->run("ROLLBACK");
  throw Error(kSqlFailed, {}, {"transactions are begun and ended by the program, not by SQL", sql});
}

void PostgresSession::execute(const std::string& sql) {
  Connection& connection = ready();
  connection.check(connection.run(sql), sql);
  keep_transaction(sql);
}

Frame PostgresSession::query(const std::string& sql) {
  Connection& connection = ready();
  const Result result = connection.ask(sql);
  connection.check(result, sql);
  keep_transaction(sql);
  Frame frame = frame_for(*result);
  try {
    add_rows(*result, frame);
  } catch (const std::overflow_error&) {
    throw Error(kSqlFailed, {}, {kTooLarge, sql});
  }
  return frame;
}

void PostgresSession::stream(const std::string& sql, const std::function<void(const Frame&)>& take) {
  Connection& connection = ready();
  const Busy busy(busy_);
  Frame run;
  const auto add = [&](const PGresult& row) {
    if (run.columns() == 0) run = frame_for(row);
    try {
      add_rows(row, run);
    } catch (const std::overflow_error&) {
      throw Error(kSqlFailed, {}, {kTooLarge, sql});
    }
    if (run.rows() < kRowsOfRun) return;
    take(run);
    run = Frame();
  };
  connection.ask_by_rows(sql, add);
  if (run.columns() > 0) take(run);
}

void PostgresSession::append(const std::string& table, const Frame& rows) {
  Connection& connection = ready();
  const Result begun = connection.run("COPY " + sql_quoted(table, '"') + " FROM STDIN");
  if (PQresultStatus(begun.get()) != PGRES_COPY_IN)
    throw Error(kAppendFailed, {}, {table, connection.reason(begun.get())});
  send_lines(connection, rows);
  const Result done = connection.finish();
  if (done == nullptr || PQresultStatus(done.get()) != PGRES_COMMAND_OK)
    throw Error(kAppendFailed, {}, {table, connection.reason(done.get())});
}

std::unique_ptr<BulkLoad> PostgresSession::load(const std::string& table,
                                                const std::vector<std::string>& columns) {
  auto load = begin_copy(ready(), table, columns, [this](bool) { busy_ = false; });
  busy_ = true;
  return load;
}

void PostgresSession::begin() {
  if (in_transaction_) throw Error(kTransactionOpen, {}, {}, kOurFault);
  Connection& connection = ready();
  connection.check(connection.run("BEGIN"), "BEGIN");
  in_transaction_ = true;
}

void PostgresSession::commit() {
  const bool busy = busy_, lost = connection_->lost();
  if (busy || lost || !connection_->in_transaction()) {
    rollback();
    if (lost) connection_->lose("the transaction ended with it");
    throw busy ? Error(kSessionBusy, {}, {}, kOurFault) : Error(kTransactionFailed, {});
  }
  in_transaction_ = false;
  Connection& connection = *connection_;
  const Result result = connection.run("COMMIT");
  connection.check(result, "COMMIT");
  // A failed transaction is rolled back by COMMIT, and the server calls that a success.
  if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") throw Error(kTransactionFailed, {});
}

void PostgresSession::rollback() noexcept {
  in_transaction_ = false;
  if (connection_->lost()) return;
  // What can't be rolled back is a connection that is gone: the next statement finds that out.
  connection_->run("ROLLBACK");
}

}  // namespace zhiheng::store::postgres_driver
