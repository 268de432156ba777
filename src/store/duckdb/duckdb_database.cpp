#include <duckdb.h>

#include <memory>
#include <string>

#include "base/error.h"
#include "store/database.h"
#include "store/duckdb/segment_scan.h"
#include "store/duckdb/session.h"
#include "store/errors.h"

namespace zhiheng::store {
namespace {

constexpr ErrorCode kNoEngine{"store.no-engine", "数据库引擎无法启动：{}",
                              "the database engine can't start: {}"};

class DuckdbDatabase final : public Database {
 public:
  /// What is left empty is as the machine has it.
  DuckdbDatabase(const std::string& threads, const std::string& memory) {
    duckdb_config config = nullptr;
    duckdb_create_config(&config);
    if (!threads.empty()) duckdb_set_config(config, "threads", threads.c_str());
    if (!memory.empty()) duckdb_set_config(config, "memory_limit", memory.c_str());
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

  Engine engine() const override { return Engine::kDuckdb; }
  std::unique_ptr<Session> session() override {
    return std::make_unique<duckdb_driver::DuckdbSession>(connect());
  }

  void add(SegmentTable table) {
    duckdb_connection connection = connect();
    const std::unique_ptr<duckdb_connection, void (*)(duckdb_connection*)> owner(&connection,
                                                                                 duckdb_disconnect);
    duckdb_driver::add_segment_table(connection, std::move(table));
  }

 private:
  duckdb_connection connect() {
    duckdb_connection connection = nullptr;
    if (duckdb_connect(database_, &connection) != DuckDBSuccess)
      throw Error(kNoEngine, {}, {"connect"}, kSurroundings);
    return connection;
  }

  duckdb_database database_ = nullptr;
};

}  // namespace

// The tables of a paper are small: handing work to a second thread costs more than the work.
std::unique_ptr<Database> open_memory_database() { return std::make_unique<DuckdbDatabase>("1", "512MB"); }

std::unique_ptr<Database> open_segment_database(std::vector<SegmentTable> tables) {
  auto database = std::make_unique<DuckdbDatabase>("", "");
  for (SegmentTable& table : tables) database->add(std::move(table));
  return database;
}

}  // namespace zhiheng::store
