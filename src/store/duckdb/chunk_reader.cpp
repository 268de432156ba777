#include "store/duckdb/chunk_reader.h"

#include <cmath>
#include <cstdio>

#include "base/error.h"

namespace zhiheng::store::duckdb_driver {
namespace {

constexpr ErrorCode kUnsupportedType{
    "store.unsupported-type", "查询结果列 {} 的类型不受支持；请在 SQL 中转换为数值或文本",
    "the type of result column {} is not supported; cast it to a number or text in the SQL"};

Int128 to_int128(duckdb_hugeint value) {
  return (static_cast<Int128>(value.upper) << 64) + static_cast<Int128>(value.lower);
}

/// How a column's vector is read: its type, and width class and scale where it is a decimal.
struct ColumnType {
  duckdb_type type;  // the physical type for decimals
  int scale = 0;
};

ColumnType column_type(duckdb_result& result, idx_t column) {
  const duckdb_type type = duckdb_column_type(&result, column);
  if (type != DUCKDB_TYPE_DECIMAL) return {type};
  duckdb_logical_type logical = duckdb_column_logical_type(&result, column);
  const ColumnType out{duckdb_decimal_internal_type(logical), duckdb_decimal_scale(logical)};
  duckdb_destroy_logical_type(&logical);
  return out;
}

/// Infinity and not-a-number (1.0 / 0) are no numbers that anybody publishes: missing.
std::optional<Decimal> finite(double value) {
  return std::isfinite(value) ? std::optional(Decimal::from_double(value)) : std::nullopt;
}

std::optional<Decimal> read_number(const ColumnType& type, const void* data, idx_t row) {
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

std::string iso_date(duckdb_date date) {
  const duckdb_date_struct parts = duckdb_from_date(date);
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", parts.year, parts.month, parts.day);
  return text;
}

bool is_text(duckdb_type type) { return type == DUCKDB_TYPE_VARCHAR || type == DUCKDB_TYPE_DATE; }

void read_column(const ColumnType& type, duckdb_vector vector, idx_t rows, Frame::Column& out) {
  const void* data = duckdb_vector_get_data(vector);
  uint64_t* validity = duckdb_vector_get_validity(vector);
  for (idx_t row = 0; row < rows; ++row) {
    const bool valid = validity == nullptr || duckdb_validity_row_is_valid(validity, row);
    if (out.type == Frame::Type::kDecimal) {
      out.decimals.push_back(valid ? read_number(type, data, row) : std::nullopt);
    } else if (valid && type.type == DUCKDB_TYPE_DATE) {
      out.texts.emplace_back(iso_date(static_cast<const duckdb_date*>(data)[row]));
    } else if (valid) {
      auto text = static_cast<const duckdb_string_t*>(data)[row];
      out.texts.emplace_back(std::string(duckdb_string_t_data(&text), duckdb_string_t_length(text)));
    } else {
      out.texts.emplace_back(std::nullopt);
    }
  }
}

struct ChunkOwner {
  duckdb_data_chunk* chunk;
  ~ChunkOwner() { duckdb_destroy_data_chunk(chunk); }
};

}  // namespace

Frame read_result(duckdb_result& result) {
  Frame frame;
  std::vector<ColumnType> types;
  const idx_t columns = duckdb_column_count(&result);
  for (idx_t i = 0; i < columns; ++i) {
    types.push_back(column_type(result, i));
    const char* name = duckdb_column_name(&result, i);
    const duckdb_type type = types.back().type;
    if (!is_number(type) && !is_text(type)) throw Error(kUnsupportedType, {}, {name});
    frame.add_column(name, is_number(type) ? Frame::Type::kDecimal : Frame::Type::kText);
  }
  while (duckdb_data_chunk chunk = duckdb_fetch_chunk(result)) {
    const ChunkOwner owner{&chunk};
    const idx_t rows = duckdb_data_chunk_get_size(chunk);
    for (idx_t i = 0; i < columns; ++i) {
      read_column(types[i], duckdb_data_chunk_get_vector(chunk, i), rows, frame.column(i));
    }
  }
  return frame;
}

}  // namespace zhiheng::store::duckdb_driver
