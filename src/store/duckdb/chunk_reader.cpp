#include "store/duckdb/chunk_reader.h"

#include <cmath>

#include "store/errors.h"
#include "store/moment.h"

namespace zhiheng::store::duckdb_driver {
namespace {

Int128 to_int128(duckdb_hugeint value) {
  return (static_cast<Int128>(value.upper) << 64) + static_cast<Int128>(value.lower);
}

/// Infinity and not-a-number (1.0 / 0) are no numbers that anybody publishes: missing.
std::optional<Decimal> finite(double value) {
  return std::isfinite(value) ? std::optional(Decimal::from_double(value)) : std::nullopt;
}

bool is_number(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_BOOLEAN:
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
      return true;
    default:
      return false;
  }
}

bool is_text(duckdb_type type) {
  return type == DUCKDB_TYPE_VARCHAR || type == DUCKDB_TYPE_DATE || type == DUCKDB_TYPE_TIMESTAMP;
}

/// Infinite dates and times are missing, as infinite numbers are.
std::optional<std::string> read_text(duckdb_type type, const void* data, idx_t row) {
  if (type == DUCKDB_TYPE_DATE) {
    const duckdb_date date = static_cast<const duckdb_date*>(data)[row];
    return duckdb_is_finite_date(date) ? std::optional(date_text(date.days)) : std::nullopt;
  }
  if (type == DUCKDB_TYPE_TIMESTAMP) {
    const duckdb_timestamp moment = static_cast<const duckdb_timestamp*>(data)[row];
    return duckdb_is_finite_timestamp(moment) ? std::optional(time_text(moment.micros)) : std::nullopt;
  }
  auto text = static_cast<const duckdb_string_t*>(data)[row];
  return std::string(duckdb_string_t_data(&text), duckdb_string_t_length(text));
}

struct ChunkOwner {
  duckdb_data_chunk* chunk;
  ~ChunkOwner() { duckdb_destroy_data_chunk(chunk); }
};

}  // namespace

std::optional<Decimal> ResultReader::read_number(const ColumnType& type, const void* data, idx_t row) {
  switch (type.type) {
    case DUCKDB_TYPE_TINYINT:
      return Decimal{static_cast<const int8_t*>(data)[row], type.scale};
    case DUCKDB_TYPE_SMALLINT:
      return Decimal{static_cast<const int16_t*>(data)[row], type.scale};
    case DUCKDB_TYPE_INTEGER:
      return Decimal{static_cast<const int32_t*>(data)[row], type.scale};
    case DUCKDB_TYPE_BIGINT:
      return Decimal{static_cast<const int64_t*>(data)[row], type.scale};
    case DUCKDB_TYPE_HUGEINT:
      return Decimal{to_int128(static_cast<const duckdb_hugeint*>(data)[row]), type.scale};
    case DUCKDB_TYPE_BOOLEAN:
      return Decimal(static_cast<const bool*>(data)[row] ? 1 : 0);
    case DUCKDB_TYPE_UTINYINT:
      return Decimal(static_cast<const uint8_t*>(data)[row]);
    case DUCKDB_TYPE_USMALLINT:
      return Decimal(static_cast<const uint16_t*>(data)[row]);
    case DUCKDB_TYPE_UINTEGER:
      return Decimal(static_cast<const uint32_t*>(data)[row]);
    case DUCKDB_TYPE_UBIGINT:
      return Decimal(Int128{static_cast<const uint64_t*>(data)[row]}, 0);
    case DUCKDB_TYPE_FLOAT:
      return finite(static_cast<const float*>(data)[row]);
    default:
      return finite(static_cast<const double*>(data)[row]);
  }
}

ResultReader::ColumnType ResultReader::column_type(duckdb_result& result, idx_t column) {
  const duckdb_type type = duckdb_column_type(&result, column);
  if (type != DUCKDB_TYPE_DECIMAL) return {type};
  duckdb_logical_type logical = duckdb_column_logical_type(&result, column);
  const ColumnType out{duckdb_decimal_internal_type(logical), duckdb_decimal_scale(logical)};
  duckdb_destroy_logical_type(&logical);
  return out;
}

void ResultReader::read_column(const ColumnType& type, duckdb_vector vector, idx_t rows, Frame::Column& out) {
  const void* data = duckdb_vector_get_data(vector);
  uint64_t* validity = duckdb_vector_get_validity(vector);
  for (idx_t row = 0; row < rows; ++row) {
    const bool valid = validity == nullptr || duckdb_validity_row_is_valid(validity, row);
    if (out.type == Frame::Type::kDecimal) {
      out.decimals.push_back(valid ? read_number(type, data, row) : std::nullopt);
    } else {
      out.texts.push_back(valid ? read_text(type.type, data, row) : std::nullopt);
    }
  }
}

ResultReader::ResultReader(duckdb_result& result) : result_(result) {
  const idx_t columns = duckdb_column_count(&result);
  for (idx_t i = 0; i < columns; ++i) {
    types_.push_back(column_type(result, i));
    const duckdb_type type = types_.back().type;
    if (!is_number(type) && !is_text(type))
      throw Error(kUnsupportedType, {}, {duckdb_column_name(&result, i)});
  }
}

Frame ResultReader::empty() const {
  Frame frame;
  for (idx_t i = 0; i < types_.size(); ++i) {
    frame.add_column(duckdb_column_name(&result_, i),
                     is_number(types_[i].type) ? Frame::Type::kDecimal : Frame::Type::kText);
  }
  return frame;
}

bool ResultReader::read_run(Frame& frame) {
  duckdb_data_chunk chunk = duckdb_fetch_chunk(result_);
  if (chunk == nullptr) return false;
  const ChunkOwner owner{&chunk};
  const idx_t rows = duckdb_data_chunk_get_size(chunk);
  for (idx_t i = 0; i < types_.size(); ++i)
    read_column(types_[i], duckdb_data_chunk_get_vector(chunk, i), rows, frame.column(i));
  return true;
}

}  // namespace zhiheng::store::duckdb_driver
