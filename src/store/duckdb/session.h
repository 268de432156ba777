#pragma once
#include <duckdb.h>

#include <memory>
#include <string>
#include <vector>

#include "store/database.h"

namespace zhiheng::store::duckdb_driver {

class DuckdbSession final : public Session {
 public:
  /// Takes over the connection.
  explicit DuckdbSession(duckdb_connection connection) : connection_(connection) {}
  ~DuckdbSession() override { duckdb_disconnect(&connection_); }
  DuckdbSession(const DuckdbSession&) = delete;
  DuckdbSession& operator=(const DuckdbSession&) = delete;

  Engine engine() const override { return Engine::kDuckdb; }
  void execute(const std::string& sql) override;
  Frame query(const std::string& sql) override;
  void stream(const std::string& sql, const std::function<void(const Frame&)>& take) override;
  void append(const std::string& table, const Frame& rows) override;
  std::unique_ptr<BulkLoad> load(const std::string& table, const std::vector<std::string>& columns) override;

 private:
  enum class State { kNone, kOpen, kFailed };  // of the transaction

  void begin() override;
  void commit() override;
  void rollback() noexcept override;

  /// Throws where the session is busy, or its transaction has failed: the engine itself would go on after
  /// some errors.
  void check_ready(const std::string& sql) const;
  void fail() noexcept;
  duckdb_result run(const std::string& sql);
  void run_by_itself(const char* sql);
  void append_rows(const std::string& table, const Frame& rows);
  void end_load(bool own, bool stored);

  duckdb_connection connection_ = nullptr;
  State state_ = State::kNone;
  bool busy_ = false;
};

}  // namespace zhiheng::store::duckdb_driver
