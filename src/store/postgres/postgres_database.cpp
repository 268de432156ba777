#include <memory>
#include <string>
#include <utility>

#include "store/database.h"
#include "store/postgres/session.h"

namespace zhiheng::store {
namespace {

class PostgresDatabase final : public Database {
 public:
  explicit PostgresDatabase(postgres_driver::Place place) : place_(std::move(place)) {}
  Engine engine() const override { return Engine::kPostgres; }
  std::unique_ptr<Session> session() override {
    return std::make_unique<postgres_driver::PostgresSession>(place_);
  }

 private:
  const postgres_driver::Place place_;
};

}  // namespace

std::unique_ptr<Database> open_postgres_database(const std::string& url) {
  const postgres_driver::Place place = postgres_driver::read_url(url);
  const postgres_driver::Connection tried(place);
  return std::make_unique<PostgresDatabase>(place);
}

}  // namespace zhiheng::store
