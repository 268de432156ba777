#pragma once
// The child's work: rows of a file → accepted rows as packed columns, rejected rows with their reasons.
#include <map>
#include <optional>

#include "base/calendar.h"
#include "catalog/model.h"
#include "intake/convert.h"
#include "intake/parcel.h"
#include "read/records.h"

namespace zhiheng::intake {

/// The type that formulas see.
formula::Type value_type(const catalog::DatasetColumn& column);

/// How a dataset's columns are stored: numbers, dictionaries for codes and for what cubes tell apart, else
/// plain texts.
std::vector<segment::Column> stored_columns(const catalog::Dataset& dataset);

/// Sieves chunk after chunk. What a parcel points into lives until the next one.
class Sieve {
 public:
  /// `from`: the file's column for each of the dataset's, where it has one. The arguments must outlive the
  /// sieve.
  Sieve(const catalog::Dataset& dataset, const catalog::Catalog& catalog, const WorkingCalendar& calendar,
        std::vector<std::optional<std::size_t>> from, std::size_t file_columns);
  ~Sieve();

  /// Reads blocks until there are no more, or about `most_rows` rows are together.
  Parcel run(read::RecordReader& reader, std::size_t most_rows);

 private:
  struct Gathered;  // accepted rows of one column
  void convert(const read::RowBlock& block);
  void check(const read::RowBlock& block);
  void fill_texts(std::size_t column);
  void remark(const Fault& fault, std::uint64_t line, std::string_view example);
  void reject(const read::RowBlock& block, std::size_t row, Parcel& parcel);
  void add_problems(const read::RowBlock& block, Parcel& parcel);
  void gather(const read::RowBlock& block);
  void gather_texts(std::size_t column, std::size_t row);
  std::optional<RowKey> hashed_key(std::size_t row) const;
  std::int64_t day_of(std::size_t row) const;
  void finish_block(Parcel& parcel);
  void start();

  const catalog::Dataset& dataset_;
  const WorkingCalendar& calendar_;
  std::vector<std::optional<std::size_t>> from_;
  std::size_t file_columns_;
  std::vector<ColumnConverter> converters_;
  std::vector<segment::Column> stored_;
  std::vector<std::vector<std::string>> lists_;  // codes by column
  std::vector<std::size_t> key_;                 // columns
  std::optional<std::size_t> time_;              // column
  bool key_is_number_ = false;
  std::vector<ConvertedColumn> converted_;
  std::vector<std::uint8_t> bad_, warned_;                     // by row of the block
  std::vector<std::pair<std::uint32_t, Fault>> check_faults_;  // of the block
  std::vector<std::unique_ptr<Gathered>> gathered_;
  std::vector<std::int64_t> lines_, warnings_;
  std::vector<RowKey> keys_;
  std::map<std::uint32_t, Remark> remarks_;
  // What the parcel points into.
  std::vector<std::vector<std::byte>> packed_;
  std::vector<std::unique_ptr<std::string>> kept_;
};

}  // namespace zhiheng::intake
