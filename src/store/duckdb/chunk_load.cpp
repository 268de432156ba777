#include "store/duckdb/chunk_load.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "base/decimal.h"
#include "base/text.h"
#include "store/errors.h"
#include "store/load_target.h"

namespace zhiheng::store::duckdb_driver {
namespace {

using Type = LoadTarget::Type;
using Kind = LoadColumn::Kind;
constexpr std::int64_t kMicroseconds = 1000000;

struct LogicalTypes {
  std::vector<duckdb_logical_type> all;
  LogicalTypes() = default;
  ~LogicalTypes() {
    for (duckdb_logical_type& type : all) duckdb_destroy_logical_type(&type);
  }
  LogicalTypes(const LogicalTypes&) = delete;
  LogicalTypes& operator=(const LogicalTypes&) = delete;
};

Type target_type(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_SMALLINT:
      return Type::kInt16;
    case DUCKDB_TYPE_INTEGER:
      return Type::kInt32;
    case DUCKDB_TYPE_BIGINT:
      return Type::kInt64;
    case DUCKDB_TYPE_DECIMAL:
      return Type::kDecimal;
    case DUCKDB_TYPE_DOUBLE:
      return Type::kDouble;
    case DUCKDB_TYPE_DATE:
      return Type::kDate;
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      return Type::kTime;
    case DUCKDB_TYPE_BOOLEAN:
      return Type::kBoolean;
    case DUCKDB_TYPE_VARCHAR:
      return Type::kText;
    default:
      return Type::kOther;
  }
}

/// Where the values of one column go: the table's column and how it is stored.
struct Target {
  LoadTarget column;
  duckdb_type stored;  // the physical type
};

Target target_of(std::string name, duckdb_logical_type logical) {
  const duckdb_type type = duckdb_get_type_id(logical);
  Target target{{std::move(name), target_type(type), 0, 0}, type};
  if (type == DUCKDB_TYPE_DECIMAL) {
    target.column.precision = duckdb_decimal_width(logical);
    target.column.scale = duckdb_decimal_scale(logical);
    target.stored = duckdb_decimal_internal_type(logical);
  }
  return target;
}

/// A stretch of one column's rows on its way into a vector of the same rows.
class Filling {
 public:
  Filling(const Target& target, const LoadColumn& source, std::size_t first, std::size_t rows,
          duckdb_vector vector)
      : target_(target), source_(source), first_(first), rows_(rows), vector_(vector) {}

  void fill() {
    mark_missing();
    if (source_.kind == Kind::kText) return fill_texts();
    check_range();
    switch (target_.stored) {
      case DUCKDB_TYPE_SMALLINT:
        return fill_scaled<std::int16_t>();
      case DUCKDB_TYPE_INTEGER:
        return fill_scaled<std::int32_t>();
      case DUCKDB_TYPE_BIGINT:
        return fill_scaled<std::int64_t>();
      case DUCKDB_TYPE_HUGEINT:
        return fill_huge();
      case DUCKDB_TYPE_DOUBLE: {
        const auto divisor = static_cast<double>(power_of_ten(source_.decimals));
        return fill_with<double>(
            [divisor](std::int64_t value) { return static_cast<double>(value) / divisor; });
      }
      case DUCKDB_TYPE_DATE:
        return fill_with<std::int32_t>([](std::int64_t value) { return static_cast<std::int32_t>(value); });
      case DUCKDB_TYPE_BOOLEAN:
        return fill_with<bool>([](std::int64_t value) { return value != 0; });
      default:
        return fill_with<std::int64_t>([](std::int64_t value) { return value * kMicroseconds; });
    }
  }

 private:
  bool present(std::size_t row) const {
    return source_.present.empty() || source_.present[first_ + row] != 0;
  }

  void mark_missing() {
    if (source_.present.empty()) return;
    duckdb_vector_ensure_validity_writable(vector_);
    uint64_t* validity = duckdb_vector_get_validity(vector_);
    for (std::size_t row = 0; row < rows_; ++row) {
      const std::uint64_t bit = std::uint64_t{1} << (row % 64);
      validity[row / 64] = present(row) ? validity[row / 64] | bit : validity[row / 64] & ~bit;
    }
  }

  void check_range() const {
    const LoadRange range = range_of(target_.column, source_.decimals);
    for (std::size_t row = 0; row < rows_; ++row) {
      const std::int64_t value = source_.values[first_ + row];
      if ((value < range.least || value > range.greatest) && present(row))
        throw std::out_of_range(out_of_range(target_.column, value, source_.decimals));
    }
  }

  /// Missing values are not looked at: they may be anything.
  template <typename T, typename Convert>
  void fill_with(const Convert& convert) {
    auto* out = static_cast<T*>(duckdb_vector_get_data(vector_));
    for (std::size_t row = 0; row < rows_; ++row)
      out[row] = present(row) ? convert(source_.values[first_ + row]) : T{};
  }

  int places_more() const { return target_.column.scale - source_.decimals; }

  template <typename T>
  void fill_scaled() {
    // What `check_range` has let pass stays below 10^width when it is multiplied, and that fits T.
    const std::int64_t factor = target_.column.type == Type::kDecimal ? power_of_ten(places_more()) : 1;
    fill_with<T>([factor](std::int64_t value) { return static_cast<T>(value * factor); });
  }

  void fill_huge() {
    Int128 factor = 1;
    for (int i = places_more(); i > 0; --i) factor *= 10;
    fill_with<duckdb_hugeint>([factor](std::int64_t value) {
      const Int128 wide = value * factor;
      return duckdb_hugeint{static_cast<std::uint64_t>(wide), static_cast<std::int64_t>(wide >> 64)};
    });
  }

  void fill_texts() {
    for (std::size_t row = 0; row < rows_; ++row) {
      if (!present(row)) continue;
      const std::string_view text = source_.texts[first_ + row];
      if (text.find('\0') != std::string_view::npos || find_invalid_utf8(text) != std::string_view::npos)
        throw std::out_of_range("column " + target_.column.name + ": a text is not UTF-8 without NUL");
      duckdb_vector_assign_string_element_len(vector_, row, text.data(), text.size());
    }
  }

  const Target& target_;
  const LoadColumn& source_;
  std::size_t first_, rows_;
  duckdb_vector vector_;
};

class ChunkLoad final : public BulkLoad {
 public:
  ChunkLoad(duckdb_connection connection, std::string table, const std::vector<std::string>& columns,
            std::function<void(bool)> ended)
      : table_(std::move(table)), ended_(std::move(ended)) {
    try {
      check(duckdb_appender_create_ext(connection, nullptr, nullptr, table_.c_str(), &appender_));
      for (const std::string& column : columns) check(duckdb_appender_add_column(appender_, column.c_str()));
      for (idx_t i = 0; i < columns.size(); ++i) {
        types_.all.push_back(duckdb_appender_column_type(appender_, i));
        targets_.push_back(target_of(columns[i], types_.all.back()));
      }
    } catch (...) {
      duckdb_appender_destroy(&appender_);
      throw;
    }
    chunk_ = duckdb_create_data_chunk(types_.all.data(), types_.all.size());
  }
  ~ChunkLoad() override {
    if (chunk_ != nullptr) duckdb_destroy_data_chunk(&chunk_);
    end(false);
  }

  void put(std::size_t rows, std::span<const LoadColumn> columns) override {
    if (over_) fail("the load has ended");
    if (columns.size() != targets_.size()) refuse("another number of columns than the load was begun with");
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (const auto reason = refusal(targets_[i].column, columns[i], rows)) refuse(*reason);
    }
    const std::size_t most = duckdb_vector_size();
    for (std::size_t first = 0; first < rows; first += most)
      put_chunk(first, std::min(most, rows - first), columns);
    rows_ += rows;
  }

  std::uint64_t finish() override {
    if (over_) fail("the load has ended");
    if (duckdb_appender_close(appender_) != DuckDBSuccess) refuse(reason());
    end(true);
    return rows_;
  }

 private:
  void put_chunk(std::size_t first, std::size_t rows, std::span<const LoadColumn> columns) {
    duckdb_data_chunk_reset(chunk_);
    try {
      for (std::size_t i = 0; i < columns.size(); ++i)
        Filling(targets_[i], columns[i], first, rows, duckdb_data_chunk_get_vector(chunk_, i)).fill();
    } catch (const std::out_of_range& error) {
      refuse(error.what());
    }
    duckdb_data_chunk_set_size(chunk_, rows);
    if (duckdb_append_data_chunk(appender_, chunk_) != DuckDBSuccess) refuse(reason());
  }

  void check(duckdb_state state) {
    if (state != DuckDBSuccess) fail(reason());
  }

  std::string reason() const {
    const char* words = appender_ == nullptr ? nullptr : duckdb_appender_error(appender_);
    return words == nullptr ? "?" : words;
  }

  [[noreturn]] void refuse(const std::string& reason) {
    end(false);
    fail(reason);
  }
  [[noreturn]] void fail(const std::string& reason) { throw Error(kLoadFailed, {}, {table_, reason}); }

  /// The appender must be gone before the transaction ends: it would write what it still holds.
  void end(bool stored) {
    if (over_) return;
    over_ = true;
    duckdb_appender_destroy(&appender_);
    ended_(stored);
  }

  std::string table_;
  std::function<void(bool)> ended_;
  duckdb_appender appender_ = nullptr;
  LogicalTypes types_;
  std::vector<Target> targets_;
  duckdb_data_chunk chunk_ = nullptr;
  std::uint64_t rows_ = 0;
  bool over_ = false;
};

}  // namespace

std::unique_ptr<BulkLoad> begin_load(duckdb_connection connection, const std::string& table,
                                     const std::vector<std::string>& columns,
                                     std::function<void(bool)> ended) {
  if (columns.empty()) throw Error(kLoadFailed, {}, {table, "no columns"});
  return std::make_unique<ChunkLoad>(connection, table, columns, std::move(ended));
}

}  // namespace zhiheng::store::duckdb_driver
