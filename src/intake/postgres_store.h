#pragma once
// The store of records in PostgreSQL: docs/postgresql.md says what its tables are.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "catalog/model.h"
#include "intake/postgres_tables.h"
#include "intake/record_store.h"
#include "store/database.h"

namespace zhiheng::intake {

/// Several districts share a database; an object of this class sees one. Whatever writes waits for others
/// that write the same district, and is one transaction; a reader sees the moment at which it was opened.
/// Every function throws Error ("store.connection-lost", exit code 3, and what else the driver throws).
class PostgresStore final : public RecordStore {
 public:
  /// The districts that have records in the database.
  static std::vector<std::string> districts(store::Session& session);

  /// For the catalog's district; it must outlive the store. Makes and migrates the fixed tables when
  /// `writes`.
  PostgresStore(std::unique_ptr<store::Database> database, const catalog::Catalog& catalog, bool writes);
  ~PostgresStore() override;

  std::unique_ptr<NewBatch> begin(const catalog::Dataset& dataset) override;
  std::unique_ptr<Remaking> remake() override;
  void withdraw(std::string_view name, const std::string& by, const std::string& reason) override;

  /// A query in brackets of the dataset's rows that count; empty where there are none.
  std::string live_rows(const std::string& dataset) const;
  store::Session& session() const { return *session_; }

 private:
  class Arriving;
  class Renewing;
  /// Rows of those batches (numbers, in a list) that have the keys of a later one are replaced by it; gives
  /// their number.
  std::uint64_t replace(const catalog::Dataset& dataset, const LoadTable& table, const std::string& earlier,
                        std::uint64_t number);
  void read_journal();
  void append(const std::string& line);
  /// Nobody else writes this district until the transaction ends; what they have written is known then.
  void lock();

  std::unique_ptr<store::Database> database_;
  std::unique_ptr<store::Session> session_;
  const catalog::Catalog& catalog_;
  std::string district_;
  std::optional<store::Transaction> moment_;  // of a reader
};

}  // namespace zhiheng::intake
