#pragma once
#include <memory>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/postgres/connection.h"

namespace zhiheng::store::postgres_driver {

class PostgresSession final : public Session {
 public:
  explicit PostgresSession(Place place);

  Engine engine() const override { return Engine::kPostgres; }
  void execute(const std::string& sql) override;
  Frame query(const std::string& sql) override;
  void stream(const std::string& sql, const std::function<void(const Frame&)>& take) override;
  void append(const std::string& table, const Frame& rows) override;
  std::unique_ptr<BulkLoad> load(const std::string& table, const std::vector<std::string>& columns) override;

 private:
  void begin() override;
  void commit() override;
  void rollback() noexcept override;

  /// The connection, made anew where it was lost outside a transaction.
  Connection& ready();
  void keep_transaction(const std::string& sql);

  Place place_;
  std::unique_ptr<Connection> connection_;
  bool busy_ = false;
  bool in_transaction_ = false;
};

}  // namespace zhiheng::store::postgres_driver
