#pragma once
// Accepted rows into a table, by COPY.
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "catalog/model.h"
#include "intake/postgres_tables.h"
#include "intake/record_store.h"
#include "store/database.h"

namespace zhiheng::intake {

/// Loads the blocks of one import, and makes partitions for the years that they bring, in the session's
/// transaction. Destroyed before `finish` it leaves nothing.
class PostgresRows final : public RowSink {
 public:
  PostgresRows(const catalog::Dataset& dataset, const catalog::Catalog& catalog, store::Session& session,
               LoadTable table, const std::string& district, std::uint64_t batch);
  void put(const ParcelBlock& block, std::span<const std::int64_t> lines,
           std::span<const std::uint32_t> left_out) override;
  void finish();

 private:
  /// The values of one column; kept from block to block for its memory.
  struct Values {
    std::vector<std::int64_t> numbers;
    std::vector<std::string_view> texts;
    std::vector<std::uint8_t> present;
  };
  void make_room(const Values& days);
  void fill(std::size_t at, const ParcelColumn& column, std::size_t rows, Values& out) const;

  const catalog::Dataset& dataset_;
  store::Session& session_;
  LoadTable table_;
  std::optional<std::size_t> year_column_;
  std::set<int> years_;  // that have a partition
  std::vector<std::string> names_;
  std::vector<std::vector<std::string_view>> lists_;  // codes by column
  std::string district_;
  std::int64_t batch_;
  std::vector<Values> values_;
  std::unique_ptr<store::BulkLoad> load_;
};

}  // namespace zhiheng::intake
