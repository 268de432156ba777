#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/bulk_load.h"
#include "store/frame.h"

namespace zhiheng::store {

/// Who runs the SQL. dialect.h has what they write differently.
enum class Engine { kDuckdb, kPostgres };

/// One connection. Not shared between threads; several sessions of a database may run side by side. While a
/// `load` or a `stream` of it is under way it does nothing else: whatever is asked throws Error
/// ("store.session-busy", exit code 70). Transactions are begun and ended by `Transaction`, never by SQL.
///
/// A session of a server whose connection is lost throws Error ("store.connection-lost", exit code 3) and
/// repeats nothing by itself: whether the statement was carried out is not known. In a Transaction it goes on
/// throwing until that has ended; otherwise the next call connects anew.
class Session {
 public:
  virtual ~Session() = default;
  virtual Engine engine() const = 0;

  /// Runs statements that give no rows. Throws Error ("sql.failed") with the engine's words and the
  /// statement.
  virtual void execute(const std::string& sql) = 0;

  /// Runs one query and returns all its rows. Integers, decimals, doubles and truth values come as decimals,
  /// text, dates (2020-12-31) and times without zone (2020-12-31 08:30:00, with a fraction only where there
  /// is one) as text; a BYTEA of PostgreSQL as the text of its bytes. Throws Error ("store.unsupported-type")
  /// for a column of any other type.
  virtual Frame query(const std::string& sql) = 0;

  /// Runs one query and hands its rows to `take` in runs of some thousand, in order, each with all columns;
  /// `take` is not called where there are no rows. An error may come when rows have been handed over already.
  /// What `take` throws ends the query and goes on to the caller.
  virtual void stream(const std::string& sql, const std::function<void(const Frame&)>& take) = 0;

  /// Appends rows to an existing table, columns by position. All or nothing. Throws Error
  /// ("store.append-failed").
  virtual void append(const std::string& table, const Frame& rows) = 0;

  /// Begins to load rows into the named columns of an existing table; its other columns get their defaults.
  /// Throws Error ("store.load-failed") where there is no such table or column.
  virtual std::unique_ptr<BulkLoad> load(const std::string& table,
                                         const std::vector<std::string>& columns) = 0;

 private:
  friend class Transaction;
  virtual void begin() = 0;
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;
};

/// Statements of a session that hold together: rolled back unless committed. One at a time on a session (else
/// Error "store.transaction-open", exit code 70). After a failed statement all others fail too, on both
/// engines, and so does the commit ("store.transaction-failed").
class Transaction {
 public:
  explicit Transaction(Session& session) : session_(&session) { session.begin(); }
  ~Transaction() { rollback(); }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  /// Makes all of it last; where it throws, nothing has been stored, except that after
  /// "store.connection-lost" it is not known.
  void commit() {
    Session* session = std::exchange(session_, nullptr);
    if (session != nullptr) session->commit();
  }
  /// Undoes all of it; nothing after commit or rollback.
  void rollback() noexcept {
    Session* session = std::exchange(session_, nullptr);
    if (session != nullptr) session->rollback();
  }

 private:
  Session* session_;
};

/// A store. The engine behind it stays inside the driver's folder. `session` may be called from several
/// threads.
class Database {
 public:
  virtual ~Database() = default;
  virtual Engine engine() const = 0;
  virtual std::unique_ptr<Session> session() = 0;
};

/// An empty DuckDB database in memory, owned by the result. It can neither read nor write files: SQL that
/// comes from catalogs and templates runs here. Throws Error (exit code 3) when the engine can't start.
std::unique_ptr<Database> open_memory_database();

/// Whether a store is named by a PostgreSQL URL: `postgresql://…` or `postgres://…`.
bool is_postgres_url(std::string_view text);

/// The PostgreSQL database (version 12 or later, UTF-8) of `postgresql://user:password@host:port/db?…`; what
/// the URL leaves out comes from libpq's surroundings (PGPASSWORD, ~/.pgpass …). Each session is one
/// connection. It is reached for at once: throws Error "store.unreachable" (exit code 3) with the server's
/// words, "store.bad-url" for a URL that can't be read, "store.unfit-server" (3) for a server or database of
/// another kind. No message has the password.
std::unique_ptr<Database> open_postgres_database(const std::string& url);

}  // namespace zhiheng::store
