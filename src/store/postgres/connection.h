#pragma once
#include <libpq-fe.h>

#include <functional>
#include <memory>
#include <string>

#include "store/postgres/url.h"

namespace zhiheng::store::postgres_driver {

struct ResultDeleter {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ResultDeleter>;

/// One connection to a server. Every function that speaks with it throws Error "store.connection-lost" (exit
/// code 3) when the connection turns out to be gone.
class Connection {
 public:
  /// Throws Error "store.unreachable" or "store.unfit-server" (exit code 3).
  explicit Connection(const Place& place);

  PGconn* handle() const { return handle_.get(); }
  /// Whether it is known to be gone.
  bool lost() const { return lost_ || PQstatus(handle()) == CONNECTION_BAD; }
  /// Whether the server is in a transaction, failed or not.
  bool in_transaction() const;

  /// Any statements, results as text; the last one's result.
  Result run(const std::string& sql);
  /// One statement, result in binary.
  Result ask(const std::string& sql);
  /// One statement, its result row by row in binary; `take` gets each. When it throws, the rest is cancelled.
  void ask_by_rows(const std::string& sql, const std::function<void(const PGresult&)>& take);
  /// Waits for the end of what is under way and drops its rows; the last result.
  Result finish();

  /// Throws Error ("sql.failed") where a result is one of failure.
  void check(const Result& result, const std::string& sql);
  /// The server's words for a failure. Throws where the failure is that of the connection.
  std::string reason(const PGresult* result);
  /// Counts the connection as lost from now on and throws so.
  [[noreturn]] void lose(const std::string& words);

 private:
  void cancel() noexcept;
  void refuse_unfit_server();

  struct Closer {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  Place place_;
  std::unique_ptr<PGconn, Closer> handle_;
  bool lost_ = false;
};

}  // namespace zhiheng::store::postgres_driver
